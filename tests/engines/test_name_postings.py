"""Names found by their marks, on disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from sekisho.engines.name_postings import NamePostings
from sekisho.errors import SourceError

MARKED = [(7, ["tzyq", "tyqo", "kzqr"]), (1 << 31, ["tplu", "h架空"]), (0, ["#ABC12345", "d13"])]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with three names."""
    made = tmp_path_factory.mktemp("names")
    NamePostings.build(made, MARKED)
    return made


def test_names_are_found_by_the_numbers_they_were_given(folder: Path) -> None:
    postings = NamePostings(folder)
    for number, marks in MARKED:
        assert [found for found, _ in postings.search(marks, 5)] == [number]


def test_marks_are_kept_as_they_are(folder: Path) -> None:
    postings = NamePostings(folder)
    assert postings.search(["h架空"], 5)[0][0] == 1 << 31
    assert postings.search(["#ABC12345"], 5)[0][0] == 0
    assert postings.search(["#abc12345"], 5) == []
    assert postings.search(["TZYQ"], 5) == []


def test_opened_twice_it_answers_the_same(folder: Path) -> None:
    first, second = NamePostings(folder), NamePostings(folder)
    for _, marks in MARKED:
        assert first.search(marks, 5) == second.search(marks, 5) == first.search(marks, 5)


def test_reading_changes_no_file(folder: Path) -> None:
    before = {one.name: one.read_bytes() for one in folder.iterdir()}
    NamePostings(folder).search(["tzyq"], 5)
    assert {one.name: one.read_bytes() for one in folder.iterdir()} == before


def test_no_names_at_all(tmp_path: Path) -> None:
    NamePostings.build(tmp_path, [])
    assert NamePostings(tmp_path).search(["tzyq"], 5) == []


def test_a_name_without_marks_is_never_found(tmp_path: Path) -> None:
    NamePostings.build(tmp_path, [(3, []), (4, ["tzyq"])])
    assert [number for number, _ in NamePostings(tmp_path).search(["tzyq", ""], 5)] == [4]


def test_marks_of_everybody_do_not_hide_a_rare_one(tmp_path: Path) -> None:
    common = [f"t{number:03}" for number in range(20)]
    NamePostings.build(tmp_path, ((number, [*common, f"k{number}"]) for number in range(4000)))
    assert NamePostings(tmp_path).search([*common, "k1234"], 3)[0][0] == 1234


@pytest.mark.parametrize("what", ["nowhere", "empty", "file", "other"])
def test_a_folder_that_holds_no_names_is_refused(tmp_path: Path, what: str) -> None:
    place = tmp_path / what
    if what == "file":
        place.write_bytes(b"no index")
    elif what != "nowhere":
        place.mkdir()
    if what == "other":
        (place / "meta.json").write_text("{}", encoding="utf-8")
    with pytest.raises(SourceError, match="cannot be opened") as caught:
        NamePostings(place)
    assert caught.value.file == str(place)
    assert "makes it again" in str(caught.value.remedy)


def test_a_thorough_search_reads_marks_that_another_leaves_out(tmp_path: Path) -> None:
    marks = [f"t{number:02}" for number in range(30)]
    last = marks[-1]
    NamePostings.build(tmp_path, [*((number, marks) for number in range(1000)), (5000, [last, "other"])])
    postings = NamePostings(tmp_path)
    assert 5000 not in {found for found, _ in postings.search(marks, 2000)}
    assert 5000 in {found for found, _ in postings.search(marks, 2000, thorough=True)}

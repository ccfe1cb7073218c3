"""Search in the text of a list: which paragraphs, in which order, and what cannot hurt it. All text here is made up."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sekisho.engines.text_search import Found, build, search
from sekisho.errors import EngineError, InputError, MissingError, SourceError
from sekisho.sources.official_text import Paragraph, Section

SYNTHETIC = (
    Section(
        "9X001",
        "9X001 Teapots, kettles and “specially designed” lids therefor, as follows.",
        (
            Paragraph("a", "Teapots having all of the following:", ("Note: 9X001.a does not apply to toy teapots.",), 11),
            Paragraph("a.1", "A volume exceeding 20 l; and", (), 12),
            Paragraph("a.2", "A spout of maraging steel, rated for 300 km of pouring;", (), 13),
            Paragraph("b", "Kettles for cryogenic whistling below 20 mK;", ("Note: Whistling includes humming.",), 14),
            Paragraph("c", "Lids.", (), 15),
        ),
        ("N.B. See also 9X002.b.",),
        10,
        ("Related Controls: See 9X003 for samovars.",),
    ),
    Section(
        "9X002",
        "9X002 Spoons.",
        (
            Paragraph("", "The list of items controlled is contained in the heading; café spoons are no spoons.", (), 21),
            Paragraph("b", "Spoons for teapots specified in 9X001.a, stirred by an unmanned aerial vehicle;", (), 22),
        ),
        (),
        20,
    ),
    Section("9X003", "9X003 Samovars, whistling or not.", (), (), 30),
    Section(
        "9X004",
        "9X004 Cups as follows:",
        tuple(Paragraph(f"a.{n}", f"Porcelain cups of size {n};", (), 40 + n) for n in range(1, 9)),
        (),
        40,
    ),
)
ALIKE = (("drone", "unmanned aerial vehicle"), ("tea urn", "samovar"), ("china ware", "porcelain cups"))


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """Return the index of the made-up list."""
    build(tmp_path / "text.db", "made-up", SYNTHETIC)
    return tmp_path / "text.db"


def codes(found: Found) -> list[str]:
    return [one.code for one in found.hits]


def test_rows_and_the_same_bytes_for_the_same_text(tmp_path: Path) -> None:
    first, second = (build(tmp_path / name, "made-up", iter(SYNTHETIC)) for name in ("a.db", "b.db"))
    assert first == second
    assert first.paragraphs == 4 + 5 + 1 + 8
    assert (tmp_path / "a.db").read_bytes() == (tmp_path / "b.db").read_bytes()
    assert search(tmp_path / "a.db", "spoons", sha256=first.sha256).hits
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.db", "b.db"]


def test_a_hit_carries_its_context(index: Path) -> None:
    hit = search(index, "maraging steel").hits[0]
    assert (hit.list_id, hit.code, hit.label, hit.line) == ("made-up", "9X001.a.2", "a.2", 13)
    assert hit.heading.startswith("9X001 Teapots")
    assert hit.above == ("a Teapots having all of the following:",)
    assert hit.text.startswith("A spout of")
    assert "Note: 9X001.a does not apply to toy teapots." in hit.notes
    assert "N.B. See also 9X002.b." in hit.notes
    assert "maraging steel" in hit.snippet
    assert "maraging steel" in hit.matched


def test_of_a_heading(index: Path) -> None:
    hit = search(index, "spoons").hits[0]
    assert (hit.code, hit.label, hit.above) == ("9X002", "", ())
    assert "contained in the heading" in hit.text


def test_the_paragraph_with_all_words_comes_first(index: Path) -> None:
    assert codes(search(index, "cryogenic kettles"))[0] == "9X001.b"
    assert codes(search(index, "teapot spout"))[0] == "9X001.a.2"


def test_words_of_the_heading_count_below_it(index: Path) -> None:
    assert codes(search(index, "kettles cryogenic samovars"))[0] == "9X001.b"
    assert "9X001.a.1" not in codes(search(index, "lids"))


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("teapots", "9X001"),
        ("TEAPOT", "9X001"),
        ("samov", "9X003"),
        ("cafe", "9X002"),
        ("CAFÉ", "9X002"),
        ("humming", "9X001.b"),
        ("20 mK", "9X001.b"),
        ("whistles", "9X003"),
        ("300km", "9X001.a.2"),
        ("toy", "9X001.a"),
        ("tea-pots", "9X001"),
    ],
)
def test_forms_of_a_word(query: str, code: str, index: Path) -> None:
    found = search(index, query)
    assert codes(found)[0] == code
    assert found.absent == ()


@pytest.mark.parametrize("query", ["9X001.a", "9x001.A", "9X001.a."])
def test_only_codes_of_the_usual_shape_are_codes(query: str, tmp_path: Path) -> None:
    """The made-up heading with an X is none; with a group from A to E it is."""
    real = [Section("9A001", *(getattr(SYNTHETIC[0], one) for one in ("heading", "paragraphs", "notes", "line")))]
    build(tmp_path / "text.db", "made-up", real)
    query = query.replace("X", "A").replace("x", "a")
    found = codes(search(tmp_path / "text.db", query))
    assert found[0] == "9A001.a"
    assert set(found[1:]) <= {"9A001.a.1", "9A001.a.2"}


def test_a_code_that_is_not_printed(tmp_path: Path) -> None:
    build(tmp_path / "text.db", "made-up", [Section("9A001", "9A001 Pots.", (Paragraph("a", "Tea.", (), 2),), (), 1)])
    found = search(tmp_path / "text.db", "ECCN 9A001.a.7")
    assert codes(found) == ["9A001.a"]
    assert found.absent == ("9A001.a.7", "eccn")
    assert search(tmp_path / "text.db", "9B999").absent == ("9B999",)


def test_who_cites_a_code(tmp_path: Path) -> None:
    sections = [
        Section("9A001", "9A001 Pots.", (Paragraph("a", "Tea.", (), 2),), (), 1),
        Section("9B001", "9B001 Makers.", (Paragraph("a", "Of pots in 9A001.a, or of 9A001.b.", (), 4),), (), 3),
    ]
    build(tmp_path / "text.db", "made-up", sections)
    found = search(tmp_path / "text.db", "9A001.a")
    assert codes(found) == ["9A001.a", "9B001.a"]
    assert found.hits[1].matched == ("9A001.a",)
    assert codes(search(tmp_path / "text.db", "9A001 tea"))[:2] == ["9A001", "9A001.a"]


def test_other_words_for_the_same(index: Path) -> None:
    assert codes(search(index, "drones")) == []
    assert codes(search(index, "drones", alike=ALIKE)) == ["9X002.b"]
    assert codes(search(index, "tea urn", alike=ALIKE))[0] == "9X003"
    assert codes(search(index, "unmanned aerial vehicle", alike=ALIKE)) == ["9X002.b"]
    assert search(index, "drone", alike=ALIKE).absent == ()


def test_few_of_one_heading_and_the_others_named(index: Path) -> None:
    found = search(index, "porcelain cups")
    shown = codes(found)
    assert len(shown) == 3
    assert set(shown) | set(found.hits[0].others) >= {f"9X004.a.{n}" for n in range(1, 9)}
    assert found.rows == 9
    assert all(not one.others for one in found.hits[1:])


def test_so_many_at_most(index: Path) -> None:
    assert len(search(index, "teapots kettles spoons cups samovars", 2).hits) == 2
    assert search(index, "teapots", 0).hits == ()


def test_words_that_nobody_has(index: Path) -> None:
    found = search(index, "teapots of zirconium")
    assert found.absent == ("zirconium",)
    assert codes(found)[0] == "9X001"
    assert search(index, "zirconium") == Found((), ("zirconium",), 0)


@pytest.mark.parametrize("query", ["", "   ", "the of and", "\x00", "☕🫖", '"" * ()', "--;", "\u202e\u200f", "a", "\ud800"])
def test_nothing_to_look_for(query: str, index: Path) -> None:
    with pytest.raises(InputError, match="no word to look for"):
        search(index, query)


@pytest.mark.parametrize("query", ["x" * 10_000, "tea " * 2500, " ".join(f"word{n}" for n in range(100))])
def test_too_much(query: str, index: Path) -> None:
    with pytest.raises(InputError, match=r"at most|more than"):
        search(index, query)


@pytest.mark.parametrize(
    "query",
    [
        'teapots" OR "spoons',
        "teapots NOT teapots",
        "text:teapots",
        "NEAR(teapots kettles)",
        "teapots AND (",
        "^teapots*",
        "teapots'; DROP TABLE place; --",
        "teapots\x00kettles",
        "\u202eteapots\u202c 茶壶 إبريق ☕",
    ],
)
def test_the_query_language_is_out_of_reach(query: str, index: Path) -> None:
    before = index.read_bytes()
    assert codes(search(index, query))[0] in ("9X001.a", "9X001", "9X002.b")
    assert index.read_bytes() == before


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(st.one_of(st.text(max_size=60), st.text('tea"*()^:-+NOTAR.,9X01 \x00é', max_size=60)))
def test_any_query_gives_an_answer_or_says_what_is_wrong(index: Path, query: str) -> None:
    with contextlib.suppress(InputError):
        assert len(search(index, query, 5, alike=ALIKE).hits) <= 5


def test_a_changed_file_is_refused(index: Path, tmp_path: Path) -> None:
    sha256 = build(index, "made-up", SYNTHETIC).sha256
    data = bytearray(index.read_bytes())
    data[len(data) // 2] ^= 1
    index.write_bytes(bytes(data))
    with pytest.raises(EngineError, match="not the file that was written") as caught:
        search(index, "teapots", sha256=sha256)
    assert caught.value.file == str(index)
    assert "sekisho sources load" in str(caught.value.remedy)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=120)
@given(cut=st.floats(0, 1), flips=st.lists(st.floats(0, 0.999), max_size=40), short=st.booleans())
def test_a_damaged_file_gives_an_answer_or_one_clear_error(
    index: Path, tmp_path: Path, cut: float, flips: list[float], short: bool
) -> None:
    data = bytearray(index.read_bytes())
    for one in flips:
        data[int(one * len(data))] ^= 0x55
    harmed = tmp_path / "harmed.db"
    harmed.write_bytes(bytes(data[: int(cut * len(data))] if short else data))
    said: list[EngineError] = []
    try:
        search(harmed, "teapots whistling 9X001.a")
    except EngineError as problem:
        said.append(problem)
    assert all(one.file == str(harmed) and "sekisho sources load" in str(one.remedy) for one in said)


def test_other_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="no index"):
        search(tmp_path / "nowhere.db", "teapots")
    with pytest.raises(EngineError, match="damaged"):
        search(tmp_path, "teapots")
    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("CREATE TABLE meta(name, value)")
    with pytest.raises(EngineError, match="layout"):
        search(tmp_path / "other.db", "teapots")


def test_a_text_that_breaks_off_leaves_the_old_index(index: Path) -> None:
    def broken() -> Iterator[Section]:
        yield SYNTHETIC[0]
        raise SourceError("it breaks off")

    before = index.read_bytes()
    with pytest.raises(SourceError):
        build(index, "made-up", broken())
    assert index.read_bytes() == before
    assert [one.name for one in index.parent.iterdir()] == ["text.db"]


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="cannot be written"):
        build(tmp_path / "nowhere" / "text.db", "made-up", SYNTHETIC)


def test_a_path_with_signs_of_addresses(tmp_path: Path) -> None:
    folder = tmp_path / "a?b#c%20 d"
    folder.mkdir()
    build(folder / "text.db", "made-up", SYNTHETIC)
    assert search(folder / "text.db", "teapots").hits


def test_an_sqlite_without_fts5(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Lacking(sqlite3.Connection):
        def execute(self, statement: str, *rest: Any) -> sqlite3.Cursor:
            if "fts5" in statement:
                raise sqlite3.OperationalError("no such module: fts5")
            return super().execute(statement, *rest)

    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *rest, **named: connect(*rest, **named, factory=Lacking))
    with pytest.raises(EngineError, match="without FTS5") as caught:
        build(tmp_path / "text.db", "made-up", SYNTHETIC)
    assert "another" in str(caught.value.remedy) or "Python" in str(caught.value.remedy)
    assert not list(tmp_path.iterdir())


def test_a_label_printed_twice(tmp_path: Path) -> None:
    twice = (
        Paragraph("a", "Red pots:", (), 2),
        Paragraph("a.1", "With a handle;", (), 3),
        Paragraph("a", "Blue pots:", (), 4),
        Paragraph("a.1", "With two handles;", (), 5),
        Paragraph("b.2.c", "Green pots without a parent;", (), 6),
    )
    build(tmp_path / "text.db", "made-up", [Section("9X001", "9X001 Pots.", twice, (), 1)])
    hits = search(tmp_path / "text.db", "handles").hits
    assert {(one.line, one.above) for one in hits} == {(3, ("a Red pots:",)), (5, ("a Blue pots:",))}
    assert search(tmp_path / "text.db", "green").hits[0].above == ()

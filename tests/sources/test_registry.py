"""Every source by its id, on synthetic publications."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import pytest

from sekisho.errors import InputError, MissingError, SourceError
from sekisho.sources.registry import card, cards, read_source, recognise, starter
from tests.sources.publications import ECFR, FOLDER, METI, small


def test_a_source_by_its_id() -> None:
    assert card("us-uvl").title == "Unverified List"
    with pytest.raises(MissingError, match="us-enttiy-list") as problem:
        card("us-enttiy-list")
    assert "us-entity-list" in (problem.value.remedy or "")
    with pytest.raises(MissingError) as problem:
        card("qqqqqqqqqq")
    assert "jp-end-user-list" in (problem.value.remedy or "")


def test_one_file_holds_three_sources() -> None:
    found = recognise(ECFR)
    assert [one.card.id for one in found] == ["us-entity-list", "us-uvl", "us-meu"]
    assert {one.snapshot for one in found} == {dt.date(2026, 1, 2)}


def test_a_folder_is_searched_oldest_first(tmp_path: Path) -> None:
    for name in ("ECFR-15-744-2026-02-01.XML", "ecfr-15-744-2026-01-01.xml", "notes.txt", ".ecfr-15-744.xml"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "meti-foreign-end-user-list.json").write_bytes(b"")
    found = [(one.card.id, one.path.name, one.snapshot) for one in recognise(tmp_path)]
    assert found[:2] == [
        ("us-entity-list", "ecfr-15-744-2026-01-01.xml", dt.date(2026, 1, 1)),
        ("us-entity-list", "ECFR-15-744-2026-02-01.XML", dt.date(2026, 2, 1)),
    ]
    assert found[-1] == ("jp-end-user-list", "meti-foreign-end-user-list.json", None)
    assert len(found) == 7
    found_here = {one.card.id for one in recognise(FOLDER)}
    made = {source for source, card in cards().items() if card.official and source != "ftm"}
    assert found_here - {"ftm-example-dataset"} == made, "a small file for every source"


def test_nothing_there(tmp_path: Path) -> None:
    assert recognise(tmp_path) == ()
    with pytest.raises(MissingError):
        recognise(tmp_path / "nothing")


@pytest.mark.parametrize(
    ("source", "path", "count"),
    [("us-entity-list", ECFR, 11), ("us-uvl", ECFR, 2), ("us-meu", ECFR, 4), ("jp-end-user-list", METI, 3)],
)
def test_a_publication_is_read(source: str, path: Path, count: int) -> None:
    data = path.read_bytes()
    snapshot = read_source(small(source), data, path.name)
    assert snapshot.state.id == source
    assert snapshot.state.snapshot == dt.date(2026, 1, 2)
    assert snapshot.state.sha256 == hashlib.sha256(data).hexdigest()
    assert snapshot.state.parties == len(snapshot.parties) == count
    assert snapshot.state.official
    assert {party.source for party in snapshot.parties} == {source}
    assert len({party.id for party in snapshot.parties}) == count
    assert all(party.citation for party in snapshot.parties)


def test_an_implausible_count_is_refused() -> None:
    with pytest.raises(SourceError, match="11 parties of us-entity-list; between 2,500 and 8,000") as problem:
        read_source(card("us-entity-list"), ECFR.read_bytes(), ECFR.name)
    assert problem.value.file == ECFR.name
    assert problem.value.remedy


def test_the_day_must_be_known() -> None:
    with pytest.raises(SourceError, match="of which day"):
        read_source(small("us-uvl"), ECFR.read_bytes(), "ecfr.xml")
    day = dt.date(2026, 3, 4)
    assert read_source(small("us-uvl"), ECFR.read_bytes(), "ecfr.xml", day).state.snapshot == day


@pytest.mark.parametrize("source", ["us-entity-list", "us-uvl", "us-meu", "jp-end-user-list", "starter"])
@pytest.mark.parametrize(
    "data", [b"", b"\x00\xff\x00", b"<html>", b"{}", b"[]", b"[1]", b'[{"id": 1}]', b"<!DOCTYPE a><a/>", b"\xff\xfe<\x00"]
)
def test_other_bytes_are_refused(source: str, data: bytes) -> None:
    with pytest.raises(InputError) as problem:
        read_source(small(source), data, "file-2026-01-02")
    assert problem.value.file is not None
    assert problem.value.file.startswith("file-2026-01-02")


def test_a_card_without_reader_is_refused() -> None:
    import dataclasses

    with pytest.raises(SourceError, match="has no reader"):
        read_source(dataclasses.replace(small("us-uvl"), id="other"), b"", "file-2026-01-02.xml")


def test_the_starter_set_says_what_it_is() -> None:
    snapshot = starter()
    assert snapshot.state.id == "starter"
    assert snapshot.state.official is False
    assert 45 <= snapshot.state.parties <= 70
    assert {party.source for party in snapshot.parties} == {"us-entity-list", "us-uvl", "us-meu", "jp-end-user-list"}
    assert all(party.id.startswith("starter-") for party in snapshot.parties)
    assert all("not a screening source" in party.remarks for party in snapshot.parties)
    assert starter() is snapshot
    path = Path(str(card.__code__.co_filename)).parent / "starter" / "parties.yaml"
    assert read_source(card("starter"), path.read_bytes(), path.name) == snapshot

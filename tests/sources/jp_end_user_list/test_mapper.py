"""Entries of the Foreign End User List to parties, on a synthetic transcription."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest

from sekisho.errors import SourceError
from sekisho.parties.party import ListedParty
from sekisho.sources.jp_end_user_list.mapper import concerns_of, map_rows
from sekisho.sources.jp_end_user_list.reader import read
from sekisho.sources.reading import Reading
from tests.sources.publications import METI

GOOD = {"id": "x-7", "entity_name": "Zyqor", "aliases": [], "addresses": ["India"], "reason": "懸念: 核 N"}


def parties(data: bytes) -> list[ListedParty]:
    return list(map_rows(read(BytesIO(data), Reading("file.json")), Reading("file.json")))


def one(**changes: Any) -> ListedParty:
    entry = {key: value for key, value in (GOOD | changes).items() if value is not ...}
    (party,) = parties(json.dumps([entry]).encode())
    return party


def test_the_synthetic_transcription() -> None:
    first, second, third = parties(METI.read_bytes())
    assert first.id == "jp-end-user-list-1"
    assert [name.value for name in first.names] == [
        "Namvelt Trading Co. (南江架空貿易会社)",
        "南江架空貿易会社",
        "Namvelt Trading Co.",
        "Namvelt General",
        "Námvelt Ltd.",
    ]
    assert first.countries == ("KP",)
    assert first.concerns == ("B", "C", "M", "N", "CW")
    assert first.citation == "METI, Foreign End User List (外国ユーザーリスト); https://example.org/synthetic"
    assert first.remarks.startswith("大量破壊兵器等の懸念")

    assert second.name == "Tolmek Carbon Co., Ltd."
    assert second.countries == ("CN",)
    assert second.concerns == ("M",)
    assert "name behind the country" in second.remarks

    assert third.countries == ("RU",)
    assert third.addresses == ("Veltmarsk",)
    assert third.concerns == ("M", "N")
    assert third.citation == "METI, Foreign End User List (外国ユーザーリスト)"
    qualities = {name.value: name.quality for name in third.names}
    assert qualities["Акционерное общество"] == "weak"
    assert qualities["架空研究集団"] == "alias"


@pytest.mark.parametrize(
    ("reason", "codes"),
    [
        ("大量破壊兵器等の懸念: 生物、化学、ミサイル、核 B,C,M,N; 通常兵器の懸念: CW", ("B", "C", "M", "N", "CW")),
        ("大量破壊兵器等の懸念: 核 Ｎ", ("N",)),
        ("大量破壊兵器等の懸念: ミサイルM; 通常兵器の懸念: CW", ("M", "CW")),
        ("通常兵器の懸念: CW", ("CW",)),
    ],
)
def test_concerns(reason: str, codes: tuple[str, ...]) -> None:
    assert concerns_of(reason) == codes


@pytest.mark.parametrize("reason", ["大量破壊兵器等の懸念: 核", "懸念: N", "懸念: 核 M", "懸念", "通常兵器の懸念"])
def test_concerns_whose_words_and_codes_differ(reason: str) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        concerns_of(reason)


def test_an_id_without_a_number_is_kept() -> None:
    assert one(id="abc").id == "jp-end-user-list-abc"
    assert one().id == "jp-end-user-list-7"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"entity_name": ""}, "names nobody"),
        ({"addresses": ["Atlantis"]}, "Atlantis"),
        ({"reason": "核"}, "cannot be read"),
        ({"reason": ...}, "reason"),
        ({"aliases": ...}, "aliases"),
        ({"aliases": [[]]}, "text"),
        ({"addresses": {}}, "text"),
        ({"id": None}, "id"),
    ],
)
def test_entries_that_cannot_be_read(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(SourceError, match=message) as problem:
        one(**changes)
    assert problem.value.file == "file.json"
    assert problem.value.line == 1
    assert problem.value.remedy or problem.value.place


@pytest.mark.parametrize("data", [b"", b"{}", b"[[]]", b"[", b'{"a":1,"a":2}', b"\xff", b"<xml/>"])
def test_other_files(data: bytes) -> None:
    with pytest.raises(SourceError) as problem:
        parties(data)
    assert problem.value.file == "file.json"


def test_the_file_may_have_any_name() -> None:
    assert len(list(read(BytesIO(METI.read_bytes()), Reading("list.txt")))) == 3

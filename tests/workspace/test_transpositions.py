"""An act from a file to a statement, and the matrix from a record and from what a client keeps."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from sekisho.errors import DocumentError, Error, MissingError, PublicationError, RecordError
from sekisho.ledger.envelope import add_signature
from sekisho.ledger.record_file import write_record
from sekisho.ledger.store import Identity
from sekisho.terms.canonical import decode
from sekisho.workspace.regime_acts import seal
from sekisho.workspace.simulation import Group
from sekisho.workspace.transpositions import EXPORTS, draft_act, matrix_of, others_to_sign, read_act, read_relief
from tests.assurance.world import adopted, group, record
from tests.workspace import kept

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "transposition-jp.yaml"
ACT = """
members: [{members}]
entries: [{{code: 4Q901, national: "8-1"}}]
basis: made-up law
act: {{title: Made-up order, citation: Made-up Gazette 1, url: ""}}
applies_from: "2026-07-10"
destinations: {{scope: all, places: []}}
"""
RELIEF = """
of: [JP]
entries: [4Q901]
national: RELIEF
basis: made-up law
citation: Made-up Code 5
applies_from: "2026-07-10"
"""


def written(one: Group, folder: Path) -> str:
    path = folder / "record.jsonl"
    leaves, notes = record(one)
    with path.open("wb") as stream:
        write_record(stream, Identity(one.charter.framework, one.charter.origin), leaves, notes)
    return str(path)


def file(folder: Path, text: str, name: str = "act.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_example_takes_the_wording_of_the_list() -> None:
    adopted_now = {code: kept.sha(data) for code, data in kept.ENTRIES.items()}
    found = read_act(EXAMPLE, adopted_now, "JP")
    assert {one["code"]: one["sha256"] for one in found["entries"]} == adopted_now
    assert (found["only"], found["replaces"], found["applies_until"]) == ([], "", "")
    with pytest.raises(MissingError, match=r"4A801.a is not on the list"):
        read_act(EXAMPLE, {}, "JP")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("members: [JP]\n", "an act gives effect to entries"),
        ("entries: [4Q901]\n", "an entry names its code"),
        (ACT.format(members="US"), "JP speaks for an act"),
        (ACT.format(members="JP") + "colour: blue\n", "colour"),
        ("- 1\n", ""),
        ("", ""),
    ],
)
def test_a_file_that_is_no_act_is_refused_under_its_name(tmp_path: Path, text: str, said: str) -> None:
    path = file(tmp_path, text)
    with pytest.raises(Error, match=said or None) as refused:
        read_act(path, {"4Q901": "a" * 64}, "JP")
    assert refused.value.file == str(path)


def test_a_relief_is_read_and_refused(tmp_path: Path) -> None:
    assert read_relief(file(tmp_path, RELIEF), "US")["conditions"] == []
    with pytest.raises(RecordError, match="cannot regard its own control") as refused:
        read_relief(file(tmp_path, RELIEF), "JP")
    assert refused.value.file
    with pytest.raises(DocumentError):
        read_relief(file(tmp_path, RELIEF + "members: [JP]\n"), "US")


def test_an_act_is_drafted_signed_logged_and_stands_in_the_matrix(tmp_path: Path) -> None:
    one, _ = adopted("matrix")
    place = written(one, tmp_path)
    keys = {member: desk.keys["ballot"] for member, desk in one.members.items()}
    act = draft_act(place, "transposition", file(tmp_path, ACT.format(members="JP, NL")), "JP", keys["JP"])
    assert others_to_sign(act) == ["NL"]
    assert any("Made-up order" in line for line in act.lines)
    relief = draft_act(place, "equivalence", file(tmp_path, RELIEF, "relief.yaml"), "US", keys["US"])
    assert others_to_sign(relief) == []
    one.insist("JP", add_signature(seal(act, keys["JP"]), keys["NL"]))
    one.insist("US", seal(relief, keys["US"]))
    one.must_checkpoint()
    listed = one.verified().docket.edition.entries["4Q901"].sha256
    assert decode(act.data)["entries"] == [{"code": "4Q901", "sha256": listed, "national": "8-1"}]
    found = matrix_of(dt.date(2026, 12, 1), record=written(one, tmp_path))
    entry = found["entries"][0]
    status = {cell["member"]: cell["status"] for cell in entry["cells"]}
    assert status == {"DE": "not_yet", "GB": "not_yet", "JP": "given_effect", "NL": "given_effect", "US": "not_yet"}
    assert [(each["by"], each["of"]) for each in entry["equivalences"]] == [("US", ["JP"])]
    assert (found["stale"], entry["field"], entry["title"]["en"]) == ("", "quantum", "Made up")
    assert EXPORTS["csv"](found).startswith(b"\xef\xbb\xbf")
    assert EXPORTS["akn"](found).startswith(b"<?xml")


def test_a_record_without_a_checkpoint_that_counts_gives_no_matrix(tmp_path: Path) -> None:
    with pytest.raises(PublicationError, match="no checkpoint"):
        matrix_of(None, record=written(group("young"), tmp_path))


def state(**facts: Any) -> dict[str, Any]:
    acts = [kept.transposition("4A801.a"), kept.equivalence("4A801.a")]
    return kept.state(kept.all_rows(), [kept.gone("4E801", data=b"old")], acts, **facts)


def test_the_matrix_of_what_the_workspace_keeps(tmp_path: Path) -> None:
    folder = kept.write(tmp_path, state())
    found = matrix_of(dt.date(2026, 7, 23), workspace=tmp_path)
    assert found == matrix_of(dt.date(2026, 7, 23), state=folder / "state.json")
    assert found["entries"][0]["cells"][1]["status"] == "given_effect"
    assert found["without_act"] == ["4A801.b", "4E801"]
    assert found["stale"] == ""
    assert matrix_of(None, workspace=tmp_path)["date"] >= "2026-07-23"


def test_a_list_beyond_its_staleness_limit_is_called_so(tmp_path: Path) -> None:
    kept.write(tmp_path, state(stale_after="2026-07-27T10:00:00Z", checkpoint="2026-07-28T10:00:00Z"))
    found = matrix_of(dt.date(2026, 7, 23), workspace=tmp_path)
    assert "verified for use until 2026-07-27" in found["stale"]
    assert found["entries"][0]["equivalences"][0]["status"] == "not_usable"


def test_none_and_several_lists_are_refused(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="keeps no list"):
        matrix_of(None, workspace=tmp_path)
    kept.write(tmp_path, state())
    kept.write(tmp_path, state(framework="other"))
    with pytest.raises(MissingError, match="several lists: five-states, other"):
        matrix_of(None, workspace=tmp_path)


@pytest.mark.parametrize(
    "change",
    [{"format": "x"}, {"acts": [{"digest": "d" * 64, "body": {}}]}, {"stale_after": "soon"}, {"size": "x"}, {"members": 7}],
)
def test_a_state_of_another_shape_is_refused_under_its_name(tmp_path: Path, change: dict[str, Any]) -> None:
    path = kept.write(tmp_path, state()) / "state.json"
    from sekisho.terms.canonical import encode

    path.write_bytes(encode(state() | change) if "members" not in change else b"{}")
    with pytest.raises(DocumentError, match="no state of a framework's list") as refused:
        matrix_of(None, state=path)
    assert refused.value.file == str(path)


@pytest.mark.parametrize("data", [b"", b"[]", b"null", b"\xff"])
def test_bytes_that_are_no_state_are_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "state.json"
    path.write_bytes(data)
    with pytest.raises(DocumentError):
        matrix_of(None, state=path)

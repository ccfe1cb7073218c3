"""A charter is read from one notation only, with the line of what is wrong."""

from __future__ import annotations

import copy
import datetime as dt
import json
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.errors import CharterError, DocumentError, RecordError
from sekisho.regime.charter import CLOCKS
from sekisho.regime.charter_read import KEYS, OPTIONAL_KEYS, read_charter
from sekisho.regime.charters import shipped_charter
from sekisho.terms import canonical

FIVE = read_charter(shipped_charter("five-states"))
SMALL = read_charter(shipped_charter("two-states")).data
Change = Callable[[dict[str, Any]], object]


def plain() -> dict[str, Any]:
    """Return the document of a shipped charter, to be changed."""
    return copy.deepcopy(canonical.decode(FIVE.data))


def changed(change: Change) -> bytes:
    document = plain()
    change(document)
    return canonical.encode(document)


def test_yaml_and_canonical_bytes_are_the_same_charter() -> None:
    again = read_charter(FIVE.data)
    assert again == FIVE
    assert canonical.digest(FIVE.data) == FIVE.digest
    assert canonical.decode(FIVE.data).keys() == {*KEYS, *OPTIONAL_KEYS}
    spaced = json.dumps(canonical.decode(FIVE.data), indent=1).encode()
    assert read_charter(spaced, "c.json") == FIVE
    assert read_charter(b"\n " + spaced) == FIVE


def test_what_a_charter_says() -> None:
    assert [one.id for one in FIVE.members] == ["DE", "GB", "JP", "NL", "US"]
    assert FIVE.clocks["late_quorum"] == dt.timedelta(hours=6)
    assert (FIVE.cosign_threshold, FIVE.publication_threshold, FIVE.faults) == (4, 4, 1)
    rule = FIVE.rule("add", "quantum")
    assert rule is not None
    assert (rule.tests[0].share, rule.quorum, rule.silence) == (Fraction(2, 3), 4, False)
    assert FIVE.electorate("quantum") == FIVE.electorate("*") == ("DE", "GB", "JP", "NL", "US")
    assert FIVE.circle_of("ballot") == "members"
    assert FIVE.circle_of("checkpoint") == "public"
    assert FIVE.observers.keys() == {"EU"}


def key(role: str, algorithm: str, size: int) -> dict[str, str]:
    return {"role": role, "algorithm": algorithm, "public": "0a" * size, "custody": "declared"}


def test_keys_have_the_fingerprint_of_the_record() -> None:
    charter = read_charter(changed(lambda d: d["members"][0].update(keys=[key("ballot", "ed25519", 32)])))
    (found,) = charter.members[0].keys
    assert found.fingerprint == canonical.digest(canonical.encode({"algorithm": "ed25519", "public": "0a" * 32}))


WRONG: list[tuple[str, Change, str]] = [
    ("type", lambda d: d.update(type="treaty"), "treaty"),
    ("version", lambda d: d.update(version="0"), "from 1"),
    ("faults", lambda d: d.update(faults="-1"), "whole number"),
    ("faults", lambda d: d.update(faults="01"), "whole number"),
    ("framework", lambda d: d.update(framework="five states"), "id of a framework"),
    ("previous", lambda d: d.update(previous="abc"), "digest"),
    ("origin", lambda d: d.update(origin="a+b"), "origin"),
    ("languages", lambda d: d.update(languages=["english"]), "language"),
    ("algorithms", lambda d: d.update(algorithms=["rsa"]), "rsa"),
    ("clocks", lambda d: d["clocks"].pop("sunset"), "no clock sunset"),
    ("clocks.ballot", lambda d: d["clocks"].update(ballot="P1M"), "no duration"),
    ("clocks.ballot", lambda d: d["clocks"].update(ballot="P"), "no duration"),
    ("clocks.ballot", lambda d: d["clocks"].update(ballot="P1DT"), "no duration"),
    ("rules[0].tests[0].share", lambda d: d["rules"][0]["tests"][0].update(share="0.5"), "no share"),
    ("rules[0].tests[0].share", lambda d: d["rules"][0]["tests"][0].update(share="1/0"), "no share"),
    ("rules[0].silence", lambda d: d["rules"][0].update(silence="true"), "unknown here"),
    ("rules[0].decisions", lambda d: d["rules"][0].update(decisions=["ad"]), "unknown here"),
    ("circles[0].kinds", lambda d: d["circles"][0].update(kinds=["vote"]), "unknown here"),
    ("members[1]", lambda d: d["members"].reverse(), "order of the alphabet"),
    ("members[1]", lambda d: d["members"].insert(0, d["members"][0]), "stands after"),
    ("fields[1]", lambda d: d["fields"].reverse(), "order of the alphabet"),
    ("members[0].adherence", lambda d: d["members"][0].update(adherence=["COCOM"]), "unknown here"),
    ("members[0].keys[0].role", lambda d: d["members"][0].update(keys=[key("log", "ed25519", 32)]), "unknown here"),
    ("members[0].keys[0].public", lambda d: d["members"][0].update(keys=[key("ballot", "ed25519", 33)]), "32 bytes"),
    ("members[0].keys[0].algorithm", lambda d: d["members"][0].update(keys=[key("ballot", "x25519", 32)]), "unknown here"),
    ("members[0].keys[0].algorithm", lambda d: d["members"][0].update(keys=[key("notices", "ed25519", 32)]), "unknown"),
    ("provisions[0].source", lambda d: d["provisions"][0].update(status="ours", source="a page"), "if and only if"),
    ("provisions[0].source", lambda d: d["provisions"][0].update(status="reported", source=""), "if and only if"),
    (
        "fields[0].eligible[0].evidence[0].kind",
        lambda d: d["fields"][0]["eligible"][0]["evidence"][0].update(kind="fame"),
        "",
    ),
]


@pytest.mark.parametrize(("place", "change", "message"), WRONG)
def test_a_value_that_no_charter_can_hold(place: str, change: Change, message: str) -> None:
    with pytest.raises(CharterError) as caught:
        read_charter(changed(change), "draft.yaml")
    assert (caught.value.place or "").startswith(place)
    assert message in str(caught.value)
    assert caught.value.file == "draft.yaml"


@pytest.mark.parametrize("name", KEYS)
def test_every_key_is_needed(name: str) -> None:
    with pytest.raises(DocumentError, match=f"{name}' is missing"):
        read_charter(changed(lambda d: d.pop(name)))


def test_unknown_keys_null_and_blank_are_refused() -> None:
    with pytest.raises(DocumentError, match="unknown key"):
        read_charter(changed(lambda d: d.update(quorum="3")))
    with pytest.raises(DocumentError, match="unknown key"):
        read_charter(changed(lambda d: d["clocks"].update(siesta="PT1H")))
    with pytest.raises(DocumentError, match="missing"):
        read_charter(changed(lambda d: d["form"].pop("status")))
    with pytest.raises(DocumentError, match="has no value"):
        read_charter(shipped_charter("two-states").replace(b'previous: ""', b"previous:"))
    with pytest.raises(DocumentError, match="an empty text"):
        read_charter(changed(lambda d: d["members"][0].update(law=" ")))
    with pytest.raises(DocumentError, match="a text is expected"):
        read_charter(changed(lambda d: d["members"][0].update(law=[])))
    with pytest.raises(DocumentError, match="date"):
        read_charter(changed(lambda d: d["fields"][0]["eligible"][0].update(heard="soon")))


def test_errors_name_the_line() -> None:
    data = shipped_charter("five-states").replace(b"ballot: P3D", b"ballot: 3 days")
    with pytest.raises(CharterError) as caught:
        read_charter(data, "mine.yaml")
    assert data.splitlines()[(caught.value.line or 0) - 1].strip() == b"ballot: 3 days"
    assert str(caught.value).startswith("mine.yaml:")


def test_a_text_that_is_not_normalised_has_no_canonical_form() -> None:
    data = shipped_charter("two-states").replace(b"To be named by the founders", "Secre\u0301tariat".encode())
    with pytest.raises(RecordError):
        read_charter(data)


@given(st.binary(max_size=200))
def test_bytes_that_are_no_charter_give_an_error_of_ours(data: bytes) -> None:
    with pytest.raises((DocumentError, CharterError)):
        read_charter(data)


@given(st.integers(0, 999), st.integers(0, 99), st.integers(0, 99), st.integers(0, 99))
def test_durations(days: int, hours: int, minutes: int, seconds: int) -> None:
    parts = [f"{value}{unit}" for value, unit in ((hours, "H"), (minutes, "M"), (seconds, "S")) if value]
    text = f"P{days}D" + ("T" + "".join(parts) if parts else "")
    data = SMALL.replace(b'"review":"P365D"', f'"review":"{text}"'.encode())
    charter = read_charter(data)
    assert charter.clocks["review"] == dt.timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    assert charter.clocks.keys() == set(CLOCKS)

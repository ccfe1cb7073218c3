"""The bytes of a record, opened; signatures tried in threads give what they give one by one."""

from __future__ import annotations

from typing import Any

import pytest

from sekisho.assurance import reading
from sekisho.assurance.reading import open_record
from sekisho.ledger.envelope import sign_statement
from tests.assurance import acts
from tests.assurance.acts import stage
from tests.assurance.world import record


@pytest.mark.parametrize("batch", [1, 3, 10_000])
def test_threads_change_no_verdict(batch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "BATCH", batch)
    one, _ = stage("settled")
    leaves = record(one)[0]
    forged = acts.leaf(len(leaves), sign_statement({"type": "exit"}, [acts.new_keys(one, "JP")["ballot"]]))
    opened = open_record([*leaves, forged])
    keys = [desk.keys["ballot"].public for desk in one.members.values()]
    for index, envelope in opened.envelopes.items():
        for key in keys:
            assert opened.signed(index, key) is envelope.signed_by(key)


def test_a_rotation_s_new_key_is_known_to_the_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.assurance.test_attacks_keys import rotated

    monkeypatch.setattr(reading, "BATCH", 1)
    one, subject = stage("open")
    statement, new = rotated(one)
    found = acts.log(one, statement, acts.ballot(one, subject, "JP", "yes", new))
    assert [vote.member for vote in acts.matter_of(found, subject).rounds[-1].votes] == ["JP"]


def test_keys_that_are_none_are_passed_over() -> None:
    one, _ = stage("founded")
    key = one.members["JP"].keys["ballot"]
    rows = [{"algorithm": "ed25519", "public": "00"}, "x", {"algorithm": key.public.algorithm, "public": key.public.public}]
    bodies: list[dict[str, Any]] = [
        {"type": "charter", "members": [{"keys": rows}, "x", {"keys": "x"}], "secretariat": "x"},
        {"type": "charter", "members": "x"},
        {"type": "rotation", "algorithm": [], "public": {}},
    ]
    leaves = [acts.leaf(index, sign_statement(body, [key])) for index, body in enumerate(bodies)]
    opened = open_record(leaves)
    assert opened.signed(0, key.public)
    assert opened.root(0) != opened.root(3)


def test_what_is_no_statement_is_kept_with_the_reason() -> None:
    opened = open_record([acts.leaf(0, b"no statement")])
    assert list(opened.malformed) == [0]
    assert opened.envelopes == {}

"""What the recount says of a round at each of its stages."""

from __future__ import annotations

import json

import pytest

from sekisho.assurance import recount as counting
from sekisho.terms.canonical import digest, encode
from tests.assurance import acts
from tests.assurance.acts import matter_of, stage
from tests.assurance.world import FIVE


def answer(name: str) -> tuple[dict, acts.Group]:  # type: ignore[type-arg]
    """Recount a stage."""
    one, subject = stage(name)
    verified = one.verified()
    return counting.recount(verified, matter_of(verified, subject)), one


@pytest.mark.parametrize(
    ("name", "stands", "outcome"),
    [("open", "open", None), ("voted", "open", None), ("due", "closed", "adopted"), ("settled", "settled", "adopted")],
)
def test_the_recount_says_where_a_round_stands(name: str, stands: str, outcome: str | None) -> None:
    found, _ = answer(name)
    assert (found["stands"], found["outcome"]) == (stands, outcome)
    assert found["electorate"] == list(FIVE)
    assert json.loads(json.dumps(found)) == found


def test_the_report_of_a_settled_round_is_the_one_that_was_settled() -> None:
    found, one = answer("settled")
    settled = acts.settlement_of(one.verified(), found["matter"]["id"])
    assert found["report_digest"] == digest(encode(found["report"]))
    assert acts.read_envelope(settled).body["report"] == found["report_digest"]
    assert found["votes"] == acts.YES
    assert {row["key"] for row in found["ballots"]} == {desk.key_of("ballot") for desk in one.members.values()}


def test_every_rule_is_shown_and_the_closing_checkpoint_named() -> None:
    found, _ = answer("due")
    text = "\n".join(found["rules"])
    assert "the effective deadline was" in text
    assert "was cosigned by DE, GB, JP, NL, US" in text
    assert "Quorum: 5 took part" in text
    assert "Test, " in text


def test_what_stands_behind_a_record_without_checkpoint_is_nothing() -> None:
    one, _ = stage("founded")
    found = counting.proved(acts.replay(acts.record(one)[0][:1], [], one.charter.digest))
    assert (found["checkpoint"], found["judged"], found["leaves"]) == (None, 0, 1)

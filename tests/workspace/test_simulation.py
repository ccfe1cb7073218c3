"""The group as a whole: what is lost is repeated, what is delayed may come too late, outsiders see what is public."""

from __future__ import annotations

import datetime as dt

import pytest

from sekisho.errors import RecordError
from tests.assurance.world import FIVE, group, matter, opened, proposal, replayed

YES = dict.fromkeys(FIVE, "yes")


def test_with_every_third_message_lost_the_entry_is_adopted() -> None:
    one = group("lossy", loss=0.34)
    one.must_checkpoint()
    made, subject = proposal(one)
    one.to_round(made, subject, "JP")
    assert one.decide(subject, YES) == "adopted"
    assert one.network.lost > 20


def test_a_ballot_that_is_delayed_counts_if_it_arrives_before_the_close() -> None:
    one, subject = opened("late")
    one.vote(subject, dict.fromkeys(("DE", "GB", "JP"), "yes"))
    one.network.delay = 1.0
    one.vote(subject, {"NL": "yes"})
    assert one.network.late == 1
    assert len(one.under_way) == 1
    one.network.delay = 0.0
    one.must_checkpoint()
    assert {vote.member for vote in matter(one, subject).rounds[-1].votes} == {"DE", "GB", "JP"}
    one.pass_time(dt.timedelta(days=1))
    assert one.under_way == []
    assert one.decide(subject, {}) == "adopted"
    assert {vote.member for vote in matter(one, subject).rounds[-1].votes} == {"DE", "GB", "JP", "NL"}


def test_a_ballot_that_arrives_after_the_close_is_set_aside() -> None:
    one, subject = opened("too late")
    one.vote(subject, dict.fromkeys(("DE", "GB", "JP", "US"), "yes"))
    one.must_checkpoint()
    one.now = matter(one, subject).rounds[-1].closes - dt.timedelta(seconds=1)
    one.network.delay = 1.0
    one.vote(subject, {"NL": "no"})
    one.network.delay = 0.0
    one.now += dt.timedelta(seconds=1)
    one.close(subject)
    one.pass_time(dt.timedelta(days=1))
    one.must_checkpoint()
    reasons = [row.reason for row in replayed(one).set_aside if row.kind == "ballot"]
    assert reasons == ["the ballot comes after the close"]


def test_an_exporter_sees_public_bodies_alone_and_what_enough_members_certified() -> None:
    one, subject = opened("exporter")
    one.decide(subject, YES)
    one.certify(subject, FIVE[:4])
    one.must_checkpoint()
    exporter = one.exporters["exporter A"]
    assert one.inform("exporter A")
    assert {leaf.circle for leaf in exporter.leaves if leaf.body is not None} == {"public"}
    assert [row["certified"] for row in exporter.certificates()["results"]] == [True]
    one.network.cut.add("exporter A")
    assert not one.inform("exporter A")
    exporter.root = "0" * 64
    with pytest.raises(RecordError, match="holds no charter"):
        exporter.certificates()


def test_a_group_that_nobody_reaches_stands_still() -> None:
    one = group("cut")
    one.network.cut |= {"DE", "GB"}
    with pytest.raises(RecordError, match="too few members cosign"):
        one.must_checkpoint()
    with pytest.raises(RecordError, match="cannot reach the secretariat"):
        one.insist("DE", b"")

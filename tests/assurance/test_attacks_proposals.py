"""Attacks with proposals, rounds, settlements, certificates and charters: what is decided is what was before the members."""

from __future__ import annotations

from typing import Any

import pytest

from sekisho.assurance import draft
from sekisho.assurance import recount as counting
from sekisho.errors import MissingError, RecordError
from sekisho.ledger.envelope import read_envelope, sign_statement
from sekisho.regime.charter import SECRETARIAT
from sekisho.regime.charter_read import read_charter
from sekisho.regime.statements import format_time
from sekisho.terms.canonical import decode, digest, encode
from sekisho.workspace.founding import sign_charter
from tests.assurance import acts
from tests.assurance.acts import YES, aside, ballot, log, matter_of, stage
from tests.assurance.world import FIVE, change, days, proposal


def entries(one: acts.Group) -> dict[str, str]:
    """Return the list."""
    return {code: held.sha256 for code, held in one.verified().docket.edition.entries.items()}


def run(one: acts.Group, subject: str, choices: dict[str, str] | None = None) -> str:
    """Take an open round to its settlement; return where the matter stands."""
    acts.vote(one, subject, choices or YES)
    acts.close(one, subject)
    acts.wait(one)
    return settled(one, subject)


def settled(one: acts.Group, subject: str) -> str:
    """Settle a closed round; return where the matter stands."""
    before = len(one.verified().set_aside)
    found = log(one, acts.settlement(one, subject))
    assert len(found.set_aside) == before
    return matter_of(found, subject).state.value


def opened(one: acts.Group, number: str, *changes: dict[str, Any], urgent: bool = False, **more: Any) -> str:
    """Bring a further proposal to an open round."""
    made, subject = proposal(one, number=number, changes=list(changes) or None, **more)
    if urgent:
        one.to_round(made, subject, "JP", urgent=True)
    else:
        to_round(one, made, subject)
    return subject


def to_round(one: acts.Group, made: bytes, subject: str) -> None:
    """Bring a proposal to an open round in the least time."""
    jp = one.members["JP"]
    log(one, made, jp.say("step", subject=subject, move="test", note=""))
    log(one, jp.say("step", subject=subject, move="deliberate", note=""))
    acts.prove(one)
    acts.wait(one, "deliberation")
    log(one, jp.say("step", subject=subject, move="last_call", note=""))
    acts.wait(one, "last_call")
    acts.prove(one)
    found = log(one, round_(one, subject))
    assert aside(found, "round") == ""


def round_(one: acts.Group, subject: str, /, **other: Any) -> bytes:
    """Return the statement that opens the next round of a matter, with some fields replaced."""
    verified, desk = one.verified(), one.secretariat
    body = draft.round_body(verified, matter_of(verified, subject), SECRETARIAT, desk.key_of("statement"), one.now)
    return desk.sign({**body, **other})


# -- what is voted on is what was proposed ---------------------------------------------------------------------------


def test_a_proposal_that_is_altered_after_the_vote_is_another_and_has_no_votes() -> None:
    one, subject = stage("voted")
    held = matter_of(one.verified(), subject).event
    altered = {**held.body, "changes": [change(number=2)], "number": "Q-1b"}
    jp = one.members["JP"]
    found = log(one, jp.sign(altered))
    other = digest(encode(altered))
    assert other != subject
    assert matter_of(found, other).rounds == []
    moved = [acts.again(ballot(one, subject, "JP"), jp.keys["ballot"], subject=other)]
    assert "another subject" in aside(log(one, *moved), "ballot")
    acts.close(one, subject)
    acts.wait(one)
    assert settled(one, subject) == "adopted"
    assert entries(one) == {"4Q901": acts.entry_sha(1)}


def test_an_altered_proposal_cannot_take_the_number_of_the_one_before_the_members() -> None:
    one, subject = stage("voted")
    held = matter_of(one.verified(), subject).event
    found = log(one, one.members["US"].sign({**held.body, "by": "US", "key": one.members["US"].key_of("ballot")}))
    assert aside(found, "proposal") == "the number Q-1 is taken"


def test_a_proposal_in_a_round_is_not_replaced() -> None:
    one, subject = stage("voted")
    made, _ = proposal(one, number="Q-1", replaces=subject, changes=[change(number=2)])
    assert "has no move 'replace'" in aside(log(one, made), "proposal")


def test_an_amendment_starts_afresh_and_only_the_sponsor_makes_it() -> None:
    one, _ = stage("founded")
    first, old = proposal(one)
    log(one, first, one.members["JP"].say("step", subject=old, move="test", note=""))
    strange, _ = proposal(one, sponsor="US", replaces=old, changes=[change(number=2)])
    assert "replace is for" in aside(log(one, strange), "proposal")
    made, new = proposal(one, replaces=old, changes=[change(number=2)])
    found = log(one, made)
    assert (matter_of(found, old).state.value, matter_of(found, new).state.value) == ("withdrawn", "draft")


# -- rounds at once --------------------------------------------------------------------------------------------------


def two_rounds(first: dict[str, Any], second: dict[str, Any], stage_: str = "settled") -> tuple[acts.Group, str, str]:
    """Return a group with two rounds open at once."""
    one, _ = stage(stage_)
    jp = one.members["JP"]
    made = [proposal(one, number=number, **fields) for number, fields in (("Q-8", first), ("Q-9", second))]
    subjects = [subject for _, subject in made]
    log(one, *(statement for statement, _ in made))
    for move, clock in (("test", ""), ("deliberate", "deliberation"), ("last_call", "last_call")):
        log(one, *(jp.say("step", subject=subject, move=move, note="") for subject in subjects))
        acts.prove(one)
        if clock:
            acts.wait(one, clock)
            acts.prove(one)
    found = log(one, *(round_(one, subject) for subject in subjects))
    assert aside(found, "round") == ""
    assert [matter_of(found, subject).state.value for subject in subjects] == ["ballot", "ballot"]
    for subject in subjects:
        acts.vote(one, subject, YES)
    acts.close(one, subjects[0])
    acts.close(one, subjects[1])
    acts.wait(one)
    return one, subjects[0], subjects[1]


def add(code: str, number: int = 1, **more: Any) -> dict[str, Any]:
    """Return the fields of a proposal to add an entry."""
    return {"changes": [change(code, number=number, **more)]}


def amend(number: int, action: str = "amend", decision: str = "amend") -> dict[str, Any]:
    """Return the fields of a proposal to change the entry on the list."""
    return {"decision": decision, "changes": [change("4Q901", action, number, before=acts.entry_sha(1))]}


FROZEN = {"list": "framework", "code": "4Q901", "sha256": acts.entry_sha(1), "follows": "no"}
CLASHES: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "both add one code": (add("4Q905"), add("4Q905", 2), "has an entry 4Q905 already"),
    "both amend one entry": (amend(2), amend(3), "is not what the proposal says it is"),
    "one removes what the other amends": (
        {"decision": "remove", **{"changes": [change("4Q901", "remove", before=acts.entry_sha(1))]}},
        amend(3),
        "is not what the proposal says it is",
    ),
    "a frozen reference is edited": (amend(2), add("4Q902", references=[FROZEN]), "is not what it was"),
    "a frozen reference would be edited": (add("4Q902", references=[FROZEN]), amend(2), "amend both"),
}


@pytest.mark.parametrize("name", CLASHES)
def test_of_two_rounds_on_what_excludes_each_other_the_second_is_contested(name: str) -> None:
    first, second, why = CLASHES[name]
    one, early, late = two_rounds(first, second)
    assert settled(one, early) == "adopted"
    held = entries(one)
    shown = counting.recount(one.verified(), matter_of(one.verified(), late))
    assert shown["outcome"] == "contested"
    assert any(why in rule for rule in shown["rules"])
    lie = acts.settlement(one, late, outcome="adopted")
    assert "the recount gives contested" in aside(log(one, lie), "settlement")
    assert settled(one, late) == "contested"
    assert entries(one) == held
    assert why in aside(log(one, round_(one, late)), "round")


def test_a_reference_that_follows_is_not_frozen() -> None:
    follows = {**FROZEN, "follows": "yes"}
    one, early, late = two_rounds(amend(2), add("4Q902", references=[follows]))
    assert (settled(one, early), settled(one, late)) == ("adopted", "adopted")


def test_a_reference_to_what_the_proposal_itself_puts_in_stands() -> None:
    one, _ = stage("founded")
    own = {"list": "framework", "code": "4Q902", "sha256": acts.entry_sha(1, "4Q902"), "follows": "no"}
    subject = opened(one, "Q-2", change("4Q901", references=[own]), change("4Q902"))
    assert run(one, subject) == "adopted"
    edition = one.verified().docket.edition
    both = [
        {
            **change("4Q901", "amend", 2, before=acts.entry_sha(1)),
            "references": [{**own, "sha256": acts.entry_sha(2, "4Q902")}],
        },
        change("4Q902", "amend", 2, before=acts.entry_sha(1, "4Q902")),
    ]
    assert edition.clash(both, "quantum") == ""
    assert "amend both" in edition.clash(both[1:], "quantum")
    gone = [change("4Q902", "remove", before=acts.entry_sha(1, "4Q902"))]
    assert "amend both" in edition.clash(gone, "quantum")
    other = [{**change("4Q903"), "references": [{**own, "list": "US"}]}]
    assert edition.clash(other, "quantum") == ""


def test_the_changes_of_a_proposal_are_of_its_decision_and_its_field() -> None:
    one, _ = stage("settled")
    gone = change("4Q901", "remove", before=acts.entry_sha(1))
    cases: dict[str, dict[str, Any]] = {
        "cannot add": {"decision": "withdrawal", "changes": [change("4Q902")]},
        "cannot remove": {"changes": [gone]},
        "another code, or of another field": {"changes": [{**change("4Q902"), "code": "4Q903"}]},
        "changes an entry once": {"changes": [change("4Q902"), change("4Q902")]},
        "is not in the field": {"field": "*"},
        "is in the field": {"decision": "charter", "changes": [change(action="charter", code="a" * 64, entry="x")]},
        "carries one charter": {
            "decision": "charter",
            "field": "*",
            "changes": [change(action="charter", code="a" * 64, entry="x")],
        },
        "has no text": {"decision": "remove", "changes": [{**gone, "entry": "text"}]},
        "needs text": {"changes": [{**change("4Q902"), "entry": ""}]},
        "no field 'magic'": {"field": "magic"},
        "no rule for abolish": {"decision": "abolish"},
        "expression language": {"language": "other/1"},
        "states `code` and `field`": {"changes": [{**change("4Q902"), "entry": "code: 4Q902\n"}]},
        "nothing with the digest": {"replaces": "f" * 64},
        "nothing with the digest ": {"concern": "f" * 64},
    }
    for number, (why, fields) in enumerate(cases.items()):
        made, subject = proposal(one, number=f"X-{number}", **fields)
        found = log(one, made)
        assert why.strip() in aside(found, "proposal"), (why, aside(found, "proposal"))
        assert subject not in found.docket.matters


def test_a_concern_becomes_one_proposal_and_time_ends_it() -> None:
    one, _ = stage("founded")
    made = one.members["DE"].say("concern", field="quantum", title={"de": "Sorge"}, text="made up")
    wrong = one.members["DE"].say("concern", field="magic", title={"de": "Sorge"}, text="made up")
    log(one, made, wrong)
    key = read_envelope(made).digest
    first, subject = proposal(one, concern=key)
    second, _ = proposal(one, number="Q-2", concern=key, changes=[change("4Q902")])
    found = log(one, first, second)
    assert [row.reason for row in found.set_aside] == [
        "the charter has no field 'magic'",
        "the matter is concluded, not concern",
    ]
    amended, new = proposal(one, replaces=subject, concern=key, changes=[change(number=2)])
    assert matter_of(log(one, amended), new).state.value == "draft"
    acts.wait(one, "draft")
    acts.prove(one)
    assert matter_of(one.verified(), new).state.value == "lapsed"


# -- the round -------------------------------------------------------------------------------------------------------


def last_call() -> tuple[acts.Group, str]:
    """Return a group whose proposal may be put to the ballot."""
    one, _ = stage("founded")
    made, subject = proposal(one)
    jp = one.members["JP"]
    log(one, made, jp.say("step", subject=subject, move="test", note=""))
    log(one, jp.say("step", subject=subject, move="deliberate", note=""))
    acts.prove(one)
    acts.wait(one, "deliberation")
    log(one, jp.say("step", subject=subject, move="last_call", note=""))
    acts.prove(one)
    return one, subject


def ready() -> tuple[acts.Group, str]:
    """Return the same after the last call."""
    one, subject = last_call()
    acts.wait(one, "last_call")
    acts.prove(one)
    return one, subject


def moment(one: acts.Group, number: float) -> str:
    """Return the group's time some days off."""
    return format_time(one.now + days(number))


def test_a_round_opens_only_after_the_last_call() -> None:
    one, subject = last_call()
    assert "is too early" in aside(log(one, round_(one, subject)), "round")


def test_a_round_opens_at_the_time_that_the_log_proves_with_the_clock_of_the_charter() -> None:
    one, subject = ready()
    cases = {
        "the charter gives a ballot": {"closes": moment(one, 2)},
        "does not open when the log says": {"opens": moment(one, 1), "closes": moment(one, 4)},
        "does not open when the log says it": {"opens": moment(one, -1), "closes": moment(one, 2)},
        "this would be round 1": {"number": "2"},
        "starts from another edition": {"base_edition": "f" * 64},
        "nothing with the digest": {"subject": "f" * 64},
        "a charter that is not in force": {"charter": "f" * 64},
    }
    for why, fields in cases.items():
        found = log(one, round_(one, subject, **fields))
        assert why in aside(found, "round")
    assert matter_of(found, subject).rounds == []
    assert aside(log(one, round_(one, subject)), "round") != ""
    assert len(matter_of(one.verified(), subject).rounds) == 1


def test_a_member_may_open_the_round_when_the_secretariat_does_not() -> None:
    one, subject = ready()
    verified, us = one.verified(), one.members["US"]
    body = draft.round_body(verified, matter_of(verified, subject), "US", us.key_of("ballot"), one.now)
    assert len(matter_of(log(one, us.sign(body)), subject).rounds) == 1


def test_a_round_does_not_open_while_a_formal_objection_is_not_answered() -> None:
    one, subject = ready()
    against = acts.objection(one, subject, "US")
    key = read_envelope(against).digest
    log(one, against)
    assert "every formal objection is answered" in aside(log(one, round_(one, subject)), "round")
    strange = one.members["DE"].say("reply", objection=key, text="we are not the sponsor")
    assert "answered by the sponsor" in aside(log(one, strange), "reply")
    missing = one.members["JP"].say("reply", objection="f" * 64, text="to nothing")
    assert "there is no objection" in aside(log(one, missing), "reply")
    theirs = one.members["DE"].say("lift", objection=key)
    assert "lifted by the member that made it" in aside(log(one, theirs), "lift")
    one.pass_time(days(0.001))
    found = log(one, one.members["JP"].say("reply", objection=key, text="answered"), round_(one, subject))
    assert len(matter_of(found, subject).rounds) == 1


def test_an_objection_after_the_close_or_to_what_is_over_is_set_aside() -> None:
    one, subject = stage("closed")
    assert aside(log(one, acts.objection(one, subject, "US")), "objection") == "the round is closed"
    done, adopted = stage("settled")
    assert "nobody can object to a matter that is adopted" in aside(
        log(done, acts.objection(done, adopted, "US")), "objection"
    )


@pytest.mark.parametrize(
    ("by", "move", "why"),
    [
        ("US", "withdraw", "withdraw is for"),
        ("JP", "settle", "'settle' is not a step"),
        ("JP", "publish", "has no move 'publish'"),
    ],
)
def test_a_step_is_one_of_the_table_by_who_may_make_it(by: str, move: str, why: str) -> None:
    one, subject = last_call()
    found = log(one, one.members[by].say("step", subject=subject, move=move, note=""))
    assert why in aside(found, "step")


def test_deliberation_cannot_be_shortened_by_a_step_in_between() -> None:
    one, subject = last_call()
    jp = one.members["JP"]
    log(one, jp.say("step", subject=subject, move="reopen", note=""))
    acts.prove(one)
    found = log(one, jp.say("step", subject=subject, move="last_call", note="at once"))
    assert "is too early" in aside(found, "step")


def test_a_matter_whose_time_no_checkpoint_tells_cannot_be_hurried() -> None:
    one, _ = stage("founded")
    made, subject = proposal(one)
    say = one.members["JP"].say
    moves = [say("step", subject=subject, move=move, note="") for move in ("test", "deliberate", "last_call")]
    found = log(one, made, *moves)
    assert "no filed checkpoint tells since when" in aside(found, "step")
    assert matter_of(found, subject).state.value == "deliberation"


# -- the settlement --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("outcome", ["rejected", "lapsed", "contested"])
def test_a_settlement_that_says_otherwise_than_the_recount_is_set_aside(outcome: str) -> None:
    one, subject = stage("due")
    found = log(one, acts.settlement(one, subject, outcome=outcome))
    assert aside(found, "settlement") == f"the recount gives adopted, the settlement says {outcome}"
    assert matter_of(found, subject).state.value == "ballot"


def test_a_settlement_with_another_report_is_set_aside() -> None:
    one, subject = stage("due")
    found = log(one, acts.settlement(one, subject, report="f" * 64))
    assert "another tally report" in aside(found, "settlement")


def test_an_early_settlement_is_set_aside() -> None:
    one, subject = stage("closed")
    assert "the challenge window has not passed" in aside(log(one, acts.settlement(one, subject)), "settlement")
    one.pass_time(one.charter.clocks["challenge"] - days(0.001))
    acts.prove(one)
    assert "the challenge window has not passed" in aside(log(one, acts.settlement(one, subject)), "settlement")


def test_a_round_that_is_not_closed_is_not_settled() -> None:
    one, subject = stage("voted")
    with pytest.raises(RecordError, match="the round is not closed"):
        acts.settlement(one, subject)
    body = one.secretariat.body(
        "settlement", {"round": acts.running(one, subject).event.digest, "outcome": "adopted", "report": "f" * 64}
    )
    assert "the round is not closed" in aside(log(one, one.secretariat.sign(body)), "settlement")


def test_any_member_settles_when_the_secretariat_is_silent() -> None:
    one, subject = stage("due")
    found = log(one, acts.settlement(one, subject, "US"))
    assert matter_of(found, subject).state.value == "adopted"
    assert "the round is over" in aside(
        log(
            one,
            acts.again(
                acts.settlement_of(found, subject),
                one.secretariat.keys["statement"],
                by=SECRETARIAT,
                key=one.secretariat.key_of("statement"),
            ),
        ),
        "settlement",
    )


@pytest.mark.parametrize(
    ("choices", "outcome"),
    [
        ({**YES, "DE": "no", "GB": "no"}, "rejected"),
        ({"JP": "yes", "US": "yes"}, "lapsed"),
        ({**YES, "DE": "abstain"}, "adopted"),
    ],
)
def test_the_outcome_is_that_of_the_rule(choices: dict[str, str], outcome: str) -> None:
    one, subject = stage("open")
    assert run(one, subject, choices) == outcome
    assert bool(entries(one)) is (outcome == "adopted")


# -- certificates ----------------------------------------------------------------------------------------------------


def test_k_members_certify_and_k_minus_one_do_not() -> None:
    one, subject = stage("settled")
    log(one, *(acts.certificate(one, subject, member) for member in FIVE[:3]))
    assert matter_of(one.verified(), subject).state.value == "adopted"
    twice = log(one, acts.again(acts.certificate(one, subject, "DE"), one.members["DE"].keys["publication"]))
    assert matter_of(twice, subject).state.value == "adopted"
    found = log(one, acts.certificate(one, subject, "NL"))
    assert matter_of(found, subject).state.value == "certified"
    late = log(one, acts.certificate(one, subject, "US"))
    assert len(matter_of(late, subject).rounds[-1].certificates) == 5


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"outcome": "rejected"}, "names another outcome than the settlement"),
        ({"report": "f" * 64}, "names another report than the settlement"),
        ({"settlement": "f" * 64}, "another settlement than the accepted one"),
        ({"round": "f" * 64}, "there is no round"),
        ({"charter": "f" * 64}, "another charter than its round"),
    ],
)
def test_a_certificate_says_what_was_settled(fields: dict[str, str], why: str) -> None:
    one, subject = stage("settled")
    found = log(one, acts.certificate(one, subject, "JP", **fields))
    assert why in aside(found, "certificate")
    assert matter_of(found, subject).rounds[-1].certificates == set()


def test_a_certificate_needs_a_member_s_publication_key() -> None:
    one, subject = stage("settled")
    assert "is for ballot, not for publication" in aside(
        log(one, acts.certificate(one, subject, "JP", "ballot")), "certificate"
    )
    desk = one.secretariat
    body = {**read_envelope(acts.certificate(one, subject, "JP")).body, "by": SECRETARIAT, "key": desk.key_of("statement")}
    assert "cannot be made by secretariat" in aside(log(one, desk.sign(body)), "certificate")


def test_a_round_that_is_not_settled_is_not_certified() -> None:
    one, subject = stage("due")
    with pytest.raises(RecordError, match="not settled"):
        acts.certificate(one, subject, "JP")
    body = {
        "round": acts.running(one, subject).event.digest,
        "settlement": "f" * 64,
        "outcome": "adopted",
        "report": "f" * 64,
    }
    jp = one.members["JP"]
    found = log(one, jp.sign(jp.body("certificate", body, "publication"), "publication"))
    assert "another settlement" in aside(found, "certificate")


def test_a_member_of_a_later_charter_only_does_not_certify_a_round_before_it() -> None:
    one, subject = stage("settled")
    verified = one.verified()
    held = matter_of(verified, subject).rounds[-1]
    body = read_envelope(acts.certificate(one, subject, "JP")).body
    from sekisho.regime.matter import Event

    with pytest.raises(RecordError, match="FR is no member under the charter of the round"):
        verified.docket.apply(Event(999, "certificate", "FR", "0" * 64, {**body, "by": "FR"}))
    assert held.certificates == set()


def test_who_does_not_certify_cannot_undo_the_ballot_the_record_is_opened() -> None:
    one, subject = stage("settled")
    acts.prove(one)
    acts.wait(one, "certification")
    acts.prove(one)
    found = one.verified()
    assert matter_of(found, subject).state.value == "certified"
    assert matter_of(found, subject).rounds[-1].opened
    assert any("opened instead" in each.text for each in found.docket.findings)


def test_a_record_is_opened_after_the_settlement_and_not_before() -> None:
    for name, why in (("due", "after its settlement"), ("settled", "")):
        one, subject = stage(name)
        fields = {"round": acts.running(one, subject).event.digest, "reason": "the charter says so"}
        found = log(one, one.secretariat.say("opening", **fields))
        assert why in aside(found, "opening")
        assert matter_of(found, subject).rounds[-1].opened is (not why)


# -- the charter -----------------------------------------------------------------------------------------------------


def charter_adopted() -> tuple[acts.Group, str]:
    """Return a group that has adopted charter 2 and not enacted it."""
    one, subject = stage("charter")
    assert run(one, subject) == "adopted"
    return one, subject


def test_a_charter_that_no_round_adopted_is_set_aside() -> None:
    one, _ = stage("open")
    two = acts.charter_two(one)
    keys = [*acts.new_keys(one, "GB").values()]
    found = acts.enact(one, two, *keys, *(held for desk in one.members.values() for held in desk.keys.values()))
    assert aside(found, "charter") == "no round has adopted this charter"
    assert found.docket.charter.version == 1


def test_a_charter_other_than_the_adopted_one_is_set_aside() -> None:
    one, _ = charter_adopted()
    other = acts.charter_two(one, delta_seconds="61")
    found = acts.enact(one, other, *acts.new_keys(one, "GB").values())
    assert aside(found, "charter") == "no round has adopted this charter"


@pytest.mark.parametrize("role", ["ballot", "cosign", "publication"])
def test_a_charter_that_a_new_key_has_not_signed_is_set_aside(role: str) -> None:
    one, _ = charter_adopted()
    keys = [held for name, held in acts.new_keys(one, "GB").items() if name != role]
    found = acts.enact(one, acts.charter_two(one), *keys)
    assert aside(found, "charter").startswith(f"the charter is not signed by the {role} key of GB")
    assert found.docket.charter.version == 1


@pytest.mark.parametrize(
    "fields", [{"version": "3"}, {"previous": "f" * 64}, {"framework": "another"}, {"origin": "other.example/log"}]
)
def test_a_charter_that_does_not_follow_is_set_aside_even_if_adopted(fields: dict[str, str]) -> None:
    one, _ = stage("founded")
    two = read_charter(encode({**decode(acts.charter_two(one).data), **fields}), "charter 2")
    subject = acts.charter_proposal(one, two.data)
    assert run(one, subject) == "adopted"
    found = acts.enact(one, two, *acts.new_keys(one, "GB").values())
    assert "does not follow the one in force" in aside(found, "charter")


def test_an_unsound_charter_is_set_aside_even_if_adopted() -> None:
    one, _ = stage("founded")
    two = acts.charter_two(one, thresholds={"cosign": "3", "publication": "4"})
    subject = acts.charter_proposal(one, two.data)
    assert run(one, subject) == "adopted"
    found = acts.enact(one, two, *acts.new_keys(one, "GB").values())
    assert aside(found, "charter") != ""
    assert found.docket.charter.cosign_threshold == 4


def test_an_adopted_charter_is_enacted_once() -> None:
    one, subject = charter_adopted()
    keys = [*acts.new_keys(one, "GB").values()]
    found = acts.enact(one, acts.charter_two(one), *keys)
    assert aside(found, "charter") == ""
    assert (found.docket.charter.version, matter_of(found, subject).state.value) == (2, "effective")
    one.members["GB"].keys = acts.new_keys(one, "GB")
    again = acts.enact(one, acts.charter_two(one), *keys, one.members["JP"].keys["ballot"])
    assert "does not follow" in aside(again, "charter")
    for desk in (*one.members.values(), one.secretariat):
        desk.charter = found.docket.charter
    one.pass_time(days(400))
    one.must_checkpoint()
    one.must_checkpoint()
    assert matter_of(one.verified(), subject).state.value == "concluded"


def test_a_statement_under_an_old_charter_is_set_aside_and_one_under_the_next_comes_too_early() -> None:
    one, _ = charter_adopted()
    two = acts.charter_two(one)
    jp = one.members["JP"]
    early = {**jp.body("concern", {"field": "ai", "title": {"en": "Early"}, "text": "made up"}), "charter": two.digest}
    assert "a charter that is not in force" in aside(log(one, jp.sign(early)), "concern")
    acts.enact(one, two, *acts.new_keys(one, "GB").values())
    late = jp.body("concern", {"field": "ai", "title": {"en": "Late"}, "text": "made up"})
    late["charter"] = one.charter.digest
    assert "a charter that is not in force" in aside(log(one, jp.sign(late)), "concern")


def test_a_charter_that_nobody_enacts_lapses() -> None:
    one, subject = charter_adopted()
    acts.prove(one)
    one.pass_time(days(30))
    acts.prove(one)
    acts.prove(one)
    assert matter_of(one.verified(), subject).state.value == "lapsed"
    found = acts.enact(one, acts.charter_two(one), *acts.new_keys(one, "GB").values())
    assert "no round has adopted this charter" in aside(found, "charter")


@pytest.mark.parametrize(
    "document",
    [
        {"type": "charter"},
        {"type": "charter", "members": "none"},
        {"type": "charter", "members": [{"keys": [{"algorithm": [], "public": {}}]}], "secretariat": []},
        {"type": "charter", "members": ["x"], "secretariat": {"keys": "x"}, "version": "x"},
    ],
)
def test_anything_that_calls_itself_a_charter_is_set_aside(document: dict[str, Any]) -> None:
    one, _ = stage("open")
    found = log(one, sign_statement(document, [one.members["US"].keys["ballot"]]))
    assert aside(found, "charter") != ""
    assert found.docket.charter.version == 1


@pytest.mark.parametrize(
    "field", ["members", "secretariat", "clocks", "rules", "fields", "circles", "form", "thresholds", "delta_seconds"]
)
@pytest.mark.parametrize("value", ["x", [], {}, ["x"], {"x": "y"}, True])
def test_a_charter_with_a_field_of_another_shape_is_set_aside(field: str, value: Any) -> None:
    one, _ = stage("open")
    document = {**decode(acts.charter_two(one).data), field: value}
    leaves = acts.record(one)[0]
    leaves.append(acts.leaf(len(leaves), sign_statement(document, [one.members["US"].keys["ballot"]])))
    found = acts.replay(leaves, [acts.note(one, leaves)], one.charter.digest)
    assert found.size == len(leaves)
    assert aside(found, "charter") != ""


# -- what becomes of an entry ----------------------------------------------------------------------------------------


def effective(one: acts.Group, subject: str) -> None:
    """Certify and publish an adopted matter, and let it take effect."""
    log(one, *(acts.certificate(one, subject, member) for member in FIVE))
    log(one, one.secretariat.say("step", subject=subject, move="publish", note=""))
    acts.prove(one)
    acts.wait(one, "effective")
    acts.prove(one)


def test_an_entry_expires_and_leaves_the_edition_unless_it_is_renewed() -> None:
    one, subject = stage("settled")
    effective(one, subject)
    assert matter_of(one.verified(), subject).state.value == "effective"
    acts.wait(one, "review")
    acts.prove(one)
    assert matter_of(one.verified(), subject).state.value == "under_review"
    renewal = opened(one, "Q-2", change("4Q901", "renew", before=acts.entry_sha(1)), decision="renew")
    assert run(one, renewal) == "adopted"
    assert matter_of(one.verified(), subject).state.value == "effective"
    acts.wait(one, "sunset")
    acts.prove(one)
    assert matter_of(one.verified(), subject).state.value == "expired"
    assert entries(one) == {}


def test_decontrol_takes_the_entry_off_the_list() -> None:
    one, subject = stage("settled")
    effective(one, subject)
    removal = opened(one, "Q-2", change("4Q901", "remove", before=acts.entry_sha(1)), decision="remove")
    assert run(one, removal) == "adopted"
    assert (entries(one), matter_of(one.verified(), subject).state.value) == ({}, "withdrawn")


def test_an_amended_entry_is_the_amendment_s() -> None:
    one, subject = stage("settled")
    effective(one, subject)
    amendment = opened(one, "Q-2", change("4Q901", "amend", 2, before=acts.entry_sha(1)), decision="amend")
    assert run(one, amendment) == "adopted"
    assert entries(one) == {"4Q901": acts.entry_sha(2)}
    assert matter_of(one.verified(), subject).state.value == "withdrawn"


def emergency() -> tuple[acts.Group, str]:
    """Return a group with an emergency measure in effect."""
    one, _ = stage("founded")
    made, subject = proposal(one, number="E-1", decision="emergency")
    one.to_round(made, subject, "JP", urgent=True)
    assert run(one, subject, {"JP": "yes", "US": "yes", "DE": "yes"}) == "adopted"
    effective(one, subject)
    return one, subject


def test_an_emergency_measure_lapses_and_leaves_the_edition() -> None:
    one, subject = emergency()
    assert (matter_of(one.verified(), subject).state.value, len(entries(one))) == ("effective", 1)
    acts.wait(one, "emergency")
    acts.prove(one)
    assert (matter_of(one.verified(), subject).state.value, entries(one)) == ("expired", {})


def test_an_emergency_measure_is_not_renewed() -> None:
    one, _ = emergency()
    made, second = proposal(
        one, number="E-2", decision="renew", changes=[change("4Q901", "renew", before=acts.entry_sha(1))]
    )
    with pytest.raises(AssertionError, match="is an emergency measure, which lapses"):
        to_round(one, made, second)


def test_an_entry_that_became_an_emergency_measure_contests_a_renewal_that_was_open_before() -> None:
    """What is renewed is judged again at the settlement: the ordinary entry was taken out and put in as an emergency."""
    one, subject = emergency()
    verified = one.verified()
    matter = matter_of(verified, subject)
    renewal = change("4Q901", "renew", before=acts.entry_sha(1))
    matter.event.body["changes"][:] = [renewal]
    assert "is an emergency measure, which lapses" in verified.docket.clash(matter)


def test_an_understanding_is_about_an_entry_of_the_list() -> None:
    one, subject = stage("settled")
    jp = one.members["JP"]
    found = log(
        one,
        jp.say("understanding", subject=subject, code="4Q901", text="read it so"),
        jp.say("understanding", subject=subject, code="4Q999", text="read it so"),
    )
    assert aside(found, "understanding") == "the list has no entry 4Q999"
    assert len(found.docket.understandings) == 1


def test_a_member_that_left_says_nothing_more_until_a_charter_brings_it_back() -> None:
    one, _ = stage("founded")
    gb = one.members["GB"]
    subject = acts.charter_proposal(one, acts.charter_two(one).data)
    log(one, gb.say("exit", effective="at once", reason=""))
    assert run(one, subject, {member: "yes" for member in FIVE if member != "GB"}) == "adopted"
    found = log(one, gb.say("concern", field="ai", title={"en": "Gone"}, text="made up"))
    assert "left" in aside(found, "concern")
    two = acts.charter_two(one)
    gb.keys = acts.new_keys(one, "GB")
    assert acts.enact(one, two, *gb.keys.values()).docket.left == {}
    gb.charter = two
    found = log(one, gb.say("concern", field="ai", title={"en": "Back"}, text="made up"))
    assert aside(found, "concern").startswith("the key")
    assert found.docket.matters[found.opened.envelopes[found.size - 1].digest].event.by == "GB"


# -- finding a matter ------------------------------------------------------------------------------------------------


def test_a_matter_is_found_by_its_number_or_the_beginning_of_its_digest() -> None:
    one, subject = stage("open")
    verified = one.verified()
    assert draft.find_matter(verified, "Q-1").digest == draft.find_round(verified, subject[:8])[0].digest == subject
    with pytest.raises(MissingError, match="no matter is called 'Q-7'"):
        draft.find_matter(verified, "Q-7")
    with pytest.raises(MissingError, match="called ''"):
        draft.find_matter(verified, "")
    with pytest.raises(MissingError, match="no matter yet"):
        draft.find_matter(stage("founded")[0].verified(), "Q-1")
    made, other = proposal(one, number="Q-2", changes=[change("4Q902")])
    with pytest.raises(MissingError, match="has had no round: it is draft"):
        draft.find_round(log(one, made), other)
    bare = acts.replay(acts.record(one)[0][:1], [], one.charter.digest)
    with pytest.raises(RecordError, match="no checkpoint of the record counts yet"):
        draft.ballot_body(bare, acts.running(one, subject), "JP", "f" * 64, "yes")


def test_a_charter_s_own_statement_is_made_by_every_key_and_by_no_member() -> None:
    one, _ = stage("open")
    body = {**decode(sign_charter(one.charter, [one.members["JP"].keys["ballot"]])), "payloadType": "x"}
    with pytest.raises(RecordError):
        read_envelope(encode(body))

"""Attacks with ballots: replayed, brought back, late, forged by form; silence that does not consent; shifted quorums."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from base64 import b64decode, b64encode
from typing import Any

import pytest

from sekisho.assurance import draft
from sekisho.errors import RecordError
from sekisho.ledger.envelope import pae, read_envelope, sign_statement
from sekisho.regime import tally
from sekisho.regime.charter_read import read_charter
from sekisho.regime.screen import screen
from sekisho.terms.canonical import decode, encode
from sekisho.terms.visible import hidden, visible
from tests.assurance import acts
from tests.assurance.acts import again, aside, ballot, log, matter_of, stage
from tests.assurance.world import FIVE, change, proposal


def votes(found: Any, subject: str) -> dict[str, str]:
    """Return what counts of the last round."""
    one = matter_of(found, subject).rounds[-1]
    return dict(tally.count(one.votes, one.electorate).choices)


# -- replayed from elsewhere -----------------------------------------------------------------------------------------


def contested(one: acts.Group, subject: str) -> bytes:
    """Contest the first round by a ballot that was dropped, and open the second; return that ballot."""
    dropped = ballot(one, subject, "JP", "no")
    paper = acts.receipt(one, dropped, "NL")
    acts.vote(one, subject, {member: "yes" for member in FIVE if member != "JP"})
    acts.close(one, subject)
    log(one, acts.challenge(one, subject, dropped, paper))
    acts.wait(one)
    assert one.settle(subject) == "contested"
    one.open_round(subject)
    return dropped


def test_a_ballot_of_round_one_does_not_count_in_round_two() -> None:
    one, subject = stage("open")
    old = contested(one, subject)
    found = log(one, old)
    assert "the round is over" in aside(found, "ballot")
    assert votes(found, subject) == {}
    assert votes(log(one, ballot(one, subject, "JP", "no")), subject) == {"JP": "no"}


OTHER = {
    "subject": ("f" * 64, "another subject"),
    "base_edition": ("f" * 64, "another base edition"),
    "round": ("f" * 64, "there is no round"),
    "closes": ("2030-01-01T00:00:00Z", "another closes"),
    "charter": ("f" * 64, "another charter"),
    "framework": ("another", "of another framework"),
    "by": ("US", "is JP's, not US's"),
    "previous": ("f" * 64, "contradict each other"),
    "sequence": ("2", "contradict each other"),
    "seen_size": ("99999", "it has seen 99999 leaves"),
    "seen_root": ("f" * 64, "views have met"),
}


@pytest.mark.parametrize("field", OTHER)
def test_a_ballot_is_for_one_round_of_one_proposal_under_one_charter(field: str) -> None:
    one, subject = stage("open")
    value, why = OTHER[field]
    made = ballot(one, subject, "JP", "yes", **{field: value})
    found = log(one, made)
    assert why in aside(found, "ballot")
    assert votes(found, subject) == {}


@pytest.mark.parametrize("sequence", ["0"])
def test_a_ballot_has_a_sequence_from_one(sequence: str) -> None:
    one, subject = stage("open")
    found = log(one, ballot(one, subject, "JP", "yes", sequence=sequence, previous="f" * 64))
    assert "contradict each other" in aside(found, "ballot")


def test_a_ballot_on_another_proposal_does_not_count_here() -> None:
    one, subject = stage("open")
    made, other = proposal(one, number="Q-2", changes=[change("4Q902")])
    log(one, made)
    strange = ballot(one, subject, "JP", "yes", subject=other)
    assert "another subject" in aside(log(one, strange), "ballot")


def test_a_ballot_of_another_framework_with_the_same_keys_does_not_count() -> None:
    one, subject = stage("open")
    other = acts.group(changes={"framework": "another-five"})
    other.must_checkpoint()
    made, second = proposal(other)
    other.to_round(made, second, "JP")
    assert other.members["JP"].key_of("ballot") == one.members["JP"].key_of("ballot")
    here = read_envelope(ballot(one, subject, "JP", "yes")).body
    seen = {name: here[name] for name in ("seen_size", "seen_root", "round", "charter")}
    found = log(one, ballot(other, second, "JP", "yes", **seen))
    assert aside(found, "ballot") == "the statement is of another framework"
    assert votes(found, subject) == {}


@pytest.mark.parametrize("kind", ["receipt", "objection", "certificate", "exit"])
def test_a_signature_is_for_one_type_of_payload(kind: str) -> None:
    """The payload of a ballot under another type, and the signature that was made for another type under a ballot."""
    one, subject = stage("open")
    good = decode(ballot(one, subject, "JP", "no"))
    other = encode({**good, "payloadType": f"application/vnd.sekisho.{kind}+json"})
    with pytest.raises(RecordError, match="payloadType is not that of a ballot"):
        read_envelope(other)
    payload = b64decode(good["payload"])
    signature = one.members["JP"].keys["ballot"].sign(pae(f"application/vnd.sekisho.{kind}+json", payload))
    forged = encode({**good, "signatures": [{**good["signatures"][0], "sig": b64encode(signature).decode()}]})
    found = log(one, forged)
    assert "does not verify" in aside(found, "ballot")


def test_a_receipt_is_no_leaf_and_no_ballot() -> None:
    one, subject = stage("open")
    paper = acts.receipt(one, ballot(one, subject, "JP", "no"), "NL")
    assert aside(log(one, paper), "receipt") == "a receipt is carried beside the log, not in it"


def test_a_ballot_is_one_statement_however_often_it_is_logged() -> None:
    one, subject = stage("open")
    made = ballot(one, subject, "JP", "yes")
    body = read_envelope(made).body
    twice = sign_statement(body, [one.members["JP"].keys["ballot"], one.members["US"].keys["ballot"]])
    found = log(one, made, twice)
    assert aside(found, "ballot") == "this was said before"
    assert len(matter_of(found, subject).rounds[-1].votes) == 1


# -- changed minds ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", ["after", "before"])
def test_a_superseded_ballot_cannot_be_brought_back(order: str) -> None:
    one, subject = stage("open")
    first = ballot(one, subject, "JP", "yes")
    second = _next(one, first, "no")
    found = log(one, first, second, _copy(one, first)) if order == "after" else log(one, second, first)
    assert votes(found, subject) == {"JP": "no"}


def _next(one: acts.Group, last: bytes, choice: str) -> bytes:
    """Return the ballot after a ballot, whether the log holds that or not."""
    body = read_envelope(last).body
    sequence = str(int(body["sequence"]) + 1)
    key = one.members[body["by"]].keys["ballot"]
    return again(last, key, choice=choice, sequence=sequence, previous=read_envelope(last).digest)


def _copy(one: acts.Group, made: bytes) -> bytes:
    """Return the same payload in another envelope, as somebody who replays it may write it."""
    return sign_statement(read_envelope(made).body, [one.members["JP"].keys["ballot"], one.members["US"].keys["cosign"]])


def test_a_member_can_withdraw_its_ballot_and_then_is_absent() -> None:
    one, subject = stage("open")
    first = ballot(one, subject, "JP", "yes")
    found = log(one, first, _next(one, first, "withdraw"))
    assert votes(found, subject) == {}


def test_of_two_ballots_with_one_sequence_the_first_counts_and_both_are_named() -> None:
    one, subject = stage("open")
    found = log(one, ballot(one, subject, "JP", "yes"), ballot(one, subject, "JP", "no"))
    assert votes(found, subject) == {"JP": "yes"}
    round_ = matter_of(found, subject).rounds[-1]
    assert "the member signed both" in tally.count(round_.votes, round_.electorate).findings[0]


def test_the_next_ballot_follows_the_last_one_that_is_known() -> None:
    one, subject = stage("open")
    first = ballot(one, subject, "JP", "yes")
    verified = one.verified()
    round_ = acts.running(one, subject)
    own = read_envelope(first).body
    key = one.members["JP"].key_of("ballot")
    body = draft.ballot_body(verified, round_, "JP", key, "no", b"because", own)
    assert (body["sequence"], body["previous"]) == ("2", read_envelope(first).digest)
    assert body["reasons"] == hashlib.sha256(b"because").hexdigest()
    log(one, first)
    verified, round_ = one.verified(), acts.running(one, subject)
    assert draft.ballot_body(verified, round_, "JP", key, "no", b"", own) == {**body, "reasons": ""} | {
        name: value
        for name, value in draft.ballot_body(verified, round_, "JP", key, "no").items()
        if name.startswith("seen")
    }


# -- the close -------------------------------------------------------------------------------------------------------


def test_a_ballot_after_the_close_does_not_count() -> None:
    one, subject = stage("open")
    late = ballot(one, subject, "JP", "no")
    acts.vote(one, subject, {member: "yes" for member in FIVE if member != "JP"})
    acts.close(one, subject)
    found = log(one, late)
    assert aside(found, "ballot") == "the ballot comes after the close"
    acts.wait(one)
    assert one.settle(subject) == "adopted"


def test_a_ballot_behind_the_close_leaf_does_not_count_even_before_the_closing_checkpoint() -> None:
    one, subject = stage("open")
    late = ballot(one, subject, "JP", "no")
    acts.vote(one, subject, {member: "yes" for member in FIVE if member != "JP"})
    one.now = acts.running(one, subject).closes
    one.close(subject, note=False)
    log(one, late)
    acts.wait(one)
    assert one.settle(subject) == "adopted"
    assert "JP" not in (matter_of(one.verified(), subject).rounds[-1].report or {"votes": ["JP"]})["votes"]


def test_a_ballot_after_the_settlement_does_not_count() -> None:
    one, subject = stage("open")
    late = ballot(one, subject, "JP", "no")
    acts.vote(one, subject, {member: "yes" for member in FIVE if member != "JP"})
    acts.close(one, subject)
    acts.wait(one)
    one.settle(subject)
    assert "the round is over" in aside(log(one, late), "ballot")


# -- silence: confined to `withdrawal` in this charter ---------------------------------------------------------------


def silence(one: acts.Group, subject: str, choices: dict[str, str], absent: tuple[str, ...] = ()) -> dict[str, Any]:
    """Vote, close with a checkpoint that some do not cosign, settle; return the report."""
    acts.vote(one, subject, choices)
    one.must_checkpoint()
    one.now = acts.running(one, subject).closes
    one.close(subject, note=False)
    assert one.checkpoint(absent) is not None
    acts.wait(one)
    one.settle(subject)
    report = matter_of(one.verified(), subject).rounds[-1].report
    assert report is not None
    return dict(report)


def test_silence_consents_where_the_charter_says_so() -> None:
    one, subject = stage("withdrawal")
    report = silence(one, subject, {"JP": "yes"})
    assert report["silent"] == ["DE", "GB", "NL", "US"]
    assert report["outcome"] == "adopted"


def test_silence_without_cosigning_the_closing_checkpoint_is_absence() -> None:
    one, subject = stage("withdrawal")
    report = silence(one, subject, {"JP": "yes"}, absent=("US",))
    assert (report["silent"], report["absent"]) == (["DE", "GB", "NL"], ["US"])


@pytest.mark.parametrize("formal", ["yes", "no"])
def test_silence_of_a_member_that_objects_is_absence(formal: str) -> None:
    one, subject = stage("withdrawal")
    log(one, acts.objection(one, subject, "US", formal))
    report = silence(one, subject, {"JP": "yes"})
    assert (report["silent"], report["absent"]) == (["DE", "GB", "NL"], ["US"])


def test_an_objection_that_is_lifted_after_the_close_still_stood_at_the_close() -> None:
    one, subject = stage("withdrawal")
    against = acts.objection(one, subject, "US")
    log(one, against)
    acts.vote(one, subject, {"JP": "yes"})
    acts.close(one, subject)
    log(one, one.members["US"].say("lift", objection=read_envelope(against).digest))
    acts.wait(one)
    one.settle(subject)
    assert (matter_of(one.verified(), subject).rounds[-1].report or {})["absent"] == ["US"]


def test_an_objection_that_is_lifted_before_the_close_is_gone() -> None:
    one, subject = stage("withdrawal")
    against = acts.objection(one, subject, "US")
    found = log(one, against, one.members["US"].say("lift", objection=read_envelope(against).digest))
    twice = {**read_envelope(one.members["US"].say("lift", objection=read_envelope(against).digest)).body}
    again_ = one.members["US"].sign({**twice, "made": "2026-12-01T00:00:00Z"})
    assert "was lifted at leaf" in aside(log(one, again_), "lift")
    assert matter_of(found, subject).standing() == []
    assert "US" in silence(one, subject, {"JP": "yes"})["silent"]


def test_silence_consents_to_nothing_else() -> None:
    one, subject = stage("open")
    report = silence(one, subject, {"JP": "yes"})
    assert (report["silent"], report["outcome"]) == ([], "lapsed")


# -- a membership that changes in time -------------------------------------------------------------------------------


def test_an_exit_within_a_round_shifts_neither_quorum_nor_majority() -> None:
    one, subject = stage("open")
    acts.vote(one, subject, dict.fromkeys(("DE", "GB", "JP"), "yes"))
    log(one, *[one.members[member].say("exit", effective="at once", reason="") for member in ("US",)])
    round_ = acts.running(one, subject)
    assert round_.electorate == FIVE
    acts.close(one, subject)
    acts.wait(one)
    assert one.settle(subject) == "lapsed"


def test_ballots_of_a_member_that_leaves_count_if_they_came_before_and_not_after() -> None:
    one, subject = stage("open")
    later = ballot(one, subject, "US", "no")
    found = log(one, ballot(one, subject, "JP"), one.members["JP"].say("exit", effective="at once", reason=""))
    found = log(one, again(later, one.members["JP"].keys["ballot"], by="JP", key=one.members["JP"].key_of("ballot")))
    assert votes(found, subject) == {"JP": "yes"}
    assert "left" in aside(found, "ballot")
    assert any("rounds that are open keep their electorate" in one_.text for one_ in found.docket.findings)


def smaller(one: acts.Group, **changes: Any) -> Any:
    """Return charter 2 without the US: four members, of which three must cosign."""
    document = {**decode(one.charter.data), "version": "2", "previous": one.charter.digest, **changes}
    document["members"] = [row for row in document["members"] if row["id"] != "US"]
    document["fields"] = [
        {**row, "eligible": [held for held in row["eligible"] if held["member"] != "US"]} for row in document["fields"]
    ]
    document["circles"] = [
        {**row, "members": [held for held in row["members"] if held != "US"]} for row in document["circles"]
    ]
    document["rules"] = [
        {**row, "quorum": "2", "tests": [{**test, "share": "1/2", "strict": "no"} for test in row["tests"]]}
        for row in document["rules"]
    ]
    return read_charter(encode(document), "charter 2")


def two_rounds() -> tuple[acts.Group, str, str, Any]:
    """Return a group with two open rounds: on an entry, and on a charter without the US that was voted for."""
    one, _ = stage("founded")
    two = smaller(one)
    framework = acts.charter_proposal(one, two.data)
    acts.vote(one, framework, acts.YES)
    one.must_checkpoint()
    one.now = acts.running(one, framework).closes
    made, subject = proposal(one, number="Q-9", decision="emergency")
    one.to_round(made, subject, "JP", urgent=True)
    one.close(framework)
    return one, framework, subject, two


def test_a_charter_that_drops_a_member_within_a_round_leaves_that_round_as_it_was() -> None:
    one, framework, subject, two = two_rounds()
    early, late = ballot(one, subject, "US", "no"), ballot(one, subject, "DE", "no")
    log(one, early)
    clocks = one.charter.clocks
    assert clocks["challenge"] > clocks["emergency_ballot"]
    one.pass_time(clocks["challenge"])
    one.must_checkpoint()
    assert one.settle(framework) == "adopted"
    found = acts.enact(one, two, one.members["JP"].keys["ballot"])
    assert found.docket.charter.digest == two.digest
    round_ = matter_of(found, subject).rounds[-1]
    assert (round_.electorate, round_.rule.quorum, round_.charter.version) == (FIVE, 3, 1)
    assert votes(found, subject) == {"US": "no"}
    change_of_mind = _next(one, early, "yes")
    assert "is of a charter before version 2" in aside(log(one, change_of_mind), "ballot")
    assert votes(log(one, late), subject) == {"US": "no", "DE": "no"}


def test_after_such_a_charter_the_next_round_has_the_next_electorate() -> None:
    one, framework, _, two = two_rounds()
    one.pass_time(one.charter.clocks["challenge"])
    one.must_checkpoint()
    one.settle(framework)
    acts.enact(one, two, one.members["JP"].keys["ballot"])
    for desk in (*one.members.values(), one.secretariat):
        desk.charter = two
    made, third = proposal(one, number="Q-10", changes=[change("4Q903")])
    one.to_round(made, third, "JP")
    assert acts.running(one, third).electorate == ("DE", "GB", "JP", "NL")


def test_an_outsider_s_ballot_is_none() -> None:
    one, subject = stage("open")
    two = smaller(one)
    assert two.electorate("quantum") == ("DE", "GB", "JP", "NL")
    round_ = acts.running(one, subject)
    round_.electorate = two.electorate("quantum")
    event = acts.running(one, subject).event
    us = ballot(one, subject, "US", "yes")
    from sekisho.regime.matter import Event
    from sekisho.regime.rounds import check_ballot

    body = read_envelope(us).body
    with pytest.raises(RecordError, match="US does not decide in this round"):
        check_ballot(Event(event.index + 1, "ballot", "US", "", body), round_)


# -- bytes that could be read in two ways ----------------------------------------------------------------------------


def payloads(body: dict[str, Any]) -> dict[str, bytes]:
    """Return other bytes that a lenient reader would take for the same ballot."""
    good = encode(body)
    turned = dict(reversed(list(json.loads(good).items())))
    return {
        "duplicate key": good[:-1] + b',"choice":"no"}',
        "white space": good.replace(b":", b": ", 1),
        "line feed at the end": good + b"\n",
        "escape": good.replace(b'"choice":"yes"', b'"choice":"\\u0079es"'),
        "another order": json.dumps(turned, separators=(",", ":")).encode(),
        "number": good.replace(b'"sequence":"1"', b'"sequence":1'),
        "null": good.replace(b'"reasons":""', b'"reasons":null'),
        "byte order mark": b"\xef\xbb\xbf" + good,
        "not UTF-8": good.replace(b"yes", b"y\xffs"),
    }


@pytest.mark.parametrize("name", payloads({"choice": "yes", "reasons": "", "sequence": "1", "type": "ballot"}))
def test_a_ballot_in_other_bytes_is_no_statement(name: str) -> None:
    one, subject = stage("open")
    body = read_envelope(ballot(one, subject, "JP", "yes")).body
    payload = payloads(body)[name]
    assert payload != encode(body)
    key = one.members["JP"].keys["ballot"]
    kind = "application/vnd.sekisho.ballot+json"
    row = {"keyid": key.public.fingerprint, "sig": b64encode(key.sign(pae(kind, payload))).decode()}
    forged = encode({"payload": b64encode(payload).decode(), "payloadType": kind, "signatures": [row]})
    refused(one, subject, forged)


def refused(one: acts.Group, subject: str, data: bytes) -> None:
    """Put bytes in the log as they are: the replay sets them aside."""
    from sekisho.ledger.store import Submission

    one.secretariat.store.append([Submission(data, "members", hashlib.sha256(data).hexdigest(), bytes(32))])
    one.must_checkpoint()
    found = one.verified()
    assert len(found.opened.malformed) == 1
    assert votes(found, subject) == {}


def envelopes(good: dict[str, Any]) -> dict[str, bytes]:
    """Return envelopes that a lenient reader would take for the same statement."""
    row = good["signatures"][0]
    text = encode(good)
    return {
        "duplicate signatures": text[:-1] + b',"signatures":[]}',
        "white space": text.replace(b",", b", ", 1),
        "base64 with line feed": encode({**good, "payload": good["payload"] + "\n"}),
        "base64 without padding": encode({**good, "signatures": [{**row, "sig": row["sig"].rstrip("=")}]}),
        "base64 for addresses": encode({**good, "signatures": [{**row, "sig": _url(row["sig"])}]}),
        "base64 with bits left over": encode({**good, "signatures": [{**row, "sig": _bits(row["sig"])}]}),
        "the same signature twice": encode({**good, "signatures": [row, row]}),
        "upper-case key id": encode({**good, "signatures": [{**row, "keyid": row["keyid"].upper()}]}),
        "a further field": encode({**good, "note": ""}),
    }


def _url(text: str) -> str:
    changed = text.replace("+", "-").replace("/", "_")
    return changed if changed != text else "_" + text[1:]


def _bits(text: str) -> str:
    """64 bytes leave four bits of the last letter unused."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    last = alphabet.index(text[-3])
    return text[:-3] + alphabet[last ^ 1] + "=="


@pytest.mark.parametrize("name", envelopes({"payload": "", "payloadType": "", "signatures": [{"keyid": "", "sig": "AB=="}]}))
def test_an_envelope_in_other_bytes_is_no_statement(name: str) -> None:
    one, subject = stage("open")
    forged = envelopes(decode(ballot(one, subject, "JP", "yes")))[name]
    refused(one, subject, forged)


def test_a_unicode_twin_is_refused() -> None:
    one, _ = stage("open")
    composed = "Pr\u00fcfung"
    twin = unicodedata.normalize("NFD", composed)
    desk = one.members["DE"]
    body = desk.body("concern", {"field": "quantum", "title": {"en": composed}, "text": "made up"})
    assert aside(log(one, desk.sign(body))) == ""
    with pytest.raises(RecordError, match="not in Unicode NFC"):
        desk.sign({**body, "title": {"en": twin}})
    payload = encode(body).replace(composed.encode(), twin.encode())
    kind = "application/vnd.sekisho.concern+json"
    key = desk.keys["ballot"]
    row = {"keyid": key.public.fingerprint, "sig": b64encode(key.sign(pae(kind, payload))).decode()}
    with pytest.raises(RecordError, match="not in Unicode NFC"):
        read_envelope(encode({"payload": b64encode(payload).decode(), "payloadType": kind, "signatures": [row]}))


@pytest.mark.parametrize(
    "change_",
    [{"extra": "1"}, {"choice": "maybe"}, {"sequence": "01"}, {"sequence": "-1"}, {"closes": "2026-02-30T00:00:00Z"}],
)
def test_a_ballot_with_other_fields_is_set_aside(change_: dict[str, str]) -> None:
    one, subject = stage("open")
    found = log(one, ballot(one, subject, "JP", "yes", **change_))
    assert aside(found, "ballot").startswith("a ballot has no field") or "is malformed" in aside(found, "ballot")
    assert votes(found, subject) == {}


def test_a_ballot_that_lacks_a_field_and_a_statement_of_an_unknown_kind_are_set_aside() -> None:
    one, subject = stage("open")
    key = one.members["JP"].keys["ballot"]
    body = dict(read_envelope(ballot(one, subject, "JP", "yes")).body)
    del body["reasons"]
    found = log(one, sign_statement(body, [key]), sign_statement({**body, "type": "decree"}, [key]))
    reasons = [row.reason for row in found.set_aside]
    assert reasons == ["a ballot needs the field 'reasons'", "there is no kind of statement 'decree'"]


# -- what the signer sees --------------------------------------------------------------------------------------------


def test_the_signer_s_screen_shows_every_field_of_the_bytes_that_are_signed() -> None:
    one, subject = stage("open")
    body = read_envelope(ballot(one, subject, "JP", "no")).body
    lines = screen(body)
    assert lines[0] == "You vote no as JP."
    text = "\n".join(lines)
    assert all(f"{name}: {value or '(empty)'}" in text for name, value in body.items())


def test_the_signer_s_screen_hides_nothing() -> None:
    body = {
        "type": "objection",
        "by": "JP",
        "grounds": "first\nsecond \u202eesrever",
        "deep": {"list": [{"a": "1"}, "two"], "none": [], "flag": True, "off": False},
    }
    lines = screen(body)
    assert lines[0] == "You object as JP."
    assert "  | second \\u{202e}esrever" in lines
    assert {"  list: 2 of them", "  none: none", "  flag: yes", "  off: no"} <= set(lines)
    assert screen({"type": "ballot"})[0] == "You vote - as -."
    assert screen({"type": "opening"})[0] == "You sign a statement of the kind opening."


def test_a_headline_is_one_line_whatever_the_fields_hold() -> None:
    assert len(screen({"type": "ballot", "by": "JP.\n\nYou vote no", "choice": "yes"})[0].split("\n")) == 1


def test_letters_that_look_alike_and_marks_of_direction_are_written_out() -> None:
    assert visible("\u0430dopt \u200b") == "\u0430dopt[mixed alphabets] \\u{200b}"
    assert visible("架空\u3000の") == "架空\u3000の"
    assert visible("a\u00a0b\tc\n") == "a\\u{00a0}b\\u{0009}c\n"
    assert hidden("a\u202eb\ufe0f") == [(1, "RIGHT-TO-LEFT OVERRIDE"), (3, "VARIATION SELECTOR-16")]
    assert visible("Prüfung") == "Prüfung"

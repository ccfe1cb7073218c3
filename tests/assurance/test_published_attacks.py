"""Attacks on what is published: who signs too little, too much, or something else than charter and record give."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pytest
from tuf.api.metadata import TargetFile

from sekisho.assurance import publication_check
from sekisho.assurance.publication import sign_publication
from sekisho.assurance.publication_check import Kept, check_continues, check_published, listed_in
from sekisho.errors import Error, PublicationError, RecordError
from sekisho.ledger.keys import PrivateKey
from sekisho.ledger.record_file import read_record
from sekisho.publication.keys import Holder, HolderSigner, tuf_key
from sekisho.publication.layout import TIMESTAMP_LIFE
from sekisho.publication.repository import (
    TIMESTAMP,
    Plan,
    metadata_bytes,
    read_metadata,
    target_files,
    timestamp,
    unsigned,
    wanting,
    with_signatures,
)
from sekisho.workspace.press import Press
from sekisho.workspace.publishing import Drafted, draft_files, draft_lines, refuse_other
from tests.assurance.published import FOUR, certified, plan_at, shared, sign, take, verify, with_edition
from tests.assurance.world import adopted, change, opened, proposal, record

QUANTUM = "quantum"
LAXER = b"code: 4Q901\nfield: quantum\nlaxer: yes\n"


def test_what_four_of_five_publish_is_verified_by_certificates_and_by_ballots() -> None:
    press, plan = shared()
    found = verify(press.files, press.group)
    assert (found.how, found.size, [row["code"] for row in found.rows]) == ("certificates", plan.size, ["4Q901"])
    leaves, _ = record(press.group)
    assert check_published(take(press.files, press.group.now), press.group.charter.digest, leaves).how == "ballots"


@pytest.mark.parametrize("members", [(), ("JP",), ("JP", "US", "GB")])
def test_fewer_signatures_than_the_charter_asks(members: tuple[str, ...]) -> None:
    press, plan = shared()
    files = sign(plan, press, members)
    with pytest.raises(PublicationError, match="too few of the keys"):
        take(files, press.group.now)


def test_one_member_that_signs_four_times_is_one() -> None:
    press, plan = shared()
    key = press.group.members["JP"].keys["publication"]
    made = with_signatures(plan, unsigned(plan), [one for _ in range(4) for one in sign_publication(plan, "JP", key)])
    assert all(short == 3 for short, _ in wanting(plan, made).values())


def test_a_key_that_the_charter_does_not_name_cannot_sign() -> None:
    _, plan = shared()
    with pytest.raises(PublicationError, match="signs nothing here"):
        sign_publication(plan, "JP", PrivateKey.generate("ed25519"))


def smaller_field() -> dict[str, Any]:
    """Return charter keys by which NL and DE are not eligible in quantum."""
    from tests.assurance.world import template

    fields = [
        {
            **field,
            "eligible": [row for row in field["eligible"] if field["id"] != QUANTUM or row["member"] not in ("NL", "DE")],
        }
        for field in template()["fields"]
    ]
    rules = [{**rule, "quorum": "3" if int(rule["quorum"]) > 3 else rule["quorum"]} for rule in template()["rules"]]
    return {"fields": fields, "rules": [template()["rules"][0], *rules[1:]]}


def test_the_key_of_a_member_of_another_field_does_not_sign_a_field() -> None:
    group, subject = opened("other field", changes=smaller_field())
    group.decide(subject, dict.fromkeys(("JP", "US", "GB"), "yes"))
    group.certify(subject, FOUR)
    group.must_checkpoint()
    note = group.must_checkpoint()
    press = Press(group)
    plan = press.plan(note, "JP")
    path = f"metadata/{plan.size}.{QUANTUM}.json"
    keys = {one: group.members[one].keys["publication"] for one in ("NL", "DE", "JP", "US", "GB")}
    signed = {one: [each for each in sign_publication(plan, one, key) if each.file == path] for one, key in keys.items()}
    assert {one: len(rows) for one, rows in signed.items()} == {"NL": 0, "DE": 0, "JP": 1, "US": 1, "GB": 1}
    stranger = dataclasses.replace(signed["JP"][0], keyid=keys["NL"].public.fingerprint)
    with pytest.raises(PublicationError, match="does not sign"):
        with_signatures(plan, unsigned(plan), [stranger])
    files = sign(plan, press, ("NL", "DE", "JP", "US"))
    with pytest.raises(PublicationError, match="too few of the keys"):
        take(files, group.now)
    assert verify(sign(plan, press, ("JP", "US", "GB", "NL")), group).rows


def test_of_two_editions_with_f_double_signers_one_at_most_reaches_the_threshold() -> None:
    press, plan = shared()
    other = with_edition(plan, QUANTUM, lambda document: document["entries"].clear())
    first = sign(plan, press, ("JP", "US", "GB", "NL"))
    second = sign(other, press, ("NL", "DE"))
    assert verify(first, press.group).rows
    with pytest.raises(PublicationError, match="too few of the keys"):
        take(second, press.group.now)
    layout = plan.layout
    assert 2 * layout.threshold > len(layout.members) + layout.faults


def test_files_of_two_editions_do_not_mix() -> None:
    group, _ = certified("mix")
    press = Press(group)
    first = dict(press.publish(FOUR))
    made, subject = proposal(group, number="Q-2", changes=[change("4Q902")])
    group.to_round(made, subject, "JP")
    group.decide(subject, dict.fromkeys(FOUR, "yes"))
    group.certify(subject, FOUR)
    second = dict(press.publish(FOUR))
    size = read_metadata(second[TIMESTAMP], TIMESTAMP).signed.snapshot_meta.version
    old = read_metadata(first[TIMESTAMP], TIMESTAMP).signed.snapshot_meta.version
    for role in ("targets", "snapshot", QUANTUM):
        mixed = {**second, f"metadata/{size}.{role}.json": first[f"metadata/{old}.{role}.json"]}
        with pytest.raises(PublicationError):
            take(mixed, group.now)


def test_what_has_expired_is_refused_and_says_so() -> None:
    press, _ = shared()
    later = press.group.now + TIMESTAMP_LIFE + dt.timedelta(seconds=1)
    with pytest.raises(PublicationError, match="has expired"):
        take(press.files, later)
    renewed = {**press.files, TIMESTAMP: press.stamp(shared()[1], press.group.now + dt.timedelta(days=100))}
    with pytest.raises(PublicationError, match="has expired"):
        take(renewed, press.group.now + dt.timedelta(days=100))


def test_a_rotated_key_signs_no_more_and_a_client_follows_by_the_next_root() -> None:
    group, _ = certified("rotation")
    press = Press(group)
    first = dict(press.publish(FOUR))
    desk, new = group.members["JP"], PrivateKey.from_seed("ed25519", b"n" * 32)
    old = desk.keys["publication"]
    body = desk.body(
        "rotation",
        {
            "role": "publication",
            "old": old.public.fingerprint,
            "algorithm": new.public.algorithm,
            "public": new.public.public,
        },
        "publication",
    )
    group.insist("JP", desk.sign(body, "publication", [new]))
    group.must_checkpoint()
    note = group.must_checkpoint()
    plan = plan_at(group, note)
    stale = sign(plan, press, FOUR)
    with pytest.raises(PublicationError, match="too few of the keys"):
        take(stale, group.now)
    desk.keys = {**desk.keys, "publication": new}
    draft = draft_files(plan, first)
    signatures = [one for member in FOUR for one in press.sign(plan, draft, member)]
    with pytest.raises(PublicationError, match="root was signed by 3/4"):
        take(press.release(plan, draft, signatures), group.now)
    signatures += sign_publication(plan, "JP", old)  # the old key still signs the root that ends it, and nothing else
    assert {one.file for one in sign_publication(plan, "JP", old)} == {"metadata/1.root.json", "metadata/2.root.json"}
    second = press.release(plan, draft, signatures)
    assert verify(second, group).rows
    assert verify(first, group).rows  # an old copy is a true copy of an earlier day
    keyids = read_metadata(second["metadata/2.root.json"], "root").signed.roles["root"].keyids
    assert new.public.fingerprint in keyids
    assert old.public.fingerprint not in keyids


def without_roots(press: Press, plan: Plan, **altered: Any) -> Any:
    """Return the metadata of a plan whose root 1 has other values, signed by four."""
    made = unsigned(plan)
    root = made["metadata/1.root.json"]
    for name, value in altered.items():
        setattr(root.signed, name, value)
    return all_signed(press, plan, made)


def all_signed(press: Press, plan: Plan, made: Mapping[str, Any]) -> Any:
    """Return a repository of whatever metadata, each file signed by four members."""
    keys = {one: press.group.members[one].keys["publication"] for one in FOUR}
    for metadata in made.values():
        for one, key in keys.items():
            holder = Holder(one, "ed25519", key.public.public, key.public.fingerprint)
            metadata.sign(HolderSigner(holder, key.sign), append=True)
    files = {path: metadata_bytes(one) for path, one in made.items()} | target_files(plan)
    return {**files, TIMESTAMP: press.stamp(plan)}


def test_a_root_that_differs_from_the_charter_is_refused_even_signed_by_four() -> None:
    press, plan = shared()
    root = unsigned(plan)["metadata/1.root.json"].signed
    longer = without_roots(press, plan, expires=root.expires + dt.timedelta(days=1))
    with pytest.raises(PublicationError, match="not what charter and record give") as caught:
        verify(longer, press.group)
    assert caught.value.file == "metadata/1.root.json"
    assert verify(without_roots(press, plan), press.group).rows


def test_roles_that_the_charter_does_not_give_are_refused_even_signed_by_four() -> None:
    press, plan = shared()
    stranger = PrivateKey.from_seed("ed25519", b"s" * 32).public
    key = tuf_key(Holder("XX", "ed25519", stranger.public, stranger.fingerprint))
    for forge in (
        lambda made: made["metadata/1.root.json"].signed.add_key(key, "targets"),
        lambda made: setattr(made["metadata/1.root.json"].signed.roles["snapshot"], "threshold", 3),
        lambda made: setattr(delegated(made, plan, "quantum"), "threshold", 3),
        lambda made: setattr(delegated(made, plan, "quantum"), "paths", ["*/*"]),
        lambda made: made[f"metadata/{plan.size}.targets.json"].signed.add_key(key, "quantum"),
        lambda made: made[f"metadata/{plan.size}.quantum.json"].signed.targets.update(
            {"quantum/more.yaml": TargetFile.from_data("quantum/more.yaml", b"more")}
        ),
    ):
        with pytest.raises(PublicationError, match="not what charter and record give"):
            verify(forged(press, plan, forge), press.group)


def delegated(made: Mapping[str, Any], plan: Plan, field: str) -> Any:
    """Return the role to which a field is delegated."""
    return made[f"metadata/{plan.size}.targets.json"].signed.delegations.roles[field]


def forged(press: Press, plan: Plan, change: Callable[[Any], object]) -> Any:
    """Return a repository whose metadata four members have signed after somebody changed it."""
    made = unsigned(plan)
    change(made)
    return all_signed(press, plan, made)


def test_a_title_in_two_directions_is_written_out_before_it_is_signed() -> None:
    press, plan = shared()
    hostile = with_edition(plan, QUANTUM, lambda document: document["entries"][0].update(title={"en": "lax\u202eer"}))
    lines = draft_lines(Drafted(hostile, press.group.verified(), {}), None)
    assert not any("\u202e" in line for line in lines)
    assert any("202e" in line.lower() for line in lines)


def test_a_charter_that_is_not_the_trusted_one() -> None:
    press, _ = shared()
    with pytest.raises(RecordError, match="holds no charter"):
        check_published(take(press.files, press.group.now), "0" * 64)


@pytest.mark.parametrize("name", ["report", "settlement", "round"])
def test_an_adoption_proof_that_no_certificate_bears_out(name: str) -> None:
    press, plan = shared()

    def forge(document: dict[str, Any]) -> None:
        document["entries"][0]["proof"][name] = "0" * 64

    files = sign(with_edition(plan, QUANTUM, forge), press)
    with pytest.raises(PublicationError, match="adoption of 4Q901 is not proved"):
        verify(files, press.group)


def test_an_entry_that_was_never_adopted_is_refused_even_signed_by_four() -> None:
    press, plan = shared()
    text = b"code: 4Q999\nfield: quantum\ntext: never adopted\n"

    def forge(document: dict[str, Any]) -> None:
        import hashlib

        from sekisho.regime.edition import FORMAT
        from sekisho.terms.canonical import digest, encode

        row = {**document["entries"][0], "code": "4Q999", "sha256": hashlib.sha256(text).hexdigest()}
        row["proof"] = {**row["proof"], "settlement": "1" * 64}
        document["entries"].append(row)
        listed = {one["code"]: one["sha256"] for one in document["entries"]}
        document["edition"] = digest(encode({"format": FORMAT, "framework": "five-states", "entries": listed}))

    forged = with_edition(plan, QUANTUM, forge, **{"4Q999.yaml": text})
    whole = forged.fields[QUANTUM]["edition.json"]
    for field in plan.fields:
        if field != QUANTUM:
            from sekisho.terms.canonical import decode

            edition = decode(whole)["edition"]
            forged = with_edition(forged, field, partial(dict.update, edition=edition))
    with pytest.raises(PublicationError, match="adoption of 4Q999 is not proved"):
        verify(sign(forged, press), press.group)


def test_an_edition_whose_entry_file_is_another() -> None:
    press, plan = shared()
    forged = with_edition(
        plan, QUANTUM, lambda document: None, **{"4Q901.yaml": b"code: 4Q901\nfield: quantum\nlaxer: yes\n"}
    )
    with pytest.raises(PublicationError, match="not the one that was adopted"):
        verify(sign(forged, press), press.group)


@pytest.mark.parametrize("name", ["checkpoint", "charter", "size", "framework", "edition"])
def test_an_edition_that_contradicts_record_or_other_fields(name: str) -> None:
    press, plan = shared()
    forged = with_edition(plan, QUANTUM, lambda document: document.update({name: "0"}))
    with pytest.raises(PublicationError, match=f"{name} is not that"):
        verify(sign(forged, press), press.group)


def re_recorded(plan: Plan, notes: list[str]) -> Plan:
    """Return a plan whose public record carries other checkpoints."""
    import io

    from sekisho.ledger.record_file import write_record
    from sekisho.ledger.store import Identity

    found = read_record(plan.record, "record")
    stream = io.BytesIO()
    write_record(stream, Identity(found.framework, found.origin), found.leaves, notes)
    return dataclasses.replace(plan, record=stream.getvalue())


def test_an_edition_without_a_checkpoint_with_an_older_one_or_with_another_log_s() -> None:
    press, plan = shared()
    _, notes = record(press.group)
    other, _ = certified("another log")
    for carried, words in (
        ([], "0 checkpoints"),
        ([notes[0]], "covers"),
        ([other.must_checkpoint()], "does not count"),
        ([*notes[-2:]], "2 checkpoints"),
    ):
        with pytest.raises(PublicationError, match=words):
            verify(sign(re_recorded(plan, carried), press), press.group)


def test_a_body_that_is_kept_out_of_the_public_record() -> None:
    press, plan = shared()
    found = read_record(plan.record, "record")
    import io

    from sekisho.ledger.record_file import write_record
    from sekisho.ledger.store import Identity

    place = next(leaf.index for leaf in found.leaves if leaf.body and b"sekisho.certificate+json" in leaf.body)
    cut = [
        dataclasses.replace(leaf, salt=None, body=None, body_digest="") if leaf.index == place else leaf
        for leaf in found.leaves
    ]
    stream = io.BytesIO()
    write_record(stream, Identity(found.framework, found.origin), cut, found.checkpoints)
    forged = dataclasses.replace(plan, record=stream.getvalue())
    with pytest.raises(PublicationError, match="is not proved"):
        verify(sign(forged, press), press.group)
    leaves, _ = record(press.group)
    with pytest.raises(PublicationError, match=r"the public record differs|is not proved"):
        check_published(take(sign(forged, press), press.group.now), press.group.charter.digest, leaves)
    with pytest.raises(PublicationError, match="your own copy of the record gives"):
        refuse_other(plan, draft_files(forged, {}), "the draft")


def test_a_member_signs_nothing_but_what_its_own_copy_gives() -> None:
    _, plan = shared()
    draft = draft_files(plan, {})
    for path in draft:
        altered = {
            **draft,
            path: draft[path] + b" " if path.startswith("targets/") else draft[path].replace(b"2026", b"2027", 1),
        }
        if altered[path] == draft[path]:
            continue
        with pytest.raises(PublicationError, match="not what your own copy"):
            refuse_other(plan, altered, "the draft")
    for strange in ({**draft, "metadata/9.extra.json": b"{}"}, {path: draft[path] for path in list(draft)[1:]}):
        with pytest.raises(PublicationError, match="your own copy of the record gives another"):
            refuse_other(plan, strange, "the draft")


def test_dissenters_who_withhold_are_named_and_the_remedy_runs() -> None:
    group, subject = adopted("dissent")
    group.certify(subject, ("JP", "US"))
    group.must_checkpoint()
    note = group.must_checkpoint()
    with pytest.raises(PublicationError, match="2 of 4 have certified") as caught:
        plan_at(group, note)
    assert "DE, GB, NL" in (caught.value.remedy or "")
    group.pass_time(group.charter.clocks["certification"])
    group.must_checkpoint()
    group.must_checkpoint()
    press = Press(group)
    found = verify(press.publish(FOUR), group)
    assert found.how == "ballots"
    assert len(found.remedies) == 1
    assert "not certified in time by DE, GB, NL" in found.remedies[0]
    assert not found.public.opened.missing
    assert any("by DE, GB, NL, a breach" in one.text for one in group.verified().docket.findings)


def test_an_opened_record_with_an_altered_ballot_proves_nothing() -> None:
    group, subject = adopted("dissent, altered")
    group.certify(subject, ("JP",))
    group.must_checkpoint()
    group.pass_time(group.charter.clocks["certification"])
    group.must_checkpoint()
    note = group.must_checkpoint()
    press, plan = Press(group), plan_at(group, note)
    found = read_record(plan.record, "record")
    ballot = next(leaf for leaf in found.leaves if leaf.body and b"sekisho.ballot+json" in leaf.body)
    altered = plan.record.replace(ballot.leaf.hex().encode(), (b"0" * 64), 1)
    with pytest.raises(RecordError, match="not the one it commits to"):
        verify(sign(dataclasses.replace(plan, record=altered), press), group)
    import io

    from sekisho.ledger.record_file import write_record
    from sekisho.ledger.store import Identity

    shut = [
        dataclasses.replace(leaf, salt=None, body=None, body_digest="") if leaf.index == ballot.index else leaf
        for leaf in found.leaves
    ]
    stream = io.BytesIO()
    write_record(stream, Identity(found.framework, found.origin), shut, found.checkpoints)
    with pytest.raises(PublicationError, match="is not proved"):
        verify(sign(dataclasses.replace(plan, record=stream.getvalue()), press), group)


def test_a_client_refuses_what_does_not_continue_what_it_holds() -> None:
    press, _ = shared()
    new = verify(press.files, press.group)
    leaves = [one.leaf for one in new.record.leaves]
    same = Kept(new.size, new.signed, leaves, listed_in(new.rows))
    check_continues(new, same)
    for old, words in (
        (dataclasses.replace(same, size=new.size + 1), "older than what is held"),
        (dataclasses.replace(same, signed=new.signed + dt.timedelta(seconds=1)), "older than what is held"),
        (dataclasses.replace(same, leaves=[b"\0" * 32, *leaves[1:]]), "two versions"),
        (dataclasses.replace(same, listed=frozenset({("4Q000", "0" * 64)})), "4Q000 has disappeared"),
    ):
        with pytest.raises(PublicationError, match=words):
            check_continues(new, old)


def test_the_timestamp_key_is_good_for_the_timestamp_alone() -> None:
    press, plan = shared()
    online = press.group.secretariat.keys["timestamp"]
    with pytest.raises(PublicationError, match="signs nothing here"):
        sign_publication(plan, "secretariat", online)
    stolen = timestamp(plan.size + 1, plan.layout.timestamp, online.sign, press.group.now)
    with pytest.raises(PublicationError, match="a file is missing"):
        take({**press.files, TIMESTAMP: stolen}, press.group.now)


def test_a_removed_guard_lets_the_forgery_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each guard, taken away, lets in what it keeps out; so each of the tests above can fail."""
    press, plan = shared()
    root = unsigned(plan)["metadata/1.root.json"].signed
    longer = without_roots(press, plan, expires=root.expires + dt.timedelta(days=1))

    def forge(document: dict[str, Any]) -> None:
        document["entries"][0]["proof"]["report"] = "0" * 64

    unproved = sign(with_edition(plan, QUANTUM, forge), press)
    other = with_edition(plan, QUANTUM, lambda document: None, **{"4Q901.yaml": b"code: 4Q901\nfield: quantum\nx: y\n"})
    for files, name, nothing in (
        (longer, "_check_metadata", lambda *_: None),
        (unproved, "_short", lambda *_: {}),
        (sign(other, press), "_check_editions", lambda *_: "0" * 64),
    ):
        with pytest.raises(Error):
            verify(files, press.group)
        with monkeypatch.context() as patch:
            patch.setattr(publication_check, name, nothing)
            verify(files, press.group)

"""Denial notices for the command line: make, seal, open, list, compare with a transaction, consult.

Wires the rooms and adds the clock. What is signed is shown first: a ``Note`` holds the statement and its screen, and only
``finish`` signs, seals and keeps it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sekisho.assurance import notices as assured
from sekisho.assurance.notices import Authority
from sekisho.errors import InputError, RecordError
from sekisho.ledger.keys import PrivateKey
from sekisho.notices import life
from sekisho.notices.consultation import consultations, working_days_after
from sekisho.notices.denial import ANSWER, DENIAL, GRANT, INQUIRY, RENEWAL, WITHDRAWAL
from sekisho.regime.charter import DenialRule
from sekisho.regime.screen import screen
from sekisho.regime.statements import format_time
from sekisho.terms.dates import parse_date
from sekisho.workspace.charters import load_charter
from sekisho.workspace.clock import moment, today
from sekisho.workspace.folder import find_workspace, workspace_to_write
from sekisho.workspace.notices_store import NoticeStore, deliver, sealed_files
from sekisho.workspace.records import place_of, verify
from sekisho.workspace.user_files import read_user_file

_PARTY = {"country": "", "address": "", "aliases": (), "identifiers": {}}
_DEFAULTS = {
    "about": "refusal",
    "field": "*",
    "entries": (),
    "quantity": "",
    "value": "",
    "consignee": "",
    "end_user": "",
    "end_use": "",
    "reasons": "",
}
_KEYS = ("to", "id", "item", "destination", "decided", "valid_until", "citation", *_DEFAULTS)


@dataclass(frozen=True, slots=True)
class Bureau:
    """A member's office: the charter in force, who it is, and what it keeps.

    Attributes:
        authority: The charter in force with its keys.
        member: Its id.
        store: What it keeps.
    """

    authority: Authority
    member: str
    store: NoticeStore

    def rule_of(self, digest: str) -> DenialRule:
        """Return the duty that a kept denial brings.

        Raises:
            RecordError: The charter knows none.
        """
        return self.authority.rule(self.store.kept()[digest]["field"])


@dataclass(frozen=True, slots=True)
class Note:
    """A notice that waits for a signature.

    Attributes:
        body: What would be signed.
        lines: What the signer's screen shows of it.
    """

    body: Mapping[str, Any]
    lines: tuple[str, ...]


def bureau(
    member: str, record: str | None, charter: str | None, root: str | None, workspace: Path | None, *, write: bool = True
) -> Bureau:
    """Open a member's office.

    Args:
        member: Its id.
        record: Place of the record; the workspace's if None.
        charter: A charter file to take instead of a record; rotations since are not known then.
        root: Digest of charter 1 that the caller trusts.
        workspace: By the usual order if None.
        write: Whether the workspace is made if it is not there.

    Raises:
        RecordError: The record does not hold together, or the charter names no such member.
        InputError: Record and charter are both named.
    """
    if record is not None and charter is not None:
        raise InputError("record and charter are both named", remedy="name the record; a charter alone where you have none")
    if charter is None:
        authority = Authority.of_record(verify(place_of(record, workspace), root))
    else:
        authority = Authority.of_charter(load_charter(charter))
        if root is not None and root != authority.charter.digest:
            raise RecordError(f"this is the charter {authority.charter.digest[:12]}, not {root[:12]}", file=charter)
    if authority.charter.member(member) is None:
        raise RecordError(f"{member} is no member of {authority.charter.framework}", remedy="name a member with --as")
    folder = workspace_to_write(workspace) if write else find_workspace(workspace) or Path()
    return Bureau(authority, member, NoticeStore.of(folder, authority.charter.framework, member))


def draft_denial(desk: Bureau, file: Path) -> Note:
    """Return a denial out of a file of the user.

    Raises:
        DocumentError: The file cannot be read, or has a key that a denial has not.
        RecordError: A field is missing or malformed, or it would be valid for longer than the charter allows.
    """
    given = read_user_file(file)
    given.node.only(_KEYS)
    try:
        fields = _denial_fields(given.node.plain(), desk)
        return _draft(desk, DENIAL, _recipients(desk, fields.pop("to")), fields)
    except RecordError as problem:
        raise problem.located(file=given.name) from problem


def _recipients(desk: Bureau, named: Any) -> list[str]:
    """Return who is to receive a notice: the members named, or all that can be written to."""
    others = [one for one in desk.authority.readers() if one != desk.member]
    if named != "all" and not (isinstance(named, list) and all(isinstance(one, str) for one in named)):
        raise RecordError("recipients are a list of members, or all", place="to", remedy="write to: [JP, GB], or to: all")
    if not (others if named == "all" else named):
        raise RecordError(
            "no other member has a key to which notices are sealed", place="to", remedy="the charter names it, role notices"
        )
    return others if named == "all" else list(named)


def _denial_fields(given: Any, desk: Bureau) -> dict[str, Any]:
    fields = {"to": "all", **{key: list(one) if one == () else one for key, one in _DEFAULTS.items()}, **given}
    for role in ("consignee", "end_user"):
        if isinstance(fields[role], dict):
            fields[role] = {**{key: list(one) if one == () else one for key, one in _PARTY.items()}, **fields[role]}
    if isinstance(fields.get("item"), dict):
        fields["item"] = {"kind": "", "parameters": {}, **fields["item"]}
    if "valid_until" not in fields and isinstance(fields.get("decided"), str):
        validity = desk.authority.rule(str(fields["field"])).validity
        fields["valid_until"] = (parse_date(fields["decided"]) + validity).isoformat()
    return fields


def draft_renewal(desk: Bureau, name: str, reviewed: dt.date, until: dt.date | None, reasons: str) -> Note:
    """Return the renewal of an own denial; for as long as the charter allows where no day is named."""
    digest = desk.store.find(name, DENIAL)
    end = until or reviewed + desk.rule_of(digest).validity
    fields = {"denial": digest, "reviewed": reviewed.isoformat(), "valid_until": end.isoformat(), "reasons": reasons}
    return _draft(desk, RENEWAL, _same_readers(desk, digest), fields)


def draft_withdrawal(desk: Bureau, name: str, start: dt.date, reasons: str) -> Note:
    """Return the withdrawal of an own denial, for those to whom it went."""
    digest = desk.store.find(name, DENIAL)
    fields = {"denial": digest, "from": start.isoformat(), "reasons": reasons}
    return _draft(desk, WITHDRAWAL, _same_readers(desk, digest), fields)


def _same_readers(desk: Bureau, digest: str) -> list[str]:
    return [one["member"] for one in desk.store.kept()[digest]["to"]]


def draft_inquiry(desk: Bureau, name: str, summary: str, asked: dt.date, holidays: Sequence[dt.date]) -> Note:
    """Return the question to the member that denied, with the clock that the charter gives.

    Args:
        desk: Of the member that asks.
        name: Reference or beginning of the digest of the denial.
        summary: The proposed transaction in words.
        asked: Day of the question.
        holidays: Days that are no working days, beside Saturdays and Sundays.

    Raises:
        MissingError: No such denial is kept.
        RecordError: The charter asks for no consultation, or the denial is not valid.
    """
    digest = desk.store.find(name, DENIAL)
    rule = desk.rule_of(digest)
    days = sorted(set(holidays))
    fields = {
        "denial": digest,
        "summary": summary,
        "asked": asked.isoformat(),
        "reply_by": working_days_after(asked, rule.reply_days, days).isoformat(),
        "limit": working_days_after(asked, rule.reply_limit, days).isoformat(),
        "holidays": [one.isoformat() for one in days],
    }
    return _draft(desk, INQUIRY, [desk.store.kept()[digest]["by"]], fields)


def draft_answer(desk: Bureau, name: str, answer: str, extended_to: dt.date | None, on: dt.date, text: str) -> Note:
    """Return the answer to a question on an own denial."""
    digest = desk.store.find(name, INQUIRY)
    extended = "" if extended_to is None else extended_to.isoformat()
    fields = {"inquiry": digest, "answer": answer, "on": on.isoformat(), "extended_to": extended, "text": text}
    return _draft(desk, ANSWER, [desk.store.kept()[digest]["by"]], fields)


def draft_grant(desk: Bureau, name: str, inquiry: str, reference: str, decided: dt.date, reasons: str) -> Note:
    """Return the notice that a licence was granted all the same; it goes to everybody that can be written to."""
    fields = {
        "denial": desk.store.find(name, DENIAL),
        "inquiry": desk.store.find(inquiry, INQUIRY) if inquiry else "",
        "reference": reference,
        "decided": decided.isoformat(),
        "reasons": reasons,
    }
    return _draft(desk, GRANT, _recipients(desk, "all"), fields)


def _draft(desk: Bureau, kind: str, to: Sequence[str], fields: Mapping[str, Any]) -> Note:
    body = assured.notice(desk.authority, kind, desk.member, to, format_time(moment()), fields)
    assured.refuse_idle(desk.authority, body, desk.store.kept())
    return Note(body, tuple(screen(body)))


def finish(desk: Bureau, note: Note, key: PrivateKey, out: Path) -> dict[str, Any]:
    """Sign exactly what was shown, seal it, put it into a folder and keep it.

    Raises:
        RecordError: The key is not the ballot key of the member.
        InputError: The folder cannot be written.
    """
    envelope = assured.sign(desk.authority, note.body, key)
    data = assured.seal(desk.authority, envelope)
    path, _ = deliver(data, out)
    desk.store.keep(envelope)
    to = [one["member"] for one in note.body["to"]]
    answer = {"kind": envelope.kind, "digest": envelope.digest, "file": str(path), "bytes": len(data), "to": to}
    if envelope.kind == INQUIRY:
        answer |= {"reply_by": note.body["reply_by"], "limit": note.body["limit"]}
    if envelope.kind == GRANT:
        days = dt.timedelta(days=desk.rule_of(note.body["denial"]).notify_days)
        answer["notify_by"] = (parse_date(note.body["decided"]) + days).isoformat()
    return answer


def send(files: Sequence[Path], mailbox: Path) -> dict[str, Any]:
    """Copy sealed files into a mailbox; what is there already is left as it is."""
    rows = []
    for file in files:
        for name, data in sealed_files(file):
            path, new = deliver(data, mailbox)
            rows.append({"file": name, "to": str(path), "new": new})
    return {"sent": rows}


def open_all(desk: Bureau, place: Path, key: PrivateKey) -> dict[str, Any]:
    """Open a sealed file or a mailbox, and keep what is for this member.

    Raises:
        RecordError: The one file that was named is refused; in a mailbox, refusals are rows of the answer.
    """
    opened: dict[str, tuple[str, assured.Opened]] = {}
    refused: list[dict[str, str]] = []
    for name, data in sealed_files(place):
        try:
            one = assured.open_sealed(desk.authority, data, desk.member, key)
            opened.setdefault(one.envelope.digest, (name, one))
        except RecordError as problem:
            refused.append(_refused(place, name, problem))
    rows, kept = [], desk.store.kept()
    for digest in assured.order({digest: one.body for digest, (_, one) in opened.items()}):
        name, one = opened[digest]
        try:
            rows.append(_keep(desk, name, one, kept))
        except RecordError as problem:
            refused.append(_refused(place, name, problem))
    return {"framework": desk.authority.charter.framework, "member": desk.member, "opened": rows, "refused": refused}


def _refused(place: Path, name: str, problem: RecordError) -> dict[str, str]:
    if not place.is_dir():
        raise problem.located(file=name) from problem
    return {"file": name, "reason": problem.message}


def _keep(desk: Bureau, name: str, one: assured.Opened, kept: dict[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Keep an opened notice, in the store and in what is kept; refuse one that would have no effect."""
    known = one.envelope.digest in kept
    if not known:
        assured.refuse_idle(desk.authority, one.body, kept)
        desk.store.keep(one.envelope)
        kept[one.envelope.digest] = one.body
    return {"file": name, "kind": one.kind, "digest": one.envelope.digest, "by": one.body["by"], "new": not known}


def list_notices(desk: Bureau, day: dt.date | None = None) -> dict[str, Any]:
    """Return every denial that is kept with where it stands on a day, and every consultation."""
    on, kept = day or today(), desk.store.kept()
    standings = life.standings(kept)
    return {
        "framework": desk.authority.charter.framework,
        "member": desk.member,
        "date": on.isoformat(),
        "denials": [_denial_row(one, on) for one in standings.values()],
        "consultations": _consultation_rows(kept, standings, on),
        "readers": list(desk.authority.readers()),
        "text_of_silence": "silence within the clock counts as: not identical",
    }


def _denial_row(one: life.Standing, on: dt.date) -> dict[str, Any]:
    denial = one.denial
    return {
        "id": denial.id,
        "digest": denial.digest,
        "by": denial.by,
        "about": denial.about,
        "state": one.on(on),
        "decided": denial.decided.isoformat(),
        "valid_until": one.valid_until.isoformat(),
        "withdrawn_from": None if one.withdrawn_from is None else one.withdrawn_from.isoformat(),
        "entries": [f"{list_id} {code}" for list_id, code in denial.entries],
        "item": denial.item.text,
        "destination": denial.destination,
        "parties": [{"role": role, "name": party.name} for role, party in denial.parties],
        "reasons": denial.reasons,
        "citation": denial.citation,
    }


def _consultation_rows(
    kept: Mapping[str, Mapping[str, Any]], standings: Mapping[str, life.Standing], on: dt.date
) -> list[dict[str, Any]]:
    denied_by = {key: one.denial.by for key, one in standings.items()}
    return [
        {
            "inquiry": one.inquiry,
            "denial": standings[one.denial].denial.id if one.denial in standings else one.denial[:12],
            "by": one.by,
            "asked": one.asked.isoformat(),
            "reply_by": one.reply_by.isoformat(),
            "limit": one.limit.isoformat(),
            "state": one.on(on),
            "granted": None if one.granted is None else one.granted.isoformat(),
        }
        for one in consultations(kept, denied_by).values()
    ]

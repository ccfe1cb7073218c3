"""Recorded decisions: one file with inputs, digests and answer, from which the same answer is made again.

Decides the form of the record and what must be the same for a replay. See docs/adr/0006-replay.md.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sekisho import __version__
from sekisho.errors import DocumentError, Error, InputError
from sekisho.licensing.transaction import Stake
from sekisho.parties.judgement_record import dump_judged, load_judged
from sekisho.parties.matching.score import default_weights
from sekisho.parties.party import PartyQuery, Screening, SourceState
from sekisho.parties.record import dump_match, load_match
from sekisho.terms.dates import parse_date
from sekisho.workspace.check import Checked, Desk
from sekisho.workspace.folder import find_workspace
from sekisho.workspace.framework import Kept, framework_of
from sekisho.workspace.judgements import Head, open_journal
from sekisho.workspace.known_owners import dump_owners, load_owners
from sekisho.workspace.rulebook import open_rulebook, write_atomically
from sekisho.workspace.user_files import read_bytes

FORMAT = "sekisho-record-1"


@dataclass(frozen=True, slots=True)
class Replayed:
    """A decision made again.

    Attributes:
        answer: The answer, the same as recorded.
        exit_status: Of ``check`` on the same file.
        notes: What the reader should know of the replay; not part of the answer.
    """

    answer: Mapping[str, Any]
    exit_status: int
    notes: tuple[str, ...]


def write_record(path: Path, checked: Checked) -> None:
    """Write the record of a decision, whole or not at all.

    Raises:
        InputError: The file cannot be written, or something else than a record stands there.
    """
    _refuse_other(path)
    body = {
        "format": FORMAT,
        "sekisho": __version__,
        "rulebook": checked.answer["provenance"]["rulebook"],
        "as_of": checked.as_of.isoformat(),
        "input": {
            "name": checked.name,
            "sha256": hashlib.sha256(checked.data).hexdigest(),
            "base64": base64.b64encode(checked.data).decode(),
        },
        "screenings": {str(index): _dump_screening(one) for index, one in checked.screenings.items()},
        **({"frameworks": [one.kept.plain() for one in checked.frameworks]} if checked.frameworks else {}),
        **({} if checked.judgements is None else {"judgements": checked.judgements.plain()}),
        **({"owners": dump_owners(checked.owners)} if checked.owners else {}),
        "exit_status": checked.exit_status,
        "answer": checked.answer,
    }
    body["sha256"] = _seal(body)
    try:
        text = json.dumps(body, ensure_ascii=False, indent=2) + "\n"
        write_atomically(path, text.encode("utf-8", "backslashreplace"))
    except OSError as problem:
        raise InputError(
            f"the record cannot be written: {problem.strerror}", file=str(path), remedy="name another file"
        ) from problem


def _refuse_other(path: Path) -> None:
    """Refuse to write over anything but an earlier record."""
    if not os.path.lexists(path):
        return
    try:
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as stream:
                if FORMAT.encode() in stream.read(200):
                    return
    except OSError as problem:
        raise InputError(f"it cannot be read: {problem.strerror}", file=str(path), remedy="name another file") from problem
    raise InputError("something else than a record stands here", file=str(path), remedy="name another file")


def replay_file(path: Path, *, workspace: Path | None = None, progress: Callable[[str], None] | None = None) -> Replayed:
    """Make a recorded decision again.

    Args:
        path: A file that ``write_record`` wrote.
        workspace: Where the sources are; by the usual order if None.
        progress: Called with a sentence before a slow step.

    Raises:
        DocumentError: This is no record, or it was changed.
        InputError: Another version or rulebook made it, or the answer comes out otherwise.
    """
    name, data = read_bytes(path)
    body = _read(name, data)
    try:
        return _replayed(name, body, workspace, progress)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as problem:
        raise DocumentError("this record of a decision is damaged", file=name, remedy="use the original") from problem


def _replayed(name: str, body: dict[str, Any], workspace: Path | None, progress: Callable[[str], None] | None) -> Replayed:
    rulebook = open_rulebook(progress)
    for what, recorded, here in (
        ("version", body["sekisho"], __version__),
        ("rulebook", body["rulebook"], rulebook.digest),
        ("set of weights of names", body["answer"]["provenance"].get("weights"), default_weights().version),
    ):
        if recorded != here:
            raise InputError(
                f"the record was made with another {what}: {recorded}, here is {here}",
                file=name,
                place=what,
                remedy=f"install sekisho {body['sekisho']} with that rulebook and those weights to replay it",
            )
    desk = Desk(rulebook, workspace, parse_date(body["as_of"]), progress)
    source = base64.b64decode(body["input"]["base64"], validate=True)
    if hashlib.sha256(source).hexdigest() != body["input"]["sha256"]:
        raise DocumentError("the input in the record is not the one it names", file=name, remedy="use the original")
    recorded_screenings = {int(index): _load_screening(one) for index, one in body["screenings"].items()}
    head = Head(body["judgements"]["entries"], body["judgements"]["sha256"]) if "judgements" in body else Head()
    owners = load_owners(body.get("owners", {}))
    again, notes = _screen_again(desk, source, body["input"]["name"], recorded_screenings, head, owners)
    frameworks = tuple(framework_of(Kept.from_plain(one, name), rulebook) for one in body.get("frameworks", ()))
    checked = desk.check(source, body["input"]["name"], again, frameworks, head if head.entries else None, owners)
    for place, old, new in _differences(body["answer"], checked.answer):
        raise InputError(
            f"the answer comes out otherwise: recorded {old}, now {new}",
            file=name,
            place=place,
            remedy="keep both: the recorded answer stands in the file",
        )
    return Replayed(body["answer"], checked.exit_status, tuple(notes))


def _screen_again(
    desk: Desk,
    source: bytes,
    name: str,
    recorded: Mapping[int, Screening],
    head: Head,
    owners: Mapping[int, tuple[Stake, ...]],
) -> tuple[Mapping[int, Screening], list[str]]:
    """Screen against the recorded snapshots where the workspace holds them, else take the screening from the record."""
    try:
        transaction = desk.read(source, name).with_owners(owners)
        sources = desk.sources(transaction)
        journal = open_journal(find_workspace(desk.workspace), transaction.date, desk.as_of, head)
    except Error as problem:
        return recorded, [f"screening was taken from the record: {problem.message}"]
    had = {(state.id, state.sha256) for one in recorded.values() for state in one.sources}
    here = {(state.id, state.sha256) for state in sources.states}
    said = {(state.id, state.stale, state.warning) for one in recorded.values() for state in one.sources}
    says = {(state.id, state.stale, state.warning) for state in sources.states}
    if had == here and said != says and recorded:
        names = ", ".join(sorted({one[0] for one in said ^ says}))
        return recorded, [f"screening was taken from the record: what is known of the age of {names} has changed since"]
    if had == here or not recorded:
        again = desk.screen(transaction, replace(sources, journal=journal))
        if journal is None or not journal.lost:
            return again, []
        lost = ", ".join(sorted(journal.lost))
        return recorded, [f"screening was taken from the record: the good list rests on {lost}, which is no longer here"]
    missing = ", ".join(sorted(f"{one} {digest[:12]}" for one, digest in had - here)) or "fewer sources"
    return recorded, [f"screening was taken from the record: this workspace searches other snapshots ({missing} recorded)"]


def _read(name: str, data: bytes) -> dict[str, Any]:
    remedy = "give a file that `sekisho check --record` wrote"
    try:
        body = json.loads(data)
    except (ValueError, RecursionError) as problem:
        raise DocumentError("this is no record of a decision", file=name, remedy=remedy) from problem
    if not isinstance(body, dict) or body.get("format") != FORMAT:
        raise DocumentError("this is no record of a decision", file=name, remedy=remedy)
    seal = body.pop("sha256", None)
    if not isinstance(seal, str) or seal != _seal(body):
        raise DocumentError("the record was changed after it was written", file=name, remedy="use the original")
    return body


def _seal(body: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def _differences(old: Any, new: Any, place: str = "answer") -> Iterator[tuple[str, str, str]]:
    """Yield where two answers differ, the first difference first."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in [*old, *(key for key in new if key not in old)]:
            yield from _differences(old.get(key), new.get(key), f"{place}.{key}")
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for number, (first, second) in enumerate(zip(old, new, strict=True)):
            yield from _differences(first, second, f"{place}[{number}]")
    elif old != new:
        yield place, _short(old), _short(new)


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 120 else f"{text[:117]}..."


def _dump_screening(one: Screening) -> dict[str, Any]:
    query = one.query
    return {
        "query": [query.name, query.country, query.address, dict(query.identifiers), query.schema, query.birth_date],
        "matches": [dump_match(match) for match in one.matches],
        "resolved": [dump_judged(judged) for judged in one.resolved],
        "judged": [dump_judged(judged) for judged in one.judged],
        "sources": [
            [
                state.id,
                state.snapshot.isoformat(),
                state.sha256,
                state.parties,
                state.official,
                state.stale,
                state.warning,
                list(state.covers),
            ]
            for state in one.sources
        ],
    }


def _load_screening(row: Mapping[str, Any]) -> Screening:
    states = (
        SourceState(source, dt.date.fromisoformat(snapshot), sha256, parties, official, stale, warning, tuple(covers))
        for source, snapshot, sha256, parties, official, stale, warning, covers in row["sources"]
    )
    resolved, judged = (tuple(map(load_judged, row.get(name, ()))) for name in ("resolved", "judged"))
    return Screening(PartyQuery(*row["query"]), tuple(map(load_match, row["matches"])), tuple(states), resolved, judged)

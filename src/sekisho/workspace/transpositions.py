"""Acts as a member writes them down, turned into statements of the record; and what the members have made of a list.

Decides which fields a file may leave out and what stands in their place, and where the list of a matrix is read from. What a
statement must hold, and what an act makes of an entry, is for ``notices``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from sekisho.assurance.editions import listed_rows
from sekisho.errors import DocumentError, Error, MissingError, RecordError
from sekisho.ledger.keys import PrivateKey
from sekisho.notices import equivalence, transposition
from sekisho.notices.acts import read_acts
from sekisho.notices.akoma import to_akoma
from sekisho.notices.equivalence import read_equivalence
from sekisho.notices.matrix import Source, matrix
from sekisho.notices.tables import to_csv
from sekisho.notices.transposition import FIELDS, read_transposition
from sekisho.regime.statements import format_time, parse_time
from sekisho.terms.canonical import decode
from sekisho.workspace.clock import moment
from sekisho.workspace.folder import find_workspace
from sekisho.workspace.framework import CURRENT, FORMAT, STATE, current_edition
from sekisho.workspace.records import verify
from sekisho.workspace.regime_acts import Draft, draft_statement
from sekisho.workspace.user_files import read_bytes, read_user_file

EXPORTS: Mapping[str, Callable[[Mapping[str, Any]], bytes]] = {"csv": to_csv, "akn": to_akoma}
"""Formats of the matrix beside JSON and text."""
_DEFAULTS: Mapping[str, Any] = {
    "only": (),
    "except": (),
    "steps": (),
    "applies_until": "",
    "savings": "",
    "deviations": (),
    "replaces": "",
}


def read_act(path: Path, adopted: Mapping[str, str], by: str) -> dict[str, Any]:
    """Return the fields of a transposition out of a file of the user.

    Args:
        path: The file, YAML or JSON. An entry that gives no ``sha256`` takes that of the list as it stands.
        adopted: Code to digest of each entry of the list.
        by: Member that speaks.

    Raises:
        DocumentError: The file cannot be read, or has a key that an act has not.
        MissingError: An entry without ``sha256`` is not on the list.
        RecordError: A field is missing or malformed, or two contradict each other.
    """
    given = read_user_file(path)
    given.node.only(tuple(FIELDS))
    fields = {**{key: list(one) if one == () else one for key, one in _DEFAULTS.items()}, **given.node.plain()}
    try:
        if not isinstance(fields.get("entries"), list):
            raise RecordError("an act gives effect to entries", place="entries", remedy="name them: entries: [{code: …}]")
        fields["entries"] = [_entry(row, adopted) for row in fields["entries"]]
        read_transposition({**fields, "by": by}, "0" * 64)
    except (RecordError, MissingError) as problem:
        raise problem.located(file=given.name) from problem
    return fields


def read_relief(path: Path, by: str) -> dict[str, Any]:
    """Return the fields of an equivalence out of a file of the user.

    Args:
        path: The file, YAML or JSON.
        by: Member that relieves.

    Raises:
        DocumentError: The file cannot be read, or has a key that an equivalence has not.
        RecordError: A field is missing or malformed, or two contradict each other.
    """
    given = read_user_file(path)
    given.node.only(tuple(equivalence.FIELDS))
    fields = {"applies_until": "", "conditions": [], "replaces": "", **given.node.plain()}
    try:
        read_equivalence({**fields, "by": by}, "0" * 64)
    except RecordError as problem:
        raise problem.located(file=given.name) from problem
    return fields


def draft_act(place: str, kind: str, path: Path, by: str, key: PrivateKey, root: str | None = None) -> Draft:
    """Return the statement of an act that waits for its signature, with the signer's screen.

    Args:
        place: The record; an entry without ``sha256`` takes that of the list as it stands there.
        kind: ``transposition`` or ``equivalence``.
        path: The act, YAML or JSON.
        by: Member that speaks.
        key: Its ballot key.
        root: Digest of charter 1 that the caller trusts.

    Raises:
        DocumentError: The file cannot be read.
        MissingError: An entry is not on the list.
        RecordError: The act contradicts itself, or replaces or names what it may not; the record does not hold together.
    """
    if kind == transposition.KIND:
        listed = verify(place, root).docket.edition.entries
        fields = read_act(path, {code: one.sha256 for code, one in listed.items()}, by)
    else:
        fields = read_relief(path, by)
    return draft_statement(place, kind, by, key, fields, root=root)


def others_to_sign(one: Draft) -> list[str]:
    """Return the other members for whom an act gives effect: each joins its own signature, or it counts for nothing."""
    body = decode(one.data)
    return [member for member in body.get("members", []) if member != body["by"]]


def matrix_of(
    on: dt.date | None,
    *,
    record: str | None = None,
    state: Path | None = None,
    workspace: Path | None = None,
    root: str | None = None,
) -> dict[str, Any]:
    """Return what each member has made of each entry of a framework's list.

    Args:
        on: The day; None: today.
        record: A member's own record; its list is that of the newest checkpoint that counts.
        state: ``state.json`` of a list that ``sekisho sync`` has verified; without either the one in the workspace.
        workspace: The workspace folder, by the usual order if None.
        root: Digest of charter 1 that the caller trusts, for a record.

    Raises:
        MissingError: There is no list, or the workspace keeps several.
        DocumentError: The state is damaged.
        RecordError: The record does not hold together.
        PublicationError: No checkpoint of the record counts.
    """
    now = moment()
    if record is not None:
        source = _of_record(record, root)
    else:
        source = _of_state(_kept_state(workspace) if state is None else state, now)
    return matrix(source, now.date() if on is None else on)


def _of_record(place: str, root: str | None) -> Source:
    verified = verify(place, root)
    entries, gone = listed_rows(verified)
    assert verified.newest is not None  # else there are no rows
    transpositions, equivalences = read_acts((key, body) for _, key, body in verified.docket.acts.all)
    return Source(
        verified.docket.charter.framework,
        verified.docket.edition.digest,
        verified.size,
        format_time(verified.newest.time),
        tuple(sorted(one.id for one in verified.docket.charter.members)),
        tuple(entries),
        tuple(gone),
        transpositions,
        equivalences,
    )


def _kept_state(workspace: Path | None) -> Path:
    found = find_workspace(workspace)
    homes = [] if found is None else sorted(one.parent for one in found.glob(f"framework/*/{CURRENT}"))
    if len(homes) != 1:
        several = f"the workspace keeps several lists: {', '.join(one.name for one in homes)}"
        told = several if homes else "the workspace keeps no list of a framework"
        raise MissingError(told, remedy="name --state FILE or --record PLACE, or run `sekisho sync` first")
    return current_edition(homes[0]) / STATE


def _of_state(path: Path, now: dt.datetime) -> Source:
    name, data = read_bytes(path)
    try:
        body = decode(data)
        if body["format"] != FORMAT:
            raise DocumentError(f"its format is not {FORMAT}")
        transpositions, equivalences = read_acts((one["digest"], one["body"]) for one in body["acts"])
        stale_after = parse_time(body["stale_after"])
        stale = max(now, parse_time(body["checkpoint"])) > stale_after
        return Source(
            body["framework"],
            body["edition"],
            int(body["size"]),
            body["checkpoint"],
            tuple(body["members"]),
            tuple(body["entries"]),
            tuple(body["gone"]),
            transpositions,
            equivalences,
            f"verified for use until {body['stale_after']}; what changed after is not known here" if stale else "",
        )
    except (Error, KeyError, TypeError, ValueError, AttributeError) as problem:
        told = problem.message if isinstance(problem, Error) else "a part is missing or malformed"
        raise DocumentError(
            f"this is no state of a framework's list: {told}", file=name, remedy="run `sekisho sync` again"
        ) from problem


def _entry(row: Any, adopted: Mapping[str, str]) -> dict[str, Any]:
    if not isinstance(row, dict) or not isinstance(row.get("code"), str):
        raise RecordError("an entry names its code", place="entries", remedy='write {code: 4A801.a, national: ""}')
    if "sha256" not in row and row["code"] not in adopted:
        known = ", ".join(sorted(adopted)) or "nothing yet"
        raise MissingError(f"{row['code']} is not on the list", place="entries", remedy=f"the list holds {known}")
    return {"national": "", "sha256": adopted.get(row["code"], ""), **row}

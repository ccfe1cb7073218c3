"""Charters for the command line: the shipped ones, a file, one filled with keys."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sekisho.assurance.keyring import read_keys
from sekisho.errors import CharterError, InputError, MissingError, RecordError
from sekisho.ledger.keys import PublicKey, read_public
from sekisho.regime.charter import Charter
from sekisho.regime.charter_checks import check_charter, liveness
from sekisho.regime.charter_read import read_charter
from sekisho.regime.charter_words import describe
from sekisho.regime.charters import SHIPPED, shipped_charter
from sekisho.terms.canonical import decode
from sekisho.workspace.carried import refuse_taken, write_new
from sekisho.workspace.founding import fill
from sekisho.workspace.user_files import read_bytes

_HEARD = "founders are heard like everybody: give the day with --heard YYYY-MM-DD"


def list_charters() -> dict[str, Any]:
    """Return the shipped charters with their size and safety numbers."""
    found = [(name, read_charter(shipped_charter(name), name)) for name in SHIPPED]
    return {
        "charters": [
            {
                "name": name,
                "title": one.title["en"],
                "members": len(one.members),
                "fields": [field.id for field in one.fields],
                "faults": one.faults,
                "threshold": one.cosign_threshold,
            }
            for name, one in found
        ]
    }


def load_charter(name: str) -> Charter:
    """Return a shipped charter, or the charter in a file; it is sound.

    Raises:
        MissingError: There is neither.
        CharterError: It is unsound.
    """
    file, data = _named(name)
    charter = read_charter(data, file)
    template = all(not member.keys for member in charter.members) and not charter.secretariat_keys
    check_charter(charter, template=template, file=file)
    if not template:
        read_keys(charter)
    return charter


def _named(name: str) -> tuple[str, bytes]:
    if name in SHIPPED:
        return name, shipped_charter(name)
    try:
        return read_bytes(Path(name))
    except MissingError as problem:
        remedy = f"name a file, or one that is shipped: {', '.join(SHIPPED)}"
        raise MissingError(problem.message, file=problem.file, remedy=remedy) from problem


def show_charter(name: str) -> dict[str, Any]:
    """Return a charter in words, with what its thresholds survive and cost."""
    charter = load_charter(name)
    return {
        "framework": charter.framework,
        "version": charter.version,
        "digest": charter.digest,
        "title": dict(charter.title),
        "sections": [{"heading": heading, "lines": list(lines)} for heading, lines in describe(charter)],
        "liveness": list(liveness(charter)),
    }


def fill_charter(
    template: str, folder: Path, out: Path, framework: str | None, origin: str | None, heard: str
) -> dict[str, Any]:
    """Fill a charter with the keys in every ``public.json`` below a folder, and write its canonical bytes.

    Args:
        template: Name of a shipped charter, or a file.
        folder: With everybody's keys.
        out: File to write.
        framework: Id to take instead of the template's.
        origin: Origin of the log to take instead of the template's.
        heard: Day on which the founders were heard; empty where the template says so itself.

    Raises:
        CharterError: Somebody's keys are missing or unsound, or the charter is.
    """
    name, data = _named(template)
    refuse_taken(out)
    changes = {key: value for key, value in (("framework", framework), ("origin", origin)) if value is not None}
    try:
        charter = fill(data, name, _public_keys(folder), changes, heard)
    except CharterError as problem:
        if not heard and (problem.place or "").endswith(".heard"):
            raise CharterError(problem.message, file=name, place=problem.place, remedy=_HEARD) from problem
        raise
    write_new(out, charter.data)
    return {"file": str(out), "digest": charter.digest, "framework": charter.framework, "origin": charter.origin}


def _public_keys(folder: Path) -> dict[str, Mapping[str, PublicKey]]:
    found: dict[str, Mapping[str, PublicKey]] = {}
    for path in sorted(folder.rglob("public.json")):
        name, data = read_bytes(path)
        try:
            body = decode(data)
            owner, rows = str(body["owner"]), body["keys"]
            keys = {str(row["role"]): read_public(row["algorithm"], row["public"]) for row in rows}
        except RecordError as problem:
            raise problem.located(file=name) from problem
        except (KeyError, TypeError) as problem:
            raise RecordError(
                "this is no file of public keys", file=name, remedy="`sekisho regime keys` writes them"
            ) from problem
        if owner in found:
            raise InputError(f"the keys of {owner} stand in two files", file=name, remedy="keep one")
        found[owner] = keys
    if not found:
        raise InputError(
            f"there is no public.json below {folder}", file=str(folder), remedy="`sekisho regime keys` writes them"
        )
    return found

"""Files that are carried between the parties: keys, statements, checkpoints. Read strictly, never replaced.

Decides how a file is written: whole, under a name that was free. Knows nothing of what a statement means.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sekisho.errors import InputError, RecordError
from sekisho.ledger.checkpoint import Note, read_note
from sekisho.ledger.envelope import Envelope, read_envelope
from sekisho.ledger.keys import X25519, PrivateKey
from sekisho.regime.charter import MEMBER_ROLES, SECRETARIAT, SECRETARIAT_ROLES
from sekisho.terms.canonical import encode
from sekisho.workspace.user_files import read_bytes


def load_key(path: Path, password: bytes | None) -> PrivateKey:
    """Read a private key.

    Raises:
        MissingError: There is no such file.
        RecordError: It is no key, or the password is another.
    """
    name, data = read_bytes(path)
    try:
        return PrivateKey.load(data, password)
    except RecordError as problem:
        raise problem.located(file=name) from problem


def signing_keys(keys: Sequence[PrivateKey]) -> list[PrivateKey]:
    """Return those of some keys that sign; the key of the role ``notices``, which lies beside them, does not.

    Raises:
        InputError: None does.
    """
    found = [key for key in keys if key.public.algorithm != X25519]
    if not found:
        raise InputError("a key of the role notices signs nothing", remedy="name a key of another role with --key")
    return found


def make_keys(owner: str, out: Path, algorithm: str, password: bytes | None) -> dict[str, Any]:
    """Make the keys of a member or of the secretariat, one file each, readable by their owner alone.

    Raises:
        InputError: A file is there already; nothing is replaced.
    """
    roles = SECRETARIAT_ROLES if owner == SECRETARIAT else MEMBER_ROLES
    made = {role: PrivateKey.generate(X25519 if role == "notices" else algorithm) for role in roles}
    taken = [path for path in (out / "public.json", *(out / f"{role}.pem" for role in roles)) if path.exists()]
    if taken:
        raise InputError(
            "there is a file already", file=str(taken[0]), remedy="keys are never replaced: name another folder"
        )
    out.mkdir(parents=True, exist_ok=True)
    for role, key in made.items():
        with os.fdopen(os.open(out / f"{role}.pem", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(key.dump(password))
    rows = [{"role": role, "algorithm": key.public.algorithm, "public": key.public.public} for role, key in made.items()]
    public = {"owner": owner, "keys": rows}
    write_new(out / "public.json", encode(public))
    shown = [{**row, "fingerprint": made[row["role"]].public.fingerprint} for row in rows]
    return {"owner": owner, "keys": shown, "folder": str(out), "encrypted": password is not None}


def read_statement(path: Path) -> Envelope:
    """Read a statement from a file.

    Raises:
        RecordError: It is none; ``file`` says which file.
    """
    name, data = read_bytes(path)
    try:
        return read_envelope(data)
    except RecordError as problem:
        raise problem.located(file=name) from problem


def read_note_file(path: Path) -> Note:
    """Read a checkpoint from a file.

    Raises:
        RecordError: It is none; ``file`` says which file.
    """
    name, data = read_bytes(path)
    try:
        return read_note(data.decode("utf-8"))
    except UnicodeDecodeError as problem:
        raise RecordError("a checkpoint is text in UTF-8", file=name) from problem
    except RecordError as problem:
        raise problem.located(file=name) from problem


def refuse_taken(path: Path) -> None:
    """Refuse a file to write that is there already, or whose folder is not.

    Raises:
        InputError: One or the other.
    """
    if path.exists() or path.is_symlink():
        raise InputError("there is a file already", file=str(path), remedy="nothing is replaced: name a new one")
    if not path.parent.is_dir():
        raise InputError(f"there is no folder {path.parent}", file=str(path), remedy="make it first")


def write_new(path: Path, data: bytes) -> None:
    """Write a file that is not there yet, whole or not at all.

    Raises:
        InputError: It is there already, or its folder is not.
    """
    refuse_taken(path)
    beside = path.with_name(f".writing-{os.getpid()}-{path.name}")
    try:
        with beside.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        _move(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def _move(beside: Path, path: Path) -> None:
    """Give a file its name without taking it from another; where there are no links, as on a stick, by a rename."""
    try:
        os.link(beside, path)
    except FileExistsError:
        refuse_taken(path)
    except OSError:
        beside.replace(path)

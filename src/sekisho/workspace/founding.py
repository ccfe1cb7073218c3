"""Found a framework: a charter filled with the founders' keys, signed by every one of them.

The shipped charters have no keys; whoever founds a framework fills one in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sekisho.assurance.keyring import keys_of, read_keys
from sekisho.errors import CharterError
from sekisho.ledger.envelope import add_signature, sign_statement
from sekisho.ledger.keys import PrivateKey, PublicKey
from sekisho.regime.charter import SECRETARIAT, Charter
from sekisho.regime.charter_checks import check_charter
from sekisho.regime.charter_read import read_charter
from sekisho.terms.canonical import decode, encode
from sekisho.terms.document import read_document

Keys = Mapping[str, Mapping[str, PublicKey]]
"""Public keys by role, by owner (member id or ``secretariat``)."""


def key_row(role: str, key: PublicKey, custody: str = "declared") -> dict[str, str]:
    """Return a key as a charter lists it."""
    return {"role": role, "algorithm": key.algorithm, "public": key.public, "custody": custody}


def fill(template: bytes, name: str, keys: Keys, changes: Mapping[str, Any] | None = None, heard: str = "") -> Charter:
    """Return a sound charter out of a template and the keys of all its members and its secretariat.

    Args:
        template: A charter file; keys in it are replaced.
        name: Its name, for errors.
        keys: Everybody's.
        changes: Further top-level keys to replace, for example ``origin`` or ``framework``.
        heard: Day on which the founders were heard on their eligibility, where the template leaves it open.

    Raises:
        CharterError: Somebody's keys are missing, or the charter is unsound.
        DocumentError: The template cannot be read, or is no charter.
    """
    document = {**_plain(template, name), **(changes or {})}
    known = {SECRETARIAT, *(str(row["id"]) for row in document["members"])}
    for owner in known - keys.keys():
        raise CharterError(f"the keys of {owner} are missing", file=name, remedy="`sekisho regime keys` makes them")
    for owner in keys.keys() - known:
        raise CharterError(
            f"{owner} is no member of this charter", file=name, remedy=f"members are {', '.join(sorted(known))}"
        )
    document["secretariat"] = {**document["secretariat"], "keys": _rows(keys[SECRETARIAT])}
    document["members"] = [{**row, "keys": _rows(keys[str(row["id"])])} for row in document["members"]]
    document["fields"] = [_heard(field, heard) for field in document["fields"]]
    charter = read_charter(encode(document), name)
    check_charter(charter)
    read_keys(charter)
    return charter


def sign_charter(charter: Charter, keys: Iterable[PrivateKey]) -> bytes:
    """Return the statement of a charter with the signatures of some keys; ``join`` adds those of others."""
    return sign_statement(decode(charter.data), keys)


def join(statement: bytes, keys: Iterable[PrivateKey]) -> bytes:
    """Return a statement with further signatures."""
    for key in keys:
        statement = add_signature(statement, key)
    return statement


def unsigned(charter: Charter, signed: Iterable[str]) -> list[str]:
    """Return whose keys have not signed a charter yet, as ``JP (ballot)``."""
    done = set(signed)
    return [
        f"{owner} ({key.role})"
        for owner, key in keys_of(charter)
        if key.algorithm != "x25519" and key.fingerprint not in done
    ]


def _heard(field: Mapping[str, Any], day: str) -> dict[str, Any]:
    return {**field, "eligible": [{**row, "heard": row["heard"] or day} for row in field["eligible"]]}


def _plain(template: bytes, name: str) -> dict[str, Any]:
    """Return a template as a document, after it was read as a charter: so that every key is there."""
    read_charter(template, name)
    found = read_document(template, name).plain()
    assert isinstance(found, dict)
    return found


def _rows(keys: Mapping[str, PublicKey]) -> list[dict[str, str]]:
    return [key_row(role, key) for role, key in sorted(keys.items())]

"""The two sides of a match: what tells whether one is still as it was, and in what it differs.

Decides what counts as the same counterparty and as the same entry of a list, word by word, whatever becomes of the matching.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import unicodedata
from typing import Any, Final

from sekisho.parties.party import ListedParty, PartyQuery

LONGEST: Final = 120
"""Most characters of an old or a new value that are told."""


def party_digest(listed: ListedParty) -> str:
    """Return the digest of everything that a list says of a party."""
    return _digest({name: value for name, value in _fields(listed).items() if value})


def query_digest(query: PartyQuery) -> str:
    """Return the digest of a counterparty's particulars as asked: name, country, address, ..., but for case and spaces."""
    return _digest({what: fold(value) for what, value in particulars(query).items() if fold(value)})


def marks_of(query: PartyQuery) -> frozenset[str]:
    """Return what a counterparty has in common with itself when its particulars change: its name, each identifier."""
    identifiers = (f"{kind} {fold(value)}" for kind, value in query.identifiers.items() if fold(value))
    return frozenset((f"name {fold(query.name)}", *identifiers))


def fold(text: str) -> str:
    """Return a text without differences of case, width and spaces; it stays the same whatever becomes of the matching."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def names_of(listed: ListedParty) -> frozenset[str]:
    """Return the names of a listed party, folded; weak ones left out."""
    return frozenset(fold(one.value) for one in listed.names if one.quality != "weak")


def changes_of_query(old: PartyQuery, new: PartyQuery) -> tuple[str, ...]:
    """Return in what a counterparty's particulars differ, a clause each."""
    if query_digest(old) == query_digest(new):
        return ()
    before, after = particulars(old), particulars(new)
    pairs = [(what, before.get(what, ""), after.get(what, "")) for what in dict.fromkeys((*before, *after))]
    return tuple(_was(f"the counterparty's {what}", was, now) for what, was, now in pairs if fold(was) != fold(now))


def particulars(query: PartyQuery) -> dict[str, str]:
    """Return what is said of a counterparty, as written: every field under its name, each identifier under its kind."""
    found = {one.name: getattr(query, one.name) or "" for one in dataclasses.fields(query) if one.name != "identifiers"}
    return found | {f"identifier {kind}": query.identifiers[kind] for kind in sorted(query.identifiers)}


def changes_of_listed(old: ListedParty, new: ListedParty) -> tuple[str, ...]:
    """Return in what two states of a listed party differ, a clause each."""
    if party_digest(old) == party_digest(new):
        return ()
    before, after = _flat(old), _flat(new)
    found = []
    for name in dict.fromkeys((*before, *after)):
        was, now = before.get(name, ()), after.get(name, ())
        if was != now:
            gone, come = [one for one in was if one not in now], [one for one in now if one not in was]
            told = [f"removed {_short(', '.join(gone))}"] * bool(gone) + [f"added {_short(', '.join(come))}"] * bool(come)
            found.append(f"the listed party's {name}: {', '.join(told) or 'in another order'}")
    return tuple(found) or ("the listed party changed",)


def _flat(listed: ListedParty) -> dict[str, tuple[str, ...]]:
    """Return every field as texts, further properties under their own names, names by their quality."""
    found: dict[str, tuple[str, ...]] = {}
    for name, value in _fields(listed).items():
        if name == "names":
            for own, quality in value:
                key = "name" if quality == "primary" else f"{quality} name"
                found[key] = (*found.get(key, ()), own)
        elif name == "properties":
            found |= {own: tuple(values) for own, values in value}
        else:
            found[name] = (value,) if isinstance(value, str) else tuple(map(str, value))
    return {name: tuple(one for one in values if one) for name, values in found.items() if any(values)}


def _fields(listed: ListedParty) -> dict[str, Any]:
    """Return the fields of a listed party, names as pairs."""
    found = {one.name: getattr(listed, one.name) for one in dataclasses.fields(listed)}
    return found | {"names": [[one.value, one.quality] for one in listed.names]}


def _was(what: str, before: str, after: str) -> str:
    if not before.strip():
        return f"{what} was not given, now {_short(after)}"
    return f"{what} was {_short(before)}, now {_short(after) if after.strip() else 'not given'}"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _digest(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

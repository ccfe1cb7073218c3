"""The kinds of statement and their fields: what ``docs/reference/record.md`` tables.

Decides whether a document has the shape of a statement. Knows nothing of envelopes, and nothing of whether it is accepted.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from sekisho.errors import RecordError
from sekisho.notices import equivalence, transposition

LANGUAGE = "sekisho/expressions/1"
"""The version of the expression language in which entries are written (``docs/reference/expressions.md``)."""
COMMON = ("type", "framework", "charter", "by", "key", "made")
"""Fields of every statement. ``made`` is its maker's clock; it decides nothing, and lets the same be said again later."""
ALGORITHMS = ("ed25519", "ml-dsa-65", "ed25519+ml-dsa-65")
CHOICES = ("yes", "no", "abstain", "withdraw")
OUTCOMES = ("adopted", "rejected", "lapsed", "contested")
ACTIONS = ("add", "amend", "remove", "renew", "charter")

_DIGEST = re.compile("[0-9a-f]{64}")
_COUNT = re.compile("0|[1-9][0-9]{0,15}")
_TIME = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_WORD = re.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,79}")
_LANGUAGE = re.compile("[a-z0-9][a-z0-9/._-]{0,59}")
SHORT = 100
"""Characters of an id, a digest, a count or a time at the most."""
MAX_TEXT = 1_000_000
"""Characters of one text in a statement."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Who may make a kind of statement.

    Attributes:
        member: Role of the key by which a member signs; empty: no member may.
        secretariat: Role of the key by which the secretariat signs; empty: it may not.
    """

    member: str = ""
    secretariat: str = ""


Check = Callable[[Any], bool]


def _is(pattern: re.Pattern[str]) -> Check:
    return _of_text(lambda text: pattern.fullmatch(text) is not None)


def _of_text(check: Callable[[str], bool]) -> Check:
    """Return a check of short texts that remembers its answers: the statements of a round repeat most of their fields."""
    known = functools.lru_cache(maxsize=8192)(check)
    return lambda value: isinstance(value, str) and len(value) <= SHORT and known(value)


def _text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= MAX_TEXT


def _filled(value: Any) -> bool:
    return _text(value) and bool(value.strip())


def _one_of(*words: str) -> Check:
    return lambda value: isinstance(value, str) and value in words


def _or_empty(check: Check) -> Check:
    return lambda value: value == "" or check(value)


def _time(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= SHORT and is_time(value)


def _words(value: Any) -> bool:
    """A text by language, at least one, none blank."""
    return isinstance(value, dict) and bool(value) and all(map(_filled, value.values()))


def _rows(fields: Mapping[str, Check]) -> Check:
    def check(value: Any) -> bool:
        return isinstance(value, list) and all(
            isinstance(one, dict) and one.keys() == fields.keys() and all(test(one[name]) for name, test in fields.items())
            for one in value
        )

    return check


def _dossier(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(one, str) and len(one) <= MAX_TEXT for one in value.values())


digest, count, word = _is(_DIGEST), _is(_COUNT), _is(_WORD)
_REFERENCE: dict[str, Check] = {"list": word, "code": word, "sha256": digest, "follows": _one_of("yes", "no")}
_CHANGE: dict[str, Check] = {
    "action": _one_of(*ACTIONS),
    "code": word,
    "entry": _text,
    "before": _or_empty(digest),
    "texts": lambda value: isinstance(value, dict) and all(map(_filled, value.values())),
    "references": _rows(_REFERENCE),
}
_EITHER = Signer("ballot", "statement")
_MEMBER = Signer("ballot")

KINDS: Mapping[str, tuple[Signer, Mapping[str, Check]]] = {
    "concern": (_MEMBER, {"field": word, "title": _words, "text": _filled}),
    "proposal": (
        _MEMBER,
        {
            "number": word,
            "decision": word,
            "field": lambda value: value == "*" or word(value),
            "concern": _or_empty(digest),
            "replaces": _or_empty(digest),
            "base_edition": digest,
            "language": _is(_LANGUAGE),
            "title": _words,
            "changes": lambda value: bool(value) and _rows(_CHANGE)(value),
            "dossier": _dossier,
        },
    ),
    "step": (_EITHER, {"subject": digest, "move": word, "note": _text}),
    "objection": (_MEMBER, {"subject": digest, "formal": _one_of("yes", "no"), "grounds": _filled}),
    "reply": (_MEMBER, {"objection": digest, "text": _filled}),
    "lift": (_MEMBER, {"objection": digest}),
    "round": (_EITHER, {"subject": digest, "number": count, "base_edition": digest, "opens": _time, "closes": _time}),
    "ballot": (
        _MEMBER,
        {
            "subject": digest,
            "base_edition": digest,
            "round": digest,
            "closes": _time,
            "sequence": count,
            "previous": _or_empty(digest),
            "choice": _one_of(*CHOICES),
            "reasons": _or_empty(digest),
            "seen_size": count,
            "seen_root": digest,
        },
    ),
    "close": (_EITHER, {"round": digest, "closes": _time}),
    "checkpoint": (_EITHER, {"note": _filled}),
    "challenge": (_MEMBER, {"round": digest, "statement": _filled, "receipt": _filled}),
    "settlement": (_EITHER, {"round": digest, "outcome": _one_of(*OUTCOMES), "report": digest}),
    "certificate": (
        Signer("publication"),
        {"round": digest, "settlement": digest, "outcome": _one_of(*OUTCOMES), "report": digest},
    ),
    "opening": (_EITHER, {"round": digest, "reason": _filled}),
    "rotation": (
        Signer("*"),
        {
            "role": _one_of("ballot", "cosign", "publication"),
            "old": digest,
            "algorithm": _one_of(*ALGORITHMS),
            "public": _filled,
        },
    ),
    "revocation": (Signer("*"), {"revoked": digest, "suspect_since": count, "reason": _filled}),
    "exit": (_MEMBER, {"effective": _filled, "reason": _text}),
    "understanding": (_MEMBER, {"subject": digest, "code": word, "text": _filled}),
    "transposition": (_MEMBER, transposition.FIELDS),
    "equivalence": (_MEMBER, equivalence.FIELDS),
    "receipt": (_EITHER, {"statement": digest, "received": _time}),
}
"""Kind to who may sign it, and its fields with what each may hold. ``*`` as a role: any signing role."""


_NAMES: Mapping[str, frozenset[str]] = {kind: frozenset((*COMMON, *fields)) for kind, (_, fields) in KINDS.items()}


@functools.lru_cache(maxsize=8192)
def is_time(text: str) -> bool:
    """Tell whether a text is a time of a statement."""
    try:
        return _TIME.fullmatch(text) is not None and parse_time(text) is not None
    except RecordError:
        return False


def parse_time(text: str) -> dt.datetime:
    """Read ``YYYY-MM-DDThh:mm:ssZ``.

    Raises:
        RecordError: Another notation, or no such moment.
    """
    try:
        if _TIME.fullmatch(text):
            return dt.datetime.fromisoformat(text)
    except ValueError as problem:
        raise RecordError(f"there is no moment {text}") from problem
    raise RecordError(f"{text[:40]!r} is not a time", remedy="write it as YYYY-MM-DDThh:mm:ssZ")


def format_time(moment: dt.datetime) -> str:
    """Return a moment as statements write it; fractions of a second are dropped."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def check_statement(body: Mapping[str, Any]) -> str:
    """Return the kind of a statement whose fields are all there, of the right shape, and no others.

    Raises:
        RecordError: An unknown kind, a missing, further or malformed field.
    """
    kind = body.get("type")
    if not isinstance(kind, str) or kind not in KINDS:
        raise RecordError(f"there is no kind of statement {str(kind)[:40]!r}", remedy=f"kinds: {', '.join(KINDS)}")
    fields = KINDS[kind][1]
    if body.keys() != _NAMES[kind]:
        _refuse_names(kind, body)
    if not (word(body["framework"]) and word(body["by"]) and digest(body["charter"]) and digest(body["key"])):
        raise RecordError(f"framework, charter, by or key of a {kind} is malformed")
    if not _time(body["made"]):
        raise RecordError(f"the field 'made' of a {kind} is malformed", remedy="write it as YYYY-MM-DDThh:mm:ssZ")
    for name, check in fields.items():
        if not check(body[name]):
            raise RecordError(f"the field {name!r} of a {kind} is malformed")
    return kind


def _refuse_names(kind: str, body: Mapping[str, Any]) -> NoReturn:
    missing, further = sorted(_NAMES[kind] - body.keys()), sorted(body.keys() - _NAMES[kind])
    if missing:
        raise RecordError(f"a {kind} needs the field {missing[0]!r}")
    raise RecordError(f"a {kind} has no field {further[0]!r}")

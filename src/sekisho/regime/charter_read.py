"""Charters out of files and canonical bytes, in the shape that ``docs/reference/charter.md`` tables.

Decides whether a document says everything that a charter says, once, in the notation that leaves no choice. Whether the
charter can work and is safe is for ``charter_checks``; who holds the keys, and whether they are sound points, for assurance.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import TypeVar

from sekisho.errors import CharterError, Error
from sekisho.regime.charter import (
    ARTICLES,
    BASES,
    CLOCKS,
    DECISIONS,
    DUTIES,
    EVIDENCE_KINDS,
    MEASURES,
    MEMBER_ROLES,
    OPTIONAL_CLOCKS,
    PROVISION_STATES,
    REGIMES,
    SECRETARIAT_ROLES,
    Charter,
    Circle,
    DenialRule,
    Eligibility,
    Evidence,
    Field,
    Key,
    Member,
    Provision,
    Rule,
    Test,
)
from sekisho.regime.statements import ALGORITHMS, KINDS
from sekisho.terms.canonical import digest, encode
from sekisho.terms.document import Node, read_document
from sekisho.terms.numerals import shorten
from sekisho.terms.spelling import did_you_mean

KEYS = (
    "type",
    "framework",
    "version",
    "previous",
    "title",
    "languages",
    "form",
    "provisions",
    "origin",
    "algorithms",
    "secretariat",
    "members",
    "observers",
    "fields",
    "faults",
    "thresholds",
    "delta_seconds",
    "clocks",
    "rules",
    "circles",
)
"""Keys of a charter; all of them, no others but OPTIONAL_KEYS."""
OPTIONAL_KEYS = ("denials",)
"""Keys that a charter may lack: those before them stay as they were, byte for byte."""
KEY_SIZES = {"ed25519": 32, "ml-dsa-65": 1952, "ed25519+ml-dsa-65": 1984, "x25519": 32}
"""Bytes of a public key by algorithm (RFC 8032, FIPS 204, RFC 7748)."""

_T = TypeVar("_T")
_COUNT = re.compile("0|[1-9][0-9]{0,15}")
_SHARE = re.compile("(0|[1-9][0-9]{0,8})/([1-9][0-9]{0,8})")
_DURATION = re.compile(r"P(?:([0-9]{1,5})D)?(?:T(?=[0-9])(?:([0-9]{1,7})H)?(?:([0-9]{1,7})M)?(?:([0-9]{1,9})S)?)?")
_DIGEST = re.compile("[0-9a-f]{64}")
_WORD = re.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
_ORIGIN = re.compile("[!-*,-~]{1,200}")
_LANGUAGE = re.compile("[a-z]{2}")
_HEX = re.compile("(?:[0-9a-f]{2})+")


def read_charter(data: bytes, file: str = "charter") -> Charter:
    """Read a charter.

    Args:
        data: Canonical bytes, or a YAML or JSON file. What begins with a brace is read as JSON.
        file: Its name, for errors.

    Returns:
        The charter with its canonical bytes and their digest. It may be unsound: see ``charter_checks``.

    Raises:
        DocumentError: Not readable, a key missing, unknown or null.
        CharterError: A value that no charter can hold.
        RecordError: A text that has no canonical form, for example one that is not NFC.
    """
    as_json = data.lstrip(b" \t\r\n").startswith(b"{") and not file.lower().endswith(".json")
    try:
        return _charter(read_document(data, f"{file}.json" if as_json else file))
    except Error as problem:
        problem.file = file
        raise


def _charter(root: Node) -> Charter:
    root.only((*KEYS, *OPTIONAL_KEYS))
    get = {name: root.require(name) for name in KEYS}
    denials = root.require("denials") if "denials" in root.mapping() else None
    _one_of(get["type"], ("charter",))
    secretariat, thresholds = _exactly(get["secretariat"], ("name", "keys")), _exactly(get["thresholds"], _THRESHOLDS)
    data = encode(root.plain())
    return Charter(
        framework=_matching(get["framework"], _WORD, "the id of a framework", "letters, digits, '.', '_', '-'"),
        version=_count(get["version"], least=1),
        previous=_previous(get["previous"]),
        title=_by_language(get["title"]),
        languages=tuple(
            _matching(one, _LANGUAGE, "a language", "two small letters: en") for one in get["languages"].sequence()
        ),
        form={name: _by_language(one) for name, one in _form(get["form"]).items()},
        provisions=_each(get["provisions"], _provision),
        origin=_matching(get["origin"], _ORIGIN, "the origin of a log", "printable ASCII without blanks and '+'"),
        algorithms=tuple(_one_of(one, ALGORITHMS) for one in get["algorithms"].sequence()),
        secretariat=secretariat["name"].text(),
        secretariat_keys=_each(secretariat["keys"], lambda one: _key(one, SECRETARIAT_ROLES)),
        members=_sorted(get["members"], _member, lambda one: one.id),
        observers={one["id"]: one["reason"] for one in _sorted(get["observers"], _observer, lambda one: one["id"])},
        fields=_sorted(get["fields"], _field, lambda one: one.id),
        faults=_count(get["faults"]),
        cosign_threshold=_count(thresholds["cosign"]),
        publication_threshold=_count(thresholds["publication"]),
        delta_seconds=_count(get["delta_seconds"]),
        clocks=_clocks(get["clocks"]),
        rules=_each(get["rules"], _rule),
        circles=_each(get["circles"], _circle),
        digest=digest(data),
        data=data,
        denials=() if denials is None else _each(denials, _denial),
    )


_THRESHOLDS = ("cosign", "publication")


def _previous(node: Node) -> str:
    text = _text(node)
    return text if text == "" else _matching(node, _DIGEST, "a digest", "64 small hexadecimal digits")


def _form(node: Node) -> dict[str, Node]:
    return _exactly(node, ARTICLES)


def _provision(node: Node) -> Provision:
    get = _exactly(node, ("about", "status", "source", "note"))
    status, source = _one_of(get["status"], PROVISION_STATES), _text(get["source"])
    if (status == "ours") != (source == ""):
        raise _wrong(
            get["source"], "a provision has a source if and only if it is not ours", "name the source, or mark it ours"
        )
    return Provision(get["about"].text(), status, source, get["note"].text())


def _key(node: Node, roles: tuple[str, ...]) -> Key:
    get = _exactly(node, ("role", "algorithm", "public", "custody"))
    role = _one_of(get["role"], roles)
    algorithm = _one_of(get["algorithm"], ("x25519",) if role == "notices" else ALGORITHMS)
    public, size = get["public"].text(), KEY_SIZES[algorithm]
    if not _HEX.fullmatch(public) or len(public) != 2 * size:
        raise _wrong(get["public"], f"a public key for {algorithm} is {size} bytes in small hexadecimal digits")
    fingerprint = digest(encode({"algorithm": algorithm, "public": public}))
    return Key(role, algorithm, public, fingerprint, get["custody"].text())


def _member(node: Node) -> Member:
    get = _exactly(node, ("id", "name", "weight", "population", "adherence", "law", "keys"))
    return Member(
        get["id"].text(),
        get["name"].text(),
        _count(get["weight"]),
        _count(get["population"]),
        tuple(_one_of(one, REGIMES) for one in get["adherence"].sequence()),
        _text(get["law"]),
        _each(get["keys"], lambda one: _key(one, MEMBER_ROLES)),
    )


def _observer(node: Node) -> dict[str, str]:
    get = _exactly(node, ("id", "reason"))
    return {"id": _matching(get["id"], _WORD, "an id", "letters and digits"), "reason": get["reason"].text()}


def _field(node: Node) -> Field:
    get = _exactly(node, ("id", "criterion", "requires_adherence", "review_years", "eligible"))
    return Field(
        get["id"].text(),
        get["criterion"].text(),
        tuple(_one_of(one, REGIMES) for one in get["requires_adherence"].sequence()),
        _count(get["review_years"]),
        _sorted(get["eligible"], _eligibility, lambda one: one.member),
    )


def _eligibility(node: Node) -> Eligibility:
    get = _exactly(node, ("member", "evidence", "heard", "reasons"))
    heard = None if _text(get["heard"]) == "" else get["heard"].date()
    return Eligibility(get["member"].text(), _each(get["evidence"], _evidence), heard, get["reasons"].text())


def _evidence(node: Node) -> Evidence:
    get = _exactly(node, ("kind", "text", "source"))
    return Evidence(_one_of(get["kind"], EVIDENCE_KINDS), get["text"].text(), get["source"].text())


def _clocks(node: Node) -> dict[str, dt.timedelta]:
    node.only(CLOCKS)
    given = node.mapping()
    missing = [name for name in CLOCKS if name not in given and name not in OPTIONAL_CLOCKS]
    if missing:
        raise _wrong(node, f"no clock {missing[0]}", f"without it this would never end: {CLOCKS[missing[0]]}")
    return {name: _duration(one) for name, one in given.items()}


def _duration(node: Node) -> dt.timedelta:
    match = _DURATION.fullmatch(node.text())
    if match is None or not any(match.groups()):
        raise _wrong(node, f"{shorten(node.text())} is no duration", "days, hours, minutes, seconds: P10D, PT6H, P1DT12H")
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return dt.timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)


def _rule(node: Node) -> Rule:
    get = _exactly(node, ("decisions", "fields", "quorum", "silence", "consensus", "veto", "tests"))
    return Rule(
        tuple(_one_of(one, (*DECISIONS, "*")) for one in get["decisions"].sequence()),
        tuple(one.text() for one in get["fields"].sequence()),
        _count(get["quorum"]),
        _flag(get["silence"]),
        _flag(get["consensus"]),
        tuple(one.text() for one in get["veto"].sequence()),
        _each(get["tests"], _test),
    )


def _test(node: Node) -> Test:
    get = _exactly(node, ("measure", "share", "strict", "of"))
    match = _SHARE.fullmatch(get["share"].text())
    if match is None:
        raise _wrong(get["share"], f"{shorten(get['share'].text())} is no share", "write a fraction: 2/3")
    share = Fraction(int(match[1]), int(match[2]))
    return Test(_one_of(get["measure"], MEASURES), share, _flag(get["strict"]), _one_of(get["of"], BASES))


def _denial(node: Node) -> DenialRule:
    consult = _one_of(node.require("duty"), DUTIES) == "consult"
    reply = ("reply_days", "reply_limit") if consult else ()
    get = _exactly(node, ("fields", "duty", "validity", *reply, "notify_days", "reasons", "source", "status"))
    return DenialRule(
        tuple(one.text() for one in get["fields"].sequence()),
        get["duty"].text(),
        _duration(get["validity"]),
        _count(get["reply_days"]) if consult else 0,
        _count(get["reply_limit"]) if consult else 0,
        _count(get["notify_days"]),
        _flag(get["reasons"]),
        get["source"].text(),
        _one_of(get["status"], PROVISION_STATES),
    )


def _circle(node: Node) -> Circle:
    get = _exactly(node, ("id", "members", "kinds"))
    return Circle(
        _matching(get["id"], _WORD, "an id", "letters and digits"),
        tuple(one.text() for one in get["members"].sequence()),
        tuple(_one_of(one, (*KINDS, "charter", "*")) for one in get["kinds"].sequence()),
    )


def _exactly(node: Node, keys: Iterable[str]) -> dict[str, Node]:
    """Return the nodes by key: every key stands there, none other, none null. One meaning has one document."""
    names = tuple(keys)
    node.only(names)
    return {name: node.require(name) for name in names}


def _each(node: Node, read: Callable[[Node], _T]) -> tuple[_T, ...]:
    return tuple(read(one) for one in node.sequence())


def _sorted(node: Node, read: Callable[[Node], _T], by: Callable[[_T], str]) -> tuple[_T, ...]:
    found = _each(node, read)
    for earlier, later, place in zip(found, found[1:], node.sequence()[1:], strict=False):
        if by(earlier) >= by(later):
            message = f"{shorten(by(later))} stands after {shorten(by(earlier))}"
            raise _wrong(place, message, "each stands once, in the order of the alphabet")
    return found


def _by_language(node: Node) -> dict[str, str]:
    return {language: one.text() for language, one in node.mapping().items()}


def _text(node: Node) -> str:
    """Return a text that may be empty."""
    if not isinstance(node.value, str):
        raise node.error("a text is expected here", 'write "" for what does not apply')
    return node.value if node.value == "" else node.text()


def _flag(node: Node) -> bool:
    return _one_of(node, ("yes", "no")) == "yes"


def _count(node: Node, least: int = 0) -> int:
    text = node.text()
    if not _COUNT.fullmatch(text) or int(text) < least:
        raise _wrong(node, f"a whole number from {least} on is expected here, not {shorten(text)}")
    return int(text)


def _matching(node: Node, pattern: re.Pattern[str], what: str, remedy: str) -> str:
    if not pattern.fullmatch(node.text()):
        raise _wrong(node, f"{shorten(node.text())} is not {what}", remedy)
    return node.text()


def _one_of(node: Node, permitted: tuple[str, ...]) -> str:
    text = node.text()
    if text not in permitted:
        raise _wrong(
            node, f"{shorten(text)} is unknown here", did_you_mean(text, permitted, f"one of: {', '.join(permitted)}")
        )
    return text


def _wrong(node: Node, message: str, remedy: str | None = None) -> CharterError:
    return CharterError(message, file=node.file, line=node.line, column=node.column, place=node.path or None, remedy=remedy)

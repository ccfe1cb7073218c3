"""Whether a charter can work and is safe: every reason to refuse it, and what its safety costs.

Decides what can be told from the text of the charter alone. Whether a public key is a sound point, and the same key as
another in a different notation, needs cryptography and is for assurance; whether a charter was adopted, for the record.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator

from sekisho.controls.read_entry import FIELDS
from sekisho.errors import CharterError, PlaceError
from sekisho.regime.charter import (
    ARTICLES,
    CLOCKS,
    OPTIONAL_CLOCKS,
    SECRETARIAT_ROLES,
    Charter,
    Eligibility,
    Field,
    Key,
)
from sekisho.regime.charter_denials import denial_problems
from sekisho.regime.charter_problem import Problem
from sekisho.regime.charter_rules import rule_problems
from sekisho.regime.statements import ALGORITHMS, KINDS
from sekisho.terms.places import place_name

SIGNING_ROLES = ("ballot", "cosign", "publication")
"""Roles in which every member holds a key; a recipient of notices is left to each."""
RECOUNT_KINDS = frozenset(
    ("charter", "proposal", "round", "ballot", "objection", "lift", "close", "checkpoint", "challenge", "settlement")
) | {"certificate", "rotation", "revocation", "exit"}
"""Statements without whose bodies a member cannot recount (``docs/reference/record.md``, replay and tally)."""


def problems(charter: Charter, *, template: bool = False) -> list[Problem]:
    """Return every reason to refuse a charter, most basic first; empty for one that can work.

    Args:
        charter: As read.
        template: Whether it is to be filled in: then keys and the days on which members were heard may be missing.
            What is there is checked all the same.
    """
    return [
        *_versions(charter),
        *_members(charter),
        *_languages(charter),
        *_thresholds(charter),
        *_clock_problems(charter),
        *_fields(charter, template),
        *rule_problems(charter),
        *denial_problems(charter),
        *_circles(charter),
        *_keys(charter, template),
    ]


def check_charter(charter: Charter, *, template: bool = False, file: str | None = None) -> None:
    """Refuse a charter that cannot work or is not safe.

    Args:
        charter: As read.
        template: As for ``problems``.
        file: Its name, for the error.

    Raises:
        CharterError: The first problem, and how many others there are.
    """
    found = problems(charter, template=template)
    if found:
        others = f"; {len(found) - 1} more problems" if len(found) > 1 else ""
        first = found[0]
        raise CharterError(f"{first.message}{others}", file=file, place=first.place, remedy=first.remedy)


def follows(new: Charter, old: Charter) -> list[Problem]:
    """Return why a charter is no successor of another; empty if it is one (``docs/reference/record.md``, statements)."""
    found = []
    if new.framework != old.framework:
        message = f"the framework is {new.framework} and not {old.framework}"
        found.append(Problem("framework", message, "another framework starts with version 1 of its own"))
    if new.version != old.version + 1:
        message = f"version {new.version} does not follow version {old.version}"
        found.append(Problem("version", message, f"write {old.version + 1}"))
    if new.previous != old.digest:
        found.append(Problem("previous", "this is not the digest of the charter before", f"write {old.digest}"))
    if new.origin != old.origin:
        message = f"the origin is {new.origin} and not {old.origin}: a new log would have no past"
        found.append(Problem("origin", message, "keep the origin; rotate the key of the log instead"))
    if new.members and old.members:
        found += _same_hands(new, old)
    return found


def _same_hands(new: Charter, old: Charter) -> Iterator[Problem]:
    """Refuse an exchange of members by which f dishonest ones could show one log under each charter.

    Of k members of the one and k' of the other at least k + k' - n - n' + m are the same, m being those that stay.
    """
    stay = len({one.id for one in old.members} & {one.id for one in new.members})
    for place, before, after in (
        ("cosign", old.cosign_threshold, new.cosign_threshold),
        ("publication", old.publication_threshold, new.publication_threshold),
    ):
        common = before + after - len(old.members) - len(new.members) + stay
        if common <= max(old.faults, new.faults):
            message = (
                f"only {max(common, 0)} members are sure to sign under both charters, and {new.faults} may be dishonest"
            )
            yield Problem(f"thresholds.{place}", message, "exchange fewer members at a time")


def liveness(charter: Charter) -> list[str]:
    """Return what the thresholds survive and what they cost, in sentences."""
    n, f = len(charter.members), charter.faults
    lines = [f"n = {n} members, of whom f = {f} may be dishonest or have lost their keys."]
    for name, k in (("cosigning", charter.cosign_threshold), ("publication", charter.publication_threshold)):
        absent, double = n - k + 1, 2 * k - n
        lines.append(
            f"{name.capitalize()}: k = {k} of {n}. It stops while {_count(absent, 'member')} {_do(absent)} not sign. "
            f"Two records that contradict each other need {_count(double, 'member')} who {_do(double, 'sign')} both."
        )
        if n - f < k:
            lines.append(
                f"{name.capitalize()} also stops if {_count(f, 'dishonest member')} kept silent: no result, but none false."
            )
    return lines


def _do(count: int, verb: str = "do") -> str:
    return verb if count != 1 else {"do": "does"}.get(verb, f"{verb}s")


def _count(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _versions(charter: Charter) -> Iterator[Problem]:
    if charter.version < 1:
        yield Problem("version", "versions are counted from 1", "write 1 for the first charter")
    if (charter.version == 1) != (charter.previous == ""):
        message = "only the first charter has none before it"
        yield Problem("previous", message, 'name the digest of the charter before; "" for version 1')


def _members(charter: Charter) -> Iterator[Problem]:
    if not charter.members:
        yield Problem("members", "a framework without members decides nothing", "name its members")
    yield from _twice("members", (one.id for one in charter.members))
    for number, member in enumerate(charter.members):
        if not _is_country(member.id):
            message = f"{member.id} is not a country"
            yield Problem(
                f"members[{number}].id", message, "use the two letters of ISO 3166-1; a union of states may observe"
            )
        if member.id in charter.observers:
            yield Problem("observers", f"{member.id} is a member and an observer", "name it once")
    for name in charter.observers:
        if name in ("*", "secretariat"):
            yield Problem("observers", f"{name} cannot be an observer", "use another id")


def _is_country(code: str) -> bool:
    try:
        return len(code) == 2 and bool(place_name(code))
    except PlaceError:
        return False


def _twice(place: str, names: Iterable[str]) -> Iterator[Problem]:
    for name, count in Counter(names).items():
        if count > 1:
            yield Problem(place, f"{name} stands {count} times", "name it once")


def _languages(charter: Charter) -> Iterator[Problem]:
    if not charter.languages:
        yield Problem("languages", "a charter has at least one authentic language", "name it: en")
    yield from _twice("languages", charter.languages)
    for article in ARTICLES:
        if article not in charter.form:
            yield Problem("form", f"the article {article} is missing", "state it in every authentic language")
    texts = {"title": charter.title, **{f"form.{name}": text for name, text in charter.form.items()}}
    for place, text in texts.items():
        for language in charter.languages:
            if not text.get(language, "").strip():
                message = f"there is no text in {language}, which is authentic"
                yield Problem(place, message, "every authentic language has every text")
        for language in sorted(set(text) - set(charter.languages)):
            message = f"a text in {language} stands here, which is not authentic"
            yield Problem(place, message, "add the language to `languages`, or publish the translation elsewhere")


def _thresholds(charter: Charter) -> Iterator[Problem]:
    n, f = len(charter.members), charter.faults
    if f < 0:
        yield Problem("faults", "f is a number of members, not less than 0", "write 0 if none may be dishonest")
    if n <= f:
        message = f"f = {f} of n = {n}: a framework in which every member may be dishonest proves nothing"
        yield Problem("faults", message, f"f is at most {max(n - 1, 0)}")
    least = (n + f) // 2 + 1
    for name, k in (("cosign", charter.cosign_threshold), ("publication", charter.publication_threshold)):
        place = f"thresholds.{name}"
        if k > n:
            yield Problem(
                place, f"k = {k} is more than the n = {n} members, so nothing would ever count", f"k is at most {n}"
            )
        if 2 * k <= n + f:
            message = (
                f"2k > n + f does not hold for k = {k}, n = {n}, f = {f}: two contradicting records could both have "
                f"{k} signatures, {f} of them by members who sign both"
            )
            yield Problem(place, message, f"k is at least {least}" if least <= n else "lower f")


def _clock_problems(charter: Charter) -> Iterator[Problem]:
    clocks, zero = charter.clocks, dt.timedelta()
    for name, meaning in CLOCKS.items():
        if name not in clocks and name not in OPTIONAL_CLOCKS:
            yield Problem("clocks", f"there is no clock {name}, so this would never end", f"add it: {meaning}")
    for name, value in clocks.items():
        if name not in CLOCKS:
            yield Problem(f"clocks.{name}", "there is no such clock", f"clocks: {', '.join(CLOCKS)}")
        elif value <= zero:
            yield Problem(f"clocks.{name}", f"the clock is over before it starts: {CLOCKS[name]}", "give it a time above 0")
    if len([name for name in OPTIONAL_CLOCKS if name in clocks]) == 1:
        yield Problem("clocks", "late_quorum and extension go together", "give both or neither")
    for shorter, longer, reason, equal in _ORDER:
        if shorter in clocks and longer in clocks:
            first, second = clocks[shorter], clocks[longer]
            if first > second or (first == second and not equal):
                yield Problem(f"clocks.{longer}", f"{longer} is not longer than {shorter}: {reason}", f"lengthen {longer}")
    yield from _delta(charter)


_ORDER = (
    ("deliberation", "deliberation_max", "the proposal would lapse before it may be put to last call", True),
    ("last_call", "last_call_max", "the proposal would lapse before a round may be opened", True),
    ("emergency_ballot", "ballot", "an emergency would be decided later than anything else", True),
    ("late_quorum", "ballot", "every quorum would be late", False),
    ("late_quorum", "emergency_ballot", "every quorum would be late", False),
    ("review", "sunset", "the entry would expire before its review", True),
    ("emergency", "sunset", "an emergency measure would outlast what was decided in full", True),
)
"""Which clock may not be longer than which, why, and whether they may be equal."""


def _delta(charter: Charter) -> Iterator[Problem]:
    if charter.delta_seconds < 1:
        message = "no two clocks agree to the second, so no checkpoint would count"
        yield Problem("delta_seconds", message, "allow the error of an honest clock, for example 60")
    for name, value in charter.clocks.items():
        if charter.delta_seconds > value.total_seconds() > 0:
            message = (
                f"clocks may be off by {charter.delta_seconds} s, longer than {name}: nobody could tell whether it is over"
            )
            yield Problem("delta_seconds", message, f"lower it, or lengthen {name}")


def _fields(charter: Charter, template: bool) -> Iterator[Problem]:
    if not charter.fields:
        yield Problem("fields", "a framework without fields decides nothing", f"fields: {', '.join(FIELDS)}")
    yield from _twice("fields", (one.id for one in charter.fields))
    for number, field in enumerate(charter.fields):
        place = f"fields[{number}]"
        if field.id not in FIELDS:
            yield Problem(f"{place}.id", f"no entry can be in the field {field.id}", f"fields: {', '.join(FIELDS)}")
        if field.review_years < 1:
            yield Problem(
                f"{place}.review_years", "eligibility would never be reviewed", "write a number of years from 1 on"
            )
        if not field.eligible:
            message = f"nobody may decide in {field.id}"
            yield Problem(f"{place}.eligible", message, "name an eligible member, or leave the field out")
        elif len(field.members) <= charter.faults:
            message = (
                f"{_count(len(field.members), 'member')} decide in {field.id} and f = {charter.faults} may be dishonest: "
            )
            message += "no number of signatures would prove its list"
            yield Problem(f"{place}.eligible", message, f"let at least {charter.faults + 1} members decide, or lower f")
        yield from _twice(f"{place}.eligible", field.members)
        for row, one in enumerate(field.eligible):
            yield from _eligible(charter, field, one, f"{place}.eligible[{row}]", template)


def _eligible(charter: Charter, field: Field, one: Eligibility, place: str, template: bool) -> Iterator[Problem]:
    member = charter.member(one.member)
    if member is None:
        yield Problem(f"{place}.member", f"{one.member} is no member", "let it accede first, or take it out")
        return
    if not one.evidence:
        message = f"no evidence that {one.member} holds the technology of {field.id}"
        yield Problem(f"{place}.evidence", message, "state production, research or key supply, with the source")
    if field.requires_adherence and not set(field.requires_adherence) & set(member.adherence):
        regimes = " or ".join(field.requires_adherence)
        message = f"{one.member} adheres to none of {regimes}, which {field.id} requires"
        yield Problem(f"{place}.member", message, "state the adherence, or take the member out of the field")
    if not member.law.strip():
        message = f"{one.member} names no export-control law in force, so it could not act on what is adopted"
        yield Problem(f"{place}.member", message, "name its law")
    if one.heard is None and not template:
        yield Problem(f"{place}.heard", f"{one.member} was not heard", "state the day; founders are heard like everybody")


def _circles(charter: Charter) -> Iterator[Problem]:
    ids = {one.id for one in charter.members}
    yield from _twice("circles", (one.id for one in charter.circles))
    if "members" not in {one.id for one in charter.circles}:
        yield Problem("circles", "there is no circle `members`, which keeps what no other circle names", "add it")
    for number, circle in enumerate(charter.circles):
        place = f"circles[{number}]"
        if not circle.members:
            yield Problem(f"{place}.members", f"nobody is in the circle {circle.id}", 'name members or observers, or "*"')
        yield from _twice(f"{place}.members", circle.members)
        for name in circle.members:
            if name not in ids and name not in charter.observers and name != "*":
                yield Problem(f"{place}.members", f"nobody is called {name}", "name a member or an observer")
        for kind in circle.kinds:
            if kind not in KINDS and kind not in ("charter", "*"):
                yield Problem(f"{place}.kinds", f"there is no statement {kind}", f"kinds: charter, {', '.join(KINDS)}")
        kept = {kind for kind in RECOUNT_KINDS if charter.circle_of(kind) == circle.id}
        outside = sorted(ids - set(circle.members)) if "*" not in circle.members else []
        if kept and outside:
            message = f"{', '.join(outside)} could not recount, because {circle.id} keeps {', '.join(sorted(kept))}"
            yield Problem(f"{place}.members", message, "let every member read what the tally needs")


def _keys(charter: Charter, template: bool) -> Iterator[Problem]:
    if not charter.algorithms:
        yield Problem("algorithms", "without an algorithm nothing can be signed", f"algorithms: {', '.join(ALGORITHMS)}")
    yield from _twice("algorithms", charter.algorithms)
    holders: list[tuple[str, str, tuple[Key, ...], tuple[str, ...]]] = [
        ("secretariat.keys", "the secretariat", charter.secretariat_keys, SECRETARIAT_ROLES)
    ]
    holders += [(f"members[{n}].keys", one.id, one.keys, SIGNING_ROLES) for n, one in enumerate(charter.members)]
    seen: dict[str, str] = {}
    for place, holder, keys, needed in holders:
        roles = [key.role for key in keys]
        for role in needed:
            if role not in roles and not template:
                yield Problem(place, f"{holder} has no key for the role {role}", "add the key")
        yield from _twice(place, roles)
        for number, key in enumerate(keys):
            yield from _key(charter, key, f"{place}[{number}]", f"{holder} ({key.role})", seen)


def _key(charter: Charter, key: Key, place: str, holder: str, seen: dict[str, str]) -> Iterator[Problem]:
    if (key.role == "notices") != (key.algorithm == "x25519"):
        message = f"{key.algorithm} is not for the role {key.role}"
        yield Problem(f"{place}.algorithm", message, "x25519 for recipients of notices, and for nothing else")
    elif key.role != "notices" and key.algorithm not in charter.algorithms:
        message = f"{key.algorithm} is not among the algorithms of the charter"
        yield Problem(f"{place}.algorithm", message, f"permitted: {', '.join(charter.algorithms)}")
    for part in halves(key):
        if part in seen:
            message = f"{holder} has the same key as {seen[part]}: one hand would count twice"
            yield Problem(f"{place}.public", message, "every role of every member has a key of its own")
        seen.setdefault(part, holder)


def halves(key: Key) -> tuple[str, ...]:
    """Return the public keys of which a key consists: two for a hybrid, Ed25519 first, in hexadecimal."""
    return (key.public[:64], key.public[64:]) if key.algorithm == "ed25519+ml-dsa-65" else (key.public,)

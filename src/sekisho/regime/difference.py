"""The change that a proposal makes to the list, in words that a member can hold against its instructions.

Decides which sentences say what moved, came and went. Says nothing about whether it should.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from sekisho.controls.entry import Entry, Version
from sekisho.controls.mutants import leaves
from sekisho.controls.vocabulary import Vocabulary
from sekisho.logic.text import constant_text, leaf_text, unparse
from sekisho.logic.tree import Compare, Leaf, Node, Operator

_WORDS: dict[Operator, str] = {
    ">=": "from {} on",
    ">": "above {}",
    "<=": "up to {}",
    "<": "below {}",
    "=": "exactly {}",
    "<>": "not {}",
}


def difference(
    action: str,
    before: Entry | None,
    after: Entry | None,
    vocabulary: Vocabulary,
    old_texts: Mapping[str, str] | None = None,
    texts: Mapping[str, str] | None = None,
) -> list[str]:
    """Return what one change does, a sentence each.

    Args:
        action: ``add``, ``amend``, ``remove`` or ``renew``.
        before: The entry on the list; None where it is new.
        after: The entry as it would be; None where it would go.
        vocabulary: Kinds and parameters, for units.
        old_texts: The official text before, by language, where it is known.
        texts: The official text of the proposal, by language.
    """
    old, new = old_texts or {}, texts or {}
    if action == "renew":
        return ["stays as it is; its sunset starts anew", *_texts(old, new)]
    if before is not None and after is not None:
        found = [*_heads(before, after), *_versions(before, after, vocabulary), *_cases(before, after), *_texts(old, new)]
        return found or ["only its wording in the file changes; no rule, date, text or case does"]
    if after is not None:
        return [f"new: {after.text}", *_whole(after, vocabulary), *_texts(old, new)]
    return [] if before is None else [f"goes: {before.text}", *_whole(before, vocabulary), *_texts(old, new)]


def _whole(entry: Entry, vocabulary: Vocabulary) -> Iterator[str]:
    yield f"is about {', '.join(entry.kinds)}; group {entry.group}, field {entry.field}"
    for version in entry.versions:
        yield f"{version.period}: {_rule(version)}"
        if version.condition is not None:
            yield from (
                f"threshold: {one}" for one in (_limit(leaf, vocabulary) for leaf in leaves(version.condition)) if one
            )
    yield f"{len(entry.cases)} cases"


def _rule(version: Version) -> str:
    if version.when is None:
        return f"undecided: {version.undecided}"
    only = f"; only if {unparse(version.only_if)}" if version.only_if is not None else ""
    return f"applies where {unparse(version.when)}{only}" + "".join(
        f"; not under {one.note}: {unparse(one.when)}" for one in version.unless
    )


def _limit(leaf: Leaf, vocabulary: Vocabulary) -> str:
    """Return a numeric comparison with its unit; nothing for another leaf."""
    if not isinstance(leaf, Compare) or not isinstance(leaf.value, float):
        return ""
    unit = vocabulary.parameters[leaf.name].unit
    written = constant_text(leaf.value) + ("" if unit == "1" else f" {unit}")
    return f"{leaf.name} {_WORDS[leaf.operator].format(written)}"


def _heads(before: Entry, after: Entry) -> Iterator[str]:
    for name, old, new in (
        ("field", before.field, after.field),
        ("group", before.group, after.group),
        ("what it covers, in our words", before.text, after.text),
        ("note", before.note, after.note),
    ):
        if old != new:
            yield f"{name}: {old or 'none'!r} becomes {new or 'none'!r}"
    yield from _came_and_went("kind", before.kinds, after.kinds)


def _came_and_went(what: str, old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[str]:
    yield from (f"{what} comes: {one}" for one in new if one not in old)
    yield from (f"{what} goes: {one}" for one in old if one not in new)


def _versions(before: Entry, after: Entry, vocabulary: Vocabulary) -> Iterator[str]:
    """Compare versions that begin on one day; where each entry has one, that with the other."""
    if len(before.versions) == len(after.versions) == 1:
        yield from _version(before.versions[0], after.versions[0], vocabulary)
        return
    old = {(one.period.start, one.recorded): one for one in before.versions}
    new = {(one.period.start, one.recorded): one for one in after.versions}
    for key, version in new.items():
        if key not in old:
            yield f"version comes: {version.period}: {_rule(version)}"
        else:
            head = f"{version.period}: "
            yield from (head + sentence for sentence in _version(old[key], version, vocabulary))
    yield from (f"version goes: {version.period}: {_rule(version)}" for key, version in old.items() if key not in new)


def _version(old: Version, new: Version, vocabulary: Vocabulary) -> Iterator[str]:
    for name, was, becomes in (
        ("dates", str(old.period), str(new.period)),
        ("citation", str(old.citation), str(new.citation)),
        ("status", old.status.value, new.status.value),
    ):
        if was != becomes:
            yield f"{name}: {was} becomes {becomes}"
    yield from _came_and_went("reason for control", old.reasons, new.reasons)
    yield from _condition("the condition", old.when, new.when, vocabulary)
    yield from _condition("the further condition", old.only_if, new.only_if, vocabulary)
    notes = {one.note: one.when for one in old.unless}, {one.note: one.when for one in new.unless}
    for note in dict.fromkeys((*notes[0], *notes[1])):
        yield from _condition(f"the exclusion {note!r}", notes[0].get(note), notes[1].get(note), vocabulary)


def _condition(what: str, old: Node | None, new: Node | None, vocabulary: Vocabulary) -> Iterator[str]:
    if old == new:
        return
    if old is None or new is None:
        side = new if old is None else old
        yield f"{what} {'comes' if old is None else 'goes'}: {'' if side is None else unparse(side)}"
        return
    went = list((Counter(leaves(old)) - Counter(leaves(new))).elements())
    came = list((Counter(leaves(new)) - Counter(leaves(old))).elements())
    for leaf in list(went):
        twin = next((one for one in came if _same_question(leaf, one)), None)
        if twin is not None:
            went.remove(leaf)
            came.remove(twin)
            yield f"threshold: {_limit(leaf, vocabulary)} becomes {_limit(twin, vocabulary)}"
    yield from (f"clause comes: {leaf_text(one)}" for one in came)
    yield from (f"clause goes: {leaf_text(one)}" for one in went)
    yield f"{what}: {unparse(old)} becomes {unparse(new)}"


def _same_question(one: Leaf, other: Leaf) -> bool:
    """Tell whether two comparisons ask for one number from the same side, so that one may be the other moved."""
    if not isinstance(one, Compare) or not isinstance(other, Compare) or one.name != other.name:
        return False
    return isinstance(one.value, float) and one.operator[0] == other.operator[0]


def _cases(before: Entry, after: Entry) -> Iterator[str]:
    old, new = {one.name: one for one in before.cases}, {one.name: one for one in after.cases}
    yield from (f"case comes: {name!r} expects {one.expect.value}" for name, one in new.items() if name not in old)
    yield from (f"case goes: {name!r} expected {one.expect.value}" for name, one in old.items() if name not in new)
    for name, one in new.items():
        if name in old and old[name] != one:
            was = old[name].expect.value
            moved = (
                f"expected {was}, expects {one.expect.value}" if one.expect.value != was else "its item or day is another"
            )
            yield f"case changes: {name!r}: {moved}"


def _texts(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    for language in sorted({*old, *new}):
        was, becomes = old.get(language), new.get(language)
        if was is None and becomes is not None:
            yield f"official text ({language}): {' '.join(becomes.split())}"
        elif was is not None and becomes is not None and was != becomes:
            yield f"official text ({language}): {' '.join(was.split())!r} becomes {' '.join(becomes.split())!r}"

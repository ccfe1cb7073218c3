"""Show what the rulebook holds: entries, lists, vocabulary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from sekisho.controls.control_list import ControlList
from sekisho.controls.entry import Entry, OfficialText, Version
from sekisho.controls.mutants import leaves
from sekisho.controls.vocabulary import Parameter, Vocabulary
from sekisho.errors import MissingError
from sekisho.logic.text import leaf_text
from sekisho.logic.tree import Between, Compare, Constant, Leaf, names
from sekisho.terms.spelling import did_you_mean
from sekisho.workspace.clock import today
from sekisho.workspace.rulebook import open_rulebook

Progress = Callable[[str], None]
Tick = Callable[[str, int, int], None]


MOST_CORRELATED = 4
"""Of how many entries of one answer the correspondence with other lists is worked out without being asked for."""


def explain_entry(
    code: str,
    list_id: str | None,
    progress: Progress | None = None,
    correlations: bool | None = None,
    tick: Tick = lambda *_: None,
) -> dict[str, Any]:
    """Return an entry, or every entry below a parent code, in each list that has it.

    Args:
        code: Of the entry, or of its parent.
        list_id: Only in this list; in every list if None.
        progress: Called with a sentence before a slow step.
        correlations: Whether to say what corresponds to it in other lists; None: where there are few entries.
        tick: Told how far that comparison is.

    Raises:
        MissingError: No list has such a code.
    """
    rulebook = open_rulebook(progress)
    lists = [rulebook.control_list(list_id)] if list_id else list(rulebook.lists.values())
    found = [
        (control_list, entry)
        for control_list in lists
        for entry in control_list.entries
        if entry.code == code or entry.code.startswith(f"{code}.")
    ]
    if not found:
        known = {entry.code for control_list in lists for entry in control_list.entries}
        raise MissingError(
            f"no executable entry has the code {code!r}",
            remedy=did_you_mean(code, known) or "`sekisho lists` shows which lists there are",
        )
    wanted = len(found) <= MOST_CORRELATED if correlations is None else correlations
    rows = []
    for control_list, entry in found:
        row = _entry(entry, control_list, rulebook.vocabulary)
        if wanted:
            from sekisho.workspace.correlate import correlations_of

            row["correlations"] = correlations_of(rulebook, control_list.id, entry.code, today(), tick)
        rows.append(row)
    return {"entries": rows}


def list_vocabulary(word: str | None, progress: Progress | None = None) -> dict[str, Any]:
    """Return kinds and parameters, all or those about a word: a kind shows the parameters that its entries ask for.

    Raises:
        MissingError: Nothing matches.
    """
    rulebook = open_rulebook(progress)
    vocabulary = rulebook.vocabulary
    kinds, parameters = dict(vocabulary.kinds), list(vocabulary.parameters.values())
    if word is not None:
        asked = _parameters_of_kind(word, rulebook.lists) if word in kinds else None
        kinds = {name: text for name, text in kinds.items() if word in name}
        parameters = [one for one in parameters if (one.name in asked if asked is not None else _mentions(one, word))]
        if not kinds and not parameters:
            raise MissingError(
                f"no kind or parameter contains {word!r}",
                remedy=did_you_mean(word, [*vocabulary.kinds, *vocabulary.parameters]) or "try a shorter word",
            )
    return {"kinds": kinds, "parameters": [_parameter(one) for one in parameters]}


def list_lists(progress: Progress | None = None) -> dict[str, Any]:
    """Return every list with its edition, the number of its entries by field, and the kinds that it covers."""
    rulebook = open_rulebook(progress)
    return {"lists": [_summary(one) for _, one in sorted(rulebook.lists.items())]}


def show_list(list_id: str, progress: Progress | None = None) -> dict[str, Any]:
    """Return one list with its entries and its coverage by kind.

    Raises:
        MissingError: There is no such list.
    """
    found = open_rulebook(progress).control_list(list_id)
    return {
        **_summary(found),
        "text": found.text,
        "entries": [
            {"code": entry.code, "text": entry.text, "valid": "; ".join(str(one.period) for one in entry.versions)}
            for entry in found.entries
        ],
        "coverage": [
            {"kind": one.kind, "covered": one.covered, "text": one.note, "codes_examined": list(one.codes_examined)}
            for one in found.coverage
        ],
    }


def _summary(control_list: ControlList) -> dict[str, Any]:
    now = today()
    fields = Counter(entry.field for entry in control_list.entries)
    versions = [entry.version(now) for entry in control_list.entries]
    return {
        "id": control_list.id,
        "title": control_list.title,
        "authority": control_list.authority,
        "jurisdiction": control_list.jurisdiction,
        "edition": control_list.edition,
        "sha256": control_list.sha256,
        "entries": len(control_list.entries),
        "undecided": sum(1 for version in versions if version is not None and version.undecided is not None),
        "fields": dict(sorted(fields.items())),
        "covered": [one.kind for one in control_list.coverage if one.covered],
    }


def _entry(entry: Entry, control_list: ControlList, vocabulary: Vocabulary) -> dict[str, Any]:
    mentioned: set[str] = set()
    for version in entry.versions:
        for node in (version.when, version.only_if, *(one.when for one in version.unless)):
            mentioned |= names(node) if node is not None else frozenset()
    return {
        "list": control_list.id,
        "code": entry.code,
        "field": entry.field,
        "group": entry.group,
        "kinds": list(entry.kinds),
        "text": entry.text,
        "note": entry.note,
        "versions": [_version(one) for one in entry.versions],
        "changes": [_change(older, newer, vocabulary) for older, newer in pairwise(entry.versions)],
        "thresholds": _thresholds(entry.versions[-1], vocabulary),
        "official": None if entry.official is None else _official(entry.official),
        "parameters": [_parameter(one) for name, one in vocabulary.parameters.items() if name in mentioned],
        "cases": [
            {
                "name": one.name,
                "item": dict(one.item),
                "expect": one.expect.value,
                "need": list(one.need),
                "on": None if one.on is None else one.on.isoformat(),
                "source": one.source,
            }
            for one in entry.cases
        ],
    }


def _version(version: Version) -> dict[str, Any]:
    start, until = version.period.start, version.period.until
    return {
        "valid": str(version.period),
        "from": None if start is None else start.isoformat(),
        "until": None if until is None else until.isoformat(),
        "recorded": None if version.recorded is None else version.recorded.isoformat(),
        "citation": str(version.citation),
        "when": version.when_text,
        "only_if": version.only_if_text,
        "unless": [{"note": one.note, "text": one.text, "when": one.when_text} for one in version.unless],
        "reasons": list(version.reasons),
        "status": version.status.value,
        "status_note": version.status_note,
        "undecided": version.undecided,
        "erratum": version.erratum,
    }


def _change(older: Version, newer: Version, vocabulary: Vocabulary) -> dict[str, Any]:
    """Return what a version changed: the comparisons that went and those that came."""
    before, after = _written(older, vocabulary), _written(newer, vocabulary)
    return {
        "on": None if newer.period.start is None else newer.period.start.isoformat(),
        "from_undecided": older.condition is None,
        "to_undecided": newer.condition is None,
        "gone": [one for one in before if one not in after],
        "new": [one for one in after if one not in before],
    }


def _written(version: Version, vocabulary: Vocabulary) -> list[str]:
    return [] if version.condition is None else [_leaf(one, vocabulary) for one in leaves(version.condition)]


def _leaf(leaf: Leaf, vocabulary: Vocabulary) -> str:
    """Return a comparison with the unit of its parameter."""
    unit = "" if isinstance(leaf, Constant) else vocabulary.parameters[leaf.name].unit
    return leaf_text(leaf) + ("" if unit in ("", "1") else f" {unit}")


def _thresholds(version: Version, vocabulary: Vocabulary) -> list[dict[str, Any]]:
    """Return every comparison with a number in a version, each once."""
    if version.condition is None:
        return []
    found = [one for one in leaves(version.condition) if isinstance(one, Compare | Between)]
    return [
        {"parameter": one.name, "text": _leaf(one, vocabulary), "unit": vocabulary.parameters[one.name].unit}
        for one in found
        if isinstance(one, Between) or isinstance(one.value, float)
    ]


def _official(text: OfficialText) -> dict[str, Any]:
    return {
        "sha256": text.sha256,
        "set_aside": [{"words": one.words, "reason": one.reason} for one in (*text.numbers, *text.notes)],
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "type": parameter.type.value,
        "unit": parameter.unit,
        "text": parameter.text,
        "values": list(parameter.values),
        "aliases": list(parameter.aliases),
    }


def _mentions(parameter: Parameter, word: str) -> bool:
    return word in parameter.name or any(word in alias for alias in parameter.aliases)


def _parameters_of_kind(kind: str, lists: Mapping[str, ControlList]) -> set[str]:
    """Return the parameters that some entry about this kind mentions."""
    asked: set[str] = set()
    for control_list in lists.values():
        for entry in _about(control_list.entries, kind):
            for version in entry.versions:
                for node in (version.when, version.only_if, *(one.when for one in version.unless)):
                    asked |= names(node) if node is not None else frozenset()
    return asked


def _about(entries: Sequence[Entry], kind: str) -> list[Entry]:
    return [entry for entry in entries if kind in entry.kinds]

"""Classify an item file against the lists of a day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sekisho import __version__
from sekisho.controls.classify import classify, questions
from sekisho.controls.read import read_item
from sekisho.licensing.answer import coverage_row, provenance_of, question_row, verdict_rows
from sekisho.licensing.determination import Question
from sekisho.licensing.framework import FRAMEWORK, advisory_rows
from sekisho.licensing.read import ITEM_KEYS
from sekisho.workspace.clock import day, recorded_by
from sekisho.workspace.folder import find_workspace
from sekisho.workspace.framework import consult_all, load_frameworks
from sekisho.workspace.rulebook import open_rulebook
from sekisho.workspace.text_review import changed_texts, with_changes
from sekisho.workspace.user_files import read_user_file

INTERVIEW = "interview"
"""Under which an item file that an interview wrote keeps what belongs to the interview."""


def classify_file(
    path: Path,
    *,
    lists: Sequence[str] = (),
    date: str | None = None,
    as_of: str | None = None,
    workspace: Path | None = None,
    progress: Callable[[str], None] | None = None,
) -> dict[str, Any]:
    """Return every entry about the item's kind with its verdict, coverage, questions and provenance.

    Args:
        path: The item file; ``-`` reads standard input.
        lists: Ids of the lists to use, ``framework`` among them; all if empty.
        date: The day whose law applies, YYYY-MM-DD; today if None.
        as_of: Use only what was recorded by this day; now if None.
        workspace: Where the lists of frameworks are; by the usual order if None.
        progress: Called with a sentence before a slow step.

    Raises:
        InputError: The file, a list id or a date is wrong.
    """
    rulebook = open_rulebook(progress)
    named = [one for one in lists if one != FRAMEWORK]
    chosen = [rulebook.control_list(one) for one in named] if lists else list(rulebook.lists.values())
    wanted = not lists or FRAMEWORK in lists
    kept = load_frameworks(find_workspace(workspace), rulebook) if wanted else ()
    on, recorded = day(date), recorded_by(as_of)
    node = read_user_file(path).node
    if isinstance(node.value, dict) and "items" in node.value:
        raise node.error("this is the file of a transaction, not of an item", "use `sekisho check`")
    item = read_item(node, rulebook.vocabulary, rulebook.lists, extra=(*ITEM_KEYS, INTERVIEW))
    changed = changed_texts(workspace, rulebook, recorded, progress)
    found = [with_changes(one, changed) for one in classify(item, chosen, on, recorded)]
    asked = [
        Question("item", 0, one.field, one.text, one.unit, one.decides) for one in questions(found, rulebook.vocabulary)
    ]
    consulted = consult_all(kept, (item,), on, recorded, rulebook)
    by_list = {one.id: one.jurisdiction for one in rulebook.lists.values()}
    return {
        "item": item.description or item.kind,
        "date": on.isoformat(),
        "as_of": recorded.isoformat(),
        "classifications": [row for one in found for row in verdict_rows(0, one)],
        "coverage": [coverage_row(0, one) for one in found],
        "questions": [
            question_row(number, one, (by_list[code.partition(":")[0]] for code in one.decides), rulebook.vocabulary)
            for number, one in enumerate(asked, start=1)
        ],
        **({"advisory": [row for one in consulted for row in advisory_rows(one, frozenset())]} if kept else {}),
        "provenance": provenance_of(__version__, rulebook.digest, chosen, frameworks=(one.list for one in kept)),
    }

"""Put the lists side by side for one item: what each says of it, and why one catches it where another does not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sekisho.workspace.classify import classify_file

Row = Mapping[str, Any]


def compare_file(
    path: Path,
    *,
    lists: Sequence[str] = (),
    date: str | None = None,
    as_of: str | None = None,
    workspace: Path | None = None,
    progress: Callable[[str], None] | None = None,
) -> dict[str, Any]:
    """Return what every list says of an item, one row a list.

    Args:
        path: The item file; ``-`` reads standard input.
        lists: Ids of the lists to compare; all if empty.
        date: The day whose law applies, YYYY-MM-DD; today if None.
        as_of: Use only what was recorded by this day; now if None.
        workspace: Where the lists of frameworks are; by the usual order if None.
        progress: Called with a sentence before a slow step.

    Raises:
        InputError: The file, a list id or a date is wrong.
    """
    answer = classify_file(path, lists=lists, date=date, as_of=as_of, workspace=workspace, progress=progress)
    rows = [_row(one, answer["classifications"]) for one in answer["coverage"]]
    said = {row["verdict"] for row in rows}
    return {
        "item": answer["item"],
        "date": answer["date"],
        "as_of": answer["as_of"],
        "lists": rows,
        "agree": len(said) == 1,
        "questions": answer["questions"],
        "provenance": answer["provenance"],
    }


def _row(coverage: Row, classifications: Sequence[Row]) -> dict[str, Any]:
    """Return what one list says: the strictest verdict of its entries, and what each rests on."""
    here = [one for one in classifications if one["list"] == coverage["list"] and one["status"] != "definition"]
    by = {truth: [one for one in here if one["verdict"] == truth] for truth in ("yes", "unknown", "no")}
    verdict = next((truth for truth in ("yes", "unknown", "no") if by[truth]), "no_entry")
    return {
        "list": coverage["list"],
        "verdict": verdict,
        "met": [{"entry": one["entry"], "text": one["text"], "because": list(one["trace"])} for one in by["yes"]],
        "open": [{"entry": one["entry"], "need": list(one["need"]), "undecided": one["undecided"]} for one in by["unknown"]],
        "not_met": [{"entry": one["entry"], "because": list(one["trace"])} for one in by["no"]],
        "covered": coverage["covered"],
        "coverage": coverage["text"],
    }

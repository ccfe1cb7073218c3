"""The matrix as a table for a spreadsheet.

Decides the columns and what a cell may begin with. The form is RFC 4180 (comma, double quotes, CRLF) in UTF-8 with a byte
order mark, without which spreadsheets read it in a code page of their own.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

COLUMNS = (
    "framework",
    "date",
    "entry",
    "adopted",
    "effective",
    "until",
    "member",
    "status",
    "since",
    "lag_days",
    "lag_open",
    "act_status",
    "act",
    "citation",
    "url",
    "national",
    "wording",
    "act_from",
    "act_until",
    "only",
    "except",
    "destinations",
    "deviations",
    "savings",
    "digest",
)
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠|\x00-\x1f]")
"""Beginnings that some spreadsheet takes for a formula or a command, also after blanks and in full width."""


def to_csv(matrix: Mapping[str, Any]) -> bytes:
    """Return the matrix as a table: a row for each act of a pair of entry and member, one without act where there is none.

    A text that a spreadsheet would take for a formula gets an apostrophe before it. Statements are written by others, and
    an act's title must not run a command on the reader's machine.

    Args:
        matrix: As ``matrix.matrix`` gives it.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in _rows(matrix):
        writer.writerow([guarded(row.get(column, "")) for column in COLUMNS])
    return b"\xef\xbb\xbf" + stream.getvalue().encode("utf-8")


def guarded(value: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{value}" if _FORMULA.match(value) else value


def _rows(matrix: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    for entry in matrix["entries"]:
        for cell in entry["cells"]:
            head = {
                "framework": matrix["framework"],
                "date": matrix["date"],
                "entry": entry["code"],
                "adopted": entry["adopted"],
                "effective": entry["effective"],
                "until": entry["until"],
                "member": cell["member"],
                "status": cell["status"],
                "since": cell["since"],
                "lag_days": str(cell["lag_days"]),
                "lag_open": "yes" if cell["lag_open"] else "no",
            }
            yield from ({**head, **_of_act(act)} for act in cell["acts"])
            if not cell["acts"]:
                yield head


def _of_act(act: Mapping[str, Any]) -> dict[str, str]:
    places = act["destinations"]
    return {
        "act_status": act["status"],
        "act": act["title"],
        "citation": act["citation"],
        "url": act["url"],
        "national": act["national"],
        "wording": act["wording"],
        "act_from": act["from"],
        "act_until": act["until"],
        "only": " ".join(act["only"]),
        "except": " ".join(act["except"]),
        "destinations": " ".join([places["scope"], *places["places"]]),
        "deviations": "; ".join(f"{one['effect']}: {one['text']}" for one in act["deviations"]),
        "savings": act["savings"],
        "digest": act["digest"],
    }

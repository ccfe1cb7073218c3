r"""The chart as BIS exports it to rows.

Decides which columns the chart has. Its export names six columns ``Footnote``, which are told apart by a number here, and
leaves line breaks inside cells without quotes: rows end with ``\\r\\n`` there, so that a bare ``\\n`` is a break in a cell.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import IO, Final

from sekisho.sources.csv_records import Record, read_csv
from sekisho.sources.reading import Reading, whole

REASONS: Final = (
    *("cb 1", "cb 2", "cb 3", "np 1", "np 2", "ns 1", "ns 2", "mt 1", "rs 1", "rs 2", "fc 1", "cc 1", "cc 2", "cc 3"),
    *("at 1", "at 2"),
)
COLUMNS: Final = ("countries", *REASONS)
LARGEST_FILE: Final = 4_000_000
_REMEDY: Final = "export the Commerce Country Chart again as CSV, with the column Countries and one for each reason"


def read(stream: IO[bytes], reading: Reading) -> Iterator[Record]:
    """Yield the rows of the chart.

    Raises:
        SourceError: Not such a file.
    """
    reading.remedy = _REMEDY
    head, end, body = whole(stream, reading, LARGEST_FILE).partition(b"\n")
    if head.endswith(b"\r"):
        body = b"\r\n".join(row.replace(b"\n", b" ") for row in body.split(b"\r\n"))
    yield from read_csv(io.BytesIO(numbered(head) + end + body), reading, COLUMNS)


def numbered(head: bytes) -> bytes:
    """Return a line of column names with a number behind each that stood before; what is no such line stays as it is."""
    try:
        text = head.decode("utf-8-sig")
        names = next(csv.reader([text.rstrip("\r\n")], strict=True), [])
    except (UnicodeDecodeError, csv.Error):
        return head
    seen: dict[str, int] = {}
    made = []
    for name in names:
        key = " ".join(name.lower().split())
        seen[key] = seen.get(key, 0) + 1
        made.append(name if seen[key] == 1 else f"{name} {seen[key]}")
    if made == names:
        return head
    written = io.StringIO()
    csv.writer(written, lineterminator="").writerow(made)
    return written.getvalue().encode()

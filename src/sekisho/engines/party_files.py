"""Files of parties and of matches, as tables: CSV, JSON lines and Parquet in, Parquet, CSV and JSON lines out.

Decides how rows are read one after another without holding a text file in memory, and which columns a file of matches has.
Refuses to know what a column means (`sekisho.workspace.batch_rows`).
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import polars as pl

from sekisho.errors import DocumentError, InputError

SUFFIXES: Final = (".csv", ".jsonl", ".parquet")
"""How the names of files end, and so what they are."""
MATCHES: Final[Mapping[str, Any]] = {
    "row": pl.Int64,
    "id": pl.String,
    "name": pl.String,
    "country": pl.String,
    "outcome": pl.String,
    "source": pl.String,
    "listed_id": pl.String,
    "listed_name": pl.String,
    "matched": pl.String,
    "score": pl.Float64,
    "certain": pl.Boolean,
    "judged": pl.String,
    "explanation": pl.List(pl.String),
    "problem": pl.String,
    "query": pl.String,
}
"""Columns of a file of matches."""
_LONGEST_LINE: Final = 1_000_000
_PIECE: Final = 10_000


def kind_of(path: Path) -> str:
    """Return how the name of a file ends.

    Raises:
        InputError: It is none of the kinds.
    """
    kind = path.suffix.lower()
    if kind not in SUFFIXES:
        raise InputError(
            f"a file of this kind ({kind or 'without an ending'}) is not known",
            file=str(path),
            remedy=f"the name must end in {', '.join(SUFFIXES)}",
        )
    return kind


def read_rows(path: Path) -> Iterator[Mapping[str, Any]]:
    """Yield the rows of a file by column, one after another.

    Raises:
        InputError: The file cannot be read.
        DocumentError: It is not of the kind that its name says; the error names the line.
    """
    kind = kind_of(path)
    try:
        if kind == ".parquet":
            yield from _parquet(path)
        elif kind == ".csv":
            yield from _csv(path)
        else:
            yield from _json_lines(path)
    except OSError as problem:
        raise InputError(
            f"it cannot be read: {problem.strerror}", file=str(path), remedy="check the name and the permissions"
        ) from problem


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    with path.open("rb") as stream:
        number = 0
        while line := stream.readline(_LONGEST_LINE + 1):
            number += 1
            if len(line) > _LONGEST_LINE:
                raise DocumentError(
                    f"a line has more than {_LONGEST_LINE:,} bytes", file=str(path), line=number, remedy="is it a table?"
                )
            try:
                yield number, line.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError as problem:
                raise DocumentError(
                    f"byte {problem.start + 1} of the line is no UTF-8",
                    file=str(path),
                    line=number,
                    remedy="save the file as UTF-8",
                ) from problem


def _csv(path: Path) -> Iterator[Mapping[str, Any]]:
    rows = csv.reader((line.replace("\0", " ") for _, line in _lines(path)), strict=True)
    try:
        head = next(rows, None)
        if not head:
            raise DocumentError("the file is empty", file=str(path), remedy="give a table with a line of column names")
        names = [one.strip() for one in head]
        for row in rows:
            if not row:
                continue
            if len(row) != len(names):
                raise DocumentError(
                    f"the row has {len(row)} cells and the head {len(names)}",
                    file=str(path),
                    line=rows.line_num,
                    remedy="put a name that holds a comma in double quotes",
                )
            yield dict(zip(names, row, strict=True))
    except csv.Error as problem:
        raise DocumentError(
            f"this is no CSV: {problem}", file=str(path), line=rows.line_num, remedy="check the quotes"
        ) from problem


def _json_lines(path: Path) -> Iterator[Mapping[str, Any]]:
    for number, line in _lines(path):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as problem:
            raise DocumentError(
                f"the line is no JSON: {problem}", file=str(path), line=number, remedy="write one object a line"
            ) from problem
        if not isinstance(row, dict):
            raise DocumentError("the line is no JSON object", file=str(path), line=number, remedy="write one object a line")
        yield row


def _parquet(path: Path) -> Iterator[Mapping[str, Any]]:
    try:
        table = pl.read_parquet(path)
    except (pl.exceptions.PolarsError, ValueError) as problem:
        raise _no_parquet(path) from problem
    for piece in table.iter_slices(_PIECE):
        yield from piece.iter_rows(named=True)


def _no_parquet(path: Path) -> InputError:
    return DocumentError("this is no whole Parquet file", file=str(path), remedy="write it again, or give CSV")


def write_part(path: Path, rows: Iterable[Sequence[Any]]) -> None:
    """Write rows of a file of matches, whole or not at all.

    Raises:
        OSError: It cannot be written.
    """
    draft = path.with_name(f".writing-{path.name}")
    pl.DataFrame(list(rows), schema=dict(MATCHES), orient="row").write_parquet(draft)
    draft.replace(path)


def read_part(path: Path) -> Iterator[tuple[Any, ...]] | None:
    """Return the rows of a file that `write_part` wrote; None where there is none."""
    try:
        table = pl.read_parquet(path)
    except (OSError, pl.exceptions.PolarsError):
        return None
    return table.iter_rows() if list(table.columns) == list(MATCHES) else None


def join_parts(parts: Sequence[Path], path: Path, notes: Mapping[str, str]) -> None:
    """Make one file of parts, in their order; Parquet and nothing else keeps the notes.

    Raises:
        OSError: It cannot be written.
        InputError: It is none of the kinds.
    """
    kind = kind_of(path)
    table = pl.concat([pl.read_parquet(one) for one in parts]) if parts else pl.DataFrame(schema=dict(MATCHES))
    draft = path.with_name(f".writing-{path.name}")
    try:
        if kind == ".parquet":
            table.write_parquet(draft, metadata=dict(notes))
        elif kind == ".jsonl":
            table.write_ndjson(draft)
        else:
            table.with_columns(pl.col("explanation").list.join("; ")).write_csv(draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def read_matches(path: Path) -> tuple[Iterator[tuple[Any, ...]], Mapping[str, str]]:
    """Return the rows of a Parquet file that `join_parts` wrote, and its notes.

    Raises:
        InputError: It cannot be read, or is no such file.
    """
    try:
        table, notes = pl.read_parquet(path), pl.read_parquet_metadata(path)
    except OSError as problem:
        raise InputError("it cannot be read", file=str(path), remedy="check the name and the permissions") from problem
    except pl.exceptions.PolarsError as problem:
        raise _no_parquet(path) from problem
    if list(table.columns) != list(MATCHES):
        raise DocumentError(
            "this is no file of matches", file=str(path), remedy="give a Parquet file that `sekisho screen --batch` wrote"
        )
    return table.iter_rows(), notes


csv.field_size_limit(min(sys.maxsize, _LONGEST_LINE))

"""The whole text of a control list as one SQLite file with a full-text index, and how such a file is opened.

Decides which words belong to which row, and when a file is refused. Knows no query.

    place   a row for each paragraph and each heading, with the row above it
    words   the same rows for FTS5, with their own words
    remarks the same for the notes printed there: apart, because BM25 counts a word less in a longer row
    note    every note once
    meta    layout, list, number of rows
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sekisho.errors import EngineError, MissingError
from sekisho.sources.official_text import Section

if TYPE_CHECKING:
    import sqlite3

LAYOUT: Final = 1
_TOKENIZER: Final = "porter unicode61 remove_diacritics 2"
_REMEDY: Final = "`sekisho sources load FILE` reads the publication again"


@dataclass(frozen=True, slots=True)
class Built:
    """An index that was written.

    Attributes:
        paragraphs: Its rows: headings and paragraphs.
        sha256: Of the file.
    """

    paragraphs: int
    sha256: str


def build(path: Path, list_id: str, sections: Iterable[Section]) -> Built:
    """Write the index of a list; a reader sees the old file or the new one. The same sections give the same bytes.

    Args:
        path: Where.
        list_id: Id of the list.
        sections: Its entries.

    Returns:
        How many rows it has, and its digest.

    Raises:
        EngineError: SQLite lacks FTS5, or the file cannot be written.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
        os.close(handle)
    except OSError as problem:
        raise _unwritable(path, problem.strerror or str(problem)) from problem
    draft = Path(name)
    try:
        with connected(path, str(draft), "the index cannot be written") as connection:
            count = _fill(connection, list_id, sections)
        umask = os.umask(0)
        os.umask(umask)
        draft.chmod(0o666 & ~umask)
        with draft.open("rb+") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
            os.fsync(stream.fileno())
        draft.replace(path)
    except OSError as problem:
        raise _unwritable(path, problem.strerror or str(problem)) from problem
    finally:
        draft.unlink(missing_ok=True)
    return Built(count, sha256)


def _fill(connection: sqlite3.Connection, list_id: str, sections: Iterable[Section]) -> int:
    for statement in (
        "PRAGMA journal_mode=OFF",
        "PRAGMA synchronous=OFF",
        "BEGIN",
        "CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
        "CREATE TABLE place(id INTEGER PRIMARY KEY, above INTEGER NOT NULL, section INTEGER NOT NULL, code TEXT NOT NULL, "
        "label TEXT NOT NULL, heading TEXT NOT NULL, text TEXT NOT NULL, notes TEXT NOT NULL, line INTEGER NOT NULL)",
        "CREATE INDEX place_code ON place(code COLLATE NOCASE)",
        "CREATE TABLE note(id INTEGER PRIMARY KEY, text TEXT NOT NULL)",
        f"CREATE VIRTUAL TABLE words USING fts5(text, tokenize='{_TOKENIZER}')",
        f"CREATE VIRTUAL TABLE remarks USING fts5(text, tokenize='{_TOKENIZER}')",
    ):
        connection.execute(statement)
    known: dict[str, int] = {}
    count = 0
    for section in sections:
        for row in _rows(section, count + 1, known):
            connection.execute("INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?)", row.place)
            connection.execute("INSERT INTO words(rowid, text) VALUES (?,?)", (row.id, row.words))
            if row.printed:
                connection.execute("INSERT INTO remarks(rowid, text) VALUES (?,?)", (row.id, row.printed))
            count += 1
    connection.executemany("INSERT INTO note VALUES (?,?)", ((number, text) for text, number in known.items()))
    for table in ("words", "remarks"):
        connection.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")
    facts = {"layout": str(LAYOUT), "list": list_id, "rows": str(count)}
    connection.executemany("INSERT INTO meta VALUES (?,?)", facts.items())
    connection.execute("COMMIT")
    return count


@dataclass(frozen=True, slots=True)
class _Row:
    """A row to be written: the columns of ``place``, own words, and the notes printed there."""

    place: tuple[int, int, int, str, str, str, str, str, int]
    words: str
    printed: str

    @property
    def id(self) -> int:
        return self.place[0]


def _rows(section: Section, first: int, known: dict[str, int]) -> Iterator[_Row]:
    """Yield the row of the heading, then one for each labelled paragraph; what has no label goes with the heading."""

    def bearing(code: str) -> str:
        notes = dict.fromkeys(section.passage(code).notes)
        return json.dumps([known.setdefault(one, len(known) + 1) for one in notes], separators=(",", ":"))

    loose = [one for one in section.paragraphs if not one.label]
    text = " ".join(one.text for one in loose)
    printed = "\n".join((*section.notes, *(note for one in loose for note in one.notes), *section.related))
    place = (first, 0, first, section.code, "", section.heading, text, bearing(section.code), section.line)
    yield _Row(place, f"{section.heading}\n{text}", printed)
    last: dict[str, int] = {}
    for number, one in enumerate((one for one in section.paragraphs if one.label), first + 1):
        above = one.label.rpartition(".")[0]
        while above and above not in last:
            above = above.rpartition(".")[0]
        code = f"{section.code}.{one.label}"
        place = (number, last.get(above, first), first, code, one.label, "", one.text, bearing(code), one.line)
        yield _Row(place, one.text, "\n".join(one.notes))
        last[one.label] = number


@contextlib.contextmanager
def connected(path: Path, address: str, trouble: str) -> Iterator[sqlite3.Connection]:
    """Open a database and turn what SQLite says into our errors.

    Raises:
        EngineError: It said something.
    """
    try:
        import sqlite3
    except ImportError as problem:
        raise EngineError("this Python was built without SQLite", remedy="use a Python with the module sqlite3") from problem
    connection = None
    try:
        connection = sqlite3.connect(address, uri=address.startswith("file:"), isolation_level=None)
        connection.execute("PRAGMA trusted_schema=OFF")
        yield connection
    except sqlite3.Error as problem:
        if "no such module: fts5" in str(problem):
            raise EngineError(
                "this Python's SQLite was built without FTS5, in which the texts of lists are searched",
                remedy="use a Python whose SQLite has it, such as that of any current distribution",
            ) from problem
        raise EngineError(f"{trouble}: {problem}", file=str(path), remedy=_REMEDY) from problem
    finally:
        if connection is not None:
            connection.close()


def check_file(path: Path, sha256: str | None) -> None:
    """Refuse a file that is not there, or not the one that was written.

    Raises:
        MissingError: It is not there.
        EngineError: It has another digest.
    """
    try:
        with path.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError as problem:
        raise MissingError("there is no index of a text here", file=str(path), remedy=_REMEDY) from problem
    except OSError as problem:
        raise damaged(path, problem.strerror or str(problem)) from problem
    if sha256 is not None and found != sha256:
        raise damaged(path, "it is not the file that was written")


def check_content(connection: sqlite3.Connection, thoroughly: bool) -> None:
    """Refuse what is no index of this layout.

    Raises:
        ValueError: It is none.
    """
    (layout,) = connection.execute("SELECT value FROM meta WHERE name = 'layout'").fetchone() or ("",)
    if layout != str(LAYOUT):
        raise ValueError(f"it is of layout {layout!r}, this Sekisho reads {LAYOUT}")
    if thoroughly:
        (said,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if said != "ok":
            raise ValueError(said)


def damaged(path: Path, why: str) -> EngineError:
    """Return what to raise of a file that cannot be used."""
    return EngineError(f"the index of a text is damaged: {why}", file=str(path), remedy=_REMEDY)


def _unwritable(path: Path, why: str) -> EngineError:
    return EngineError(
        f"the index cannot be written: {why}", file=str(path), remedy="check the folder and the space on the disk"
    )

"""The whole error tree, and nothing else.

    Error                       root of everything Sekisho raises on purpose
    ├── InputError              the caller's file, argument or value is wrong (exit status 2)
    │   ├── DocumentError       not readable as strict YAML or JSON
    │   ├── ExpressionError     a rule's text is not in the expression language
    │   ├── QuantityError       unknown unit, wrong dimension, impossible number
    │   ├── PlaceError          no such country or territory
    │   ├── DateError           no such date, or an empty period
    │   ├── VocabularyError     unknown kind or parameter
    │   ├── RulebookError       a rulebook contradicts itself, its cases or its schema
    │   ├── SourceError         an official publication is malformed or implausible
    │   ├── CharterError        a charter that cannot work, or is not safe
    │   ├── ProposalError       a proposal that may not be put to the members
    │   ├── RecordError         bytes of the record are malformed, unsigned or contradict each other
    │   ├── PublicationError    what is published does not follow from charter and record
    │   ├── EngineError         a database, solver or mirror that is needed is absent or refuses
    │   └── MissingError        a thing that was named does not exist
    └── InternalError           our own fault (exit status 1)

A message says what is wrong; ``place`` says where inside the file; ``remedy`` says what to do.
"""

from __future__ import annotations

import copy
from typing import ClassVar, Self


class Error(Exception):
    """Root of the tree.

    Args:
        message: What is wrong, one sentence, no trailing full stop.
        file: Name of the file at fault, as the user gave it.
        line: Line in that file, from 1.
        column: Column in that line, from 1.
        place: Path inside the document, for example ``items[0].parameters.cnot_error``.
        remedy: What the reader can do about it.
    """

    code: ClassVar[str] = "error"
    exit_status: ClassVar[int] = 1

    def __init__(
        self,
        message: str,
        *,
        file: str | None = None,
        line: int | None = None,
        column: int | None = None,
        place: str | None = None,
        remedy: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.file = file
        self.line = line
        self.column = column
        self.place = place
        self.remedy = remedy

    def located(
        self,
        *,
        file: str | None = None,
        line: int | None = None,
        column: int | None = None,
        place: str | None = None,
        remedy: str | None = None,
    ) -> Self:
        """Return a copy in which the gaps of this error are filled; nothing known is overwritten."""
        other = copy.copy(self)
        other.file = self.file if self.file is not None else file
        other.line = self.line if self.line is not None else line
        other.column = self.column if self.column is not None else column
        other.place = self.place if self.place is not None else place
        other.remedy = self.remedy if self.remedy is not None else remedy
        return other

    def as_json(self) -> dict[str, object]:
        """Return the body of the ``error`` object that ``--json`` prints on standard error."""
        body: dict[str, object] = {"code": self.code, "message": self.message}
        for name in ("file", "line", "column", "place", "remedy"):
            value = getattr(self, name)
            if value is not None:
                body[name] = value
        return body

    def __str__(self) -> str:
        """Return ``file:line:column: place: message (remedy)``, leaving out what is not known."""
        where = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        head = ": ".join(part for part in (where, self.place, self.message) if part)
        return f"{head} ({self.remedy})" if self.remedy else head


class InputError(Error):
    """The caller's file, argument or value is wrong."""

    code = "bad_input"
    exit_status = 2


class DocumentError(InputError):
    """A file cannot be read as strict YAML or JSON."""

    code = "bad_document"


class ExpressionError(InputError):
    """A rule's text is not in the expression language; ``column`` is the position in the text."""

    code = "bad_expression"


class QuantityError(InputError):
    """A quantity has an unknown unit, another dimension or an impossible value."""

    code = "bad_quantity"


class PlaceError(InputError):
    """No country or territory has this code or name."""

    code = "unknown_place"


class DateError(InputError):
    """Not a calendar date, or a period that ends before it begins."""

    code = "bad_date"


class VocabularyError(InputError):
    """An item kind or parameter is not in the vocabulary."""

    code = "unknown_word"


class RulebookError(InputError):
    """A rulebook contradicts its schema, its cases or itself."""

    code = "bad_rulebook"


class SourceError(InputError):
    """An official publication is malformed or implausible."""

    code = "bad_source"


class CharterError(InputError):
    """A charter that cannot work, or that is not safe against the members it says it survives."""

    code = "bad_charter"


class ProposalError(InputError):
    """A proposal that may not be put to the members."""

    code = "bad_proposal"


class RecordError(InputError):
    """Bytes of the record are malformed, unsigned, not in canonical form, or contradict each other."""

    code = "bad_record"


class PublicationError(InputError):
    """A published repository, edition or signature does not follow from charter and record, or cannot be made."""

    code = "bad_publication"


class EngineError(InputError):
    """A database or a solver that is needed is not installed, or refuses."""

    code = "engine"


class MissingError(InputError):
    """A list, entry, source or file that was named does not exist."""

    code = "not_found"


class InternalError(Error):
    """Our own fault; please report it with the command that showed it."""

    code = "internal"

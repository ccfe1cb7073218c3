"""Annex I as plain text without a layout, as EUR-Lex gives the consolidated Regulation.

Decides paragraphs by the order of their labels: after ``a``, ``1`` opens a paragraph below it and ``b`` goes on beside it;
of several that a label may go on with, the one that stands as far in counts, else the deepest. Labels are ``a.``, ``(a)``,
``1.`` or whole (``a.1.``), on a line of their own or before their words. A code, alone or before a heading that begins with
a capital, opens an entry if it stands after the entry above it in the order of the annex. Page numbers and running titles
are passed over.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from sekisho.sources.eu_annex_i.entry import Entry, Limb

HEADING: Final = re.compile(r"\s*([0-9][A-E][0-9]{3})(?:\s+(?=[\"“‘'(A-Z0-9]|a\.)(?!continued)(.+)|\s*)")
_CONTINUED: Final = re.compile(r"\s*[0-9][A-E][0-9]{3}(?:\.[a-z0-9]+)*\.?\s*\(?continued\)?\s*", re.IGNORECASE)
_CATEGORY: Final = re.compile(r"\s*(?:PART [IVX]+ [-–—] )?CATEGORY \d\b.*", re.IGNORECASE)
_GROUP: Final = re.compile(r"\s*([0-9][A-E])\.?\s+([A-Z\"“].*)|\s*([0-9][A-E])\s*")
_RUNNING: Final = re.compile(
    r"\s*(?:\d{1,4}|[-–—]\s*\d{1,4}\s*[-–—]|(?:EN|ENGLISH)|▼\S*|▲\S*|►\S*|EN\s+Official Journal of the European Union.*"
    r"|OJ L,? .*|ELI: .*|Official Journal of the European Union.*)\s*"
)
_HEADER: Final = re.compile(r"\s*0?2021R0821\s*[-–—]\s*EN\s*[-–—]\s*(\d{1,2})\.(\d{1,2})\.(\d{4})\s*[-–—].*")
_LABEL: Final = re.compile(
    r"(?P<in>\s*)(?:(?P<whole>[a-z](?:\.(?:[a-z]|\d{1,2}))+)\.?|\((?P<round>[a-z]|\d{1,2})\)|(?P<one>[a-z]|\d{1,2})\.)"
    r"(?:\s+(?P<text>\S.*)|\s*)"
)
_NOTE: Final = re.compile(
    r"\s*(?:Technical )?Notes?(?: \d+)?\s*:.*|\s*N\.?B\.?(?: ?\d+)?\s*:?(?:\s.*)?|\s*(?:Technical )?Notes?\s*"
)


@dataclass(slots=True)
class Head:
    """What the running titles say: the days of the consolidated text."""

    days: set[dt.date] = field(default_factory=set)


def entries(lines: Iterable[tuple[int, str]], head: Head) -> Iterator[Entry]:
    """Yield the entries of a plain text."""
    reader: _Reader | None = None
    category, group = "", ""
    for number, printed in lines:
        line = printed.replace("\N{NO-BREAK SPACE}", " ").expandtabs(4)
        if (header := _HEADER.fullmatch(line)) is not None:
            _day(header, head)
        elif not line.strip() or _RUNNING.fullmatch(line) or _CONTINUED.fullmatch(line):
            continue
        elif _CATEGORY.fullmatch(line):
            category, group = " ".join(line.split()), ""
        elif (part := _GROUP.fullmatch(line)) is not None and (
            reader is None or (part[1] or part[3]) > reader.entry.code[:2]
        ):
            group = " ".join(line.split())
        elif (heading := HEADING.fullmatch(line)) is not None and _opens(heading, reader):
            if reader is not None:
                yield reader.entry
            reader = _Reader(Entry(heading[1], number, [], tuple(filter(None, (category, group)))))
            if heading[2] is not None:
                reader.add(heading[2], number)
        elif len(group) == len("3A"):
            group = f"{group} {' '.join(line.split())}"
        elif reader is not None:
            reader.add(line, number)
    if reader is not None:
        yield reader.entry


def _day(header: re.Match[str], head: Head) -> None:
    day, month, year = map(int, header.groups())
    try:
        head.days.add(dt.date(year, month, day))
    except ValueError:
        return


def _opens(heading: re.Match[str], reader: _Reader | None) -> bool:
    """Tell whether a code at the beginning of a line opens an entry: not where a sentence goes on with it."""
    if reader is None:
        return True
    if heading[1] <= reader.entry.code:
        return False
    words = heading[2] or ""
    return not re.match(r"(?:to|and|or|is|are|does|do|controls?|specified)\b|\(", words)


@dataclass(slots=True)
class _Open:
    """A label that is open, and how far in it stands."""

    label: str
    column: int


class _Reader:
    """An entry that is being read."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self._labels: list[_Open] = []
        self._noting = False
        self._in_note = ""

    def add(self, line: str, number: int) -> None:
        """Take a line: a note, a label, or more words of what was last."""
        label = None if _NOTE.fullmatch(line) else _LABEL.fullmatch(line)
        if _NOTE.fullmatch(line):
            self._noting, self._in_note = True, ""
            self._notes().append([line])
        elif label is not None and self._noting and self._belongs_to_note(label):
            self._in_note = label["whole"] or label["round"] or label["one"]
            self._notes()[-1].append(line)
        elif label is not None and self._open(label):
            self._noting = False
            whole = ".".join(one.label for one in self._labels)
            self.entry.limbs.append(Limb(whole, [label["text"] or ""], [], number))
        elif self._noting:
            self._notes()[-1].append(line)
        elif self.entry.limbs:
            self.entry.limbs[-1].lines.append(line)
        else:
            self.entry.heading.append(line)

    def _notes(self) -> list[list[str]]:
        return self.entry.limbs[-1].notes if self.entry.limbs else self.entry.notes

    def _belongs_to_note(self, label: re.Match[str]) -> bool:
        """Tell whether a label goes on with the list of a note, or begins one after its colon."""
        one = label["round"] or label["one"]
        if one is None:
            return False
        last = " ".join(self._notes()[-1]).rstrip()
        if one in ("a", "1"):
            return last.endswith(":") or (bool(self._in_note) and self._in_note != one and last.endswith(","))
        if not self._in_note or last.endswith("."):
            # A numbered technical note ends each of its sentences with a full stop; the items below go on elsewhere.
            return self._in_note.isdigit() and _follows(self._in_note, one) and not self._candidates(one)
        return _follows(self._in_note, one)

    def _candidates(self, label: str) -> list[int]:
        return [number for number, held in enumerate(self._labels) if _follows(held.label, label)]

    def _open(self, found: re.Match[str]) -> bool:
        """Put a label where it belongs; tell whether it belongs anywhere."""
        column = len(found["in"])
        if found["whole"]:
            self._labels = [_Open(one, column) for one in found["whole"].split(".")]
            return True
        label = found["round"] or found["one"]
        candidates = self._candidates(label)
        level = [one for one in candidates if self._labels[one].column == column] or candidates
        if level:
            self._labels[level[-1] :] = [_Open(label, column)]
            return True
        if label in ("a", "1") and (not self._labels or self._labels[-1].label.isdigit() != label.isdigit()):
            self._labels.append(_Open(label, column))
            return True
        return False


def _follows(first: str, second: str) -> bool:
    """Tell whether a label comes next after another."""
    if first.isdigit() and second.isdigit():
        return int(second) == int(first) + 1
    return len(first) == len(second) == 1 and first.isalpha() and second.isalpha() and ord(second) == ord(first) + 1

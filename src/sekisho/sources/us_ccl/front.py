"""What an ECCN prints between its heading and its items: reasons for control, licence exceptions, related controls.

Decides in which part a block stands, by the headings as printed, and what a row of the licence requirements says. What fits
nowhere is a remark; nothing is left out but the headings and the heads of the columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from sekisho.sources.official_text import ListException, Reason
from sekisho.sources.us_ccl.blocks import ROW, Block

_TITLES: Final = (
    ("requirements", re.compile(r"License Requirements?:?")),
    ("exceptions", re.compile(r"(?:List Based )?License Exceptions?(?: \(.*\))?|\(See Part 740 [^)]*\)\.?", re.IGNORECASE)),
    ("conditions", re.compile(r"Special Conditions for (?:STA|Strategic Trade Authorization \(STA\)):?")),
    ("reporting", re.compile(r"Reporting Requirements:?")),
    ("list", re.compile(r"List of Items Controlled:?", re.IGNORECASE)),
)
_EMPTY: Final = re.compile(r"Controls?(?:\(s\))?:?")
_REASON_LINE: Final = re.compile(r"Reasons? for Control:")
_EXCEPTION: Final = re.compile(r"([A-Z]{3}(?:/[A-Z]{3})?):\s*(.*)", re.DOTALL)
_CONTROLS: Final = re.compile(r"Related [Cc]ontrols?:?\s*")
_DEFINITIONS: Final = re.compile(r"Related [Dd]efinitions?:?\s*")
_NAMED: Final = re.compile(r"(?:ECCN Controls|Unit|License Requirements? Notes?|License Exceptions Note)\b")
_REPORT: Final = re.compile(r"Special (?:Reporting|Post Shipment Verification reporting)\b|Reporting Requirements:? ")
_ALWAYS: Final = ("LVS", "GBS", "TSR", "CIV")
"""Exceptions that are known by their code even where the title of their part is missing."""
_KINDS: Final = (
    ("reason_line", _REASON_LINE),
    ("related_controls", _CONTROLS),
    ("related_definitions", _DEFINITIONS),
    ("report", _REPORT),
    ("remarks", _NAMED),
)
_PROSE: Final = re.compile(
    r"(?:Controls?(?:\(s\))?:?\s+|Country Chart\.\s+)*([A-Z]{2}(?: and [A-Z]{2})*) appl(?:y|ies)\b(?: to)?\s*(.*)", re.DOTALL
)
_SCOPE: Final = re.compile(r"(?<=[a-z0-9])\. (?=[A-Z(])|\s+(?=and a license is required )")
_APPLIES: Final = re.compile(r"(.*?)\s+appl(?:y|ies)\b(?:,? ?to\b:?|,)?\s*(.*)", re.DOTALL)
_COLUMN: Final = re.compile(r"\b(?:([A-Z]{2}) )?Column (\d)\b")


@dataclass(slots=True)
class Front:
    """What stands before the items; the attributes are those of `Section`, and ``last_note`` the note that stood last."""

    reason_line: str = ""
    reasons: list[Reason] = field(default_factory=list)
    exceptions: list[ListException] = field(default_factory=list)
    special_conditions: list[str] = field(default_factory=list)
    reporting: list[str] = field(default_factory=list)
    related_controls: str = ""
    related_definitions: str = ""
    remarks: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    tables: list[tuple[str, ...]] = field(default_factory=list)
    last_note: int = 0


def front_of(blocks: list[Block]) -> Front:
    """Return what stands before the items."""
    front, part, last = Front(), "", "remarks"
    for block in blocks:
        if block.tag == ROW:
            _row(block, front)
            continue
        if block.note:
            if block.note == front.last_note and front.notes:
                front.notes[-1] = f"{front.notes[-1]} {block.text}"
            else:
                front.notes.append(block.text)
        else:
            title = next((name for name, one in _TITLES if one.fullmatch(block.text)), None)
            if title is not None:
                part, last = title, {"list": "remarks"}.get(title, title)
            elif _EMPTY.fullmatch(block.text) is None:
                last = _text(front, block, part, last)
                part = "requirements" if last == "reason_line" else part
        front.last_note = block.note
    return front


def _text(front: Front, block: Block, part: str, last: str) -> str:
    """Take a block that is no title; return to what the next one belongs if nothing tells."""
    text = block.text
    kind, words = _kind(text, part)
    if kind == "reason_line":
        front.reason_line = f"{front.reason_line} {text}".strip()
    elif kind == "exceptions":
        front.exceptions.append(ListException(text[: text.index(":")], words, block.line))
    elif kind == "requirements":
        front.reasons += _prose(_PROSE.fullmatch(text), block)
    elif kind == "report":
        front.reporting.append(text)
        return last
    else:
        _more(front, words, kind or last)
    return kind or last


def _kind(text: str, part: str) -> tuple[str, str]:
    """Return to what a block belongs by its own words, empty if they do not say, and its words without that title."""
    exception = _EXCEPTION.fullmatch(text)
    found = [
        (name, pattern.sub("", text, count=1) if pattern in (_CONTROLS, _DEFINITIONS) else text)
        for name, pattern in _KINDS
        if pattern.match(text)
    ]
    if found:
        return found[0]
    if exception is not None and exception[1] == "STA":
        return "conditions", text
    if exception is not None and (part == "exceptions" or exception[1] in _ALWAYS):
        return "exceptions", exception[2]
    prose = part == "requirements" and _PROSE.fullmatch(text) is not None
    return ("requirements" if prose else ""), text


def _more(front: Front, text: str, last: str) -> None:
    """Take words that go on with what stands before them."""
    if last == "related_controls":
        front.related_controls = f"{front.related_controls} {text}".strip()
    elif last == "related_definitions":
        front.related_definitions = f"{front.related_definitions} {text}".strip()
    elif last == "exceptions" and front.exceptions:
        old = front.exceptions[-1]
        front.exceptions[-1] = ListException(old.code, f"{old.text} {text}".strip(), old.line)
    elif last == "conditions":
        front.special_conditions.append(text)
    elif last == "reporting":
        front.reporting.append(text)
    else:
        front.remarks.append(text)


def _prose(found: re.Match[str] | None, block: Block) -> Iterator[Reason]:
    """Yield the reasons of a paragraph that stands in for rows: ``CC applies to entire entry. A license is required``."""
    if found is None:
        return
    scope, words = _split(found[2])
    for code in found[1].split(" and "):
        yield Reason(code, scope, _chart(code, words), words, block.text, block.line)


def _split(text: str) -> tuple[str, str]:
    end = _SCOPE.search(text)
    return (text, "") if end is None else (text[: end.start()], text[end.end() :])


def _row(block: Block, front: Front) -> None:
    """Take a row of a table: of the licence requirements, or of a table of another kind."""
    cells = [one for one in block.cells if one]
    if block.head:
        if not any(_EMPTY.fullmatch(one) for one in cells):
            front.tables.append(block.cells)
        return
    if len(cells) == 1:
        _lone(" ".join(cells[0].split("\n")), block, front)
        return
    if len(cells) > 2:
        front.tables.append(block.cells)
        return
    left, right = (one.split("\n") for one in cells)
    pairs = [(" ".join(left), " ".join(right))]
    if len(left) == len(right) > 1 and all(_APPLIES.fullmatch(one) for one in left):
        pairs = list(zip(left, right, strict=True))
    for scope, words in pairs:
        front.reasons.append(_reason(scope, words, block.line))


def _reason(left: str, words: str, line: int) -> Reason:
    found = _APPLIES.fullmatch(left)
    code, scope = ("", left) if found is None else (found[1], found[2])
    return Reason(code, scope, _chart(code, words), words, f"{left} {words}", line)


def _lone(text: str, block: Block, front: Front) -> None:
    """Take a row with one cell: scope and column in one, prose, or more words of the row above."""
    column = _COLUMN.search(text)
    found = _PROSE.fullmatch(text)
    if found is not None and column is not None:
        front.reasons.append(_reason(text[: column.start()].strip(), text[column.start() :], block.line))
    elif found is not None:
        front.reasons += _prose(found, block)
    elif front.reasons:
        old = front.reasons[-1]
        words, whole = f"{old.words} {text}", f"{old.text} {text}"
        front.reasons[-1] = Reason(old.code, old.scope, old.chart, words, whole, old.line)
    else:
        front.reasons.append(Reason("", "", (), text, text, block.line))


def _chart(code: str, words: str) -> tuple[str, ...]:
    """Return the columns that words name; a bare ``Column 1`` is that of the reason itself."""
    return tuple(f"{own or code} Column {number}" for own, number in _COLUMN.findall(words))

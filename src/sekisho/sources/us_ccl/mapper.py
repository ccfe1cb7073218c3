"""ECCNs to sections: heading, what is printed between heading and items, items, notes.

Decides which words belong to which paragraph, and which blocks that digests take as further words of a paragraph are
paragraphs, headings or notes of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from sekisho.sources.official_text import HEADED, LABELLED, MORE, NOTED, OUTSIDE, Paragraph, Section
from sekisho.sources.reading import Reading
from sekisho.sources.us_ccl.blocks import ROW, Block
from sekisho.sources.us_ccl.entry import Entry
from sekisho.sources.us_ccl.front import Front, front_of

_ITEMS: Final = re.compile(r"Items:\s*")
_LABEL: Final = re.compile(r"(?:Items:\s*)?([a-z](?:\.\d+|\.[a-z])*)(?:\.\s|\.?\s(?=[A-Z\[“‘'\"(]))\s*")
_FINER: Final = re.compile(r"([a-z](?:\.\d+|\.[a-z])+)(?:\.{0,2}\s+|\.(?=['‘“]))|([a-z])\.(?=-[a-z]\. )")
"""Labels that _LABEL, by which digests were taken, reads as words."""
_UNTITLED: Final = re.compile(r"(?:Items:?|List of Items Controlled)\s*(?=a\. )|(?=a\. )")
"""How the items begin where nothing says ``Items:``."""
_NOTE: Final = re.compile(r"(?:Technical )?Notes?\b[^:]{0,40}:|N\.B\.")
_OUTSIDE: Final = re.compile(r"EAR99 |Part \d|[IVX]+\. |Annex to |Technical Note on |Editorial Notes:")


def map_rows(rows: Iterable[Entry], reading: Reading) -> Iterator[Section]:
    """Yield the sections, in order."""
    for entry in rows:
        section = section_of(entry)
        reading.count("licence requirement rows", len(section.reasons))
        reading.count("rows of other tables", len(section.tables))
        yield section


def section_of(entry: Entry) -> Section:
    """Return the section of an ECCN.

    Notes that stand before the first paragraph, those on licence requirements too, go with the whole section.
    """
    start = _first_item(entry.blocks)
    front: Front = front_of(entry.blocks[:start])
    paragraphs: list[Paragraph] = []
    notes = list(front.notes)
    last_note = front.last_note
    tables = []
    outside = False
    for number, block in enumerate(entry.blocks[start:]):
        if block.tag == ROW:
            tables.append(block.cells)
            continue
        if block.note:
            held = list(paragraphs[-1].notes) if paragraphs else notes
            _note(held, block, last_note)
            if paragraphs:
                paragraphs[-1] = paragraphs[-1].noted(held)
        else:
            outside = outside or _is_outside(block)
            _paragraph(block, paragraphs, outside=outside, first=number == 0)
        last_note = block.note
    related = tuple(one.text for one in entry.blocks if not one.note and one.text.startswith("Related ") and one.tag != ROW)
    return Section(
        entry.code,
        entry.heading.text,
        tuple(paragraphs),
        tuple(notes),
        entry.heading.line,
        related,
        reason_line=front.reason_line,
        reasons=tuple(front.reasons),
        exceptions=tuple(front.exceptions),
        special_conditions=tuple(front.special_conditions),
        reporting=tuple(front.reporting),
        related_controls=front.related_controls,
        related_definitions=front.related_definitions,
        remarks=tuple(front.remarks),
        tables=(*front.tables, *tables),
        group=entry.group,
    )


def _first_item(blocks: list[Block]) -> int:
    """Return which block is the first of the items."""
    text = [(number, one) for number, one in enumerate(blocks) if not one.note and one.tag != ROW]
    titled = next((number for number, one in text if _ITEMS.match(one.text)), None)
    if titled is not None:
        return titled
    listed = False
    for number, one in text:
        listed = listed or one.text.startswith("List of Items Controlled")
        if listed and _UNTITLED.match(one.text):
            return number
    return len(blocks)


def _note(notes: list[str], block: Block, last_note: int) -> None:
    if block.note == last_note and notes:
        notes[-1] = f"{notes[-1]} {block.text}"
    else:
        notes.append(block.text)


def _paragraph(block: Block, paragraphs: list[Paragraph], *, outside: bool, first: bool) -> None:
    begun = _UNTITLED.match(block.text) if first else None
    text = block.text if begun is None else block.text[begun.end() :]
    label = _LABEL.match(text)
    if label is not None:
        paragraphs.append(Paragraph(label[1], text[label.end() :], (), block.line, outside=outside))
    elif paragraphs:
        paragraphs[-1] = paragraphs[-1].longer(text, *_kind(block, outside=outside))
    elif words := _ITEMS.sub("", text):
        paragraphs.append(Paragraph("", words, (), block.line))


def _kind(block: Block, *, outside: bool) -> tuple[str, str, int]:
    """Return what a block without a label that digests know is, its label, and how long that is in print."""
    finer = _FINER.match(block.text)
    if outside:
        return OUTSIDE, "", 0
    if finer is not None:
        return LABELLED, finer[1] or finer[2], finer.end()
    if block.tag in ("HD1", "HD2", "HD3"):
        return HEADED, "", 0
    return (NOTED if _NOTE.match(block.text) else MORE), "", 0


def _is_outside(block: Block) -> bool:
    return _OUTSIDE.match(block.text) is not None and (block.bold or block.tag in ("HD1", "HD2", "HD3", "HED"))

"""Entries of Annex I to sections.

Decides the spelling of their words: decimal commas become points, and the raised figure that the layout prints flat
(``x 106``) becomes ``x 10^6``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sekisho.sources.eu_annex_i.entry import Entry, Limb
from sekisho.sources.official_text import Paragraph, Section, folded
from sekisho.sources.reading import Reading


def map_rows(rows: Iterable[Entry], reading: Reading) -> Iterator[Section]:
    """Yield the sections, in order; a code that opens two entries is for the registry to refuse."""
    for entry in rows:
        reading.count("raised figures alone on a line", len(entry.raised))
        yield section_of(entry)


def section_of(entry: Entry) -> Section:
    """Return the section of an entry."""
    return Section(
        entry.code,
        f"{entry.code} {_text(entry.heading)}".rstrip(),
        tuple(map(_paragraph, entry.limbs)),
        tuple(map(_text, entry.notes)),
        entry.line,
        remarks=tuple(f"a figure alone on line {line}: {figure}" for line, figure in entry.raised),
        group=entry.group,
    )


def _paragraph(limb: Limb) -> Paragraph:
    return Paragraph(limb.label, _text(limb.lines), tuple(map(_text, limb.notes)), limb.line)


def _text(lines: list[str]) -> str:
    text = folded(" ".join(lines)).replace("⁰", "°")
    text = re.sub(r"(?<=\d)[,](?=\d)", ".", text)
    text = re.sub(r"(?<=\d) (?=\d{3}\b)", "", text)
    return re.sub(r"\bx 10 ?(\d{1,2})\b", r"× 10^\1", text)

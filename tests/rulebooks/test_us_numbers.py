"""Every number of an executable us-ccl entry stands, with its unit, in the official text of that paragraph."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pytest

from sekisho.controls.control_list import ControlList
from sekisho.controls.vocabulary import Vocabulary
from sekisho.logic.tree import Between, Compare, In, Node, walk
from sekisho.workspace.rulebook import open_rulebook

ELSEWHERE = {
    ("4A003.c", "aggregated_peak_performance"): ("4A003.b", "the paragraph refers to the limit in 4A003.b"),
    ("4A003.c", "adjusted_peak_performance"): ("4A003.b", "Note 1 refers to the limit in 4A003.b"),
    ("4A003.c", "family_peak_performance"): ("4A003.b", "Note 2 refers to the limit of 4A003.b"),
    ("4A994.c", "adjusted_peak_performance"): ("4A994.b", "Note 1 refers to the limits in 4A994.b"),
    ("4A994.c", "family_peak_performance"): ("4A994.b", "Note 2 refers to the limits of 4A994.b"),
    ("4D001.b.2", "aggregated_peak_performance"): ("4D001.b.1", "the paragraph refers to the limit in 4D001.b.1"),
    ("4E001.b.2", "aggregated_peak_performance"): ("4E001.b.1", "the paragraph refers to the limit in 4E001.b.1"),
}
"""Numbers that a paragraph takes from another one; they are looked for there."""

NOT_IN_THE_LIST = {
    "772.1-supercomputer": "15 CFR 772.1 is not part of the file; read by hand in the code of January 2025",
    "772.1-advanced-node-logic": "15 CFR 772.1 is not part of the file; read by hand in the code of January 2025",
    "772.1-advanced-node-nand": "15 CFR 772.1 is not part of the file; read by hand in the code of January 2025",
    "772.1-advanced-node-dram": "15 CFR 772.1 is not part of the file; read by hand in the code of January 2025",
}
"""Entries whose official text is elsewhere; their numbers count as not checked."""

UNITS = {
    "%": r"\s?(?:%|percent)",
    "K": r" K\b",
    "GHz": r" GHz",
    "dB": r" dB",
    "uW": r" µW",
    "W": r" W\b",
    "h": r" hours",
    "mm": r" mm\b",
    "um": r" µm",
    "WT": r" Weighted TeraFLOPS",
    "GB/s": r" Gbyte/s",
    "MB/s": r" Mbyte/s",
    "GB/s/mm2": r" gigabytes per second per square millimeter",
    "TOPS": r" TOPS",
    "transistors": r" transistors",
    "operations": r"(?: or more)? 'operations",
}
"""How the official text writes the unit after the number; other units are counts and ratios without one."""

_WORDS = {"two": 2.0, "three": 3.0, "ten": 10.0, "sixteen": 16.0}
_NUMBER = re.compile(
    r"(?P<mantissa>\d+(?:\.\d+)?) × 10 ?\^ ?(?P<power>-?\d+)"
    r"|(?<![\d.])10 ?\^ ?(?P<ten>-?\d+)"
    r"|(?P<billion>\d+(?:\.\d+)?) billion"
    r"|(?<![\w.-])(?P<plain>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?![\d^])"
    r"|\b(?P<word>two|three|ten|sixteen)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Section:
    """One ECCN of the official file."""

    heading: str
    paragraphs: tuple[tuple[str, str], ...]
    notes: str

    def text(self, limb: str) -> str:
        """Return the paragraph of a limb with those above and below it; the notes where there is no such paragraph."""
        parts = [
            text
            for label, text in self.paragraphs
            if label == limb or label.startswith(f"{limb}.") or limb.startswith(f"{label}.") or not limb
        ]
        if not limb:
            parts.append(self.heading)
        return " ".join(parts) or self.notes


def plain(markup: str) -> str:
    """Return the text of markup, superscripts as ``^n``, one kind of minus and blank."""
    text = re.sub(r'<E T="5[12]">([^<]*)</E>', r"^\1", markup)
    text = re.sub(r"<(?:SU|sup)>([^<]*)</(?:SU|sup)>", r"^\1", text)
    text = unescape(re.sub(r"<[^>]+>", " ", text)).replace("\N{MINUS SIGN}", "-")
    text = text.replace("\N{GREEK SMALL LETTER MU}", "\N{MICRO SIGN}")
    return re.sub(r"\s+", " ", text.replace("^-^", "^-"))


def read_sections(file: Path) -> dict[str, Section]:
    """Return the ECCNs of the official file."""
    text = file.read_text(encoding="utf-8")
    heads = list(re.finditer(r"<(?:FP-2|FP|P|HD\d)[^>]*>\s*<B>\s*([0-9][A-E][0-9]{3})\b", text))
    ends = [*(found.start() for found in heads[1:]), len(text)]
    return {head[1]: read_section(text[head.start() : end]) for head, end in zip(heads, ends, strict=True)}


def read_section(markup: str) -> Section:
    """Split an ECCN into heading, labelled paragraphs and notes; text after a label belongs to it."""
    heading = plain(markup[: markup.index("</B>")])
    body = re.split(r"<I>Items:", markup, maxsplit=1)[-1]
    notes = " ".join(plain(note) for note in re.findall(r"<NOTE>.*?</NOTE>", body, re.DOTALL))
    paragraphs = []
    for part in re.findall(r"<P>(.*?)</P>", re.sub(r"<NOTE>.*?</NOTE>", "", body, flags=re.DOTALL), re.DOTALL):
        found = re.match(r"\s*([a-z](?:\.\d+|\.[a-z])*)\.? (.*)", plain(part), re.DOTALL)
        if found:
            paragraphs.append((found[1], found[2]))
    return Section(heading, tuple(paragraphs), notes)


def numbers(text: str) -> Iterator[tuple[float, str]]:
    """Yield every number of a text with the words that follow it."""
    for found in _NUMBER.finditer(text):
        if found["mantissa"]:
            value = float(f"{found['mantissa']}e{found['power']}")
        elif found["ten"]:
            value = float(f"1e{found['ten']}")
        elif found["billion"]:
            value = float(f"{found['billion']}e9")
        elif found["plain"]:
            value = float(found["plain"].replace(",", ""))
        else:
            value = _WORDS[found["word"].lower()]
        yield value, text[found.end() : found.end() + 60]


def stands_in(value: float, unit: str | None, text: str) -> bool:
    """Tell whether a text has the number, followed by its unit where the unit is one that is written."""
    pattern = re.compile(UNITS.get(unit or "", ""))
    return any(found == value and pattern.match(after) for found, after in numbers(text))


def conditions(control_list: ControlList) -> Iterator[tuple[str, str, float, bool]]:
    """Yield (code, parameter, number, whether a note states it) for every comparison with a number."""
    for entry in control_list.entries:
        for version in entry.versions:
            if version.when is None:
                continue
            noted = [version.only_if, *(exclusion.when for exclusion in version.unless)]
            for tree, in_note in [(version.when, False), *((tree, True) for tree in noted if tree is not None)]:
                for name, value in compared(tree):
                    yield entry.code, name, value, in_note


def compared(tree: Node) -> Iterator[tuple[str, float]]:
    """Yield every parameter with a number that it is compared with."""
    for leaf in walk(tree):
        if isinstance(leaf, Compare) and isinstance(leaf.value, float):
            yield leaf.name, leaf.value
        elif isinstance(leaf, Between):
            yield leaf.name, leaf.low
            yield leaf.name, leaf.high
        elif isinstance(leaf, In):
            yield from ((leaf.name, value) for value in leaf.values if isinstance(value, float))


def official_text(code: str, in_note: bool, sections: dict[str, Section]) -> str:
    """Return the paragraph that an entry encodes, or the notes of its ECCN."""
    eccn, _, limb = code.partition(".")
    section = sections[eccn]
    return section.notes if in_note else f"{section.text(limb)} {'' if limb else section.notes}"


def test_every_number_stands_in_the_official_text(official: Callable[[str], Path]) -> None:
    sections = read_sections(official("us/ecfr-15-774-supp1.xml"))
    rulebook = open_rulebook()
    found, missing, elsewhere = 0, [], set()
    unchecked: list[tuple[str, str, float]] = []
    for code, name, value, in_note in dict.fromkeys(conditions(rulebook.control_list("us-ccl"))):
        if code in NOT_IN_THE_LIST:
            unchecked.append((code, name, value))
            continue
        place, text = code, official_text(code, in_note, sections)
        if (code, name) in ELSEWHERE:
            elsewhere.add((code, name))
            place = ELSEWHERE[code, name][0]
            text = official_text(place, False, sections)
        if stands_in(value, unit_of(name, rulebook.vocabulary), text):
            found += 1
        else:
            missing.append(f"{code}: {name} {value:g} is not in {place}: {text[:200]}")
    total = found + len(missing) + len(unchecked)
    print(f"us-ccl: {found} of {total} numbers stand in the official text ({found / total:.1%})")
    for code, name, value in unchecked:
        print(f"not checked: {code} {name} {value:g}: {NOT_IN_THE_LIST[code]}")
    assert not missing, "\n".join(missing)
    assert elsewhere == set(ELSEWHERE), "an exception is no longer used"
    assert found / total >= 0.9


def unit_of(name: str, vocabulary: Vocabulary) -> str | None:
    """Return the declared unit of a parameter."""
    return vocabulary.parameters[name].unit


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("less than or equal to 10^-4;", 1e-4, "1"),
        ("less than or equal to 2 × 10^-3;", 2e-3, "1"),
        ("fewer than 1,100, 'fully controlled'", 1100.0, "qubits"),
        ("is below 35 billion transistors for", 3.5e10, "transistors"),
        ("equal to or less than 4.5 K (-268.65 °C)", 4.5, "K"),
        ("more than 25 percent of", 25.0, "%"),
        ("trained utilizing 10 ^26 or more 'operations.'", 1e26, "operations"),
        ("with three or fewer metal layers", 3.0, "count"),
    ],
)
def test_numbers_are_read_as_the_official_text_writes_them(text: str, value: float, unit: str) -> None:
    assert stands_in(value, unit, text)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("less than or equal to 10^-4;", 10.0, "1"),
        ("2 × 10^-3", 2.0, "1"),
        ("silicon-28 or silicon-30", 28.0, "%"),
        ("a temperature of 0.1 K", 0.1, "W"),
        ("a.1. Quantum computers", 1.0, "qubits"),
    ],
)
def test_other_numbers_are_not_mistaken_for_it(text: str, value: float, unit: str) -> None:
    assert not stands_in(value, unit, text)

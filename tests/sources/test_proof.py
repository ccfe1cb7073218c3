"""An entry against its paragraph: what is met, what is set aside, and every way in which it can fail."""

from __future__ import annotations

import pytest

from sekisho.controls.entry import Aside, Entry, OfficialText
from sekisho.controls.read_entry import read_entry
from sekisho.sources.official_text import Paragraph, Section
from sekisho.sources.proof import gaps, numbers, readable
from tests.controls.synthetic import document, entry, words

TEXT = (
    "Chips having 34 or more but fewer than 100 elements and an error equal to or less than 2 \N{MULTIPLICATION SIGN} 10^-3;"
)
NOTE = "Note: 1A001 does not control sealed chips."
WHEN = "qubits >= 34 and qubits < 100 and error <= 0.002"


def section(text: str = TEXT, *notes: str) -> Section:
    return Section("1A001", "1A001 Chips", (Paragraph("a", text, notes, 2),), (), 1)


def made(when: str = WHEN, **official: list[dict[str, str]]) -> Entry:
    body = entry("1A001.a", when, unless=[{"note": "Note", "when": "sealed"}])
    return read_entry(document({**body, "official": official}), "x-first", words())


def found(one: Entry, text: str = TEXT, *notes: str, shared: OfficialText | None = None) -> list[tuple[str, str]]:
    return [(gap.kind, gap.words) for gap in gaps(one, section(text, *notes).passage(one.code), shared)]


def test_an_entry_that_says_what_the_text_says() -> None:
    noted = made(notes=[{"words": "does not control sealed chips", "reason": "unless"}])
    assert found(noted, TEXT, NOTE) == []


@pytest.mark.parametrize(
    ("when", "kind", "said"),
    [
        (WHEN.replace("34", "35"), "not_in_text", "qubits >= 35"),
        (WHEN.replace(" and qubits < 100", ""), "not_in_entry", "100 in: "),
        (WHEN.replace("error <= 0.002", "error < 0.002"), "comparison", "error < 0.002, the text says <="),
        (WHEN.replace("qubits < 100", "qubits <= 100"), "comparison", "qubits <= 100, the text says <"),
    ],
)
def test_every_number_and_comparison(when: str, kind: str, said: str) -> None:
    assert any(one == kind and text.startswith(said) for one, text in found(made(when)))


def test_an_exclusion_may_say_the_opposite() -> None:
    assert found(made("error <= 0.002 and not (qubits < 34 or qubits >= 100)")) == []


def test_a_note_must_be_answered() -> None:
    assert found(made(), TEXT, NOTE) == [("note", NOTE)]
    everywhere = OfficialText("", (), (Aside("does not control sealed chips", "unless"),))
    assert found(made(), TEXT, NOTE, shared=everywhere) == []


def test_numbers_can_be_set_aside_and_explained() -> None:
    text = f"{TEXT} Measured at 20 liters per minute."
    assert [kind for kind, _ in found(made(), text)] == ["not_in_entry"]
    assert found(made(numbers=[{"words": "at 20 liters per minute", "reason": "how it is measured"}]), text) == []
    converted = made(WHEN + " and temperature > 1200", numbers=[{"words": "at 20 liters", "reason": "20 l/min is 1200 l/h"}])
    assert found(converted, text) == []


def test_a_quotation_must_stand_there() -> None:
    assert found(made(notes=[{"words": "no such words", "reason": "none"}])) == [
        ("quotation", "'no such words' does not stand in the section")
    ]


def test_numbers_of_a_note_count_where_they_compare() -> None:
    assert ("note", "Note: cells of 5 mm or less are toys.") in found(made(), TEXT, "Note: cells of 5 mm or less are toys.")
    assert [kind for kind, _ in found(made(), TEXT, "Note: cells of 5 mm or less are toys.")] == ["not_in_entry", "note"]
    assert [kind for kind, _ in found(made(), TEXT, "Note: method 5 is used.")] == ["note"]


def test_an_undecided_entry_proves_nothing() -> None:
    undecided = read_entry(document(entry("1A001.a", undecided="not at hand")), "x-first", words())
    assert list(gaps(undecided, section().passage("1A001.a"))) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("greater than or equal to 5", [(5.0, ">=")]),
        ("equal to or less (better) than 4.5 K", [(4.5, "<=")]),
        ("at or below a temperature of 4.2 K", [(4.2, "<=")]),
        ("exceeding 1,100 units", [(1100.0, ">")]),
        ("below 30 billion transistors", [(3e10, "<")]),
        ("\N{LESS-THAN OR EQUAL TO}400 kg", [(400.0, "<=")]),
        ("12 mm or more in size", [(12.0, ">=")]),
        ("two or fewer of them", [(2.0, "<=")]),
        ("10^-4", [(1e-4, "")]),
        ("at least 3 and not more than 7", [(3.0, ">="), (7.0, "<=")]),
        ("specified in 3A001.a.2 of part 774, see Note 4 and \N{SECTION SIGN} 740.2(a)(9)", []),
        ("an ISO 10618:2004 test; 1. Cold; 2. Hot", []),
        ("a length of 5 m (16.4 ft) or more", [(5.0, ">=")]),
        ("the H2 process", []),
    ],
)
def test_how_numbers_are_read(text: str, expected: list[tuple[float, str]]) -> None:
    assert [(one.value, one.operator) for one in numbers(readable(text))] == expected

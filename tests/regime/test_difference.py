"""The change to the list in words."""

from __future__ import annotations

from typing import Any

from sekisho.controls.entry import Entry
from sekisho.regime.difference import difference
from tests.controls.synthetic import entry, made, version, words
from tests.regime.packages import case


def held(*more: Any, code: str = "1A001", **said: Any) -> Entry:
    return made(entry(code, *more, **said)).entry(code)


def changed(before: Entry, after: Entry, **more: Any) -> list[str]:
    return difference("amend", before, after, words(), **more)


def test_a_threshold_that_moves_is_said_with_its_unit() -> None:
    before = held("temperature <= 4 and qubits >= 34 and error < 0.1")
    after = held("temperature <= 3.5 and qubits >= 50 and error <= 0.1")
    assert changed(before, after) == [
        "threshold: temperature up to 4 K becomes temperature up to 3.5 K",
        "threshold: qubits from 34 count on becomes qubits from 50 count on",
        "threshold: error below 0.1 becomes error up to 0.1",
        "the condition: temperature <= 4 and qubits >= 34 and error < 0.1 becomes "
        "temperature <= 3.5 and qubits >= 50 and error <= 0.1",
    ]


def test_clauses_that_come_and_go() -> None:
    found = changed(held("qubits >= 34 and sealed"), held("qubits >= 34 and architecture = 'gate'"))
    assert found[:2] == ["clause comes: architecture = 'gate'", "clause goes: sealed = true"]
    assert changed(held("qubits >= 34 and sealed"), held("qubits >= 34 or sealed")) == [
        "the condition: qubits >= 34 and sealed becomes qubits >= 34 or sealed"
    ]
    assert changed(held("qubits > 34"), held("qubits < 34"))[:2] == ["clause comes: qubits < 34", "clause goes: qubits > 34"]


def test_further_conditions_and_exclusions() -> None:
    plain = held("qubits >= 34")
    noted = held("qubits >= 34", only_if="sealed", unless=[{"note": "Note 1", "when": "error > 0.5"}])
    moved = held("qubits >= 34", only_if="sealed", unless=[{"note": "Note 1", "when": "error > 0.4"}])
    assert changed(plain, noted) == ["the further condition comes: sealed", "the exclusion 'Note 1' comes: error > 0.5"]
    assert changed(noted, plain) == ["the further condition goes: sealed", "the exclusion 'Note 1' goes: error > 0.5"]
    assert changed(noted, moved)[0] == "threshold: error above 0.5 becomes error above 0.4"


def test_heads_dates_and_cases() -> None:
    before = held("qubits >= 34", cases=[case("yes", qubits="34", name="a"), case("no", qubits="3", name="b")])
    body = entry(
        "1A001", "qubits >= 34", kinds=["board"], start="2021-01-01", reasons=["NS"], citation="Act, s. 2",
        cases=[case("no", qubits="34", name="a"), case("no", qubits="5", name="c")],
    )  # fmt: skip
    body["text"], body["note"], body["group"] = "Other words", "A note", "B"
    assert changed(before, made(body).entry("1A001")) == [
        "group: 'A' becomes 'B'",
        "what it covers, in our words: 'What 1A001 covers' becomes 'Other words'",
        "note: 'none' becomes 'A note'",
        "kind comes: board",
        "kind goes: chip",
        "dates: since 2020-01-01 becomes since 2021-01-01",
        "citation: Made-up Act, s. 1 becomes Act, s. 2",
        "reason for control comes: NS",
        "case comes: 'c' expects no",
        "case goes: 'b' expected no",
        "case changes: 'a': expected yes, expects no",
    ]
    same = held("qubits >= 34", cases=[case("yes", qubits="35", name="a"), case("no", qubits="3", name="b")])
    assert changed(before, same) == ["case changes: 'a': its item or day is another"]
    assert changed(before, before) == ["only its wording in the file changes; no rule, date, text or case does"]


def test_versions_are_compared_by_the_day_on_which_they_begin() -> None:
    old = [version("qubits >= 34", until="2024-01-01"), version("qubits >= 50", start="2024-01-01")]
    new = [version("qubits >= 34", until="2024-01-01"), version("qubits >= 60", start="2024-01-01", until="2025-01-01"),
           version(start="2025-01-01", undecided="Not at hand.")]  # fmt: skip
    before, after = held(versions=old), held(versions=new)
    assert changed(before, after) == [
        "2024-01-01 to 2024-12-31: dates: since 2024-01-01 becomes 2024-01-01 to 2024-12-31",
        "2024-01-01 to 2024-12-31: threshold: qubits from 50 count on becomes qubits from 60 count on",
        "2024-01-01 to 2024-12-31: the condition: qubits >= 50 becomes qubits >= 60",
        "version comes: since 2025-01-01: undecided: Not at hand.",
    ]
    assert "version goes: since 2025-01-01: undecided: Not at hand." in changed(after, before)


def test_what_comes_whole_and_what_goes_whole() -> None:
    one = held("qubits >= 34 and sealed", only_if="error < 1", unless=[{"note": "Note", "when": "colour = 'red'"}])
    assert difference("add", None, one, words(), None, {"en": "The\n text.", "ja": "本文。"}) == [
        "new: What 1A001 covers",
        "is about chip; group A, field quantum",
        "since 2020-01-01: applies where qubits >= 34 and sealed; only if error < 1; not under Note: colour = 'red'",
        "threshold: qubits from 34 count on",
        "threshold: error below 1",
        "0 cases",
        "official text (en): The text.",
        "official text (ja): 本文。",
    ]
    assert difference("remove", one, None, words())[0] == "goes: What 1A001 covers"
    assert difference("renew", one, one, words()) == ["stays as it is; its sunset starts anew"]
    assert difference("remove", None, None, words()) == []
    open_ = held(versions=[version(undecided="Not at hand.")])
    assert difference("remove", open_, None, words())[2] == "since 2020-01-01: undecided: Not at hand."


def test_official_texts_by_language() -> None:
    one = held("qubits >= 34")
    found = changed(
        one, one, old_texts={"en": "Old.", "ja": "旧。", "de": "Alt."}, texts={"en": "New.", "ja": "旧。", "fr": "Neuf."}
    )
    assert found == ["official text (en): 'Old.' becomes 'New.'", "official text (fr): Neuf."]

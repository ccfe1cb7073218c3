"""One rulebook file, by itself."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

import pytest

from sekisho.controls.entry import Case, Entry, Exclusion, Status
from sekisho.controls.read_entry import read_entry
from sekisho.errors import Error, RulebookError
from sekisho.logic.parser import parse
from sekisho.logic.tree import And, Not
from sekisho.logic.truth import Truth
from sekisho.terms.dates import Period
from sekisho.terms.document import read_document
from tests.controls.synthetic import document, entry, version, words

WHOLE = """
code: 1A001.a
field: ai
group: A
kinds: [chip, board]
text: >-
  A made-up
  chip
note: encoded from nothing
versions:
  - from: 2022-01-01
    citation: "Made-up Act, s. 1; Made-up Order"
    when: qubits >= 34
    only_if: architecture in ('gate')
    unless:
      - {note: Note 1, text: "Sealed ones.", when: sealed = true}
    reasons: [NS, AT]
    recorded: 2026-05-01
    erratum: the print says 43
  - until: 2022-01-01
    citation: "Made-up Act"
    undecided: text not at hand
cases:
  - name: yes case
    item: {kind: chip, qubits: 34, contains_item: [1A002, 1A003]}
    expect: "yes"
    source: "made up"
    on: 2023-01-01
  - {name: open case, item: {kind: chip}, expect: unknown, need: [qubit_count]}
"""


def read(body: Mapping[str, Any]) -> Entry:
    return read_entry(document(body, "1A001.yaml"), "x-first", words())


def refused(body: Mapping[str, Any]) -> Error:
    with pytest.raises(Error) as caught:
        read(body)
    assert caught.value.file == "1A001.yaml"
    assert caught.value.line == 1
    return caught.value


def test_a_whole_entry() -> None:
    found = read_entry(read_document(WHOLE.encode(), "1A001.a.yaml"), "x-first", words())
    assert (found.list_id, found.code, found.field, found.group) == ("x-first", "1A001.a", "ai", "A")
    assert (found.kinds, found.text, found.note) == (("chip", "board"), "A made-up chip", "encoded from nothing")
    earlier, later = found.versions
    assert (earlier.period, earlier.undecided) == (Period(None, dt.date(2022, 1, 1)), "text not at hand")
    assert earlier.when is earlier.condition is None
    schema = words().schema()
    when, only_if, sealed = (parse(text, schema) for text in ("qubits >= 34", "architecture in ('gate')", "sealed"))
    assert later.period == Period(dt.date(2022, 1, 1))
    assert (later.when, later.when_text) == (when, "qubits >= 34")
    assert (later.only_if, later.only_if_text) == (only_if, "architecture in ('gate')")
    assert later.unless == (Exclusion("Note 1", "Sealed ones.", sealed, "sealed = true"),)
    assert later.condition == And((when, only_if, Not(sealed)))
    assert later.citation.parts == ("Made-up Act, s. 1", "Made-up Order")
    assert (later.reasons, later.recorded, later.erratum) == (("NS", "AT"), dt.date(2026, 5, 1), "the print says 43")
    assert (later.status, later.status_note, later.undecided) == (Status.IN_FORCE, "", None)
    assert found.cases == (
        Case(
            "yes case",
            {"kind": "chip", "qubits": "34", "contains_item": "1A002;1A003"},
            Truth.YES,
            on=dt.date(2023, 1, 1),
            source="made up",
        ),
        Case("open case", {"kind": "chip"}, Truth.UNKNOWN, need=("qubits",)),
    )


def test_a_status_travels_with_its_reason() -> None:
    found = read(entry("1A001", "sealed", status="codified_not_enforced", status_note="said so")).versions[0]
    assert (found.status, found.status_note) == (Status.NOT_ENFORCED, "said so")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kinds": ["chipp"]}, "unknown kind 'chipp'"),
        ({"kinds": []}, "at least one kind"),
        ({"kinds": ["chip", "chip"]}, "names each once"),
        ({"field": "magic"}, "'magic' is not one of ai, quantum"),
        ({"group": "F"}, "'F' is not one of A, B, C, D, E"),
        ({"code": "1a001"}, "not spelled as the lists do"),
        ({"code": "one"}, "is no code"),
        ({"versions": []}, "at least one version"),
        ({"text": None}, "the key 'text' has no value"),
        ({"extra": "x"}, "unknown key 'extra'"),
    ],
)
def test_what_an_entry_may_not_say(change: Mapping[str, Any], message: str) -> None:
    assert message in refused({**entry("1A001", "sealed"), **change}).message


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (version(), "either `when` or `undecided`"),
        (version("sealed", undecided="why"), "either `when` or `undecided`"),
        (version(undecided="why", only_if="sealed"), "no `only_if` and no `unless`"),
        (version(undecided="why", unless=[{"note": "N", "when": "sealed"}]), "no `only_if` and no `unless`"),
        ({"when": "sealed"}, "the key 'citation' is missing"),
        (version("sealed", citation=" ; "), "a citation is empty"),
        (version("sealed", start="2020-02-30"), "not a day"),
        (version("sealed", until="2020-01-01"), "cannot end"),
        (version("qbits >= 34"), "column 1 of the condition"),
        (version("qubits >= "), "condition"),
        (version("sealed", only_if="qubits = 'x'"), "qubits"),
        (version("qubits is not null"), "cannot ask whether qubits is missing"),
        (version("architecture in ('gates')"), "architecture cannot be 'gates'"),
        (version("sealed", unless=[{"note": "N", "when": "not architecture = 'gates'"}]), "architecture cannot be"),
        (version("contains_item in ('x-first:1A002')"), "is no code of this list"),
        (version("contains_item in ('1a002')"), "is no code of this list"),
        (version("sealed", unless=[{"when": "sealed"}]), "the key 'note' is missing"),
        (version("sealed", unless=[{"note": "N", "when": "sealed", "why": "x"}]), "unknown key 'why'"),
        (version("sealed", status="gone"), "'gone' is not one of"),
        (version("sealed", status="definition"), "`status_note`"),
        (version("sealed", status_note="why"), "`status_note`"),
        (version("sealed", form="x"), "unknown key 'form'"),
    ],
)
def test_what_a_version_may_not_say(body: Mapping[str, Any], message: str) -> None:
    assert message in refused(entry("1A001", versions=[body])).message


@pytest.mark.parametrize(
    "condition",
    [
        "sealed; drop table entries",
        "sealed -- and nothing else",
        "sealed /* not */ and qubits >= 1",
        "qubits >= (select 1)",
        "sleep(10) and sealed",
        "contains_item in (null)",
        "(" * 10_000 + "sealed" + ")" * 10_000,
        " and ".join(["sealed"] * 10_000),
    ],
)
def test_a_hostile_condition_is_refused_with_its_position(condition: str) -> None:
    problem = refused(entry("1A001", condition))
    assert isinstance(problem, RulebookError)
    assert re.search(r"\(column [0-9]+ of the condition\)$", problem.message)
    assert problem.place == "versions[0].when"


def test_versions_do_not_overlap_unless_one_corrects_the_other() -> None:
    first, second = version("sealed", until="2022-01-02"), version("sealed", start="2022-01-01")
    problem = refused(entry("1A001", versions=[first, second]))
    assert isinstance(problem, RulebookError)
    assert problem.message == "two versions overlap: 2020-01-01 to 2022-01-01 and since 2022-01-01"
    assert problem.place == "versions[1]"
    read(entry("1A001", versions=[first, {**second, "recorded": "2025-01-01"}]))
    refused(entry("1A001", versions=[{**first, "recorded": "2025-01-01"}, {**second, "recorded": "2025-01-01"}]))


@pytest.mark.parametrize(
    ("case", "message"),
    [
        ({"name": "n", "item": {"qubits": "1"}, "expect": "yes"}, "needs a kind"),
        ({"name": "n", "item": {"kind": "chip"}, "expect": "maybe"}, "'maybe' is not one of yes, no, unknown"),
        ({"name": "n", "item": {"kind": "chip"}, "expect": "no", "need": ["qubits"]}, "only a case that expects unknown"),
        ({"name": "n", "item": {"kind": "chip"}, "expect": "unknown", "need": ["qbits"]}, "unknown parameter 'qbits'"),
        ({"item": {"kind": "chip"}, "expect": "no"}, "the key 'name' is missing"),
        ({"name": "n", "item": {"kind": "chip", "qubits": None}, "expect": "no"}, "a text is expected"),
        ({"name": "n", "item": {"kind": "chip"}, "expect": "no", "when": "x"}, "unknown key 'when'"),
    ],
)
def test_what_a_case_may_not_say(case: Mapping[str, Any], message: str) -> None:
    assert message in refused(entry("1A001", "sealed", cases=[case])).message

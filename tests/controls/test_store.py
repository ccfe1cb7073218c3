"""The compiled rulebook holds all that was read, and gives it back piece by piece."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from hypothesis import given

from sekisho.controls.classify import classify
from sekisho.controls.control_list import ControlList
from sekisho.controls.entry import Case
from sekisho.controls.item import Item
from sekisho.controls.store import StoredCases, dump_lists, load_lists
from sekisho.logic.truth import Truth
from tests.controls.synthetic import DAY, entry, made, version, words
from tests.controls.test_classify import COVERED, MIXED, items

CASES = [
    {"name": "caught", "item": {"kind": "chip", "qubits": "34"}, "expect": "yes", "source": "made up", "on": "2021-01-01"},
    {"name": "not said — open", "item": {"kind": "chip"}, "expect": "unknown", "need": ["qubits"]},
]
RICH = made(
    entry(
        "1A001.a",
        cases=CASES,
        versions=[
            version(start=None, until="2020-01-01", undecided="text not at hand"),
            version(
                "qubits between 34 and 99 and not (error > 1e-4 or architecture = 'annealing')",
                only_if="colour in ('it''s', '関所')",
                unless=[{"note": "Note 1", "text": "Sealed.", "when": "sealed"}, {"note": "N.B.", "when": "error > 1"}],
                reasons=["NS", "AT"],
                recorded="2026-05-01",
                erratum="a slip",
            ),
            version("true", status="codified_not_enforced", status_note="said so", until="2021-01-01"),
        ],
    ),
    entry("1A002", "contains_item in ('1A001', '1B001')", ["board"]),
    coverage=[COVERED, {**COVERED, "kind": "board", "covered": "false", "from": "2020-01-01", "until": "2021-01-01"}],
    complete=["1A001"],
)


@pytest.mark.parametrize("expected", [RICH, MIXED])
def test_what_is_dumped_is_loaded(expected: ControlList) -> None:
    vocabulary, loaded = load_lists(dump_lists({"x-first": expected}, words()))
    assert vocabulary == words()
    (found,) = loaded.values()
    assert found.header == expected.header
    assert found.coverage == expected.coverage
    assert found.index == expected.index
    assert found.entries == expected.entries
    assert [hash(one.versions) for one in found.entries] == [hash(one.versions) for one in expected.entries]


def test_dumping_again_gives_the_same_bytes() -> None:
    data = dump_lists({"x-first": RICH}, words())
    vocabulary, lists = load_lists(data.decode())
    assert dump_lists(lists, vocabulary) == data
    assert json.loads(data)["lists"][0]["header"]["sha256"] == RICH.sha256


@given(items)
def test_a_loaded_list_gives_the_same_verdicts(thing: Item) -> None:
    _, lists = load_lists(dump_lists({"x-first": MIXED}, words()))
    assert classify(thing, lists.values(), DAY) == classify(thing, [MIXED], DAY)


def test_cases_are_unpacked_when_they_are_looked_at() -> None:
    asked: list[int] = []

    def unpack() -> dict[str, list[object]]:
        asked.append(1)
        return {"1A001": [["n", {"kind": "chip"}, "no", [], None, ""]]}

    cases = StoredCases("1A001", unpack)
    assert repr(cases) == "<cases of 1A001>"
    assert asked == []
    expected = (Case("n", {"kind": "chip"}, Truth.NO),)
    assert cases == expected
    assert expected == cases
    assert cases == StoredCases("1A001", unpack)
    assert cases != ()
    assert (len(cases), cases[0], cases[:1], list(cases)) == (1, expected[0], expected, list(expected))
    assert len(asked) == 2


def test_loading_needs_no_reader_and_no_parser() -> None:
    code = (
        "import sys; from sekisho.controls.store import load_lists; import sekisho.controls.classify;"
        "load_lists(sys.stdin.buffer.read())[1]['x-first'].entries;"
        "print({name.split('.')[0] for name in sys.modules} & {'yaml', 'sqlglot', 'pint', 'pydantic', 'polars'})"
    )
    data = dump_lists({"x-first": RICH}, words())
    done = subprocess.run([sys.executable, "-c", code], input=data, capture_output=True, check=True)
    assert done.stdout.decode().strip() == "set()"

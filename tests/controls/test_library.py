"""Lists out of files, checked as a whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from sekisho.controls.library import build_list, build_lists, draft_list, list_folders
from sekisho.errors import Error
from sekisho.terms.dates import Period
from tests.controls.synthetic import draft, entry, made, sources, version, words

CASES = [
    {"name": "caught", "item": {"kind": "chip", "sealed": "true"}, "expect": "yes"},
    {"name": "outside", "item": {"kind": "chip", "sealed": "false"}, "expect": "no"},
    {"name": "not said", "item": {"kind": "chip"}, "expect": "unknown"},
]
STATEMENT = {"kind": "chip", "covered": "false", "note": "Some of it.", "citation": "s. 1"}


def whole(**head: object) -> dict[str, bytes]:
    return sources("x-first", [entry("1A001", "sealed", cases=CASES)], [STATEMENT], **head)


def refused(make: Callable[[], object]) -> Error:
    with pytest.raises(Error) as caught:
        make()
    assert caught.value.exit_status == 2
    assert caught.value.file is not None
    return caught.value


def test_a_rulebook_is_its_vocabulary_and_its_lists() -> None:
    second = sources("x-second", [entry("1A002", "sealed", cases=CASES)])
    files = {**whole(), **second, "us-ear/law.yaml": b"{not: ours}", "x-first/notes.csv": b"not ours"}
    assert list_folders(files) == ("x-first", "x-second")
    vocabulary, lists = build_lists(files)
    assert vocabulary == words()
    assert {name: one.codes for name, one in lists.items()} == {"x-first": ("1A001",), "x-second": ("1A002",)}


def test_what_a_list_says_of_itself() -> None:
    found = build_list("x-first", whole(), words())
    assert (found.id, found.title, found.authority, found.jurisdiction) == (
        "x-first",
        "Made-up list",
        "Made-up Office",
        "US",
    )
    assert (found.text, found.edition) == ("Everything here is synthetic", "first")
    assert (found.header.law_as_known, found.header.hard_limit_days) == (dt.date(2026, 1, 1), 180)
    assert found.header.citation == "Made-up Act"


def test_the_digest_is_over_every_byte_and_nothing_else() -> None:
    first = build_list("x-first", whole(), words()).sha256
    assert first == build_list("x-first", dict(reversed(whole().items())), words()).sha256
    assert first != build_list("x-first", whole(edition="second"), words()).sha256
    other = {**whole(), **sources("x-second", [])}
    assert first == build_list("x-first", other, words()).sha256


def test_references_and_containers_are_taken_from_the_conditions() -> None:
    found = made(
        entry("1A001.a", "sealed"),
        entry("1A002", "contains_item in ('1A001.a', '1B001') or contains_item = '1A001.a'", ["board"]),
        entry("1D001", "sealed", ["program"], unless=[{"note": "N", "when": "for_entry in ('1A002')"}]),
    )
    assert found.header.references == {"contains_item": ("1A001.a", "1B001"), "for_entry": ("1A002",)}
    assert found.header.containers == ("board",)


def test_a_failing_case_does_not_load() -> None:
    wrong = [{**CASES[0], "expect": "no"}, *CASES[1:]]
    files = sources("x-first", [entry("1A001", "sealed", cases=wrong)])
    problem = refused(lambda: build_lists(files))
    assert problem.message.startswith("1A001: case 'caught': expected no, got yes on 2020-01-01")
    assert (problem.file, problem.line, problem.place) == ("x-first/1/1A001.yaml", 1, "cases[0]")
    assert set(build_lists(files, check=False)[1]) == {"x-first"}


def test_every_problem_can_be_seen() -> None:
    found = draft("x-first", [entry("1A001", "sealed"), entry("1A002", "sealed", cases=CASES[:1])])
    assert [(problem.file, problem.message) for problem in found.problems()] == [
        ("x-first/1/1A001.yaml", "1A001: no case expects yes"),
        ("x-first/1/1A001.yaml", "1A001: no case expects no"),
        ("x-first/1/1A001.yaml", "1A001: no case expects unknown"),
        ("x-first/1/1A002.yaml", "1A002: no case expects no"),
        ("x-first/1/1A002.yaml", "1A002: no case expects unknown"),
    ]


def test_the_file_has_the_name_of_the_code() -> None:
    files = whole()
    files["x-first/1/1A002.yaml"] = files.pop("x-first/1/1A001.yaml")
    problem = refused(lambda: build_lists(files))
    assert problem.message == "the file of 1A001 must be called 1A001.yaml"
    assert problem.file == "x-first/1/1A002.yaml"


def test_a_code_stands_once() -> None:
    files = whole()
    files["x-first/2/1A001.yaml"] = files["x-first/1/1A001.yaml"]
    problem = refused(lambda: build_lists(files))
    assert problem.message == "1A001 is defined twice, also in x-first/1/1A001.yaml"
    assert problem.file == "x-first/2/1A001.yaml"


@pytest.mark.parametrize(
    ("conditions", "circle"),
    [
        ({"1A001": "meets_entry in ('1A002')", "1A002": "meets_entry in ('1A001')"}, "1A001 → 1A002 → 1A001"),
        ({"1A001": "contains_item in ('1A001')"}, "1A001 → 1A001"),
        ({"1A001.a": "contains_item in ('1A001')"}, "1A001.a → 1A001.a"),
        (
            {
                "1A001": "meets_entry = '1A002.a'",
                "1A002.a": "not for_entry in ('1A003')",
                "1A003": "specially_designed_for in ('1A001')",
            },
            "1A001 → 1A002.a → 1A003 → 1A001",
        ),
    ],
)
def test_a_circle_does_not_load(conditions: Mapping[str, str], circle: str) -> None:
    problem = refused(lambda: made(*(entry(code, when) for code, when in conditions.items())))
    assert problem.message == f"entries refer to each other in a circle: {circle}"
    assert problem.file in {"x-first/1/1A001.yaml", "x-first/1/1A001.a.yaml"}


def test_two_ways_to_one_entry_are_no_circle() -> None:
    made(
        entry("1A001", "sealed"),
        entry("1A002", "meets_entry in ('1A001')"),
        entry("1A003", "meets_entry in ('1A001', '1A002')"),
        entry("1A004", "meets_entry in ('1A003', '1A002')"),
    )


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ({"id": "x-second"}, "must have the id x-first"),
        ({"title": None}, "the key 'title' has no value"),
        ({"law_as_known": "soon"}, "is not a date"),
        ({"hard_limit_days": "0"}, "at least 1"),
        ({"hard_limit_days": "1.5"}, "number of days"),
        ({"complete": ["1A002"]}, "1A002 is stated to be complete, and no entry is below it"),
        ({"colour": "red"}, "unknown key 'colour'"),
    ],
)
def test_what_a_list_may_not_say_of_itself(head: Mapping[str, Any], message: str) -> None:
    problem = refused(lambda: build_lists(whole(**head)))
    assert message in problem.message
    assert problem.file == "x-first/list.yaml"


@pytest.mark.parametrize(
    ("statements", "message"),
    [
        ([{**STATEMENT, "kind": "toy"}], "unknown kind 'toy'"),
        ([{**STATEMENT, "covered": "true"}], "covered without the codes that were examined"),
        ([{**STATEMENT, "covered": "yes"}], "true or false"),
        ([{**STATEMENT, "note": None}], "the key 'note' has no value"),
        ([{**STATEMENT, "until": "2020-01-01", "from": "2021-01-01"}], "cannot end"),
        ([STATEMENT, STATEMENT], "two statements about chip overlap"),
        ([{**STATEMENT, "why": "x"}], "unknown key 'why'"),
    ],
)
def test_what_coverage_may_not_say(statements: list[object], message: str) -> None:
    problem = refused(lambda: build_lists(sources("x-first", [entry("1A001", "sealed", cases=CASES)], statements)))
    assert message in problem.message
    assert problem.file == "x-first/coverage.yaml"


def test_coverage_by_kind_and_period() -> None:
    early = {**STATEMENT, "until": "2022-01-01"}
    late = {**STATEMENT, "from": "2022-01-01", "covered": "true", "codes_examined": ["1A001", "1A002"]}
    listing = made(entry("1A001", "sealed"), coverage=[early, late])
    before, after = (listing.coverage_of("chip", dt.date(year, 12, 31)) for year in (2021, 2022))
    assert before is not None
    assert after is not None
    assert (before.covered, before.period, before.codes_examined) == (False, Period(None, dt.date(2022, 1, 1)), ())
    assert (after.covered, after.codes_examined, after.citation) == (True, ("1A001", "1A002"), "s. 1")
    assert listing.coverage_of("board", dt.date(2022, 1, 1)) is None


def test_a_list_that_is_not_there() -> None:
    with pytest.raises(Error, match="there is no list 'x-third'") as caught:
        draft_list("x-third", whole(), words())
    assert caught.value.remedy == "lists: x-first"


@pytest.mark.parametrize("bad", [b"", b"\x00\xff", b"code: 1A001\ncode: 1A001", b"code: &a 1A001\nx: *a", b"- 1A001"])
def test_a_file_that_cannot_be_read(bad: bytes) -> None:
    problem = refused(lambda: build_lists({**whole(), "x-first/1/1A009.yaml": bad}))
    assert problem.file == "x-first/1/1A009.yaml"


def test_overlapping_dates_and_missing_citations_do_not_load() -> None:
    twice = entry("1A001", versions=[version("sealed"), version("sealed", start="2021-01-01")], cases=CASES)
    assert "overlap" in refused(lambda: build_lists(sources("x-first", [twice]))).message
    bare = entry("1A001", versions=[{"from": "2020-01-01", "when": "sealed"}], cases=CASES)
    assert "'citation' is missing" in refused(lambda: build_lists(sources("x-first", [bare]))).message

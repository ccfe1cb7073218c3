"""The rulebook's files either hold together or do not compile."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable

import pytest

from sekisho.errors import RulebookError
from sekisho.licensing.us import load_us_law
from sekisho.licensing.us.build import FILES, FOLDER, build_us_law
from tests.licensing import samples
from tests.licensing.us.world import documents, law

HEAD = "eccn,line,reason,kind,paragraphs,words,scope,places,minus,section,transfer,from,status,when,unless,note\n"


def _broken(name: str, change: Callable[[str], str]) -> RulebookError:
    files = dict(documents())
    files[FOLDER + name] = change(files[FOLDER + name].decode()).encode()
    with pytest.raises(RulebookError) as caught:
        build_us_law(files)
    assert caught.value.file == FOLDER + name
    return caught.value


@pytest.mark.parametrize("name", FILES)
def test_every_file_is_needed(name: str) -> None:
    files = {path: data for path, data in documents().items() if path != FOLDER + name}
    with pytest.raises(RulebookError, match="missing"):
        build_us_law(files)


def test_a_broken_yaml_file_is_named_with_its_line() -> None:
    error = _broken("end-use.yaml", lambda text: text.replace("rules:", "rules: &anchor", 1))
    assert error.line


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("uses: [nuclear]", "usage: [nuclear]", "unknown key"),
        ("in: [D:4]", "in: [D:9]", "neither a place"),
        ("items: [6A003.a.3", "items: [6A3.a.3", "not a code"),
        ("    title: nuclear", "    titel: nuclear", "unknown key"),
        ("    citation: 15 CFR 744.2(a)(1) to (3); 15 CFR 744 Supp. 3\n", "", "'citation' is missing"),
    ],
)
def test_a_broken_rule_is_named_with_its_line(old: str, new: str, words: str) -> None:
    error = _broken("end-use.yaml", lambda text: text.replace(old, new, 1))
    assert words in str(error)
    assert error.line


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("4A9,1,NS,entire,,,everywhere,,,,,,,,,", "no such entry"),
        ("4A906,1,NS,entire,,,somewhere,,,,,,,,,", "no such entry or scope"),
        ("4A906,1,NS,listed,4A906a,,everywhere,,,,,,,,,", "not a code"),
        ("4A906,1,NS,entire,,,places,D:7,,,,,,,,", "neither a place"),
        ("4A906,1,NS,entire,,,places,ZZ,,,,,,,,", "neither a place"),
        ("4A906,1,NS,entire,,,everywhere,,,,,2024-13-01,,,,", "not a day"),
        ("4A906,1,NS,conditional,,words,everywhere,,,,,,,qubits > 3,,", "qubits"),
        ("4A906,1,NS,conditional,,words,everywhere,,,,,,,for_entry in ('GPU'),,", "not a code"),
        ("4A906,1,NS", "more or fewer cells"),
        ("4A906,1,NS,entire,,,everywhere,,,,,,,,,,too many", "more or fewer cells"),
    ],
)
def test_a_broken_requirement_line_is_named(row: str, words: str) -> None:
    error = _broken("requirements.csv", lambda text: HEAD + row + "\n")
    assert words in str(error)
    assert error.line == 2


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("country-chart.csv", "\nCN,", "\nZZ,"),
        ("country-groups.csv", "D:1,CN", "D:8,CN"),
        ("country-groups.csv", "D:1,CN", "D:1,ZZ"),
        ("review-policy.csv", ",CN;IR;KP;SY,", ",CN;ZZ,"),
    ],
)
def test_an_unknown_place_or_group_is_named(name: str, old: str, new: str) -> None:
    error = _broken(name, lambda text: text.replace(old, new, 1))
    assert error.line


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("from: 2025-11-10", "from: 2025-09-29", "do not stand in order"),
        ("from: 2025-11-10", "from: 2025-11-31", "2025-11-31"),
        ("state: stayed", "state: paused", "no such state"),
        ("percent: 50", "percent: half", "half"),
        ("ownership:", "owners:", "'ownership' is missing"),
    ],
)
def test_a_broken_rule_about_ownership_is_named_with_its_line(old: str, new: str, words: str) -> None:
    error = _broken("end-user-lists.yaml", lambda text: text.replace(old, new, 1))
    assert words in str(error)
    assert error.line


def test_other_files_are_not_looked_at() -> None:
    assert build_us_law({**documents(), "us-ccl/x.yaml": b"\0"})["lines"]


def test_the_compiled_law_is_json_of_modest_size() -> None:
    text = json.dumps(build_us_law(documents()), ensure_ascii=False)
    assert len(text) < 500_000
    loaded = load_us_law(json.loads(text))
    assert loaded.rules
    assert loaded.texts
    assert loaded.lines("4A906")


def test_the_law_of_every_jurisdiction_holds_that_of_the_united_states() -> None:
    assert samples.law().us.lines("4A906") == law().lines("4A906")


def test_answers_about_the_transaction_have_known_keys() -> None:
    assert {"740 Supp. 8", "744.7", "742.4(a)(5)(ii)(A)", "745 Supp. 2", "734.9/use"} <= law().answer_keys
    assert "food_or_medicine" not in law().answer_keys


def test_the_leg_loads_neither_yaml_nor_a_parser() -> None:
    code = "import sys, sekisho.licensing.us; print([one for one in ('yaml', 'pint', 'sqlglot') if one in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"

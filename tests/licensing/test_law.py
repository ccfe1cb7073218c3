"""The law of every jurisdiction: built from files, loaded without any reader."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from sekisho.errors import RulebookError
from sekisho.licensing.law import FOLDERS, build_law, load_law
from sekisho.licensing.transaction import Kind
from sekisho.terms.dates import Period
from tests.licensing.samples import RULEBOOKS, law


def documents() -> dict[str, bytes]:
    files = [one for one in sorted(RULEBOOKS.rglob("*")) if one.suffix in {".yaml", ".csv"}]
    return {one.relative_to(RULEBOOKS).as_posix(): one.read_bytes() for one in files}


def test_it_survives_json() -> None:
    built = build_law(documents())
    assert load_law(json.loads(json.dumps(built))).national == load_law(built).national


def test_a_missing_folder_is_refused() -> None:
    kept = {name: data for name, data in documents().items() if not name.startswith("de-awv/")}
    with pytest.raises(RulebookError, match="de-awv"):
        build_law(kept)


def test_loading_needs_no_yaml_and_no_engine() -> None:
    code = (
        "import json, sys\n"
        "from sekisho.licensing.law import load_law\n"
        "law = load_law(json.load(sys.stdin))\n"
        "law.us, law.national\n"
        "heavy = {'yaml', 'pint', 'sqlglot', 'polars', 'duckdb'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-c", code], input=json.dumps(law().compiled).encode(), check=True)


@pytest.mark.parametrize("code", list(FOLDERS))
def test_every_statement_has_a_citation(code: str) -> None:
    one = law().national[code]
    rows: list[tuple[Period, Any]] = [*one.groups, *one.open_rules, *one.catch_alls, *one.helps, *one.scopes]
    assert all(row.citation for _, row in rows)
    assert all(sentence.citation for sentence in one.rules.values())


@pytest.mark.parametrize("code", list(FOLDERS))
def test_every_activity_but_export_is_left_to_a_person(code: str) -> None:
    reached = {kind for _, row in law().national[code].open_rules if row.to == ("*",) for kind in row.kinds}
    assert reached == {kind.value for kind in Kind} - {"export", "reexport"}

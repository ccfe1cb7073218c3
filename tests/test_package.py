"""Promises of the package as a whole: what importing it loads, what the repository never names."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HEAVY = {
    "polars",
    "duckdb",
    "sqlalchemy",
    "alembic",
    "cryptography",
    "z3",
    "sqlglot",
    "pint",
    "structlog",
    "followthemoney",
    "fastapi",
    "starlette",
    "jinja2",
    "flask",
    "django",
    "httpx",
    "pydantic",
    "typer",
    "rich",
    "yaml",
}


def loaded_after(code: str) -> set[str]:
    script = f"{code}\nimport sys\nprint(' '.join({{name.split('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_import_loads_no_engine_and_no_web_framework() -> None:
    assert loaded_after("import sekisho") & HEAVY == set()


def test_public_names() -> None:
    import sekisho

    assert sorted(sekisho.__all__) == [
        "Charter",
        "Citation",
        "Classification",
        "Comparison",
        "ControlList",
        "Decision",
        "Determination",
        "Entry",
        "Error",
        "Index",
        "Item",
        "Match",
        "Outcome",
        "PartyQuery",
        "Screening",
        "Transaction",
        "Truth",
        "__version__",
        "check_file",
        "check_proposal",
        "classify",
        "classify_file",
        "compare_names",
        "decide",
        "open_index",
        "open_rulebook",
        "screen",
        "screen_name",
        "tally",
        "verify_record",
    ]
    for name in sekisho.__all__:
        assert getattr(sekisho, name) is not None
    assert set(sekisho.__all__) <= set(dir(sekisho))
    with pytest.raises(AttributeError, match="nothing_like_it"):
        _ = sekisho.nothing_like_it


def tracked() -> list[Path]:
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("not a git checkout: the tracked files are not known")
    return [ROOT / name for name in done.stdout.splitlines()]


def test_locks_name_no_index() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        assert not re.search(r"^\s*-", text.replace("    --hash", "", -1), re.MULTILINE), name
        blocks = re.findall(r"^[A-Za-z0-9_.-]+==\S+.*(?:\n {4}.*)*", text, re.MULTILINE)
        assert blocks
        assert all("--hash=sha256:" in block for block in blocks)


def test_no_file_names_a_registry_or_a_machine() -> None:
    registry = "|".join(("py" + "pi\\.org", "python" + "hosted", "npm" + "js\\.(com|org)", "deb" + "ian\\.org"))
    machine = "|".join(("/ho" + "me/", "/ro" + "ot/", "/wo" + "rk/", "/Use" + "rs/"))
    pattern = re.compile(f"{registry}|{machine}")
    for path in tracked():
        if path.is_file():
            found = pattern.search(path.read_text(encoding="utf-8", errors="replace"))
            assert found is None, f"{path.relative_to(ROOT)}: {found}"


def test_modules_are_short_enough_to_read() -> None:
    for path in (ROOT / "src" / "sekisho").rglob("*.py"):
        if path.name.endswith("_data.py"):
            continue
        lines = path.read_text(encoding="utf-8").count("\n")
        assert lines <= 400, f"{path.relative_to(ROOT)} has {lines} lines"

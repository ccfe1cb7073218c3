"""Which dataset a file holds, by its name or that of its folder."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from sekisho.sources.registry import card, recognise


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("sanctions/entities.ftm.json", "ftm-sanctions"),
        ("data/us_ofac_sdn.ftm.json", "ftm-us-ofac-sdn"),
        ("data/default-2026-07-23.ftm.json.gz", "ftm-default"),
        ("data/default-2026-07-23.ftm.jsonl.gz", "ftm-default"),
        ("data/Default.FTM.JSON", "ftm-default"),
        ("data/us_ofac_sdn-20260723.ftm.json", "ftm-us-ofac-sdn"),
        ("20260723/sanctions/entities.ftm.json.gz", "ftm-sanctions"),
        ("sanctions/20260723/entities.ftm.json", "ftm-sanctions"),
        ("sanctions/2026-07-23/entities.ftm.json", "ftm-sanctions"),
        ("sanctions/20260723060501-abc/entities.ftm.json", "ftm-sanctions"),
        ("sanctions/latest/entities.ftm.json", "ftm-sanctions"),
        ("sanctions/entities-2026-07-23.ftm.json", "ftm-sanctions"),
        ("eu_fsf/2026-07-23.ftm.json.gz", "ftm-eu-fsf"),
        ("Ünïcode Sanctions/entities.ftm.json", "ftm-n-code-sanctions"),
        (f"data/{'a' * 90}.ftm.json", f"ftm-{'a' * 60}"),
    ],
)
def test_the_name_of_a_dataset(tmp_path: Path, file: str, source: str) -> None:
    path = tmp_path / file
    path.parent.mkdir(parents=True)
    path.write_bytes(b"")
    (found,) = recognise(tmp_path)
    assert found.card.id == source
    assert found.card == card(source)
    assert found.path == path
    assert found.snapshot == (dt.date(2026, 7, 23) if "2026-07-23" in path.name else None)


def test_two_editions_are_one_source(tmp_path: Path) -> None:
    for day in ("2026-07-22", "2026-07-23"):
        (tmp_path / f"default-{day}.ftm.json").write_bytes(b"")
    found = recognise(tmp_path)
    assert [one.card.id for one in found] == ["ftm-default", "ftm-default"]
    assert [one.snapshot for one in found] == [dt.date(2026, 7, 22), dt.date(2026, 7, 23)]


@pytest.mark.parametrize(
    "file", ["entities.json", "targets.nested.json", "targets.simple.csv", "statements.csv", "index.json"]
)
def test_other_files_of_a_dataset_are_not_taken(tmp_path: Path, file: str) -> None:
    (tmp_path / file).write_bytes(b"")
    assert recognise(tmp_path) == ()

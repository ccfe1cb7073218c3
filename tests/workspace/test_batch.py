"""Files of parties in bulk: every row answered, the same however the work was parted, stopped or carried over."""

from __future__ import annotations

import csv
import json
import multiprocessing
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from sekisho.errors import InputError
from sekisho.workspace import batch
from sekisho.workspace.asking import ask, query_of
from sekisho.workspace.batch import screen_file
from sekisho.workspace.judging import judge
from tests.workspace.judged_list import MOVED, NOVA, PARTIES, PLANT, WORKS, company, load

DAY = "2026-07-23"
NAMES = (
    "Zyqor Trading Works",
    "Zyqor Trading",
    "Nobody at all",
    "Kortas Plant 3",
    "Qorzy Institute of Instruments",
    "Omdar",
)


@pytest.fixture
def ws(tmp_path: Path) -> Path:
    home = tmp_path / "ws"
    home.mkdir()
    load(home, "2026-07-20")
    return home


def table(path: Path, rows: list[dict[str, Any]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture
def customers(tmp_path: Path) -> Path:
    return table(tmp_path / "customers.csv", [{"id": f"c{number}", "name": name} for number, name in enumerate(NAMES)])


def run(ws: Path, file: Path, out: str = "matches.parquet", **more: Any) -> tuple[dict[str, Any], pl.DataFrame]:
    path = file.parent / out
    options: dict[str, Any] = {"date": DAY, "processes": 1} | more
    answer = screen_file(file, path, workspace=ws, **options)
    return answer, pl.read_parquet(path)


def test_every_row_is_answered(ws: Path, customers: Path) -> None:
    answer, found = run(ws, customers)
    assert found["id"].unique(maintain_order=True).to_list() == [f"c{number}" for number in range(len(NAMES))]
    outcomes = dict(zip(found["name"], found["outcome"], strict=True))
    assert outcomes["Zyqor Trading Works"] == "certain"
    assert outcomes["Zyqor Trading"] == "possible"
    assert outcomes["Nobody at all"] == "no match found"
    assert answer["counts"]["parties"] == len(NAMES)
    assert answer["counts"]["not screened"] == 0
    assert found.filter(pl.col("name") == "Kortas Plant 3")["listed_id"].to_list() == [PLANT]
    assert all(found.filter(pl.col("listed_id").is_not_null())["explanation"].list.len() > 0)
    notes = json.loads(pl.read_parquet_metadata(customers.parent / "matches.parquet")["sekisho"])
    assert notes["sources"][0]["id"] == "ftm-zyqor"
    assert not list(customers.parent.glob("*.parts"))


def test_a_row_that_cannot_be_screened_says_why(ws: Path, tmp_path: Path) -> None:
    rows = [{"name": "", "country": ""}, {"name": "Zyqor", "country": "Atlantis"}, {"name": "Zyqor", "country": "CN"}]
    answer, found = run(ws, table(tmp_path / "in.csv", [*rows, {"name": "!!", "country": ""}]))
    problems = found.filter(pl.col("outcome") == "not screened")
    assert problems["row"].to_list() == [1, 2, 4]
    assert all(problems["problem"].str.len_chars() > 10)
    assert answer["counts"]["not screened"] == 3


def test_every_kind_of_file_is_read_and_written(ws: Path, customers: Path) -> None:
    _, expected = run(ws, customers)
    rows = pl.read_csv(customers)
    rows.write_ndjson(customers.with_suffix(".jsonl"))
    rows.write_parquet(customers.with_suffix(".parquet"))
    for kind in (".jsonl", ".parquet"):
        assert run(ws, customers.with_suffix(kind))[1].equals(expected)
    for out in ("m.csv", "m.jsonl"):
        screen_file(customers, customers.parent / out, workspace=ws, date=DAY, processes=1)
    assert pl.read_csv(customers.parent / "m.csv")["listed_id"].to_list() == expected["listed_id"].to_list()
    assert pl.read_ndjson(customers.parent / "m.jsonl")["row"].to_list() == expected["row"].to_list()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.csv", b"", "empty"),
        ("a.csv", b"name\n", "no row"),
        ("a.csv", b"title\nZyqor\n", "`name`"),
        ("a.csv", b"name\nZyqor, Ltd\n", "2 cells"),
        ("a.csv", b'name\n"Zyqor\n', "CSV"),
        ("a.csv", b"name\nZyq\xffor\n", "UTF-8"),
        ("a.csv", b"name\n" + b"x" * 1_100_000, "more than"),
        ("a.jsonl", b'{"name": "Zyqor"\n', "JSON"),
        ("a.jsonl", b"[1]\n", "object"),
        ("a.parquet", b"PAR1 but not really", "Parquet"),
        ("a.xlsx", b"x", "ending|kind"),
    ],
)
def test_wrong_files_are_refused(ws: Path, tmp_path: Path, name: str, data: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match=said) as problem:
        screen_file(tmp_path / name, tmp_path / "out.parquet", workspace=ws, date=DAY)
    assert name in str(problem.value)
    assert not (tmp_path / "out.parquet").exists()


def test_wrong_places_are_refused(ws: Path, customers: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder"):
        screen_file(customers, tmp_path / "nowhere" / "out.parquet", workspace=ws)
    with pytest.raises(InputError, match="not known"):
        screen_file(customers, tmp_path / "out.txt", workspace=ws)
    with pytest.raises(InputError, match="cannot be read"):
        screen_file(tmp_path / "none.csv", tmp_path / "out.parquet", workspace=ws)
    with pytest.raises(InputError, match="processes"):
        screen_file(customers, tmp_path / "out.parquet", workspace=ws, processes=0)


def test_several_processes_find_the_same(ws: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "PIECE", 7)
    file = table(tmp_path / "in.csv", [{"name": f"{NAMES[number % 6]} {number // 6 or ''}"} for number in range(40)])
    _, alone = run(ws, file)
    ticks: list[tuple[int, int]] = []
    _, together = run(ws, file, "together.parquet", processes=2, tick=lambda done, total: ticks.append((done, total)))
    assert together.equals(alone)
    assert ticks[-1] == (40, 40)
    assert not multiprocessing.active_children()


def test_a_run_that_was_stopped_goes_on_where_it_was(ws: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "PIECE", 5)
    file = table(tmp_path / "in.csv", [{"name": NAMES[number % 6]} for number in range(30)])
    _, expected = run(ws, file)

    def stop(done: int, total: int) -> None:
        if done >= 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(ws, file, "out.parquet", tick=stop)
    assert (tmp_path / "out.parquet.parts").is_dir()
    answer, found = run(ws, file, "out.parquet")
    assert answer["resumed"] == 4
    assert found.equals(expected)


def test_another_file_or_list_begins_anew(ws: Path, customers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "PIECE", 2)

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(ws, customers, tick=stop)
    load(ws, "2026-07-21", *PARTIES, NOVA)
    answer, found = run(ws, customers)
    assert answer["resumed"] == 0
    assert "zy-nova" in found["listed_id"].to_list()


def test_a_killed_process_loses_nothing(ws: Path, tmp_path: Path) -> None:
    file = table(tmp_path / "in.csv", [{"name": f"{NAMES[number % 6]} {number}"} for number in range(2500)])
    out = tmp_path / "out.parquet"
    program = (
        "from pathlib import Path; from sekisho.workspace.batch import screen_file; "
        f"screen_file(Path({str(file)!r}), Path({str(out)!r}), workspace=Path({str(ws)!r}), date={DAY!r}, processes=1)"
    )
    working = subprocess.Popen([sys.executable, "-c", program])
    parts = tmp_path / "out.parquet.parts"
    for _ in range(600):
        if len(list(parts.glob("0*.parquet"))) >= 2:
            break
        time.sleep(0.05)
    working.send_signal(signal.SIGKILL)
    working.wait()
    assert not out.exists()
    answer = screen_file(file, out, workspace=ws, date=DAY, processes=1)
    assert answer["resumed"] >= 2
    assert pl.read_parquet(out)["row"].n_unique() == 2500


class TestSince:
    """Only what has changed."""

    @pytest.fixture
    def ws(self, tmp_path: Path) -> Path:
        home = tmp_path / "ws"
        home.mkdir()
        load(home, "2026-07-20", *PARTIES, *self.FILL)
        return home

    FILL = tuple(company(f"zy-{number}", f"Tamrin Works Odvan{number}") for number in range(30))

    def both(self, ws: Path, customers: Path) -> tuple[dict[str, Any], pl.DataFrame, pl.DataFrame]:
        _, full = run(ws, customers, "full.parquet")
        answer, found = run(ws, customers, "later.parquet", since=customers.parent / "matches.parquet")
        return answer, found, full

    def test_nothing_has_changed(self, ws: Path, customers: Path) -> None:
        _, before = run(ws, customers)
        answer, found, full = self.both(ws, customers)
        assert found.equals(before)
        assert found.equals(full)
        assert "against the 0 new" in answer["since"]

    def test_new_changed_and_gone_entries(self, ws: Path, customers: Path) -> None:
        run(ws, customers)
        load(ws, "2026-07-21", MOVED, NOVA, PARTIES[2], *self.FILL)
        answer, found, full = self.both(ws, customers)
        assert found.equals(full)
        assert "against the 2 new" in answer["since"]
        assert {"zy-nova", WORKS} <= set(found["listed_id"].to_list())
        assert PLANT not in found["listed_id"].to_list()

    def test_rows_that_are_new_are_screened_in_full(self, ws: Path, customers: Path) -> None:
        run(ws, customers)
        rows = [*pl.read_csv(customers).to_dicts(), {"id": "n", "name": "Zyqor Trading Work"}]
        table(customers, rows)
        _, found, full = self.both(ws, customers)
        assert found.equals(full)
        assert WORKS in found.filter(pl.col("id") == "n")["listed_id"].to_list()

    def test_what_people_decided_counts(self, ws: Path, customers: Path) -> None:
        run(ws, customers)
        asked = ask(query_of("Zyqor Trading"), date=DAY, workspace=ws)
        judge(asked, [WORKS], False, by="A. Example, compliance", reason="another company", workspace=ws)
        _, found, full = self.both(ws, customers)
        assert found.equals(full)
        assert found.filter(pl.col("name") == "Zyqor Trading")["outcome"].to_list() == ["no match found"]

    def test_everything_is_screened_where_it_must_be(self, ws: Path, customers: Path) -> None:
        run(ws, customers)
        load(ws, "2026-07-21", *PARTIES)
        load(ws, "2026-07-22", *(company(f"zy-new-{number}", f"Tamrin Works Kortas{number}") for number in range(30)))
        answer, found, full = self.both(ws, customers)
        assert found.equals(full)
        assert answer["since"].startswith("everything was screened")

    def test_other_files_are_refused(self, ws: Path, customers: Path) -> None:
        with pytest.raises(InputError, match="Parquet"):
            run(ws, customers, since=customers)
        pl.DataFrame({"a": [1]}).write_parquet(customers.with_suffix(".parquet"))
        with pytest.raises(InputError, match="no file of matches"):
            run(ws, customers, since=customers.with_suffix(".parquet"))

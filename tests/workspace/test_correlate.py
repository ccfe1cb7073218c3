"""Correspondence of the packaged lists, kept between runs; and the lists side by side for one item."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from sekisho.errors import EngineError, InputError, MissingError
from sekisho.workspace import correlate
from sekisho.workspace.compare import compare_file
from sekisho.workspace.correlate import correlate_lists, correlations_of
from sekisho.workspace.coverage import coverage_of
from sekisho.workspace.explain import explain_entry
from sekisho.workspace.rulebook import open_rulebook

DATE = "2026-07-23"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Correspondence is kept in a folder of the test."""
    monkeypatch.setattr(correlate, "cache_folder", lambda: tmp_path)
    return tmp_path


def test_quantum_computers_are_the_same_in_both_lists() -> None:
    found = correlate_lists("us-ccl", "eu-annex-i", entry="4A906.a", date=DATE)
    assert [(one["entry"], one["relation"], one["other"]) for one in found["pairs"]] == [
        (f"4A906.a.{limb}", "same", f"4A506.a.{limb}") for limb in range(1, 9)
    ]
    assert found["alone"] == []
    assert found["counts"] == {"same": 8, "narrower": 0, "wider": 0, "overlaps": 0, "none": 0}


def test_what_differs_comes_with_an_item() -> None:
    found = correlate_lists("us-ccl", "eu-annex-i", entry="3A090.a.1", date=DATE)
    (pair,) = found["pairs"]
    assert (pair["other"], pair["relation"]) == ("3A501.a.16", "overlaps")
    assert pair["only_here"] == "integrated_circuit, total_processing_performance 4800 TPP"
    assert found["alone"][0]["related"] == ["3A501.a.16"]


def test_compared_once_and_kept(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ticks: list[int] = []
    first = correlate_lists(
        "us-ccl", "de-ausfuhrliste", entry="4A906.b", date=DATE, tick=lambda *said: ticks.append(said[1])
    )
    assert ticks == [1]
    (kept,) = cache.glob("correlation-us-ccl-de-ausfuhrliste-*.json")
    monkeypatch.setattr(correlate, "Z3Solver", lambda seconds: pytest.fail("compared again"))
    assert correlate_lists("us-ccl", "de-ausfuhrliste", entry="4A906.b", date=DATE) == first
    kept.write_bytes(kept.read_bytes()[:-5])
    monkeypatch.undo()
    monkeypatch.setattr(correlate, "cache_folder", lambda: cache)
    assert correlate_lists("us-ccl", "de-ausfuhrliste", entry="4A906.b", date=DATE) == first


def test_closest_only_unless_all_are_asked_for() -> None:
    close = correlate_lists("us-ccl", "eu-annex-i", entry="3C908.a", date=DATE)
    every = correlate_lists("us-ccl", "eu-annex-i", entry="3C908.a", date=DATE, everything=True)
    assert [one["relation"] for one in close["pairs"]] == ["same"]
    assert len(every["pairs"]) == len(close["pairs"]) + close["left_out"]


@pytest.mark.parametrize(
    ("lists", "entry", "error"),
    [
        (("us-ccl", "us-ccl"), None, InputError),
        (("us-ccl", "nowhere"), None, MissingError),
        (("us-ccl", "eu-annex-i"), "9Z999", MissingError),
    ],
)
def test_what_cannot_be_compared(lists: tuple[str, str], entry: str | None, error: type[Exception]) -> None:
    with pytest.raises(error):
        correlate_lists(*lists, entry=entry)


def test_correlations_of_an_entry() -> None:
    rulebook = open_rulebook()
    found = correlations_of(rulebook, "us-ccl", "4A906.a.1", dt.date(2026, 7, 23), lambda *_: None)
    said = {one["list"]: (one["relation"], one["other"]) for one in found}
    assert said["eu-annex-i"] == ("same", "4A506.a.1")
    assert said["jp-export-order"][1] == "8.Art7.6.i.1"
    model = correlations_of(rulebook, "us-ccl", "4E091", dt.date(2026, 7, 23), lambda *_: None)
    assert {(one["list"], one["relation"]) for one in model} >= {("eu-annex-i", "none")}


def test_without_a_solver_an_explanation_goes_without(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(seconds: float) -> None:
        raise EngineError("the solver Z3 is not installed")

    monkeypatch.setattr(correlate, "Z3Solver", missing)
    found = explain_entry("4A906.a.2", "us-ccl")
    assert found["entries"][0]["correlations"] == []
    with pytest.raises(EngineError):
        correlate_lists("us-ccl", "eu-annex-i", entry="4A906.a.2", date=DATE)


def test_an_explanation_shows_thresholds_and_differences() -> None:
    (entry,) = explain_entry("4A003.b", "eu-annex-i", correlations=False)["entries"]
    assert "correlations" not in entry
    assert [one["text"] for one in entry["thresholds"]] == ["adjusted_peak_performance > 70 WT"]
    change = entry["changes"][-1]
    assert (change["on"], change["gone"], change["new"]) == (
        "2023-01-12",
        ["adjusted_peak_performance > 29 WT"],
        ["adjusted_peak_performance > 70 WT"],
    )
    assert entry["changes"][0]["from_undecided"] is True


def test_lists_side_by_side(tmp_path: Path) -> None:
    path = tmp_path / "item.json"
    chip = {"total_processing_performance": 5000, "performance_density": 6, "designed_or_marketed_for_datacenter": True}
    path.write_text(json.dumps({"kind": "integrated_circuit", "parameters": {**chip, "neural_network_circuit": False}}))
    found = compare_file(path, lists=["us-ccl", "eu-annex-i"], date=DATE)
    by = {one["list"]: one for one in found["lists"]}
    assert "3A090.a.1" in [one["entry"] for one in by["us-ccl"]["met"]]
    (missed,) = [one for one in by["eu-annex-i"]["not_met"] if one["entry"] == "3A501.a.16"]
    assert missed["because"] == ["total_processing_performance = 5000 >= 6000: no"]
    assert by["eu-annex-i"]["open"]
    assert found["agree"] is False


def test_coverage_counts_every_heading() -> None:
    (one,) = coverage_of("us-ccl", date=DATE)["lists"]
    every = [code for row in one["categories"] for key in ("executable", "read_only", "not_looked_at") for code in row[key]]
    assert len(every) == len(set(every)) == 638
    executable = {code for row in one["categories"] for code in row["executable"]}
    assert {"4A906", "3A090"} <= executable
    assert {row["category"] for row in one["categories"]} == set("0123456789")
    uk = next(row for row in coverage_of(date=DATE)["lists"] if row["id"] == "uk-consolidated")
    assert uk["complete_index"] is False

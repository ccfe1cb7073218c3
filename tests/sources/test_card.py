"""Cards of sources, and how old a snapshot may be."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from pathlib import Path

import pytest

from sekisho.errors import DocumentError, SourceError
from sekisho.parties.party import SourceState
from sekisho.sources import registry
from sekisho.sources.card import Card, card_among, read_card, state_on
from sekisho.sources.registry import cards

TEXT = """
id: example
title: Example
publisher: Nobody
address: none
format: none
schedule: daily
terms: none
citation: none
least: "1"
greatest: "2"
soft_limit_days: "7"
hard_limit_days: "30"
"""


def read(tmp_path: Path, text: str) -> Card:
    path = tmp_path / "card.yaml"
    path.write_text(text, encoding="utf-8")
    return read_card(path)


def test_every_card_says_what_it_must() -> None:
    folders = {path.parent.name for path in Path(registry.__file__).parent.glob("*/card.yaml")}
    assert len(cards()) == len(folders)
    for source, card in cards().items():
        assert card.id == source
        assert card.not_in_it
        assert card.official == (card.id != "starter")
        assert bool(card.files) == card.official
        assert 0 < card.least < card.greatest


def test_a_card_survives_json() -> None:
    for card in cards().values():
        assert Card.from_plain(json.loads(json.dumps(card.plain()))) == card


def test_defaults(tmp_path: Path) -> None:
    card = read(tmp_path, TEXT)
    assert (card.files, card.not_in_it, card.official) == ((), (), True)
    assert not read(tmp_path, f'{TEXT}\nofficial: "false"').official


@pytest.mark.parametrize(
    ("old", "new", "error", "message"),
    [
        ('greatest: "2"', 'greatest: "0"', SourceError, "above its upper"),
        ('soft_limit_days: "7"', 'soft_limit_days: "31"', SourceError, "above its upper"),
        ("title: Example", "titel: Example", DocumentError, "titel"),
        ("title: Example", "", DocumentError, "title"),
        ('least: "1"', 'least: "1.5"', DocumentError, "whole number"),
        ('least: "1"', 'least: "-1"', DocumentError, "whole number"),
        ('least: "1"', "least: many", DocumentError, "number"),
    ],
)
def test_bad_cards(tmp_path: Path, old: str, new: str, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        read(tmp_path, TEXT.replace(old, new))


def test_counts(tmp_path: Path) -> None:
    card = read(tmp_path, TEXT)
    card.check_count(1, "file.xml")
    card.check_count(2, "file.xml")
    for count in (0, 3):
        with pytest.raises(SourceError, match=f"{count} parties of example") as problem:
            card.check_count(count, "file.xml")
        assert problem.value.file == "file.xml"
        assert problem.value.remedy


DAY = dt.date(2026, 1, 31)
STATE = SourceState("example", DAY, "", 1)


@pytest.mark.parametrize(("days", "stale"), [(0, ""), (30, ""), (31, "31 days older"), (-30, ""), (-31, "31 days younger")])
def test_staleness(tmp_path: Path, days: int, stale: str) -> None:
    state = state_on(STATE, read(tmp_path, TEXT), DAY + dt.timedelta(days))
    assert stale in state.stale
    assert bool(state.stale) == bool(stale)
    assert state == dataclasses.replace(STATE, stale=state.stale, warning=state.warning)


def test_a_confirmed_snapshot_counts_from_the_day_it_was_confirmed(tmp_path: Path) -> None:
    card = read(tmp_path, TEXT)
    on = DAY + dt.timedelta(100)
    assert state_on(STATE, card, on).stale
    assert state_on(STATE, card, on, DAY + dt.timedelta(95)).stale == ""
    assert "last confirmed on 2026-03-02" in state_on(STATE, card, on, DAY + dt.timedelta(30)).stale
    assert state_on(STATE, card, on, DAY - dt.timedelta(5)).stale == state_on(STATE, card, on).stale


def test_staleness_is_judged_anew(tmp_path: Path) -> None:
    card = read(tmp_path, TEXT)
    old = state_on(STATE, card, DAY + dt.timedelta(400))
    assert state_on(old, card, DAY).stale == ""


def test_a_hint_from_the_soft_limit_on(tmp_path: Path) -> None:
    card = read(tmp_path, TEXT)
    assert state_on(STATE, card, DAY + dt.timedelta(7)).warning == ""
    assert "8 days old" in state_on(STATE, card, DAY + dt.timedelta(8)).warning
    warned = dataclasses.replace(STATE, warning="in quarantine")
    assert state_on(warned, card, DAY).warning == "in quarantine"
    assert state_on(warned, card, DAY + dt.timedelta(8)).warning.startswith("in quarantine; snapshot of")


def test_the_card_of_a_dataset_is_made_from_the_common_one(tmp_path: Path) -> None:
    common = dataclasses.replace(read(tmp_path, TEXT), id="ftm", title="Dataset")
    known = {"ftm": common, "us-uvl": read(tmp_path, TEXT)}
    made = card_among(known, "ftm-sanctions")
    assert made is not None
    assert (made.id, made.title, made.hard_limit_days) == ("ftm-sanctions", "Dataset: sanctions", common.hard_limit_days)
    for unknown in ("ftm-", "ftm-A", "ftm-a/b", "ftm-../x", "other"):
        assert card_among(known, unknown) is None


@pytest.mark.parametrize(
    ("added", "message"),
    [
        ('download: ["http://example.org/list.xml"]', "not https"),
        (
            'download: ["https://a.example/1", "https://a.example/2", "https://a.example/3"]\nparts: [b.csv]',
            "one for each of its files",
        ),
        ("content: songs", "one of parties, text, table"),
    ],
)
def test_bad_downloads_and_contents(tmp_path: Path, added: str, message: str) -> None:
    with pytest.raises((SourceError, DocumentError), match=message):
        read(tmp_path, f"{TEXT.rstrip()}\n{added}\n")

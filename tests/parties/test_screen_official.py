"""Screening against the official lists: whoever is listed is found, whoever is not seldom alarms, and fast.

Skipped, by name, where SEKISHO_DATA does not lead to the files.
"""

from __future__ import annotations

import csv
import gzip
import random
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from sekisho.parties.index import Index
from sekisho.parties.names import has_han, prepare
from sekisho.parties.party import ListedParty, Match, Name, PartyQuery, Screening, SourceState
from sekisho.parties.screen import screen, summary
from sekisho.parties.store import PartyStore
from sekisho.sources.registry import card, read_source
from sekisho.workspace.prepared_names import read_index, write_index

Official = Callable[[str], Path]
FILES = {
    "us-entity-list": "us/ecfr-15-744-2026-07-23.xml",
    "us-uvl": "us/ecfr-15-744-2026-07-23.xml",
    "us-meu": "us/ecfr-15-744-2026-07-23.xml",
    "jp-end-user-list": "jp/meti-foreign-end-user-list-2025-09-29.json",
}


@dataclass(frozen=True)
class Lists:
    """The four official lists, loaded."""

    parties: tuple[ListedParty, ...]
    states: tuple[SourceState, ...]
    index: Index

    def look(self, name: str, country: str | None = None) -> Screening:
        return screen(PartyQuery(name, country), self.index, self.states)


@pytest.fixture(scope="session")
def lists(official: Official, tmp_path_factory: pytest.TempPathFactory) -> Lists:
    snapshots = [read_source(card(source), official(file).read_bytes(), file) for source, file in FILES.items()]
    parties = tuple(party for snapshot in snapshots for party in snapshot.parties)
    place, stores = tmp_path_factory.mktemp("names"), [PartyStore.build(parties)]
    write_index(place, stores)
    return Lists(parties, tuple(one.state for one in snapshots), read_index(place / "whole", stores))


def sample(lists: Lists, every: int, shift: int) -> Iterator[tuple[ListedParty, Name]]:
    """Return names of listed parties, a party in so many; address-only entries have no name to look for."""
    for party in lists.parties[shift::every]:
        if party.schema != "Address":
            yield party, party.names[shift % len(party.names)]


def find(screening: Screening, party: ListedParty) -> Match | None:
    return next((match for match in screening.matches if match.listed.id == party.id), None)


def wide(text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" and char not in "'`" else char for char in text)


def accented(text: str) -> str:
    return unicodedata.normalize("NFC", re.sub("([aeo])", "\\1\u0301", text))


def other_form(text: str) -> str:
    if "(" in text:
        return text
    return re.sub(r",?\s+(?:Co\.,? Ltd\.?|Ltd\.?|LLC|Limited|JSC)$", " GmbH", text)


SAME: list[Callable[[str], str]] = [
    str.upper,
    str.lower,
    wide,
    accented,
    other_form,
    lambda text: f"The {text}",
    lambda text: text.replace(",", " "),
]


@pytest.mark.parametrize("number", range(len(SAME)))
def test_every_name_is_found_however_it_is_spelt(lists: Lists, number: int) -> None:
    for party, name in sample(lists, 11, number):
        match = find(lists.look(SAME[number](name.value), party.countries[0]), party)
        assert match is not None, (party.id, name.value)
        if name.quality != "weak":
            assert match.certain, (party.id, name.value, match.explanation)
            assert match.score == 1.0


def test_without_a_country_a_telling_name_is_still_certain(lists: Lists) -> None:
    doubtful = 0
    for party, name in sample(lists, 5, 2):
        match = find(lists.look(name.value), party)
        assert match is not None, (party.id, name.value)
        if not match.certain:
            assert match.score < 1
            doubtful += 1
    assert doubtful < 0.15 * len(lists.parties) / 5


def test_reordered_names_are_found(lists: Lists) -> None:
    chance = random.Random(7)
    for party, name in sample(lists, 13, 3):
        words = list(prepare(name.value).words)
        if len(words) < 2:
            continue
        chance.shuffle(words)
        assert find(lists.look(" ".join(words)), party) is not None, (party.id, words)


def test_a_letter_amiss_in_a_long_word_is_found(lists: Lists) -> None:
    chance = random.Random(8)
    asked = missed = 0
    for party, name in sample(lists, 7, 4):
        words = list(prepare(name.value).words)
        long = [at for at, word in enumerate(words) if len(word) > 7 and word.isascii() and word.isalpha()]
        if not long or name.quality == "weak":
            continue
        at = chance.choice(long)
        cut = chance.randrange(1, len(words[at]))
        words[at] = words[at][:cut] + words[at][cut + 1 :]
        asked += 1
        missed += find(lists.look(" ".join(words)), party) is None
    assert asked > 150
    assert missed <= 0.1 * asked  # generic words alone do not carry a name; fuzzy matching comes later


def test_another_number_is_another_party(lists: Lists) -> None:
    numbered = 0
    for party in lists.parties:
        for name in party.names:
            digits = re.search(r"(?<!\d)\d{2}(?!\d)", name.value)
            if digits is None or has_han(name.value) or party.schema == "Address":
                continue
            numbered += 1
            other = f"{name.value[: digits.start()]}{int(digits.group()) + 1:02}{name.value[digits.end() :]}"
            keys = {prepare(one.value).key for one in party.names}
            match = find(lists.look(other, party.countries[0]), party)
            assert match is None or not match.certain or prepare(other).key in keys, (party.id, other)
    assert numbered > 100


def test_the_thirteenth_is_not_the_fourteenth(lists: Lists) -> None:
    name = "China Electronics Technology Group Corporation {}th Research Institute"
    for number, other in (("13", "14"), ("14", "13"), ("38", "55"), ("55", "38")):
        certain = [match.listed.name for match in lists.look(name.format(number)).matches if match.certain]
        assert certain
        assert all(number in one and other not in one for one in certain)
    assert not any(match.certain for match in lists.look(name.format("99")).matches)


@pytest.mark.parametrize(
    ("name", "country", "certain"),
    [
        ("Huawei Technologies Co., Ltd.", "CN", True),
        ("HUAWEI TECHNOLOGIES COMPANY LIMITED", None, True),
        ("Huawei Kenya Ltd", "KE", False),
        ("Huawei", None, False),
        ("SMIC", "CN", False),
        ("Semiconductor Manufacturing International Corp", "CN", True),
        ("Semiconductor Manufacturing International Corp", None, False),
        ("Beijing Institute of Technology (BIT)", None, True),
        ("Hikvision Europe B.V.", "NL", False),
        ("Tianjin Phytium Information Technology", "CN", True),
        ("朝鮮光星貿易会社", None, True),
        ("北京航空航天大学", "CN", True),
        ("AO «Kaspersky Lab»", "RU", True),
    ],
)
def test_well_known_names(lists: Lists, name: str, country: str | None, certain: bool) -> None:
    found = lists.look(name, country)
    assert found.matches
    assert found.matches[0].certain is certain


@pytest.mark.parametrize(
    "name", ["Toyota Motor Corporation", "Acme Toys GmbH", "Siemens AG", "Shanghai Trading Co., Ltd.", "Maria Rossi"]
)
def test_others_are_not_found(lists: Lists, name: str) -> None:
    found = lists.look(name)
    assert found.matches == ()
    assert summary(found) == (
        "no match found among 4551 parties of us-entity-list (2026-07-23), us-uvl (2026-07-23), us-meu (2026-07-23), "
        "jp-end-user-list (2025-09-29)"
    )


def test_ordinary_names_seldom_alarm(official: Official, lists: Lists) -> None:
    """Names of firms and people on other lists: hardly any of them is on these."""
    with gzip.open(official("us/csl-2022-04.csv.gz"), "rt", encoding="utf-8-sig") as file:
        names = sorted({row["name"] for row in csv.DictReader(file) if re.search("Denied|ITAR", row["source"])})
    asked = names[::3]
    alarms = sum(bool(lists.look(name).matches) for name in asked)
    assert len(asked) > 350
    assert alarms <= 0.05 * len(asked)

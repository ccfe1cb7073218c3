"""The official file of 2024-05-13, counted in other ways."""

from __future__ import annotations

import datetime as dt
import gzip
import html
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from sekisho.sources.registry import card, read_source
from sekisho.sources.snapshot import SourceSnapshot

NAME = "eu/fsf-full-1.1-2024-05-13.xml.gz"


@pytest.fixture(scope="module")
def raw(official: Callable[[str], Path]) -> str:
    return gzip.decompress(official(NAME).read_bytes()).decode()


@pytest.fixture(scope="module")
def found(raw: str) -> SourceSnapshot:
    return read_source(card("eu-fsf"), raw.encode(), "fsf-full-1.1-2024-05-13.xml")


@pytest.fixture(scope="module")
def printed(raw: str) -> set[tuple[int, str]]:
    """Return the whole names with the position of their entry, read with regular expressions."""
    return {
        (number, " ".join(html.unescape(name).split()))
        for number, entry in enumerate(raw.split("<sanctionEntity ")[1:])
        for name in re.findall(r'wholeName="([^"]*)"', entry)
    }


def test_counts(raw: str, found: SourceSnapshot) -> None:
    assert found.reading.day == dt.date(2024, 5, 13)
    assert len(found.parties) == raw.count("<sanctionEntity ") == 4_811
    assert found.reading.counted == {"aliases": 25_257}
    assert raw.count("<nameAlias ") == 25_257
    assert found.reading.unread_rows == 0
    kinds = Counter(re.findall(r'<subjectType code="(\w+)"', raw))
    assert Counter(party.schema for party in found.parties) == {
        "Person": kinds["person"],
        "Organization": kinds["enterprise"],
    }
    assert kinds == {"person": 3_755, "enterprise": 1_056}


def test_every_name_is_there_once(printed: set[tuple[int, str]], found: SourceSnapshot) -> None:
    own = [(number, name.value) for number, party in enumerate(found.parties) for name in party.names]
    assert len(own) == len(set(own))
    assert len(printed) == 24_945
    assert printed <= set(own)
    # Two whole names differ from their parts; both are kept.
    assert {name for _, name in set(own) - printed} == {"Анатолии Петрович ч ЛАППО", "Iгар Мiкалаевiч ГУТНIК"}


@pytest.mark.parametrize(("letters", "count"), [("\u0400-\u04ff", 3_679), ("\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufefc", 664)])
def test_scripts(printed: set[tuple[int, str]], found: SourceSnapshot, letters: str, count: int) -> None:
    pattern = re.compile(f"[{letters}]")
    own = {(number, name.value) for number, party in enumerate(found.parties) for name in party.names}
    assert len([name for _, name in printed & own if pattern.search(name)]) == count
    assert len([name for _, name in printed if pattern.search(name)]) == count


def test_qualities(raw: str, found: SourceSnapshot) -> None:
    weak = [
        text for text in re.findall(r"<remark>([^<]*)</remark>", raw) if re.search(r"\blow? quality", text, re.IGNORECASE)
    ]
    qualities = Counter(name.quality for party in found.parties for name in party.names)
    assert len(weak) == 182
    assert qualities == {"primary": 4_811, "alias": 19_810, "former": 145, "weak": 181}


def test_ids_and_citations(raw: str, found: SourceSnapshot) -> None:
    numbers = re.findall(r'euReferenceNumber="[^"]*" logicalId="(\d+)"', raw)
    assert [party.id.split("-")[2] for party in found.parties] == numbers
    assert [party.id for party in found.parties if party.id.count("-") > 2] == [
        "eu-fsf-547-taqa",
        "eu-fsf-593-taqa",
        "eu-fsf-120128-unli",
    ]
    programmes = Counter(re.findall(r'programme="([^"]*)"', raw))
    assert Counter(party.values("program")[0] for party in found.parties) == programmes
    assert all(re.search(r", \d{4}-\d{2}-\d{2}$", party.citation) for party in found.parties)


def test_countries(raw: str, found: SourceSnapshot) -> None:
    assert found.reading.unknown_places == {"SERBIA AND MONTENEGRO": 1, "YUGOSLAVIA": 1}
    entries = [re.sub(r"<(?:birthdate|identification) .*?>", "", one) for one in raw.split("<sanctionEntity ")[1:]]
    printed = [set(re.findall(r'countryIso2Code="(\w+)"', entry)) - {"00", "CS"} for entry in entries]
    assert [set(party.countries) for party in found.parties] == printed


def test_documents(raw: str, found: SourceSnapshot) -> None:
    numbers = [" ".join(html.unescape(one).split()) for one in re.findall(r' number="([^"]*)"', raw)]
    assert len(numbers) == 1_502
    held = {value for party in found.parties for values in party.identifiers.values() for value in values}
    remarks = " ".join(party.remarks for party in found.parties)
    assert [one for one in numbers if one not in held and one not in remarks] == []


def test_nothing_is_lost(raw: str, found: SourceSnapshot) -> None:
    """Every remark, contact, street and place stands somewhere in its party, save remarks that say only a name's quality."""
    kept = r'(?:street|poBox|city|zipCode|place|function|title|value|issuedBy|nameOnDocument|designationDetails)="([^"]+)"'
    lost = []
    for entry, party in zip(raw.split("<sanctionEntity ")[1:], found.parties, strict=True):
        held = "\n".join((*party.addresses, party.remarks, *(value for _, values in party.properties for value in values)))
        texts = [*re.findall(kept, entry), *re.findall(r"<remark>([^<]*)</remark>", entry)]
        plain = (" ".join(html.unescape(text).split()) for text in texts)
        lost += [text for text in plain if text not in held]
    # These 45 say "low quality alias", "formerly known as", and the like in other languages: the quality of the name.
    assert (len(lost), len(set(lost)), max(map(len, lost))) == (603, 45, 34)

"""The official file of 2024-05-15, counted in other ways."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from sekisho.sources.registry import card, read_source
from sekisho.sources.snapshot import SourceSnapshot

NAME = "un/un-consolidated-2024-05-15.xml"
ENTRY = re.compile(r"<(INDIVIDUAL|ENTITY)>(.*?)</\1>", re.DOTALL)


@pytest.fixture(scope="module")
def raw(official: Callable[[str], Path]) -> str:
    return official(NAME).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def found(raw: str) -> SourceSnapshot:
    return read_source(card("un-sc"), raw.encode(), "un-consolidated-2024-05-15.xml")


def texts(tag: str, raw: str) -> list[str]:
    """Return the texts of elements, read with regular expressions."""
    return [" ".join(html.unescape(text).split()) for text in re.findall(rf"<{tag}>([^<]+)</{tag}>", raw) if text.strip()]


def test_counts(raw: str, found: SourceSnapshot) -> None:
    assert found.reading.day == dt.date(2024, 5, 15)
    assert (raw.count("<INDIVIDUAL>"), raw.count("<ENTITY>")) == (682, 193)
    assert Counter(party.schema for party in found.parties) == {"Person": 682, "Organization": 193}
    assert [party.id for party in found.parties] == [f"un-sc-{number}" for number in texts("DATAID", raw)]
    assert found.reading.unread_rows == 0
    elements = len(re.findall("<(?:INDIVIDUAL|ENTITY)_ALIAS>", raw))
    assert len(texts("ALIAS_NAME", raw)) == 2_710
    assert found.reading.counted == {"aliases": 2_710, "empty aliases": elements - 2_710}
    assert elements == 3_171


def test_every_name_is_there(raw: str, found: SourceSnapshot) -> None:
    for entry, party in zip(ENTRY.findall(raw), found.parties, strict=True):
        own = {name.value for name in party.names}
        assert len(own) == len(party.names)
        assert {*texts("ALIAS_NAME", entry[1]), *texts("NAME_ORIGINAL_SCRIPT", entry[1])} <= own
        parts = [text for tag in ("FIRST", "SECOND", "THIRD", "FOURTH") for text in texts(f"{tag}_NAME", entry[1])]
        assert party.name == " ".join(part for part in parts if part != "na")


def test_scripts(raw: str, found: SourceSnapshot) -> None:
    arabic = re.compile("[\u0600-\u06ff]")
    printed = [text for text in texts("NAME_ORIGINAL_SCRIPT", raw) if arabic.search(text)]
    assert (len(printed), len(texts("NAME_ORIGINAL_SCRIPT", raw))) == (371, 383)
    aliases = [text for text in texts("ALIAS_NAME", raw) if arabic.search(text)]
    values = [name.value for party in found.parties for name in party.names]
    assert sum(1 for value in values if arabic.search(value)) >= len({*printed, *aliases})
    cyrillic = re.compile("[\u0400-\u04ff]+")
    words = {word for text in re.findall(r">([^<]*)<", raw) for word in cyrillic.findall(text)}
    assert words <= {word for value in values for word in cyrillic.findall(value)}


def test_qualities(raw: str, found: SourceSnapshot) -> None:
    assert Counter(texts("QUALITY", raw)) == {"Good": 1_513, "Low": 619, "a.k.a.": 560, "f.k.a.": 18}
    low = re.compile(r"<QUALITY>Low</QUALITY>\s*<ALIAS_NAME>([^<]+)<")
    for entry, party in zip(ENTRY.findall(raw), found.parties, strict=True):
        weak = {" ".join(html.unescape(text).split()) for text in low.findall(entry[1])}
        good = {text for text in texts("ALIAS_NAME", entry[1]) if texts("ALIAS_NAME", entry[1]).count(text) > 1}
        qualities = {name.value: name.quality for name in party.names}
        assert all(qualities[text] == "weak" for text in weak - good - {party.name})
    assert Counter(name.quality for party in found.parties for name in party.names)["former"] == 17


def test_lists_and_references(raw: str, found: SourceSnapshot) -> None:
    lists, references = texts("UN_LIST_TYPE", raw), texts("REFERENCE_NUMBER", raw)
    assert [party.citation for party in found.parties] == [
        f"UN Security Council, {one}, {other}" for one, other in zip(lists, references, strict=True)
    ]
    assert [party.values("program") for party in found.parties] == [(one,) for one in lists]
    assert [party.values("createdAt") for party in found.parties] == [(text[:10],) for text in texts("LISTED_ON", raw)]


def test_countries(raw: str, found: SourceSnapshot) -> None:
    assert found.reading.unknown_places == {"former Soviet Union": 1, "Congo": 1}
    koreans = raw.count("<NATIONALITY>\n                <VALUE>Democratic People's Republic of Korea</VALUE>")
    assert koreans == sum(party.values("nationality")[:1] == ("KP",) for party in found.parties)


def test_nothing_is_lost(raw: str, found: SourceSnapshot) -> None:
    """Every text stands somewhere in its party, save what became a code, a quality, a gender or a date."""
    made = {"QUALITY", "TYPE_OF_DATE", "GENDER", "COUNTRY", "VERSIONNUM", "LISTED_ON", "NATIONALITY"}
    lost: Counter[str] = Counter()
    for entry, party in zip(ENTRY.findall(raw), found.parties, strict=True):
        held = "\n".join(
            (
                *(name.value for name in party.names),
                *(value for _, values in party.properties for value in values),
                *(party.id, party.citation, party.remarks, *party.addresses),
            )
        )
        body = re.sub(r"<NATIONALITY>.*?</NATIONALITY>|<VALUE>UN List</VALUE>", "", entry[1], flags=re.DOTALL)
        for tag in set(re.findall(r"<(\w+)>[^<]*\S[^<]*</", body)) - made:
            lost.update(f"{tag} {text}" for text in texts(tag, body) if text not in held)
    # Two years, in empty aliases: both are dates of birth.
    assert {re.sub(r"\d", "9", text) for text in lost} <= {"DATE_OF_BIRTH 9999 - 9999", "DATE_OF_BIRTH null", "VALUE na"}

"""What would decide a paragraph that speaks of an item. The texts are made up; the codes are those of the rulebook."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from sekisho.engines.text_search import build
from sekisho.errors import EngineError, InputError, MissingError
from sekisho.sources.official_text import Paragraph, Section
from sekisho.workspace.rulebook import open_rulebook
from sekisho.workspace.search_text import MOST_ENTRIES, STATEMENT, TRADE, search_text, text_indexes

DAY = dt.date(2026, 6, 1)
SYNTHETIC = (
    Section(
        "4A906",
        "4A906 Imaginary quantum abacuses, as follows.",
        (
            Paragraph("a", "Quantum abacuses:", (), 2),
            Paragraph("a.1", "Abacuses of 34 beads;", ("Note: 4A906.a.1 does not apply to toys.",), 3),
            Paragraph("a.1.x", "Abacuses with painted beads;", (), 4),
            Paragraph("z", "Varnish for beads.", (), 5),
        ),
        (),
        1,
    ),
    Section("9X001", "9X001 Imaginary marbles.", (), (), 9),
    Section("3A904", "3A904 Imaginary cryogenic cooling systems.", (), (), 10),
)


def put(
    home: Path,
    list_id: str = "us-ccl",
    day: dt.date = DAY,
    sections: Iterable[Section] = SYNTHETIC,
    recorded: str = "2026-06-02",
    **more: Any,
) -> Path:
    """Put the text of a list into a workspace, and return its index."""
    sha256 = f"{day:%Y%m%d}".ljust(64, "a")
    place = home / "sources" / list_id / f"{day}-{sha256[:12]}"
    place.mkdir(parents=True)
    built = build(place / "text.db", list_id, sections)
    meta = {"source": list_id, "snapshot": str(day), "sha256": sha256, "parties": 3, "file": "x", "recorded": recorded}
    (place / "meta.json").write_text(json.dumps(meta | {"index_sha256": built.sha256} | more))
    return place / "text.db"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a workspace with the text of one list."""
    put(tmp_path)
    return tmp_path


def ask(words: str, home: Path, **more: Any) -> dict[str, Any]:
    return search_text(words, workspace=home, date=more.pop("date", "2026-06-10"), **more)


def test_an_entry_of_its_own_decides(home: Path) -> None:
    hit = ask("34 beads", home)["hits"][0]
    assert (hit["list"], hit["code"], hit["label"]) == ("us-ccl", "4A906.a.1", "a.1")
    assert hit["above"] == ["a Quantum abacuses:"]
    assert hit["notes"] == ["Note: 4A906.a.1 does not apply to toys."]
    (entry,) = hit["deciding"]["entries"]
    assert (entry["code"], entry["stands"]) == ("4A906.a.1", "here")
    units = {one["name"]: one["unit"] for one in entry["parameters"]}
    assert units["physical_qubits"] == "qubits"
    assert {"architecture", "cnot_error"} <= set(units)
    assert hit["deciding"]["text"] == "1 executable entry here or below"


def test_entries_below(home: Path) -> None:
    deciding = ask("4A906", home)["hits"][0]["deciding"]
    assert len(deciding["entries"]) == MOST_ENTRIES
    assert deciding["more"] > 0
    assert {one["stands"] for one in deciding["entries"]} == {"below"}


def test_the_nearest_entry_above(home: Path) -> None:
    hit = ask("painted", home)["hits"][0]
    assert hit["code"] == "4A906.a.1.x"
    assert [(one["code"], one["stands"]) for one in hit["deciding"]["entries"]] == [("4A906.a.1", "above")]
    assert "nearest is above" in hit["deciding"]["text"]


def test_text_only(home: Path) -> None:
    hit = ask("varnish", home)["hits"][0]
    assert hit["code"] == "4A906.z"
    assert hit["deciding"] == {
        "text": "text only, no entry is executable here: read the paragraph",
        "entries": [],
        "more": 0,
    }
    assert ask("marbles", home)["next"] == []


def test_not_in_force_on_the_day(home: Path) -> None:
    found = ask("34 beads", home, date="2000-01-01")
    assert "was not in force on 2000-01-01" in found["hits"][0]["deciding"]["text"]
    assert found["hits"][0]["deciding"]["entries"] == []
    assert "after 2000-01-01" in found["provenance"]["texts"][0]["warning"]


def test_it_says_what_it_is_and_how_to_go_on(home: Path) -> None:
    found = ask("quantum abacus", home)
    assert found["statement"] == STATEMENT
    assert "no classification" in found["statement"]
    assert "verdict" not in json.dumps(found)
    first = found["next"][0]
    assert first["kind"] == "quantum_computer"
    assert first["command"] == "sekisho classify item.json --interview --kind quantum_computer --date 2026-06-10"
    assert first["lists"] == ["us-ccl"]
    rulebook = open_rulebook()
    assert found["provenance"]["rulebook"] == rulebook.digest
    (text,) = found["provenance"]["texts"]
    assert (text["id"], text["snapshot"]) == ("us-ccl", "2026-06-01")
    assert len(text["sha256"]) == 64


def test_words_of_the_trade(home: Path) -> None:
    assert ask("dilution fridge", home)["hits"][0]["code"] == "3A904"
    assert ask("Cryostats", home)["hits"][0]["code"] == "3A904"


def test_no_two_words_of_the_trade_are_told_apart_by_nothing() -> None:
    said = [phrase.casefold() for group in TRADE for phrase in group[:1]]
    assert len(said) == len(set(said))
    assert all(len(group) > 1 and len(set(group)) == len(group) for group in TRADE)


def test_nothing_found_is_said(home: Path) -> None:
    found = ask("zeppelin beads", home)
    assert found["searched"] == [{"list": "us-ccl", "words": ["zeppelin"], "paragraphs": 3}]
    empty = ask("zeppelin", home)
    assert (empty["hits"], empty["next"]) == ([], [])


def test_each_list_has_its_own_hits(home: Path) -> None:
    put(home, "eu-annex-i", sections=(Section("4A506", "4A506 Imaginary European beads.", (), (), 1),))
    found = ask("beads", home)
    assert {one["list"] for one in found["hits"]} == {"us-ccl", "eu-annex-i"}
    assert [one["id"] for one in found["provenance"]["lists"]] == ["eu-annex-i", "us-ccl"]
    only = ask("beads", home, lists=["eu-annex-i"])
    assert {one["list"] for one in only["hits"]} == {"eu-annex-i"}


def test_a_list_that_the_rulebook_does_not_have(home: Path) -> None:
    put(home, "xx-imaginary", sections=(Section("1", "1 Imaginary beads.", (), (), 1),))
    found = ask("beads", home, lists=["xx-imaginary"])
    assert "does not encode this list" in found["hits"][0]["deciding"]["text"]


def test_the_text_of_the_day(home: Path) -> None:
    later = (Section("4A906", "4A906 Imaginary quantum rosaries.", (), (), 1),)
    put(home, day=dt.date(2026, 7, 1), sections=later, recorded="2026-07-02")
    assert ask("rosaries", home, date="2026-06-10")["hits"] == []
    assert ask("rosaries", home, date="2026-07-10")["hits"]
    earlier = text_indexes(home, dt.date(2026, 7, 10), dt.date(2026, 6, 30))
    assert [one.snapshot for one in earlier] == [DAY]


def test_nothing_loaded(tmp_path: Path, home: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(MissingError, match="no text of a list") as caught:
        ask("beads", tmp_path / "empty")
    assert "sekisho sources load FILE" in str(caught.value.remedy)
    with pytest.raises(MissingError, match=r"eu-annex-i had not been loaded .*loaded are us-ccl") as caught:
        ask("beads", home, lists=["eu-annex-i"])
    assert "sekisho sources load FILE" in str(caught.value.remedy)
    with pytest.raises(MissingError, match="there is no list 'no-such'"):
        ask("beads", home, lists=["no-such"])


def test_sources_of_parties_are_passed_over(home: Path) -> None:
    place = home / "sources" / "us-entity-list" / f"{DAY}-{'b' * 12}"
    place.mkdir(parents=True)
    meta = {"source": "us-entity-list", "snapshot": str(DAY), "sha256": "b" * 64, "parties": 3, "file": "x"}
    (place / "meta.json").write_text(json.dumps(meta | {"recorded": "2026-06-02"}))
    assert [one.list_id for one in text_indexes(home, DAY, dt.date(2026, 7, 1))] == ["us-ccl"]


def test_a_damaged_index_is_refused(tmp_path: Path) -> None:
    index = put(tmp_path)
    data = bytearray(index.read_bytes())
    data[-100] ^= 1
    index.write_bytes(bytes(data))
    with pytest.raises(EngineError, match="damaged") as caught:
        ask("beads", tmp_path)
    assert caught.value.file == str(index)
    index.unlink()
    with pytest.raises(MissingError, match="no index"):
        ask("beads", tmp_path)


def test_the_digest_among_all_digests(tmp_path: Path) -> None:
    put(tmp_path, index_sha256=None, digests={"text.db": "0" * 64})
    with pytest.raises(EngineError, match="not the file that was written"):
        ask("beads", tmp_path)


@pytest.mark.parametrize("words", ["", "the of", "x" * 10_000, "\x00", "☕"])
def test_bad_words(words: str, home: Path) -> None:
    with pytest.raises(InputError):
        ask(words, home)


def test_bad_days(home: Path) -> None:
    with pytest.raises(InputError):
        ask("beads", home, date="yesterday")
    with pytest.raises(InputError):
        ask("beads", home, as_of="2999-01-01")

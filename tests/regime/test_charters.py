"""The shipped charters are sound, say what is reported and what is ours, and are shown in words."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from pathlib import Path

import pytest

from sekisho.errors import MissingError
from sekisho.regime.charter import ARTICLES, CLOCKS, DECISIONS, OF_LIST, Charter
from sekisho.regime.charter_checks import check_charter, problems
from sekisho.regime.charter_read import KEYS, read_charter
from sekisho.regime.charter_words import describe, duration_words, rule_words
from sekisho.regime.charters import SHIPPED, shipped_charter
from sekisho.terms import canonical
from sekisho.terms.places import eu_members, place_name

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "charter.md").read_text(encoding="utf-8")


def shipped(name: str) -> Charter:
    """Return a shipped charter."""
    return read_charter(shipped_charter(name), f"{name}.yaml")


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_charter_is_a_sound_template(name: str) -> None:
    charter = shipped(name)
    assert problems(charter, template=True) == []
    check_charter(charter, template=True)
    assert charter.framework == name
    assert not any(member.keys for member in charter.members)
    assert {problem.message.split(" ")[-1] for problem in problems(charter)} <= {
        "heard", "ballot", "cosign", "publication", "log", "statement", "timestamp",
    }  # fmt: skip


@pytest.mark.parametrize("name", SHIPPED)
def test_every_part_is_marked_and_every_mark_has_its_source(name: str) -> None:
    charter = shipped(name)
    about = {one.about.split(".")[0] for one in charter.provisions}
    assert about <= set(KEYS)
    assert about >= {"members", "fields", "rules", "clocks", "thresholds", "circles", "form", "observers", "languages"}
    for one in charter.provisions:
        assert bool(one.source) == (one.status != "ours")
    for field in charter.fields:
        assert all(proof.source and proof.text for one in field.eligible for proof in one.evidence)


def test_what_was_not_reported_is_ours() -> None:
    for name in ("five-states", "two-states", "three-states"):
        ours = {one.about for one in shipped(name).provisions if one.status == "ours"}
        assert {"rules", "clocks.sunset", "clocks.emergency", "rules.accession", "circles", "form", "thresholds"} <= ours
    reported = {one.about for one in shipped("five-states").provisions if one.status == "reported"}
    assert {"members", "fields", "fields.criterion"} <= reported
    assert "title" not in reported
    assert not any(one.status == "reported" for one in shipped("three-states").provisions)


def test_the_five_states() -> None:
    charter = shipped("five-states")
    assert {one.id for one in charter.members} == {"JP", "US", "DE", "GB", "NL"}
    assert {one.id for one in charter.fields} == {"ai", "quantum", "biotech", "hypersonics"}
    assert (charter.faults, charter.cosign_threshold, charter.publication_threshold) == (1, 4, 4)
    least = ("deliberation", "last_call", "ballot", "challenge")
    assert sum((charter.clocks[name] for name in least), dt.timedelta()) <= dt.timedelta(days=14)
    assert set(charter.languages) == {"en", "ja"}
    assert all(re.search("[ぁ-ん]", charter.form[article]["ja"]) for article in ARTICLES)


def test_the_wassenaar_like_charter() -> None:
    charter = shipped("wassenaar-like")
    ids = {one.id for one in charter.members}
    assert len(ids) == 42
    assert {"MT", "RU", "UA", "IN"} < ids
    assert not {"IS", "CY", "CN", "IL", "BR"} & ids
    assert ids >= eu_members(dt.date(2026, 1, 1)) - {"CY"}
    assert all(place_name(one.id) == one.name for one in charter.members)
    (rule,) = charter.rules
    assert rule.consensus
    cycle = charter.clocks["deliberation"] + charter.clocks["last_call"] + charter.clocks["ballot"]
    assert dt.timedelta(days=240) <= cycle <= dt.timedelta(days=366)


def test_the_small_charters() -> None:
    two, three = shipped("two-states"), shipped("three-states")
    assert [one.id for one in two.members] == ["JP", "US"]
    assert (two.faults, two.cosign_threshold) == (0, 2)
    assert [one.id for one in three.members] == ["JP", "NL", "US"]
    assert [one.id for one in three.fields] == ["semiconductors"]


def test_no_such_charter() -> None:
    with pytest.raises(MissingError, match="no shipped charter 'six-states'"):
        shipped_charter("six-states")


@pytest.mark.parametrize("name", SHIPPED)
def test_a_charter_in_words(name: str) -> None:
    charter = shipped(name)
    sections = dict(describe(charter))
    assert next(iter(sections)) == charter.title["en"]
    assert len(sections["Clocks"]) == len(charter.clocks)
    assert {line.split(" ")[0].rstrip(":") for line in sections["Decisions"]} == set(DECISIONS)
    assert len(sections["Legal form"]) == len(ARTICLES)
    assert len(sections["Reported and chosen"]) == len(charter.provisions)
    assert any("our own choice" in line for line in sections["Reported and chosen"])
    assert sections["Thresholds"][1].startswith(f"Cosigning: k = {charter.cosign_threshold} of {len(charter.members)}.")


def test_words_of_the_five_states() -> None:
    sections = dict(describe(shipped("five-states")))
    assert sections["Decisions"][0] == (
        "add in ai, biotech, hypersonics, quantum: at least 2/3 of the members that decide; quorum 4."
    )
    assert "ballot: 3 days; a round is open so long." in sections["Clocks"]
    assert "members: all members read everything else." in sections["Circles"]
    published = "charter, close, checkpoint, certificate, rotation, revocation, exit, transposition, equivalence"
    assert f"public: everybody reads {published}." in sections["Circles"]
    assert sections["Denials"][0].startswith("every field: the denying member is asked first")
    assert any(line.startswith("EU observes: ") for line in sections["Members"])
    japanese = describe(shipped("five-states"), "ja")
    assert japanese[0][0].startswith("新興技術")
    assert describe(shipped("two-states"), "ja")[0][0] == shipped("two-states").title["en"]


def test_words_of_what_is_rare() -> None:
    charter = shipped("five-states")
    rule = dataclasses.replace(charter.rules[-1], silence=True, consensus=True, veto=("JP",), quorum=0)
    assert rule_words(rule) == (
        "consensus (one no rejects), with at least 2/3 of the members that decide; veto by JP; silence consents"
    )
    assert rule_words(dataclasses.replace(rule, tests=(), consensus=False, veto=(), silence=False)) == "no test"
    assert rule_words(None) == "no rule"
    heavy = dataclasses.replace(charter.members[0], weight=3, adherence=(), law="", id="FR")
    other = dataclasses.replace(
        charter,
        members=(heavy, *charter.members[1:]),
        previous="ab" * 32,
        circles=(dataclasses.replace(charter.circles[0], members=("EU",), kinds=()),),
        fields=(dataclasses.replace(charter.fields[0], review_years=1, requires_adherence=()),),
    )
    sections = dict(describe(other))
    assert (
        "FR Germany: decides in no field; weight 3; adheres to no regime; law: none named; keys: none yet."
        in (sections["Members"])
    )
    assert sections["Circles"] == ["public: EU reads nothing by itself."]
    assert "Reviewed every year." in sections["Fields"][0]
    assert "follows abab" in next(iter(sections.values()))[0]


def test_durations_in_words() -> None:
    assert duration_words(dt.timedelta(days=1, hours=12)) == "1 day 12 hours"
    assert duration_words(dt.timedelta(minutes=1, seconds=30)) == "1 minute 30 seconds"
    assert duration_words(dt.timedelta()) == "0 seconds"


def _keys(value: object) -> set[str]:
    if isinstance(value, dict):
        return set(value) | {key for one in value.values() for key in _keys(one)}
    return {key for one in value for key in _keys(one)} if isinstance(value, list) else set()


def test_the_page_tables_every_key_and_every_clock() -> None:
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if line.startswith("|")]
    first = {name for row in cells for name in re.findall("`([a-z_0-9]+)`", row[0])}
    written = {key for name in SHIPPED for key in _keys(canonical.decode(shipped(name).data))}
    codes = {name for row in cells for name in re.findall("`([a-z_0-9]+)`", " ".join(row))}
    assert set(KEYS) | set(CLOCKS) | set(ARTICLES) <= first
    assert written - codes - {"en", "ja"} == set()
    assert {row[0].strip("`"): row[2] for row in cells if row[0].strip("`") in CLOCKS and len(row) == 3} == dict(CLOCKS)
    assert set(SHIPPED) <= {row[0].strip("`") for row in cells}
    assert all(f"`{decision}`" in PAGE for decision in (*DECISIONS, *OF_LIST))


def test_the_figures_of_the_page() -> None:
    rows = re.findall(r"^\| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", PAGE, re.MULTILINE)
    assert rows
    for n, f, k, silent in (map(int, row) for row in rows):
        assert 2 * k > n + f >= 2 * (k - 1)
        assert silent == n - k + 1

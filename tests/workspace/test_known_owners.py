"""Owners that a loaded dataset names: found for the party that is in it, looked up, told, recorded and replayed."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from sekisho.errors import InputError
from sekisho.parties.shares import UNSTATED, Share, Span
from sekisho.workspace.check import Checked, check_file
from sekisho.workspace.known_owners import MOST_OWNERS, dump_owners, load_owners
from sekisho.workspace.record import replay_file, write_record
from sekisho.workspace.sources import load_folder
from tests.sources.publications import FOLDER
from tests.workspace.judged_list import SEEN, TRANSACTION

DAY = "2026-01-02"
BLOCKED = "Example Trading Co., Ltd."
"""A made-up party of the synthetic SDN List."""


def entity(name: str, schema: str, /, **properties: list[str]) -> dict[str, Any]:
    return {"id": name, "schema": schema, "properties": properties}


def company(name: str, caption: str) -> dict[str, Any]:
    return entity(name, "Company", name=[caption], country=["tr"])


def holds(owner: str, asset: str, *percentage: str, **properties: list[str]) -> dict[str, Any]:
    facts = {"owner": [owner], "asset": [asset], "percentage": [*percentage]} | properties
    return entity(f"{owner}-{asset}", "Ownership", **facts)


TRADER = company("t", "Kortas Makina Ticaret")
HOLDING = company("h", "Vaskol Holding Limited")
BAD = entity("x", "Company", name=[BLOCKED], country=["cn"])
PERSON = entity("p", "Person", name=["Testperson Madeupname"])


def workspace(tmp_path: Path, *entities: dict[str, Any]) -> Path:
    """Return a workspace with the synthetic SDN List and a dataset."""
    home, place = tmp_path / "ws", tmp_path / "owners"
    place.mkdir(parents=True)
    (place / f"owners-{DAY}.ftm.json").write_text("".join(f"{json.dumps(one)}\n" for one in entities), encoding="utf-8")
    load_folder(place, override=SEEN, workspace=home)
    load_folder(FOLDER / "sdn-2026-01-02.xml", override=SEEN, workspace=home)
    return home


def checked(home: Path, name: str = "Kortas Makina Ticaret") -> Checked:
    path = home.parent / "deal.yaml"
    text = TRANSACTION.replace("Zyqor Trading", name).replace("jurisdiction: JP", "jurisdiction: US")
    text = text.replace("ship_from: JP", "ship_from: US").replace("origin: JP", "origin: US").replace("DE", "TR")
    path.write_text(text.replace("2026-07-23", "2026-01-05").replace("percent: 0", "percent: 100"), encoding="utf-8")
    return check_file(path, workspace=home, as_of=None)


def ofac(found: Checked) -> dict[str, Any]:
    (us,) = [one for one in found.answer["determinations"] if one["jurisdiction"] == "US"]
    (step,) = [one for one in us["steps"] if one["rule"].startswith("OFAC 50 per cent rule")]
    return dict(step)


def test_an_owner_that_a_dataset_names_is_looked_up_and_counts(tmp_path: Path) -> None:
    home = workspace(tmp_path, TRADER, HOLDING, BAD, holds("h", "t", "60"), holds("x", "h", "50 %", startDate=["2020"]))
    found = checked(home)
    step = ofac(found)
    assert step["applies"] == "yes"
    assert "Vaskol Holding Limited (counts: owned by listed parties) holds 60 % (by ftm-owners h-t): 60 %" in step["finding"]
    assert f"{BLOCKED} (on us-sdn) holds 50 % (by ftm-owners x-h)" in step["finding"]
    rows = {one["name"]: one for one in found.answer["screenings"]}
    assert rows["Vaskol Holding Limited"]["owns"]["share"] == "60 %"
    assert rows[BLOCKED]["owns"]["since"] == "2020"
    assert "us-sdn" in [one["source"] for one in rows[BLOCKED]["matches"]]
    assert found.answer["outcome"] in ("refer", "licence_required")


def test_it_is_recorded_and_replayed_with_and_without_the_dataset(tmp_path: Path) -> None:
    home = workspace(tmp_path, TRADER, BAD, holds("x", "t", "50-75"))
    found = checked(home)
    write_record(tmp_path / "record.json", found)
    assert replay_file(tmp_path / "record.json", workspace=home).answer == found.answer
    other = workspace(tmp_path / "other", TRADER)
    again = replay_file(tmp_path / "record.json", workspace=other)
    assert again.answer == found.answer
    assert "taken from the record" in again.notes[0]


@pytest.mark.parametrize(
    ("links", "applies"),
    [
        ([holds("x", "t", "60", endDate=["2026-01-04"])], "unknown"),
        ([holds("x", "t", "25", "60")], "unknown"),
        ([holds("x", "t", "a majority")], "unknown"),
        ([holds("x", "t")], "unknown"),
        ([holds("p", "t", "51")], "no"),
        ([holds("p", "t", "100"), entity("e", "Ownership", owner=["p"])], "no"),
        ([holds("h", "t", "100"), holds("t", "h", "100")], "no"),
        ([holds("gone", "t", "100")], "unknown"),
        ([holds("h", "t", "50"), holds("x", "t", "50")], "yes"),
        ([], "unknown"),
    ],
)
def test_what_a_dataset_says_and_what_it_leaves_open(tmp_path: Path, links: list[dict[str, Any]], applies: str) -> None:
    assert ofac(checked(workspace(tmp_path, TRADER, HOLDING, BAD, PERSON, *links)))["applies"] == applies


def test_whoever_only_may_be_in_a_dataset_gets_no_owners_from_it(tmp_path: Path) -> None:
    home = workspace(tmp_path, TRADER, BAD, holds("x", "t", "60"))
    assert checked(home, "Kortas Makine Ticaret").owners == {}


def test_owners_are_followed_up_to_a_limit(tmp_path: Path) -> None:
    many = [company(f"c{number}", f"Vaskol {number} Limited") for number in range(MOST_OWNERS + 50)]
    chain = [holds(f"c{number + 1}", f"c{number}", "100") for number in range(40)]
    wide = [holds(f"c{number}", "t", "0.1") for number in range(MOST_OWNERS + 50)]
    found = checked(workspace(tmp_path, TRADER, *many, *wide, *chain))
    assert len(found.owners[0]) == MOST_OWNERS
    assert ofac(found)["applies"] == "unknown"


def test_a_lost_file_of_a_snapshot_is_named(tmp_path: Path) -> None:
    home = workspace(tmp_path, TRADER, BAD, holds("x", "t", "60"))
    (links,) = home.glob("sources/ftm-owners/*/links.jsonl")
    links.unlink()
    links.mkdir()
    with pytest.raises(InputError, match=r"a stored snapshot cannot be read"):
        checked(home)


def test_owners_survive_the_record(tmp_path: Path) -> None:
    found = checked(
        workspace(tmp_path, TRADER, HOLDING, PERSON, holds("h", "t"), holds("p", "h", "33.3", endDate=["2030-01"]))
    )
    assert load_owners(json.loads(json.dumps(dump_owners(found.owners)))) == dict(found.owners)
    (stake,) = found.owners[0]
    (below,) = stake.holder.owners
    assert (stake.share, below.share) == (UNSTATED, Share(Fraction(333, 1000), Fraction(333, 1000)))
    assert below.span == Span("", "2030-01")

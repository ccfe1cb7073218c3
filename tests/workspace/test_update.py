"""Publications fetched from a publisher on this machine, over TLS, and taken in."""

from __future__ import annotations

import datetime as dt
import functools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sekisho.engines.download import fetch
from sekisho.errors import InputError, MissingError
from sekisho.workspace import folder
from sekisho.workspace import update as update_module
from sekisho.workspace.intake import Override
from sekisho.workspace.sources import refusal_of, source_status
from sekisho.workspace.update import ADDRESSES, DOWNLOADS, addresses_of, update_sources
from tests.engines.tls_server import Page, Publisher, publishing, trusting
from tests.sources.publications import FOLDER, ecfr, row

SEEN = Override("A. Example, test", "a small synthetic publication")
SDN = (FOLDER / "sdn-2026-01-02.xml").read_bytes()
TITLES = json.dumps({"titles": [{"number": 15, "up_to_date_as_of": "2026-07-22"}, {"number": 35}]}).encode()


@pytest.fixture
def publisher(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    """Return a publisher whose certificate is trusted."""
    with publishing(tmp_path) as found:
        trusting(monkeypatch, found)
        yield found


@pytest.fixture
def ws(tmp_path: Path) -> Path:
    home = tmp_path / "ws"
    home.mkdir()
    return home


def update(ws: Path, publisher: Publisher, source: str = "us-sdn", path: str = "/sdn.xml", **more: Any) -> dict[str, Any]:
    more.setdefault("override", SEEN)
    (found,) = update_sources(only=[source], addresses=[f"{source}={publisher.address(path)}"], workspace=ws, **more)[
        "loaded"
    ]
    return dict(found)


def snapshots(ws: Path, source: str = "us-sdn") -> list[dict[str, Any]]:
    return list(next(one for one in source_status(ws)["sources"] if one["id"] == source)["snapshots"])


def test_fetched_once_then_confirmed(ws: Path, publisher: Publisher) -> None:
    publisher.pages["/sdn.xml"] = Page(SDN, etag='"1"', modified="Fri, 02 Jan 2026 10:00:00 GMT")
    assert update(ws, publisher)["state"] == "accepted"
    again = update(ws, publisher)
    assert again["state"] == "unchanged"
    assert "nothing changed" in again["note"]
    first, second = publisher.asked("/sdn.xml")
    assert "If-None-Match" not in first
    assert second["If-None-Match"] == '"1"'
    (held,) = snapshots(ws)
    assert held["checked"] == dt.datetime.now(dt.UTC).date().isoformat()
    (file,) = held["fetched"]["files"]
    assert file["headers"]["ETag"] == '"1"'
    assert file["address"] == publisher.address("/sdn.xml")
    assert held["fetched"]["at"]
    assert list((ws / DOWNLOADS).glob("*.whole")) == []


def test_a_confirmed_snapshot_is_not_too_old(ws: Path, publisher: Publisher) -> None:
    publisher.pages["/sdn.xml"] = Page(SDN)
    update(ws, publisher)
    assert not snapshots(ws)[0]["too_old"], "fetched today as the current publication"
    (checked,) = ws.glob("sources/us-sdn/2*/checked.json")
    checked.unlink()
    assert snapshots(ws)[0]["too_old"]
    assert update(ws, publisher)["state"] == "unchanged", "the same bytes, though the publisher gives no validators"
    assert not snapshots(ws)[0]["too_old"]


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (Page(SDN[:-200]), "not well-formed"),
        (Page(SDN, cut=500, ranges=False), "ended after 500 of"),
        (Page(b"<!DOCTYPE html><html>Sign in</html>", kind="text/html"), "web page"),
        (lambda ask: ask.reply(503), "503"),
        (lambda ask: ask.reply(404), "404"),
        (Page(SDN.replace(b"01/02/2026", b"01/01/2026")), "older than that of 2026-01-02"),
    ],
)
def test_whatever_comes_the_last_good_snapshot_stays(
    ws: Path, publisher: Publisher, page: Any, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(update_module, "fetch", functools.partial(fetch, sleep=lambda seconds: None))
    publisher.pages["/sdn.xml"] = Page(SDN)
    assert update(ws, publisher)["state"] == "accepted"
    publisher.pages["/sdn.xml"] = page
    found = update(ws, publisher, override=None)
    assert found["state"] in ("failed", "quarantined")
    assert any(reason in one for one in found["reasons"]), found["reasons"]
    assert [one["snapshot"] for one in snapshots(ws)] == ["2026-01-02"]
    refusal = refusal_of({"loaded": [found]})
    assert refusal is not None
    assert refusal.file
    (held,) = folder.snapshots(ws)
    assert held.whole


def test_an_interrupted_download_goes_on_where_it_was(ws: Path, publisher: Publisher) -> None:
    page = Page(SDN, etag='"1"', cut=len(SDN) // 2)
    publisher.pages["/sdn.xml"] = [page, Page(SDN, etag='"1"')]
    assert update(ws, publisher)["state"] == "accepted"
    assert publisher.asked("/sdn.xml")[1]["Range"] == f"bytes={len(SDN) // 2}-"


def test_three_sources_of_one_file_are_fetched_once_at_the_newest_day(ws: Path, publisher: Publisher) -> None:
    rows = row("Example Trading Co., Ltd.", "CHINA")
    both = (
        ecfr(rows).replace(b"</DIV5>", b"")
        + ecfr("<TR><TD>CHINA</TD><TD>Sample Co.</TD><TD>1 FR 1</TD></TR>", 6)[len(b'<?xml version="1.0"?><DIV5>') :]
    )
    publisher.pages["/api/versioner/v1/titles.json"] = Page(TITLES, kind="application/json")
    publisher.pages["/full/2026-07-22/title-15.xml"] = Page(both)
    address = publisher.address("/full/{date}/title-15.xml?part=744")
    answer = update_sources(
        only=["us-entity-list", "us-uvl"],
        addresses=[f"us-entity-list={address}", f"us-uvl={address}"],
        override=SEEN,
        workspace=ws,
    )
    assert [(one["id"], one["state"], one["snapshot"]) for one in answer["loaded"]] == [
        ("us-entity-list", "accepted", "2026-07-22"),
        ("us-uvl", "accepted", "2026-07-22"),
    ]
    assert len(publisher.asked("/full/2026-07-22/title-15.xml")) == 1
    assert len(publisher.asked("/api/versioner/v1/titles.json")) == 1


@pytest.mark.parametrize("titles", [b"{}", b"[]", b"<html/>", TITLES.replace(b"15", b"16"), b'{"titles":[{"number":15}]}'])
def test_a_list_of_titles_that_says_nothing(ws: Path, publisher: Publisher, titles: bytes) -> None:
    publisher.pages["/api/versioner/v1/titles.json"] = Page(titles, kind="application/json")
    found = update(ws, publisher, "us-uvl", "/full/{date}/title-15.xml")
    assert found["state"] == "failed"
    assert found["reasons"][0]


def test_a_publication_of_unknown_day_has_that_of_its_last_change(ws: Path, publisher: Publisher) -> None:
    csl = (FOLDER / "csl-2026-01-02.csv").read_bytes()
    publisher.pages["/list.csv"] = Page(csl, modified="Sat, 03 Jan 2026 10:00:00 GMT", kind="text/csv")
    found = update(ws, publisher, "us-csl", "/list.csv")
    assert (found["snapshot"], found["day_basis"]) == ("2026-01-03", "last modified")
    publisher.pages["/new.csv"] = Page(csl + b"\n", kind="text/csv")
    found = update(ws, publisher, "us-csl", "/new.csv")
    assert (found["snapshot"], found["day_basis"]) == (dt.datetime.now(dt.UTC).date().isoformat(), "fetched")


def test_a_dataset_of_the_user(ws: Path, publisher: Publisher) -> None:
    entities = (FOLDER / "example-dataset" / "entities.ftm.json").read_bytes()
    publisher.pages["/entities.ftm.json"] = Page(entities, kind="application/json")
    found = update(ws, publisher, "ftm-example", "/entities.ftm.json")
    assert found["state"] == "accepted"
    assert addresses_of(ws) == {"ftm-example": (publisher.address("/entities.ftm.json"),)}
    answer = update_sources(only=["ftm-example"], workspace=ws)
    assert answer["loaded"][0]["state"] == "unchanged"


def test_addresses_are_kept_and_forgotten(ws: Path, publisher: Publisher) -> None:
    publisher.pages["/sdn.xml"] = Page(SDN)
    update(ws, publisher)
    assert addresses_of(ws) == {"us-sdn": (publisher.address("/sdn.xml"),)}
    for wrong, message in (
        ("us-sdn", "is not ID=ADDRESS"),
        ("us-sdn=http://example.org/sdn.xml", "does not begin with https"),
    ):
        with pytest.raises(InputError, match=message):
            update_sources(only=["us-sdn"], addresses=[wrong], workspace=ws)
    with pytest.raises(MissingError, match="cannot be fetched"):
        update_sources(only=["jp-end-user-list"], workspace=ws)
    with pytest.raises(MissingError, match="there is no source"):
        update_sources(only=["us-sdnn"], workspace=ws)
    with pytest.raises(MissingError):
        update_sources(only=["jp-end-user-list"], addresses=["us-sdn="], workspace=ws)
    assert addresses_of(ws) == {}
    (ws / ADDRESSES).write_text("[")
    with pytest.raises(InputError, match="damaged"):
        addresses_of(ws)

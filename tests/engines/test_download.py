"""A publication comes whole or not at all, whatever its publisher, the network and this process do meanwhile."""

from __future__ import annotations

import contextlib
import datetime as dt
import gzip
import hashlib
import itertools
import json
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from sekisho.engines import https
from sekisho.engines.download import LONGEST_WAIT, Fetched, Validators, fetch
from sekisho.engines.download_part import Part
from sekisho.engines.https import server, shown
from sekisho.errors import EngineError, Error, InputError, MissingError
from tests.engines.tls_server import Authority, Behaviour, Exchange, Gate, Page, Publisher, publishing, trusting, until

BODY = b"<list>" + bytes(random.Random(1).randbytes(100_000)) + b"</list>"
OTHER = b"<list>" + bytes(random.Random(2).randbytes(100_000)) + b"</list>"
ETAG = '"edition-1"'
LONG_AGO = "Mon, 05 Jan 2026 10:00:00 GMT"
PATH = "/list.xml"


@pytest.fixture(scope="module")
def server_of_this_module(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Publisher]:
    with publishing(tmp_path_factory.mktemp("publisher")) as one:
        yield one


@pytest.fixture
def publisher(server_of_this_module: Publisher, monkeypatch: pytest.MonkeyPatch) -> Publisher:
    server_of_this_module.forget()
    trusting(monkeypatch, server_of_this_module)
    return server_of_this_module


class Client:
    """Fetches into one folder, without waiting."""

    def __init__(self, publisher: Publisher, folder: Path) -> None:
        self.publisher = publisher
        self.folder = folder
        self.waits: list[float] = []

    def __call__(self, path: str = PATH, **more: Any) -> Fetched:
        given: dict[str, Any] = {"most_bytes": 1_000_000, "tries": 3, "sleep": self.waits.append, "timeout": 5.0} | more
        return fetch(self.publisher.address(path), self.folder, **given)

    def fails(self, says: str, kind: type[Error] = EngineError, path: str = PATH, **more: Any) -> Error:
        """Fetch in vain; return the error, which names the address and a remedy."""
        with pytest.raises(kind, match=says) as caught:
            self(path, **more)
        assert type(caught.value) is kind
        assert self.publisher.address("") in str(caught.value)
        assert caught.value.remedy
        assert "token" not in str(caught.value)
        return caught.value

    def left(self) -> list[str]:
        """Return what kinds of files are in the folder."""
        return sorted(path.name.partition(".")[2] for path in self.folder.iterdir() if path.suffix != ".lock")

    def has(self, body: bytes, got: Fetched) -> None:
        """Check that this is what came, and that nothing else is left."""
        assert got.path is not None
        assert got.path.read_bytes() == body
        assert (got.size, got.sha256) == (len(body), hashlib.sha256(body).hexdigest())
        assert set(self.left()) == {"whole"}


@pytest.fixture
def client(publisher: Publisher, tmp_path: Path) -> Client:
    return Client(publisher, tmp_path / "made" / "here")


def steps(*behaviours: Behaviour) -> Sequence[Behaviour]:
    return behaviours


def answering(status: int = 200, headers: dict[str, str] | None = None, body: bytes = b"") -> Behaviour:
    """Return what sends exactly these headers and bytes, whatever was asked."""

    def behave(ask: Exchange) -> None:
        ask.head(status, headers or {})
        ask.send(body)

    return behave


def refusal(client: Client) -> Error | None:
    try:
        client(tries=2)
    except Error as problem:
        return problem
    return None


CUT = Page(BODY, etag=ETAG, cut=40_000)
WHOLE = Page(BODY, etag=ETAG)


# What a well-behaved publisher gives


def test_a_publication_comes_whole_with_its_provenance(client: Client, publisher: Publisher) -> None:
    publisher.pages[PATH] = Page(BODY, etag=ETAG, modified=LONG_AGO)
    told: list[tuple[int, int | None]] = []
    got = client(PATH + "?token=abc", tick=lambda size, total: told.append((size, total)))
    client.has(BODY, got)
    assert got.address == publisher.address(PATH + "?token=abc")
    assert got.headers.keys() == {"Date", "ETag", "Last-Modified", "Content-Type", "Content-Length"}
    assert got.headers["ETag"] == ETAG
    assert (got.attempts, got.resumed, client.waits) == (1, 0, [])
    assert told[0][1] == len(BODY)
    assert told[-1] == (len(BODY), len(BODY))
    (asked,) = publisher.asked(PATH)
    assert asked["Accept-Encoding"] == "identity"
    assert asked["Host"] == publisher.address("").removeprefix("https://")
    assert not asked.keys() & {"Range", "If-Range", "If-None-Match", "If-Modified-Since"}
    client.has(BODY, client(PATH + "?token=abc"))  # again, over the file that is there


def test_nothing_is_sent_when_nothing_changed(client: Client, publisher: Publisher) -> None:
    publisher.pages[PATH] = Page(BODY, etag=ETAG, modified=LONG_AGO)
    for known in (Validators(ETAG, LONG_AGO), Validators(ETAG), Validators(last_modified=LONG_AGO)):
        got = client(known=known)
        assert (got.path, got.sha256, got.size, got.attempts) == (None, "", 0, 1)
        assert got.headers["ETag"] == ETAG
    client.has(BODY, client(known=Validators('"an older edition"')))
    client.has(BODY, client(known=Validators(f"{ETAG}\r\nX: y", "\u2028")))  # no header: not sent
    assert "If-None-Match" not in publisher.asked(PATH)[-1]


def test_unchanged_though_nobody_asked_is_refused(client: Client, publisher: Publisher) -> None:
    publisher.pages[PATH] = answering(304)
    client.fails("answers 304")


@pytest.mark.parametrize("folder", ["chunked", "to the end"])
def test_a_length_need_not_be_stated_where_the_end_is_marked(client: Client, publisher: Publisher, folder: str) -> None:
    def chunked(ask: Exchange) -> None:
        ask.head(200, {"Transfer-Encoding": "chunked", "Content-Length": "7"})
        ask.chunks(BODY[:70_000], BODY[70_000:])

    def to_the_end(ask: Exchange) -> None:
        ask.head(200, {"Content-Length": "some"})
        ask.send(BODY)
        ask.goodbye()

    told: list[tuple[int, int | None]] = []
    publisher.pages[PATH] = chunked if folder == "chunked" else to_the_end
    client.has(BODY, client(tick=lambda size, total: told.append((size, total))))
    assert told[0][1] is None
    assert told[-1] == (len(BODY), len(BODY))


def test_a_publisher_that_does_not_close_is_not_waited_for(
    client: Client, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stays(ask: Exchange) -> None:
        ask.reply(200, {}, BODY)
        ask.linger()

    monkeypatch.setattr(https, "LINGER", 0.05)
    publisher.pages[PATH] = stays
    began = time.monotonic()
    client.has(BODY, client())
    assert time.monotonic() - began < 4


# Compressed although nobody asked


def test_compressed_data_are_decompressed_and_never_continued(client: Client, publisher: Publisher) -> None:
    text = b"<list>" + b"<party/>" * 20_000 + b"</list>"
    packed = gzip.compress(text[:9]) + gzip.compress(text[9:])
    headers = {"Content-Encoding": "gzip", "ETag": ETAG, "Content-Length": str(len(packed))}
    publisher.pages[PATH] = steps(answering(200, headers, packed[:-20]), answering(200, headers, packed))
    told: list[tuple[int, int | None]] = []
    got = client(tick=lambda size, total: told.append((size, total)))
    client.has(text, got)
    assert got.headers["Content-Encoding"] == "gzip"
    assert (got.attempts, got.resumed) == (2, 0)
    assert "Range" not in publisher.asked(PATH)[1]
    assert told[0][1] is None


@pytest.mark.parametrize("packed", [b"no gzip at all", gzip.compress(BODY)[:-9], gzip.compress(BODY) + b"and more"])
def test_data_that_cannot_be_decompressed_are_not_kept(client: Client, publisher: Publisher, packed: bytes) -> None:
    headers = {"Content-Encoding": "x-gzip", "ETag": ETAG, "Content-Length": str(len(packed))}
    publisher.pages[PATH] = answering(200, headers, packed)
    client.fails(r"(cannot be decompressed|inside compressed data) \(asked 3 times\)")
    assert client.left() == []


@pytest.mark.parametrize("bomb", [gzip.compress(bytes(20_000_000), 1), gzip.compress(b"") * 5_000])
def test_a_bomb_does_not_go_off(client: Client, publisher: Publisher, bomb: bytes) -> None:
    publisher.pages[PATH] = answering(200, {"Content-Encoding": "gzip", "Transfer-Encoding": "chunked"})

    def explode(ask: Exchange) -> None:
        ask.head(200, {"Content-Encoding": "gzip", "Transfer-Encoding": "chunked"})
        ask.chunks(bomb)

    publisher.pages[PATH] = explode
    most = 50_000
    largest: list[int] = []
    client.fails("larger than the 50,000 bytes", most_bytes=most, tick=lambda size, _: largest.append(size))
    assert all(size <= most for size in largest)
    assert client.left() == []


def test_an_encoding_that_nobody_asked_for_is_refused(client: Client, publisher: Publisher) -> None:
    publisher.pages[PATH] = answering(200, {"Content-Encoding": "br", "Content-Length": "3"}, b"xyz")
    client.fails("encoding 'br'")
    assert client.left() == []


# Where it breaks off


def test_a_download_goes_on_where_it_broke_off(client: Client, publisher: Publisher) -> None:
    publisher.pages[PATH] = steps(CUT, CUT, WHOLE)
    told: list[tuple[int, int | None]] = []
    got = client(tick=lambda size, total: told.append((size, total)))
    client.has(BODY, got)
    assert (got.attempts, got.resumed) == (3, 80_000)
    assert [asked.get("Range") for asked in publisher.asked(PATH)] == [None, "bytes=40000-", "bytes=80000-"]
    assert publisher.asked(PATH)[1]["If-Range"] == ETAG
    assert got.headers["Content-Length"] == str(len(BODY))
    assert {total for _, total in told} == {len(BODY)}
    assert len(client.waits) == 2
    assert 0.5 <= client.waits[0] <= 1.0 <= client.waits[1] <= 2.0


def test_what_came_is_kept_for_the_next_call(client: Client, publisher: Publisher) -> None:
    publisher.pages[PATH] = steps(CUT, WHOLE)
    failed = client.fails(r"ended after 40,000 of 100,013 bytes \(asked once\)", tries=1, path=PATH + "?token=abc")
    assert "40,000 bytes that came are kept" in str(failed.remedy)
    assert client.left() == ["part", "part.json"]
    note = next(client.folder.glob("*.json"))
    assert json.loads(note.read_text())["headers"]["ETag"] == ETAG
    assert "token" not in note.read_text()
    got = client(path=PATH + "?token=abc", known=Validators('"of an older edition"'))
    client.has(BODY, got)
    assert (got.attempts, got.resumed) == (1, 40_000)
    assert "If-None-Match" not in publisher.asked(PATH)[1]


def test_a_publisher_without_ranges_begins_again(client: Client, publisher: Publisher) -> None:
    publisher.pages[PATH] = steps(CUT, replace(WHOLE, ranges=False))
    got = client()
    client.has(BODY, got)
    assert (got.attempts, got.resumed) == (2, 0)


def test_an_edition_that_changes_meanwhile_is_fetched_from_its_beginning(client: Client, publisher: Publisher) -> None:
    publisher.pages[PATH] = steps(CUT, Page(OTHER, etag='"edition-2"'))
    got = client()
    client.has(OTHER, got)
    assert (got.attempts, got.resumed, got.headers["ETag"]) == (2, 0, '"edition-2"')


@pytest.mark.parametrize(
    ("etag", "modified", "by"),
    [
        ("", LONG_AGO, LONG_AGO),
        ('W/"weak"', LONG_AGO, LONG_AGO),
        ('W/"weak"', "", None),
        ("unquoted", "", None),
        ('"', "", None),
        ('"\xe9tag"', "", None),
        ("", "yesterday", None),
        ("", "young", None),
    ],
)
def test_only_a_strong_validator_lets_it_go_on(
    client: Client, publisher: Publisher, etag: str, modified: str, by: str | None
) -> None:
    if modified == "young":
        modified = format_datetime(dt.datetime.now(dt.UTC), usegmt=True)
    page = Page(BODY, etag=etag, modified=modified)
    publisher.pages[PATH] = steps(replace(page, cut=40_000), page)
    got = client()
    client.has(BODY, got)
    assert publisher.asked(PATH)[1].get("If-Range") == by
    assert got.resumed == (40_000 if by else 0)
    assert got.attempts == 2


def test_what_cannot_go_on_is_not_left(client: Client, publisher: Publisher) -> None:
    publisher.pages[PATH] = Page(BODY, cut=40_000)
    failed = client.fails("ended after 40,000")
    assert "kept" not in str(failed.remedy)
    assert client.left() == []


REST = {"ETag": ETAG, "Content-Length": "60013", "Content-Range": "bytes 40000-100012/100013"}


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (206, {"Content-Range": ""}),
        (206, {"Content-Range": "bytes 40000-100012/*"}),
        (206, {"Content-Range": "bytes 39999-100012/100013"}),
        (206, {"Content-Range": "bytes 40000-100011/100013"}),
        (206, {"Content-Range": "bytes 40000-100011/100012"}),
        (206, {"Content-Range": "lines 1-2/3"}),
        (206, {"Content-Length": "60012"}),
        (206, {"ETag": '"edition-2"'}),
        (206, {"Content-Encoding": "gzip"}),
        (304, {}),
        (416, {}),
    ],
)
def test_what_does_not_continue_it_is_never_appended(
    client: Client, publisher: Publisher, status: int, headers: dict[str, str]
) -> None:
    publisher.pages[PATH] = steps(CUT, answering(status, REST | headers, OTHER[40_000:]), WHOLE)
    got = client(tries=2)
    client.has(BODY, got)
    assert (got.attempts, got.resumed) == (3, 0)
    assert "Range" not in publisher.asked(PATH)[2]


def test_a_rest_in_chunks_goes_on_too(client: Client, publisher: Publisher) -> None:
    def rest(ask: Exchange) -> None:
        ask.head(206, {"Transfer-Encoding": "chunked", "Content-Range": REST["Content-Range"]})
        ask.chunks(BODY[40_000:50_000], BODY[50_000:])

    publisher.pages[PATH] = steps(CUT, rest)
    got = client()
    client.has(BODY, got)
    assert got.resumed == 40_000
    assert got.headers["ETag"] == ETAG  # said the first time


def test_a_part_that_nobody_asked_for_is_no_publication(client: Client, publisher: Publisher) -> None:
    publisher.pages[PATH] = answering(206, REST, BODY[40_000:])
    client.fails("answers 206")


def test_the_rest_from_another_server_is_not_appended(client: Client, publisher: Publisher) -> None:
    publisher.pages |= {"/mirror/1": CUT, "/mirror/2": Page(OTHER, etag=ETAG)}
    publisher.pages[PATH] = steps(
        answering(302, {"Location": "/mirror/1?token=1"}), answering(302, {"Location": "/mirror/2?token=2"})
    )
    client.has(OTHER, client())
    publisher.pages |= {"/again": answering(302, {"Location": "/mirror/3"}), "/mirror/3": steps(CUT, WHOLE)}
    got = client("/again")
    assert got.resumed == 40_000


@pytest.mark.parametrize(
    "note",
    [
        "",
        "{",
        "[]",
        "{}",
        "[" * 100_000,
        '{"source": 1, "headers": {}}',
        '{"source": "", "headers": []}',
        '{"source": "", "headers": {"ETag": 1}}',
        '{"source": "", "headers": {}}',
    ],
)
def test_a_note_that_is_not_whole_is_as_none(client: Client, publisher: Publisher, note: str) -> None:
    publisher.pages[PATH] = steps(CUT, WHOLE)
    client.fails("ended after", tries=1)
    next(client.folder.glob("*.json")).write_text(note)
    got = client()
    client.has(BODY, got)
    assert got.resumed == 0


@pytest.mark.parametrize("more", [b"", b"too much"])
def test_of_a_part_that_lacks_nothing_the_last_byte_is_asked_for(client: Client, publisher: Publisher, more: bytes) -> None:
    publisher.pages[PATH] = steps(CUT, WHOLE)
    client.fails("ended after", tries=1)
    next(client.folder.glob("*.part")).write_bytes(BODY + more)  # as if killed before it was moved into place
    got = client()
    client.has(BODY, got)
    assert publisher.asked(PATH)[1]["Range"] == f"bytes={len(BODY) - 1}-"


def test_an_empty_file_is_a_file(client: Client, publisher: Publisher) -> None:
    publisher.pages[PATH] = Page(b"", etag=ETAG)
    client.has(b"", client())


# What lies


@pytest.mark.parametrize("pause", [0.0, 0.1])
@pytest.mark.parametrize("size", [10, 90_000])
def test_more_than_was_stated_is_refused(client: Client, publisher: Publisher, size: int, pause: float) -> None:
    def lies(ask: Exchange) -> None:
        ask.head(200, {"Content-Length": str(size), "ETag": ETAG})
        ask.send(BODY[: size + 1 - bool(pause)])
        time.sleep(pause)
        ask.send(BODY[size + 1 - bool(pause) :])

    publisher.pages[PATH] = lies
    client.fails(f"sends more than the {size:,} bytes that it stated")
    assert client.left() == []
    assert client.waits == []


def test_more_than_the_rest_is_refused(client: Client, publisher: Publisher) -> None:
    def rest(ask: Exchange) -> None:
        ask.head(206, {"Transfer-Encoding": "chunked", "Content-Range": REST["Content-Range"]})
        ask.chunks(BODY[40_000:], b"x")

    publisher.pages[PATH] = steps(CUT, rest)
    client.fails("sends more than")
    assert client.left() == []


def test_less_than_was_stated_never_counts(client: Client, publisher: Publisher) -> None:
    publisher.pages[PATH] = answering(200, {"Content-Length": "100014"}, BODY)
    client.fails(r"ended after 100,013 of 100,014 bytes \(asked 3 times\)")


def test_a_connection_that_is_cut_is_no_end(client: Client, publisher: Publisher) -> None:
    publisher.pages[PATH] = answering(200, {}, BODY)
    client.fails("ended after 100,013 bytes without a sign that this was all")

    def unfinished(ask: Exchange) -> None:
        ask.head(200, {"Transfer-Encoding": "chunked"})
        ask.chunks(BODY, whole=False)

    publisher.pages["/chunked"] = unfinished
    client.fails("ended after 100,013 bytes without a sign that this was all", path="/chunked")
    assert client.left() == []


@pytest.mark.parametrize("stated", [True, False])
def test_what_is_too_large_is_not_kept(client: Client, publisher: Publisher, stated: bool) -> None:
    def endless(ask: Exchange) -> None:
        ask.head(200, {"Transfer-Encoding": "chunked", "ETag": ETAG})
        with contextlib.suppress(OSError):
            for _ in range(1_000):
                ask.chunks(BODY, whole=False)

    publisher.pages[PATH] = WHOLE if stated else endless
    client.fails("larger than the 100,000 bytes", most_bytes=100_000)
    assert client.left() == []
    assert len(publisher.asked(PATH)) == 1


def test_a_rest_that_is_too_large_is_refused(client: Client, publisher: Publisher) -> None:
    publisher.pages[PATH] = steps(CUT, WHOLE)
    client.fails("ended after", tries=1)
    client.fails("larger than the 100,000 bytes", most_bytes=100_000)
    assert client.left() == []


PAGES = [
    b"<!DOCTYPE html><title>Log in</title>",
    b"\xef\xbb\xbf \r\n<HTML lang='en'>",
    b"<?xml version='1.0'?>\n<!-- a --><!-- b -->\n<!doctype\nHTML PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN'>",
    "\ufeff<html>".encode("utf-16-le"),
]


@pytest.mark.parametrize("page", PAGES)
def test_a_web_page_is_no_publication(client: Client, publisher: Publisher, page: bytes) -> None:
    publisher.pages[PATH] = Page(page + BODY, etag=ETAG)
    failed = client.fails("gives a web page")
    assert "by hand" in str(failed.remedy)
    assert client.left() == []
    client.has(page + BODY, client(html=True))


@pytest.mark.parametrize("kind", ["text/html", "Text/HTML; charset=utf-8", "application/xhtml+xml"])
def test_what_is_called_a_web_page_is_no_publication(client: Client, publisher: Publisher, kind: str) -> None:
    publisher.pages[PATH] = Page(BODY, kind=kind)
    client.fails("gives a web page")
    assert client.left() == []
    client.has(BODY, client(html=True))


@pytest.mark.parametrize(
    "text", [b"<htmlist>", b"a <html>", b"<!-- <html> --><list>", b"<!---->" * 20_000, b"<?xml <?xml <html"]
)
def test_what_is_no_web_page_is_none(client: Client, publisher: Publisher, text: bytes) -> None:
    publisher.pages[PATH] = Page(text)
    client.has(text, client())


def test_a_web_page_shows_itself_however_slowly_it_comes(client: Client, publisher: Publisher) -> None:
    def drips(ask: Exchange) -> None:
        ask.head(200, {"Transfer-Encoding": "chunked"})
        ask.chunks(*(bytes([letter]) for letter in PAGES[0]))

    publisher.pages[PATH] = drips
    client.fails("gives a web page")


# What goes wrong for a while, or for good


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_what_may_pass_is_asked_for_again(client: Client, publisher: Publisher, status: int) -> None:
    publisher.pages[PATH] = steps(
        lambda ask: ask.reply(status, {"Retry-After": "7"}), lambda ask: ask.reply(status, {"Retry-After": "soon"}), WHOLE
    )
    got = client()
    client.has(BODY, got)
    assert got.attempts == 3
    assert client.waits[0] == 7
    assert 1.0 <= client.waits[1] <= 2.0


def test_a_day_to_ask_again_is_waited_for(client: Client, publisher: Publisher) -> None:
    now = dt.datetime.now(dt.UTC)
    days = (format_datetime(now + dt.timedelta(seconds=30), usegmt=True), "Mon, 05 Jan 2026 10:00:00 -0000", "Mon, 99 Jan")
    publisher.pages[PATH] = steps(*(answering(503, {"Retry-After": day}) for day in days), WHOLE)
    assert client(tries=5).attempts == 4
    assert 20 < client.waits[0] <= 30
    assert max(client.waits[1:]) <= 4


@pytest.mark.parametrize("asks", ["61", "9" * 5_000, format_datetime(dt.datetime(2990, 1, 1, tzinfo=dt.UTC), usegmt=True)])
def test_a_publisher_that_wants_long_to_be_left_alone_is(client: Client, publisher: Publisher, asks: str) -> None:
    publisher.pages[PATH] = answering(429, {"Retry-After": asks})
    client.fails(f"answers 429 and wants to be asked later .Retry-After: {asks[:20]}")
    assert client.waits == []


def test_it_waits_longer_each_time_and_never_too_long(client: Client, publisher: Publisher) -> None:
    publisher.pages[PATH] = answering(503, {"Content-Length": "0"})
    client.fails(r"answers 503 \(asked 12 times\)", tries=12)
    assert len(client.waits) == 11
    assert all(2.0**count / 2 <= wait <= 2.0**count for count, wait in enumerate(client.waits[:6]))
    assert max(client.waits) <= LONGEST_WAIT


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, EngineError),
        (403, EngineError),
        (404, MissingError),
        (410, MissingError),
        (400, EngineError),
        (501, EngineError),
    ],
)
def test_what_will_not_pass_is_asked_for_once(client: Client, publisher: Publisher, status: int, kind: type[Error]) -> None:
    publisher.pages[PATH] = steps(CUT, lambda ask: ask.reply(status, {}, b"<html>no"))
    client.fails("ended after", tries=1)
    client.fails(f"answers {status}", kind)
    assert len(publisher.asked(PATH)) == 2
    assert client.left() == ["part", "part.json"]  # it may come back


def test_a_publisher_that_stalls_is_left(client: Client, publisher: Publisher) -> None:
    def stalls(ask: Exchange) -> None:
        ask.head(200, {"Content-Length": str(len(BODY)), "ETag": ETAG})
        ask.send(BODY[:10])
        ask.linger()

    publisher.pages[PATH] = steps(stalls, lambda ask: ask.linger(), WHOLE)
    got = client(timeout=0.8)
    client.has(BODY, got)
    assert (got.attempts, got.resumed) == (3, 10)


@pytest.mark.parametrize("where", ["head", "body"])
def test_a_publisher_that_drips_is_left(client: Client, publisher: Publisher, where: str) -> None:
    def drips(ask: Exchange) -> None:
        if where == "body":
            ask.head(200, {"Content-Length": "5000", "ETag": ETAG})
        else:
            ask.send(b"HTTP/1.1 200 OK\r\nX-Long: ")
        with contextlib.suppress(OSError):
            for _ in range(200):
                ask.send(b"x")
                time.sleep(0.02)

    publisher.pages[PATH] = drips
    began = time.monotonic()
    client.fails(r"fewer than 100 bytes came in 0.2 s \(asked once\)", tries=1, slowest=(100, 0.2))
    assert time.monotonic() - began < 3


def test_a_slow_publisher_is_not_left(client: Client, publisher: Publisher) -> None:
    def slowly(ask: Exchange) -> None:
        ask.head(200, {"Content-Length": str(len(BODY))})
        for start in range(0, len(BODY), 20_000):
            ask.send(BODY[start : start + 20_000])
            time.sleep(0.1)

    publisher.pages[PATH] = slowly
    told: list[float] = []
    got = client(slowest=(1_000, 0.15), tick=lambda *_: told.append(time.monotonic()))
    client.has(BODY, got)
    assert got.attempts == 1
    assert all(after - before >= 0.09 for before, after in itertools.pairwise(told[:-1]))


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"HTTP/1.1",
        b"nonsense\r\n\r\n",
        b"SSH-2.0-OpenSSH\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/9.9 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nabcdefgh",
        b"HTTP/1.1 200 \x1b[31m\r\nContent-Length: -1\r\n\r\nabc",
    ],
)
def test_what_is_no_http_is_one_clear_error(client: Client, publisher: Publisher, said: bytes) -> None:
    publisher.pages[PATH] = lambda ask: ask.send(said)
    failed = client.fails("not as HTTP wants it|breaks off|without a sign", tries=2)
    assert str(failed).isprintable()


def test_any_bytes_at_all_are_a_file_or_one_clear_error(client: Client, publisher: Publisher) -> None:
    chance = random.Random(3)
    words = [
        *(
            b"HTTP/1.1 200 OK\r\n",
            b"HTTP/1.1 206 OK\r\n",
            b"HTTP/1.1 302 Found\r\n",
            b"Location: ",
            b"\r\n",
            b"\r\n\r\n",
            b"0",
        ),
        *(b"Content-Length: 7\r\n", b"Transfer-Encoding: chunked\r\n", b"Content-Encoding: gzip\r\n", b"7\r\n", b"abcdefg"),
        *(b'ETag: "a"\r\n', b"Retry-After: ", b"https://[::", b"\xff\x00", b"\x1b[2J", b":", b" ", b"HTTP/1.1 503 X\r\n"),
    ]
    publisher.pages[PATH] = lambda ask: ask.send(b"".join(chance.choices(words, k=12)))
    for _ in range(40):
        problem = refusal(client)
        assert problem is None or (str(problem).isprintable() and problem.remedy)


def test_nobody_is_there(client: Client, tmp_path: Path) -> None:
    with publishing(tmp_path) as gone:
        address = gone.address(PATH)
    with pytest.raises(EngineError, match=r"is not reached.*refused \(asked 2 times\)"):
        fetch(address, tmp_path / "new", most_bytes=9, tries=2, sleep=client.waits.append)


def test_nobody_has_this_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_args: object, **_more: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(EngineError, match=r"publisher\.example/x is not reached, or breaks off: Name or service not known"):
        fetch("https://publisher.example/x", tmp_path / "new", most_bytes=9, tries=1)


# Whom it trusts


def test_a_certificate_of_somebody_else_is_refused_and_nothing_is_asked(client: Client, tmp_path: Path) -> None:
    folder = tmp_path / "stranger"
    folder.mkdir()
    with publishing(folder, by=Authority()) as stranger:
        stranger.pages[PATH] = WHOLE
        failed = Client(stranger, client.folder).fails("certificate that is not trusted")
        assert stranger.asked(PATH) == []
    assert "SSL_CERT_FILE" in str(failed.remedy)
    assert client.waits == []


def test_a_certificate_of_another_host_is_refused(client: Client, tmp_path: Path) -> None:
    with publishing(tmp_path, host="publisher.example") as other:
        other.pages[PATH] = WHOLE
        Client(other, client.folder).fails("certificate that is not trusted.*mismatch")
        assert other.asked(PATH) == []


@pytest.mark.parametrize(
    "address",
    [
        *("http://publisher.example/x", "ftp://publisher.example/x", "/etc/hostname", "publisher.example/x", "", "https://"),
        *("https:///x", "https://a..b/x", "https://[::1/x", "https://a:99999/x", "https://a:b/x", "https://a b/x"),
        *(
            "https://user:secret@publisher.example/x",
            "https://secret@publisher.example/x",
            "https://\x1b[2J/x",
            "https://\udc80/",
        ),
    ],
)
def test_an_address_that_is_not_asked(tmp_path: Path, address: str) -> None:
    with pytest.raises(InputError) as caught:
        fetch(address, tmp_path / "new", most_bytes=9)
    assert type(caught.value) is InputError
    assert "https://" in str(caught.value.remedy)
    assert "secret" not in str(caught.value)
    assert str(caught.value).isprintable()
    assert not (tmp_path / "new").exists()


def test_how_an_address_is_shown_and_asked() -> None:
    address = "https://user:secret@publisher.example:8443/a b/\u5916?token=secret#part"
    assert shown(address) == "https://publisher.example:8443/a%20b/%E5%A4%96"
    assert shown("user:secret@publisher") == "the address"
    assert shown("https://[") == "the address"
    assert server("https://Publisher.example?x=%20\u00e9#y") == ("publisher.example", 443, "/?x=%20%C3%A9")
    assert server("https://[::1]:8443/x") == ("::1", 8443, "/x")


# Redirects


def test_redirects_are_followed_with_what_was_asked(client: Client, publisher: Publisher) -> None:
    publisher.pages |= {
        PATH: answering(301, {"Location": "/2"}),
        "/2": answering(302, {"Location": publisher.address("/3") + "#part"}),
        "/3": answering(303, {"Location": "4?token=abc"}),
        "/4": answering(307, {"Location": "/a b/\u00e9"}),
        "/a%20b/%E9": answering(308, {"Location": "?x"}),
    }
    publisher.pages["/a%20b/%E9"] = steps(answering(308, {"Location": "/end?token=abc"}))
    publisher.pages["/end"] = WHOLE
    got = client(known=Validators('"old"'))
    client.has(BODY, got)
    assert got.address == publisher.address("/end?token=abc")
    assert got.attempts == 1
    assert publisher.asked("/end")[0]["If-None-Match"] == '"old"'


def test_too_many_redirects_are_not_followed(client: Client, publisher: Publisher) -> None:
    publisher.pages |= {f"/{n}": answering(302, {"Location": f"/{n + 1}"}) for n in range(9)}
    client.fails("/0, redirected to .*/5, redirects more than 5 times", path="/0")
    assert publisher.asked("/5")
    assert not publisher.asked("/6")


@pytest.mark.parametrize(
    ("location", "says"),
    [
        (PATH, "redirects in a circle"),
        ("", "redirects in a circle"),
        ("http://127.0.0.1/x?token=abc", "redirects to an address that does not begin with https://"),
        ("//user:token@127.0.0.1/x", "redirects to an address that holds a user name"),
        ("https://[::1", "redirects to an address that is no address"),
        ("javascript:alert(1)", "redirects to an address that does not begin"),
        ("https://\x1b[2J/", "redirects to an address that is no address"),
    ],
)
def test_a_redirect_that_goes_astray(client: Client, publisher: Publisher, location: str, says: str) -> None:
    publisher.pages[PATH] = answering(302, {"Location": location})
    failed = client.fails(says)
    assert str(failed).isprintable()
    assert client.waits == []


def test_a_circle_of_redirects_is_noticed(client: Client, publisher: Publisher) -> None:
    publisher.pages |= {"/a": answering(302, {"Location": "/b"}), "/b": answering(302, {"Location": "/a"})}
    client.fails("redirected to .*/b, redirects in a circle", path="/a")
    assert len(publisher.asked("/a")) == 1


# What happens on this side


def test_only_one_process_at_a_time_downloads_an_address(client: Client, publisher: Publisher) -> None:
    gate = Gate()

    def held(ask: Exchange) -> None:
        gate.wait()
        WHOLE(ask)

    publisher.pages |= {PATH: held, "/other": WHOLE}
    with Child(publisher.address(PATH), client.folder) as child:
        assert gate.reached.wait(10)
        failed = client.fails("is being downloaded by another process")
        assert "wait" in str(failed.remedy)
        client("/other")
        gate.opened.set()
        assert child.ends() == 0
    publisher.pages[PATH] = WHOLE
    client.has(BODY, client())


def test_a_system_without_such_a_lock_downloads_all_the_same(
    client: Client, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    publisher.pages[PATH] = WHOLE
    monkeypatch.setitem(sys.modules, "fcntl", None)
    client.has(BODY, client())
    assert not list(client.folder.glob("*.lock"))


def test_a_folder_that_is_none(publisher: Publisher, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(EngineError, match="cannot be kept") as caught:
        fetch(publisher.address(PATH), tmp_path / "file" / "folder", most_bytes=9)
    assert caught.value.file == str(tmp_path / "file" / "folder")


def test_a_disk_that_is_full_is_one_clear_error(
    client: Client, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not os.path.exists("/dev/full"):
        pytest.skip("this system has no /dev/full: a full disk was not tried")
    begin: Callable[..., None] = Part.begin

    def on_a_full_disk(part: Part, *args: Any, **more: Any) -> None:
        begin(part, *args, **more)
        part.close()
        part._stream = open("/dev/full", "wb")  # noqa: SIM115

    monkeypatch.setattr(Part, "begin", on_a_full_disk)
    publisher.pages[PATH] = WHOLE
    client.fails("cannot be kept: No space left")
    assert client.left() == []


def test_what_whoever_is_told_raises_keeps_what_came(client: Client, publisher: Publisher) -> None:
    publisher.pages[PATH] = WHOLE

    def stop(_size: int, _total: int | None) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        client(tick=stop)
    got = client()
    client.has(BODY, got)
    assert got.resumed > 0


# A process that is killed

CODE = """
import sys, pathlib
from sekisho.engines import https
from sekisho.engines.download import fetch
https.LINGER = 30
fetch(sys.argv[1], pathlib.Path(sys.argv[2]), most_bytes=1_000_000, tries=1)
"""


class Child:
    """Another process that downloads."""

    def __init__(self, address: str, folder: Path) -> None:
        self._process = subprocess.Popen([sys.executable, "-c", CODE, address, str(folder)], stderr=subprocess.DEVNULL)

    def __enter__(self) -> Child:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def kill(self) -> None:
        """Kill it as nothing else can be killed."""
        self._process.kill()
        self.ends()

    def ends(self) -> int:
        """Wait until it has ended; return how."""
        return self._process.wait(10)


@pytest.mark.parametrize("sent", [0, 1, 40_000, len(BODY) - 1, len(BODY)])
def test_a_process_that_is_killed_loses_nothing(client: Client, publisher: Publisher, sent: int) -> None:
    def held(ask: Exchange) -> None:
        ask.head(200, WHOLE.headers() | {"Content-Length": str(len(BODY))})
        ask.send(BODY[:sent])
        ask.linger()

    publisher.pages[PATH] = steps(held, WHOLE)
    with Child(publisher.address(PATH), client.folder) as child:
        parts = client.folder.glob
        # With all bytes there, it is killed while it waits for one too many, before the file is moved into place.
        until(lambda: any(path.stat().st_size == sent for path in parts("*.part")) and any(parts("*.json")))
        child.kill()
    assert "whole" not in client.left()
    got = client()
    client.has(BODY, got)
    assert (got.attempts, got.resumed) == (1, min(sent, len(BODY) - 1))
    assert publisher.asked(PATH)[1].get("Range") == (f"bytes={got.resumed}-" if sent else None)


def test_a_process_that_is_killed_again_and_again_comes_to_an_end(client: Client, publisher: Publisher) -> None:
    """Each life gets a bit further; at which instruction it is killed is left to chance."""
    chance = random.Random(4)
    lives, size = 4, len(BODY)

    def slowly(ask: Exchange) -> None:
        start = ask.starts_at
        part = {"Content-Range": f"bytes {start}-{size - 1}/{size}"} if start else {}
        ask.head(206 if start else 200, WHOLE.headers() | {"Content-Length": str(size - start)} | part)
        with contextlib.suppress(OSError):
            for at in range(start, size - 1, 2_000):
                ask.send(BODY[at : min(at + 2_000, size - 1)])
                time.sleep(0.001)
        ask.linger()  # the last byte only comes to who is not killed

    publisher.pages[PATH] = (*[slowly] * lives, WHOLE)
    for life in range(lives):
        with Child(publisher.address(PATH), client.folder):
            until(lambda: len(publisher.asked(PATH)) > life)  # noqa: B023
            time.sleep(chance.uniform(0, 0.03))
    got = client()
    client.has(BODY, got)
    asked = [int(one.get("Range", "bytes=0-")[6:-1]) for one in publisher.asked(PATH)]
    assert asked == sorted(asked)
    assert got.resumed == asked[-1] > 0

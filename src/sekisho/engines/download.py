"""Downloads: an official publication over HTTPS, whole or not at all.

Decides when a publisher is asked again, what continues an earlier attempt, and what does not count as a publication. Refuses
to know what its bytes mean: whoever asked reads and judges them. How a publisher is reached, and which certificates are
trusted, is for `sekisho.engines.https`; what lies in the folder, for `sekisho.engines.download_part`.

Only one process at a time downloads an address into a folder; a second one does not wait, it says so.
"""

from __future__ import annotations

import datetime as dt
import random
import re
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Final

from sekisho.engines.download_part import Part
from sekisho.engines.https import BY_HAND, CHUNK, Again, Answer, Publisher, server, shown
from sekisho.errors import EngineError, InputError, MissingError

LONGEST_WAIT: Final = 60.0
"""Seconds that a publisher may ask to wait before it is asked again."""
TICK: Final = 0.1
PROVENANCE: Final = ("Date", "ETag", "Last-Modified", "Content-Type", "Content-Length", "Content-Encoding")
_AGAIN: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_PACKED: Final = ("gzip", "x-gzip")
_HTML: Final = re.compile(
    rb"[\s\xef\xbb\xbf\xff\xfe]*+(?:<\?xml[^>]*+>\s*+)?(?:(?><!--.*?-->)\s*+)*+<(?:!doctype\s+html|html[\s>])",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Validators:
    """What a publisher said of the edition that is already there, word for word; empty where it said nothing."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of a download.

    Attributes:
        path: The whole file, the caller's to move or remove; None where the publisher says that nothing changed.
        address: Where it finally came from. Its query may hold a token: print `shown(address)`.
        sha256: Of the file; empty without one.
        size: Of the file; 0 without one.
        headers: Those of PROVENANCE that the publisher gave.
        attempts: How often it was asked, redirects not counted.
        resumed: How many bytes were kept from an earlier attempt.
    """

    path: Path | None
    address: str
    sha256: str
    size: int
    headers: Mapping[str, str]
    attempts: int
    resumed: int


@dataclass(frozen=True, slots=True)
class _Order:
    publisher: Publisher
    known: Validators
    most_bytes: int
    html: bool
    tick: Callable[[int, int | None], None] | None


class _Afresh(Exception):
    """What was kept is of another edition, or cannot be continued."""


def fetch(
    address: str,
    folder: Path,
    *,
    most_bytes: int,
    known: Validators = Validators(),
    html: bool = False,
    tick: Callable[[int, int | None], None] | None = None,
    tries: int = 5,
    timeout: float = 30.0,
    slowest: tuple[int, float] = (1_000, 30.0),
    sleep: Callable[[float], None] = time.sleep,
) -> Fetched:
    """Download a publication, going on where an earlier attempt broke off.

    Args:
        address: Begins with ``https://``.
        folder: Where it is kept; made if it is not there.
        most_bytes: More than this, compressed or not, is refused.
        known: Of the edition that is already there: if it is still the newest, nothing is sent.
        html: Whether the publication is itself a web page.
        tick: Told the bytes so far and their total, if stated: at most ten times a second, and when all is there.
        tries: After so many failed attempts it gives up.
        timeout: Seconds to connect, and to wait for any byte.
        slowest: Fewer than so many bytes in so many seconds are a failed attempt.
        sleep: What waits between attempts.

    Raises:
        InputError: Not such an address; nothing is asked.
        MissingError: The publisher has no such file.
        EngineError: It cannot be had, is no publication, or cannot be kept.
    """
    try:
        server(address)
    except ValueError as problem:
        raise InputError(
            f"{shown(address)} {problem}", remedy="give an address that begins with https://, without a password"
        ) from problem
    order = _Order(Publisher(address, timeout, slowest), known, most_bytes, html, tick)
    part = Part(folder, address)
    with part.alone():
        return _persist(order, part, tries, sleep)


def _persist(order: _Order, part: Part, tries: int, sleep: Callable[[float], None]) -> Fetched:
    asked = failed = 0
    while True:
        asked += 1
        try:
            return replace(_attempt(order, part), attempts=asked)
        except _Afresh:  # never twice in a row: after it, nothing is there that could be of another edition
            part.drop()
        except Again as problem:
            failed += 1
            if failed >= tries:
                raise _given_up(part, problem, asked) from problem
            sleep(max(problem.wait, min(2.0 ** (failed - 1), LONGEST_WAIT) * random.uniform(0.5, 1.0)))


def _given_up(part: Part, problem: Again, asked: int) -> EngineError:
    kept = part.look()
    if not kept:
        part.drop()
    after = f"; the {kept:,} bytes that came are kept and will be continued" if kept else ""
    times = "once" if asked == 1 else f"{asked} times"
    return EngineError(f"{problem} (asked {times})", remedy=f"check the network, or try later{after}")


def _attempt(order: _Order, part: Part) -> Fetched:
    """Ask once, with what is there of earlier attempts."""
    kept = part.look()
    asks = {"If-None-Match": order.known.etag, "If-Modified-Since": order.known.last_modified}
    if kept:
        asks = {"Range": f"bytes={kept}-", "If-Range": part.validator}
    asks = {name: text for name, text in asks.items() if text and text.isascii() and text.isprintable()}
    with order.publisher.ask(asks) as answer:
        given = {name: text for name in PROVENANCE if (text := answer.header(name))}
        stated = answer.length
        if answer.status == 304 and asks and not kept:
            return Fetched(None, answer.address, "", 0, given, 0, 0)
        if answer.status == 206 and kept:
            stated = _rest(part, answer, given)
        elif answer.status in (304, 416) and kept:
            raise _Afresh
        elif answer.status != 200:
            raise _refused(answer)
        else:
            kept = 0
        try:
            return _receive(order, part, answer, given, kept, stated)
        except EngineError:
            part.drop()
            raise
        finally:
            part.close()


def _receive(order: _Order, part: Part, answer: Answer, given: Mapping[str, str], kept: int, stated: int | None) -> Fetched:
    """Keep what comes, after the bytes that are there; what is no publication is refused as soon as it shows."""
    too_large = answer.error(
        f"is larger than the {order.most_bytes:,} bytes that are plausible for it",
        "if the publication really grew so much, correct the limit in its card",
    )
    web_page = answer.error("gives a web page (to log in, to consent, or of an error) instead of the publication", BY_HAND)
    coding = given.get("Content-Encoding", "identity").lower()
    packed = coding in _PACKED
    if not packed and coding != "identity":
        raise answer.error(f"is sent in the encoding {coding[:40]!r}, which was not asked for", BY_HAND)
    kind = given.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind in ("text/html", "application/xhtml+xml") and not order.html:
        raise web_page
    if kept + (stated or 0) > order.most_bytes:
        raise too_large
    if kept:
        part.resume(given)
    else:
        part.begin(shown(answer.address), given, may_continue=not packed)
    total = None if packed or stated is None else kept + stated
    body = answer.body(stated)
    told = 0.0
    for chunk in _unpacked(_bounded(body, order.most_bytes, too_large), answer) if packed else body:
        if part.size + len(chunk) > order.most_bytes:
            raise too_large
        part.add(chunk)
        if not order.html and _HTML.match(part.head.replace(b"\0", b"")):
            raise web_page
        if order.tick and time.monotonic() - told >= TICK:
            told = time.monotonic()
            order.tick(part.size, total)
    path = part.finish()
    if order.tick:
        order.tick(part.size, part.size)
    return Fetched(path, answer.address, part.sha256, part.size, part.headers, 0, kept)


def _rest(part: Part, answer: Answer, given: Mapping[str, str]) -> int:
    """Return how many bytes continue what was kept, if these do.

    Raises:
        _Afresh: They do not.
    """
    found = re.fullmatch(r"bytes ([0-9]{1,15})-([0-9]{1,15})/([0-9]{1,15})", answer.header("Content-Range"))
    if not found:
        raise _Afresh
    first, last, total = map(int, found.groups())
    rest = total - part.size
    known = "ETag" if part.validator.startswith('"') else "Last-Modified"
    fits = first == part.size and last == total - 1 and answer.length in (None, rest) and "Content-Encoding" not in given
    same = part.total in (None, total) and given.get(known, part.validator) == part.validator
    if not fits or not same or part.source != shown(answer.address):
        raise _Afresh
    return rest


def _refused(answer: Answer) -> Exception:
    """Return what a status means that brings no publication."""
    said = f"answers {answer.status}"
    if answer.status in _AGAIN:
        asks = answer.header("Retry-After")
        wait = _seconds(asks)
        if wait <= LONGEST_WAIT:
            return Again(f"{answer.name} {said}", wait)
        return answer.error(f"{said} and wants to be asked later (Retry-After: {asks[:40]})", "try again after that time")
    if answer.status in (404, 410):
        return MissingError(
            f"{answer.name} {said}: there is no such file",
            remedy="look on the publisher's site where it has gone, download the file by hand and load it",
        )
    return answer.error(f"{said} and gives no publication", BY_HAND)


def _seconds(text: str) -> float:
    """Return how long a Retry-After asks to wait; 0 where it says nothing that can be understood."""
    if text.isascii() and text.isdecimal():
        return float(text[:15])
    try:
        day = parsedate_to_datetime(text)
        return max(0.0, (day.replace(tzinfo=day.tzinfo or dt.UTC) - dt.datetime.now(dt.UTC)).total_seconds())
    except (TypeError, ValueError, OverflowError):
        return 0.0


def _bounded(body: Iterator[bytes], most: int, too_large: EngineError) -> Iterator[bytes]:
    """Yield what comes, compressed: also what holds nothing has an end."""
    came = 0
    for part in body:
        came += len(part)
        if came > most:
            raise too_large
        yield part


def _unpacked(body: Iterator[bytes], answer: Answer) -> Iterator[bytes]:
    """Yield what was compressed, never more than a chunk at once.

    Raises:
        Again: It cannot be decompressed.
    """
    tool = zlib.decompressobj(wbits=31)
    try:
        for part in body:
            rest = part
            while rest:
                if tool.eof:  # one compressed file after another is one file
                    tool = zlib.decompressobj(wbits=31)
                yield tool.decompress(rest, CHUNK)
                rest = tool.unused_data if tool.eof else tool.unconsumed_tail
        yield tool.flush()
    except zlib.error as problem:
        raise Again(f"{answer.name} sends what cannot be decompressed") from problem
    if not tool.eof:
        raise Again(f"{answer.name} ended inside compressed data")

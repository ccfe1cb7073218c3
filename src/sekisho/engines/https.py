"""HTTPS: one question to a publisher, and what it answers.

Decides what counts as an address, which redirects are followed, when a connection is too slow, and where a body ends.
Nothing is asked for or taken without TLS, and certificates are always verified against those that the system trusts. A
company whose network has a root certificate of its own names a file of all trusted certificates in ``SSL_CERT_FILE``; a
proxy is taken from ``HTTPS_PROXY``, with exceptions in ``NO_PROXY``.

Refuses to know what is asked for, and asks once: what failed and may not fail again is told as `Again`.

A body whose length is not stated counts as whole only where its end was marked: by the last chunk, or by the end of the TLS
connection. A cut connection is no end.
"""

from __future__ import annotations

import base64
import contextlib
import http.client
import io
import re
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Any, Final, cast
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit, urlunsplit
from urllib.request import getproxies, proxy_bypass

from sekisho.errors import EngineError

CHUNK: Final = 65_536
HOPS: Final = 5
"""Redirects that are followed."""
LINGER: Final = 1.0
"""Seconds in which bytes after the stated length still show themselves, where a publisher does not close as it should."""
BY_HAND: Final = "open the address in a browser, download the file by hand and load it"
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_HEADERS: Final = {"User-Agent": "sekisho", "Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close"}


class Again(Exception):
    """This attempt failed; the next may not. `wait` is for how many seconds the publisher asks."""

    def __init__(self, what: str, wait: float = 0.0) -> None:
        super().__init__(what)
        self.wait = wait


def shown(address: str) -> str:
    """Return an address as it may be printed: without user, password, query and fragment."""
    try:
        parts = urlsplit(_quoted(address))
    except ValueError:
        return "the address"
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path, "", ""))[:300] if host else "the address"


def server(address: str) -> tuple[str, int, str]:
    """Return host, port and what to ask it for.

    Raises:
        ValueError: Not an address that is asked; the message goes on after its name, and quotes nothing of it.
    """
    try:
        parts = urlsplit(_quoted(address))
        port = parts.port or 443
        host = parts.hostname or ""
        host.encode("idna")
    except ValueError:
        raise ValueError("is no address of a server") from None
    if parts.scheme != "https":
        raise ValueError("does not begin with https://")
    if not re.fullmatch(r"[a-z0-9._:-]+", host):
        raise ValueError("is no address of a server")
    if "@" in parts.netloc:
        raise ValueError("holds a user name or a password")
    return host, port, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def clean(text: str) -> str:
    """Return what a publisher wrote in a header as one printable line."""
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())[:1_000]


@dataclass(frozen=True, slots=True)
class Publisher:
    """Whom to ask, and with how much patience.

    Attributes:
        address: Begins with ``https://``.
        timeout: Seconds to connect, and to wait for any byte.
        slowest: Fewer than so many bytes in so many seconds are too slow.
    """

    address: str
    timeout: float
    slowest: tuple[int, float]
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)

    @contextmanager
    def ask(self, headers: Mapping[str, str]) -> Iterator[Answer]:
        """Ask, follow redirects, and yield what is no redirect.

        Raises:
            EngineError: The certificate is not trusted, or redirects go astray.
            Again: No answer came.
        """
        hop, seen = self.address, [self.address]
        while True:
            with contextlib.ExitStack() as stack:
                answer = self._one(hop, headers, stack)
                if answer.status not in _REDIRECTS:
                    yield answer
                    return
            try:
                hop = _joined(hop, answer.header("Location"))
                server(hop)
            except ValueError as problem:
                raise answer.error(f"redirects to an address that {problem}", BY_HAND) from problem
            if hop in seen:
                raise answer.error("redirects in a circle", BY_HAND)
            if len(seen) > HOPS:
                raise answer.error(f"redirects more than {HOPS} times", BY_HAND)
            seen.append(hop)

    def _one(self, hop: str, headers: Mapping[str, str], stack: contextlib.ExitStack) -> Answer:
        host, port, target = server(hop)
        name = shown(hop) if hop == self.address else f"{shown(self.address)}, redirected to {shown(hop)},"
        with _network(name):
            plain = stack.enter_context(closing(_connected(host, port, self.timeout)))
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock = self.context.wrap_socket(plain, server_hostname=host, suppress_ragged_eofs=False)
            stack.enter_context(closing(sock))
            asking = http.client.HTTPSConnection(host, port, context=self.context)
            asking.sock = sock
            asking.request("GET", target, headers={**_HEADERS, **headers})
            line = _Line(sock, self.slowest)
            raw = stack.enter_context(closing(http.client.HTTPResponse(cast(Any, line), method="GET")))
            raw.begin()
            line.restart()
        return Answer(hop, name, raw, sock)


def _connected(host: str, port: int, timeout: float) -> socket.socket:
    """Return a connection to a server, through the proxy that ``HTTPS_PROXY`` names unless ``NO_PROXY`` leaves it out."""
    proxy = "" if proxy_bypass(host) else getproxies().get("https", "")
    if not proxy:
        return socket.create_connection((host, port), timeout)
    parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
    if parts.scheme != "http" or not parts.hostname:
        raise EngineError("HTTPS_PROXY does not name a proxy", remedy="http://HOST:PORT is expected there")
    tunnel = http.client.HTTPConnection(parts.hostname, parts.port or 8080, timeout=timeout)
    login = f"{unquote(parts.username or '')}:{unquote(parts.password or '')}".encode()
    told = {"Proxy-Authorization": f"Basic {base64.b64encode(login).decode()}"} if parts.username else {}
    tunnel.set_tunnel(host, port, told)
    tunnel.connect()
    return cast(socket.socket, tunnel.sock)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a publisher answered, while the connection is open.

    Attributes:
        address: Which address answered.
        name: The address that was asked for, as it may be printed, and where it redirected to.
    """

    address: str
    name: str
    _raw: http.client.HTTPResponse
    _sock: ssl.SSLSocket

    @property
    def status(self) -> int:
        """Return the status."""
        return self._raw.status

    def header(self, name: str) -> str:
        """Return a header as one printable line; empty where there is none."""
        return clean(self._raw.headers.get(name, ""))

    @property
    def length(self) -> int | None:
        """Return how long the body is, if that is stated."""
        text = self.header("Content-Length")
        return int(text) if re.fullmatch(r"[0-9]{1,15}", text) and not self._raw.chunked else None

    def error(self, what: str, remedy: str) -> EngineError:
        """Return an error that names the address."""
        return EngineError(f"{self.name} {what}", remedy=remedy)

    def body(self, stated: int | None) -> Iterator[bytes]:
        """Yield the body as it comes; where a length is stated, not one byte less and not one more.

        Raises:
            EngineError: More came.
            Again: Less came.
        """
        liar = f"sends more than the {stated or 0:,} bytes that it stated"
        # What is not in chunks is read from the line itself, so that bytes after the stated length are seen.
        read: Callable[[int], bytes] = self._raw.read1 if self._raw.chunked else cast(Any, self._raw.fp).read1
        came = 0
        while stated is None or came < stated:
            try:
                with _network(self.name):
                    chunk = read(CHUNK)
            except Again as problem:
                if not isinstance(problem.__cause__, ssl.SSLEOFError | http.client.IncompleteRead):
                    raise
                if stated is None:
                    raise Again(f"{self.name} ended after {came:,} bytes without a sign that this was all") from problem
                chunk = b""
            if not chunk:
                break
            came += len(chunk)
            if stated is not None and came > stated:
                raise self.error(liar, BY_HAND)
            yield chunk
        if stated is None:
            return
        if came < stated:
            raise Again(f"{self.name} ended after {came:,} of {stated:,} bytes")
        self._sock.settimeout(LINGER)
        more = b""
        with contextlib.suppress(OSError, http.client.HTTPException):
            more = read(1)
        if more:
            raise self.error(liar, BY_HAND)


class _Line(io.RawIOBase):
    """What comes over a connection, head and body; refused where it drips."""

    def __init__(self, sock: ssl.SSLSocket, slowest: tuple[int, float]) -> None:
        self._sock = sock
        self._least, self._period = slowest
        self.restart()

    def restart(self) -> None:
        self._came, self._since = 0, time.monotonic()

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(self, CHUNK)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        count = self._sock.recv_into(buffer)
        self._came += count
        if count and time.monotonic() - self._since > self._period:
            if self._came < self._least:
                raise TimeoutError(f"fewer than {self._least:,} bytes came in {self._period:g} s")
            self.restart()
        return count


@contextmanager
def _network(name: str) -> Iterator[None]:
    """Tell what goes wrong on the way as what it means to whoever asked."""
    try:
        yield
    except ssl.SSLCertVerificationError as problem:
        raise EngineError(
            f"{name} shows a certificate that is not trusted: {clean(problem.verify_message)}",
            remedy="if your network has a root certificate of its own, name a file that holds it in SSL_CERT_FILE; "
            "otherwise do not trust this connection",
        ) from problem
    except http.client.HTTPException as problem:
        raise Again(f"{name} answers, but not as HTTP wants it ({type(problem).__name__})") from problem
    except OSError as problem:
        known = str(getattr(problem, "reason", "") or problem.strerror or problem)
        raise Again(f"{name} is not reached, or breaks off: {clean(known)}") from problem


def _joined(hop: str, location: str) -> str:
    try:
        return urldefrag(urljoin(hop, _quoted(location.encode("latin-1", "replace")))).url
    except ValueError:
        raise ValueError("is no address of a server") from None


def _quoted(address: str | bytes) -> str:
    """Return an address of which every byte may be sent and printed."""
    return quote(address, safe="%/:?#[]@!$&'()*+,;=~")

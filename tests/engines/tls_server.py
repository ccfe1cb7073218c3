"""A publisher: a real HTTPS server on this machine, whose pages are played from a script.

Its certificates are made on the spot. A client that honours SSL_CERT_FILE trusts them while `trusting` says so.

    with publishing(tmp_path) as publisher:
        trusting(monkeypatch, publisher)
        publisher.pages["/list.xml"] = Page(b"<list/>", etag='"1"')
        fetch(publisher.address("/list.xml"), ...)
        assert publisher.asked("/list.xml")[0]["If-None-Match"] == '"1"'
"""

from __future__ import annotations

import contextlib
import datetime as dt
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import format_datetime
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

HOST = "127.0.0.1"
Behaviour = Callable[["Exchange"], None]
_NO_USE = dict.fromkeys(
    ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"), False
)


class Authority:
    """Signs certificates of servers; nobody trusts it unless told to."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Sekisho test authority")])
        self._certificate = self._sign(self._name, self._key.public_key(), host=None)

    def _sign(self, name: x509.Name, key: ec.EllipticCurvePublicKey, host: str | None) -> x509.Certificate:
        now = dt.datetime.now(dt.UTC)
        signs = host is None
        builder = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(days=1))
            .not_valid_after(now + dt.timedelta(days=2))
            .add_extension(x509.BasicConstraints(ca=signs, path_length=None), critical=True)
            .add_extension(
                x509.KeyUsage(digital_signature=not signs, key_cert_sign=signs, crl_sign=signs, **_NO_USE), critical=True
            )
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False)
        )
        if host is not None:
            try:
                alternative: x509.GeneralName = x509.IPAddress(ipaddress.ip_address(host))
            except ValueError:
                alternative = x509.DNSName(host)
            builder = builder.add_extension(x509.SubjectAlternativeName([alternative]), critical=False)
            builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        return builder.sign(self._key, SHA256())

    @property
    def pem(self) -> bytes:
        """Return its certificate."""
        return self._certificate.public_bytes(Encoding.PEM)

    def identity(self, host: str) -> bytes:
        """Return a new private key and the certificate of a server of this name."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
        certificate = self._sign(name, key.public_key(), host)
        secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return secret + certificate.public_bytes(Encoding.PEM)


@cache
def authority() -> Authority:
    """Return the authority of this run."""
    return Authority()


class Exchange(BaseHTTPRequestHandler):
    """One question, which a behaviour answers; the connection ends with it."""

    protocol_version = "HTTP/1.1"
    server: Publisher

    def do_GET(self) -> None:
        """Answer as the script of the page says."""
        self.close_connection = True
        self.server.answer(self)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def head(self, status: int, headers: Mapping[str, str] | None = None) -> None:
        """Send a status and exactly these headers."""
        lines = [f"HTTP/1.1 {status} Said"] + [f"{name}: {text}" for name, text in (headers or {}).items()]
        self.send(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))

    def send(self, body: bytes) -> None:
        """Send bytes as they are."""
        self.wfile.write(body)
        self.wfile.flush()

    def reply(self, status: int, headers: Mapping[str, str] | None = None, body: bytes = b"") -> None:
        """Send a whole answer with its length."""
        self.head(status, {"Content-Length": str(len(body)), **(headers or {})})
        self.send(body)

    def chunks(self, *parts: bytes, whole: bool = True) -> None:
        """Send parts of a body in chunks."""
        for part in parts:
            self.send(b"%x\r\n%s\r\n" % (len(part), part))
        if whole:
            self.send(b"0\r\n\r\n")

    def goodbye(self) -> None:
        """Mark the end of the connection, as TLS has it; without it, the connection is only cut."""
        assert isinstance(self.connection, ssl.SSLSocket)
        self.connection.settimeout(2)
        with contextlib.suppress(OSError):
            self.connection.unwrap()

    @property
    def starts_at(self) -> int:
        """Return from which byte on the client wants the body."""
        return int(self.headers.get("Range", "bytes=0-").removeprefix("bytes=").removesuffix("-"))

    def linger(self, seconds: float = 5.0) -> None:
        """Keep the connection open until the client has gone."""
        self.connection.settimeout(seconds)
        with contextlib.suppress(OSError):
            self.connection.recv(1)


@dataclass
class Page:
    """A publication as a well-behaved publisher gives it.

    Attributes:
        body: Its bytes.
        etag: Its strong or weak validator.
        modified: When it was last changed.
        kind: Content-Type.
        ranges: Whether a part of it can be asked for.
        cut: After so many bytes of each answer the connection ends; never if None.
    """

    body: bytes
    etag: str = ""
    modified: str = ""
    kind: str = "application/xml"
    ranges: bool = True
    cut: int | None = None

    def headers(self) -> dict[str, str]:
        """Return what it says of itself."""
        said = {"ETag": self.etag, "Last-Modified": self.modified, "Content-Type": self.kind}
        return {"Date": format_datetime(dt.datetime.now(dt.UTC), usegmt=True)} | {k: v for k, v in said.items() if v}

    def __call__(self, ask: Exchange) -> None:
        """Answer a question, also a conditional one or one for a part."""
        headers = self.headers()
        if (self.etag and ask.headers.get("If-None-Match") == self.etag) or (
            self.modified and ask.headers.get("If-Modified-Since") == self.modified
        ):
            ask.head(304, headers)
            return
        start = 0
        if self.ranges and ask.headers.get("If-Range") in (self.etag, self.modified):
            start = ask.starts_at
        size = len(self.body)
        if start >= size > 0:
            ask.reply(416, {"Content-Range": f"bytes */{size}"})
            return
        part = self.body[start:]
        ask.head(
            206 if start else 200,
            headers
            | {"Content-Length": str(len(part))}
            | ({"Content-Range": f"bytes {start}-{size - 1}/{size}"} if start else {}),
        )
        ask.send(part[: self.cut])


class Publisher(ThreadingHTTPServer):
    """The server.

    Attributes:
        pages: What each path does: one behaviour, or one for each question, of which the last answers all further ones.
        trust: A file with the certificate that a client must trust.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(self, identity: Path, trust: Path) -> None:
        super().__init__((HOST, 0), Exchange)
        self.pages: dict[str, Behaviour | Sequence[Behaviour]] = {}
        self.trust = trust
        self._asked: list[tuple[str, dict[str, str]]] = []
        self._lock = threading.Lock()
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(identity)

    def address(self, path: str) -> str:
        """Return the address of a page."""
        return f"https://{HOST}:{self.server_port}{path}"

    def asked(self, path: str) -> list[dict[str, str]]:
        """Return the headers of all questions for a path (without its query), in order."""
        with self._lock:
            return [headers for name, headers in self._asked if name == path]

    def forget(self) -> None:
        """Have no pages, and know of no questions."""
        with self._lock:
            self.pages = {}
            self._asked = []

    def answer(self, ask: Exchange) -> None:
        """Note the question and let the page answer."""
        path = ask.path.partition("?")[0]
        with self._lock:
            count = sum(name == path for name, _ in self._asked)
            self._asked.append((path, dict(ask.headers.items())))
            page = self.pages.get(path, lambda ask: ask.reply(404))
        behaviour = page if callable(page) else page[min(count, len(page) - 1)]
        behaviour(ask)

    def get_request(self) -> tuple[ssl.SSLSocket, Any]:
        """Take a connection; its handshake is made by its own thread."""
        plain, client = super().get_request()
        assert isinstance(plain, socket.socket)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self._context.wrap_socket(plain, server_side=True, do_handshake_on_connect=False), client

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: clients that go away are what is tested."""


@dataclass
class Gate:
    """Holds a behaviour back in the middle of its answer until a test lets it go."""

    reached: threading.Event = field(default_factory=threading.Event)
    opened: threading.Event = field(default_factory=threading.Event)

    def wait(self) -> None:
        """Tell that this point is reached, and wait."""
        self.reached.set()
        self.opened.wait(10)


def until(told: Callable[[], bool], seconds: float = 10.0) -> None:
    """Wait until something is so."""
    ends = time.monotonic() + seconds
    while not told():
        assert time.monotonic() < ends, "it did not come to that"
        time.sleep(0.005)


@contextmanager
def publishing(folder: Path, host: str = HOST, by: Authority | None = None) -> Iterator[Publisher]:
    """Run a publisher whose certificate is for this host.

    Args:
        folder: Where its key and the certificate to trust are written.
        host: Name in its certificate.
        by: Who signed it; the authority of this run if None.
    """
    signer = by or authority()
    identity, trust = folder / f"identity-{host}.pem", folder / "authority.pem"
    identity.write_bytes(signer.identity(host))
    trust.write_bytes(authority().pem)
    server = Publisher(identity, trust)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def trusting(patch: pytest.MonkeyPatch, publisher: Publisher) -> None:
    """Let this process, and its children, trust the authority of this run and nobody else."""
    patch.setenv("SSL_CERT_FILE", str(publisher.trust))
    patch.delenv("SSL_CERT_DIR", raising=False)
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        patch.delenv(name, raising=False)


class Proxy(ThreadingTCPServer):
    """A proxy that tunnels, and keeps what it was asked for."""

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True

    def __init__(self, status: int = 200) -> None:
        self.status = status
        self.asked: list[tuple[str, str]] = []
        super().__init__((HOST, 0), _Tunnel)

    @property
    def address(self) -> str:
        """Return its address without a scheme."""
        return f"{HOST}:{self.server_address[1]}"


class _Tunnel(StreamRequestHandler):
    def handle(self) -> None:
        """Answer CONNECT and carry bytes both ways until one side is done."""
        proxy = self.server
        assert isinstance(proxy, Proxy)
        target = self.rfile.readline().split()[1].decode()
        login = ""
        while (line := self.rfile.readline().strip()) and line:
            if line.lower().startswith(b"proxy-authorization:"):
                login = line.split(b":", 1)[1].strip().decode()
        proxy.asked.append((target, login))
        self.wfile.write(f"HTTP/1.1 {proxy.status} Told\r\n\r\n".encode())
        if proxy.status != 200:
            return
        host, _, port = target.rpartition(":")
        with socket.create_connection((host, int(port))) as far:
            back = threading.Thread(target=_carry, args=(far, self.connection), daemon=True)
            back.start()
            _carry(self.connection, far)
            back.join(2)


def _carry(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while part := source.recv(65_536):
            target.sendall(part)
        target.shutdown(socket.SHUT_WR)


@contextmanager
def proxying(status: int = 200) -> Iterator[Proxy]:
    """Run a proxy."""
    with Proxy(status) as proxy:
        threading.Thread(target=proxy.serve_forever, args=(0.05,), daemon=True).start()
        yield proxy
        proxy.shutdown()

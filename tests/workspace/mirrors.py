"""A file server that lies, and a group that has published twice. Synthetic throughout."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from sekisho.workspace.press import Press
from tests.assurance.published import FOUR, certified
from tests.assurance.world import change, proposal

LIES = ("404", "500", "empty", "truncated", "longer", "garbage", "swapped", "old", "redirect", "hang up", "drip", "endless")


@dataclass(slots=True)
class Mirror:
    """What the server gives, and how it lies about one file.

    Attributes:
        files: By path.
        old: An earlier state, from which ``old`` copies come.
        lie: One of LIES, or empty.
        about: Path of the file that it lies about; empty: about every file.
        asked: Paths asked for.
        pause: Seconds between the four parts of a drip.
    """

    files: Mapping[str, bytes]
    old: Mapping[str, bytes] = field(default_factory=dict)
    lie: str = ""
    about: str = ""
    asked: list[str] = field(default_factory=list)
    pause: float = 0.02

    def answer(self, path: str) -> tuple[int, bytes]:
        """Return status and body for a path."""
        data = self.files.get(path)
        lies = self.lie if self.about in ("", path) else ""
        if lies == "404" or data is None:
            return 404, b""
        others = [one for name, one in sorted(self.files.items()) if name != path]
        bodies = {
            "empty": b"",
            "truncated": data[: len(data) // 2],
            "longer": data + b" ",
            "garbage": b"\xff{}" + data[::-1],
            "swapped": others[len(path) % len(others)] if others else b"another",
            "old": self.old.get(path, b""),
        }
        return (500 if lies == "500" else 200), bodies.get(lies, data)


@contextlib.contextmanager
def serving(mirror: Mirror) -> Iterator[str]:
    """Serve a mirror on this machine; yield its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.removeprefix("/")
            mirror.asked.append(path)
            lie = mirror.lie if mirror.about in ("", path) else ""
            if lie == "redirect":
                self.send_response(302)
                self.send_header("Location", "http://127.0.0.1:9/elsewhere")
                self.end_headers()
                return
            status, data = mirror.answer(path)
            self.send_response(status)
            self.send_header("Content-Length", str(len(data) if lie not in ("hang up", "endless") else 10**9))
            self.end_headers()
            with contextlib.suppress(OSError):
                self._send(lie, data)

        def _send(self, lie: str, data: bytes) -> None:
            if lie == "hang up":
                self.wfile.write(data[:10])
            elif lie == "endless":
                for _ in range(400):
                    self.wfile.write(b" " * 65_536)
            elif lie == "drip":
                for place in range(0, len(data), max(1, len(data) // 4)):
                    self.wfile.write(data[place : place + max(1, len(data) // 4)])
                    self.wfile.flush()
                    time.sleep(mirror.pause)
            else:
                self.wfile.write(data)

        def log_message(self, format: str, *args: Any) -> None:
            """Be quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


@lru_cache
def two_editions() -> tuple[Press, dict[str, bytes], dict[str, bytes]]:
    """Return a press, the repository as of the first edition, and as of the second."""
    group, _ = certified("two editions")
    press = Press(group)
    first = dict(press.publish(FOUR))
    made, subject = proposal(group, number="Q-2", changes=[change("4Q902", number=2)])
    group.to_round(made, subject, "JP")
    group.decide(subject, dict.fromkeys(FOUR, "yes"))
    group.certify(subject, FOUR)
    group.must_checkpoint()
    return press, first, dict(press.publish(FOUR))

"""The way to a publisher: through a proxy where one is named."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest

from sekisho.engines.download import fetch
from sekisho.errors import EngineError
from tests.engines.tls_server import HOST, Page, Publisher, proxying, publishing, trusting


@pytest.fixture
def publisher(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    with publishing(tmp_path) as found:
        trusting(monkeypatch, found)
        found.pages["/list.xml"] = Page(b"<list/>")
        yield found


def test_through_a_proxy_with_a_login(publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with proxying() as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://example:p%40ss@{proxy.address}")
        monkeypatch.setenv("NO_PROXY", "")
        got = fetch(publisher.address("/list.xml"), tmp_path / "in", most_bytes=1000)
    assert got.path is not None
    assert got.path.read_bytes() == b"<list/>"
    assert proxy.asked == [(f"{HOST}:{publisher.server_port}", f"Basic {base64.b64encode(b'example:p@ss').decode()}")]


def test_not_for_hosts_that_are_left_out(publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with proxying() as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.address)
        monkeypatch.setenv("NO_PROXY", HOST)
        fetch(publisher.address("/list.xml"), tmp_path / "in", most_bytes=1000)
    assert proxy.asked == []


@pytest.mark.parametrize(
    ("proxy", "message"), [("socks5://127.0.0.1:1080", "does not name a proxy"), ("http://", "does not name a proxy")]
)
def test_what_is_no_proxy(
    publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, proxy: str, message: str
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    monkeypatch.setenv("NO_PROXY", "")
    with pytest.raises(EngineError, match=message):
        fetch(publisher.address("/list.xml"), tmp_path / "in", most_bytes=1000, tries=1)


def test_a_proxy_that_refuses_is_told(publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with proxying(407) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.address)
        monkeypatch.setenv("NO_PROXY", "")
        with pytest.raises(EngineError, match="407"):
            fetch(publisher.address("/list.xml"), tmp_path / "in", most_bytes=1000, tries=1, sleep=lambda seconds: None)

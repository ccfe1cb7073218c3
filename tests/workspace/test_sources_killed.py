"""A process that is killed in the middle of an update leaves the last good snapshot in use.

SEKISHO_KILLS says how often; a few times where it is not set.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sekisho.parties.store import PartyStore
from sekisho.workspace import folder
from sekisho.workspace.intake import Override
from sekisho.workspace.update import update_sources
from tests.engines.tls_server import Page, publishing, trusting

KILLS = int(os.environ.get("SEKISHO_KILLS", "0")) or 3
START = "import sys; from sekisho.cli.app import run; sys.exit(run(sys.argv[1:]))"
ENTRY = """<sdnEntry><uid>{0}</uid><lastName>EXAMPLE TRADING {0} CO., LTD.</lastName><sdnType>Entity</sdnType>
<programList><program>EXAMPLE</program></programList></sdnEntry>"""


def publication(day: int, entries: int) -> bytes:
    body = "".join(ENTRY.format(number) for number in range(entries))
    head = f"<Publish_Date>01/{day:02}/2026</Publish_Date><Record_Count>{entries}</Record_Count>"
    return f"<sdnList><publshInformation>{head}</publshInformation>{body}</sdnList>".encode()


def in_use(home: Path) -> str:
    """Return the day of the snapshot in use, after reading it whole."""
    newest = max(folder.snapshots(home, "us-sdn"), key=lambda one: one.snapshot)
    assert newest.whole
    found = PartyStore.open(newest.folder / "parties.bin")
    assert found.parties == newest.parties == len(list(found))
    assert any(one.name == "EXAMPLE TRADING 7 CO., LTD." for one in found)
    return newest.snapshot.isoformat()


def test_the_last_good_snapshot_stays_in_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "ws"
    home.mkdir()
    chance = random.Random(20260723)
    seen = set()
    with publishing(tmp_path) as publisher:
        trusting(monkeypatch, publisher)
        publisher.pages["/sdn.xml"] = Page(publication(1, 10_000), etag='"1"')
        address = f"us-sdn={publisher.address('/sdn.xml')}"
        update_sources(only=["us-sdn"], addresses=[address], workspace=home, override=Override("A. Example", "synthetic"))
        command = [sys.executable, "-c", START, "sources", "update", "--only", "us-sdn", "--workspace", str(home)]
        began = time.monotonic()
        publisher.pages["/sdn.xml"] = Page(publication(2, 10_010), etag='"2"')
        subprocess.run(command, check=True, capture_output=True)
        whole = time.monotonic() - began
        assert in_use(home) == "2026-01-02"
        for number in range(KILLS):
            day = 3 + number % 28
            folder.take_out(home, "us-sdn", max(folder.snapshots(home, "us-sdn"), key=lambda one: one.snapshot).snapshot)
            before = in_use(home)
            publisher.pages["/sdn.xml"] = Page(publication(day, 10_020 + number), etag=f'"{3 + number}"')
            running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep((chance.uniform(0.2, 1.1) if number else 0.3) * whole)
            running.send_signal(signal.SIGKILL)
            running.wait()
            after = in_use(home)
            assert after in (before, f"2026-01-{day:02}")
            seen.add(after == before)
            subprocess.run(command, check=True, capture_output=True)
            assert in_use(home) == f"2026-01-{day:02}"
    assert True in seen, "some of them were killed before the new snapshot was in use"

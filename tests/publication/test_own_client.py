"""python-tuf's own client, with nothing of ours between it and the server, accepts what is published."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tuf.api import exceptions
from tuf.ngclient import Updater

from sekisho.workspace.press import Press
from tests.assurance.published import FOUR, certified
from tests.workspace.mirrors import Mirror, serving


def published(algorithm: str) -> dict[str, bytes]:
    """Return a repository that is fresh by the machine's own clock, which python-tuf reads."""
    group, _ = certified(f"own client {algorithm}", algorithm=algorithm)
    group.pass_time(dt.datetime.now(dt.UTC).replace(microsecond=0) - group.now)
    return Press(group).publish(FOUR)


@pytest.mark.parametrize("algorithm", ["ed25519", "ml-dsa-65", "ed25519+ml-dsa-65"])
def test_python_tuf_verifies_and_downloads(tmp_path: Path, algorithm: str) -> None:
    files = published(algorithm)
    targets = tmp_path / "targets"
    targets.mkdir()
    with serving(Mirror(files)) as address:
        updater = Updater(
            str(tmp_path / "metadata"),
            f"{address}/metadata/",
            str(targets),
            f"{address}/targets/",
            bootstrap=files["metadata/1.root.json"],
        )
        updater.refresh()
        for name in ("record.jsonl", "quantum/edition.json", "quantum/4Q901.yaml"):
            info = updater.get_targetinfo(name)
            assert info is not None
            assert Path(updater.download_target(info)).read_bytes() in files.values()
        assert updater.get_targetinfo("quantum/4Q999.yaml") is None
        assert updater.get_targetinfo("ai/deeper/4Q901.yaml") is None


def test_python_tuf_refuses_a_tampered_target(tmp_path: Path) -> None:
    files = published("ed25519")
    place = next(path for path in files if path.endswith("4Q901.yaml"))
    targets = tmp_path / "targets"
    targets.mkdir()
    with serving(Mirror({**files, place: files[place].replace(b"rule", b"lure")})) as address:
        updater = Updater(
            str(tmp_path / "metadata"),
            f"{address}/metadata/",
            str(targets),
            f"{address}/targets/",
            bootstrap=files["metadata/1.root.json"],
        )
        info = updater.get_targetinfo("quantum/4Q901.yaml")
        assert info is not None
        with pytest.raises(exceptions.LengthOrHashMismatchError):
            updater.download_target(info)

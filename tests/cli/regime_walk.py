"""A group of three states at their desks: every act is a command of ``sekisho``, every thing carried is a file."""

from __future__ import annotations

import contextlib
import functools
import io
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

import typer

from sekisho.cli.app import run
from sekisho.regime.charters import shipped_charter

MEMBERS = ("JP", "NL", "US")
OWNERS = (*MEMBERS, "secretariat")
_CLOCKS = {
    **dict.fromkeys(("deliberation", "last_call", "emergency_ballot", "challenge", "effective"), "PT1S"),
    **dict.fromkeys(("concern", "draft", "deliberation_max"), "P30D"),
    **dict.fromkeys(("tested", "last_call_max", "contested", "settlement", "certification", "publication"), "P9D"),
    **{"review": "P365D", "sunset": "P1095D", "ballot": "PT4S", "emergency": "P60D", "slack": "PT60S"},
}


def quick_charter() -> str:
    """Return the shipped charter of three states, for quantum and with clocks of a second where a test must wait."""
    text = shipped_charter("three-states").decode()
    head, _, rest = text.partition("clocks:\n  concern")
    clocks = "".join(f"  {name}: {value}\n" for name, value in _CLOCKS.items())
    head = head.replace("delta_seconds: 60", "delta_seconds: 1").replace("id: semiconductors", "id: quantum")
    return f"{head}clocks:\n{clocks}{rest[rest.index('rules:') :]}"


_COMMAND = functools.cache(typer.main.get_command)


def called(*words: str | Path) -> tuple[int, str, str]:
    """Run a command; return status, standard output and standard error."""
    out, err = io.StringIO(), io.StringIO()
    built_once = patch.object(typer.main, "get_command", _COMMAND)
    with built_once, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = run([str(word) for word in words])
    return status, out.getvalue(), err.getvalue()


def did(*words: str | Path) -> dict[str, Any]:
    """Run a command that must do its work; return its JSON, which is all it prints on standard output."""
    status, out, err = called(*words, "--json")
    assert status == 0, err
    return dict(json.loads(out))


def refused(*words: str | Path) -> dict[str, Any]:
    """Run a command that must refuse; return its error, which is all it prints, as JSON on the last line."""
    status, out, err = called(*words, "--json")
    assert (status, out) == (2, ""), err
    return dict(json.loads(err.splitlines()[-1])["error"])


class Circle:
    """Three members and a secretariat, each with its keys and its own store in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.count = 0
        self.fresh: set[str] = set()
        self.noted = 0.0

    def key(self, owner: str, role: str = "") -> Path:
        """Return the file of a key; by default that of statements."""
        return self.folder / "keys" / owner / f"{role or ('statement' if owner == 'secretariat' else 'ballot')}.pem"

    def store(self, owner: str) -> Path:
        """Return a party's store."""
        return self.folder / f"{owner}.db"

    def new(self, name: str) -> Path:
        """Return a path that is not there yet."""
        self.count += 1
        return self.folder / f"{self.count:03}.{name}"

    def signed(self, *words: str | Path, owner: str, **more: str) -> Path:
        """Make a statement of a party from its own store, as it has last been carried there; return the file."""
        if owner != "secretariat" and owner not in self.fresh:
            self.carry(owner)
        out = self.new(f"{words[0]}.{owner}.json")
        act = words if words[0] == "vote" else ("say", *words)
        named = [text for name, value in more.items() for text in ("--set", f"{name}={value}")]
        key = self.key(owner, "publication" if "certificate" in words else "")
        did("regime", *act, *named, "--as", owner, "--key", key, "--out", out, "--record", self.store(owner), "--yes")
        return out

    def lodge(self, *files: Path) -> None:
        """Log statements."""
        did("regime", "lodge", *files, "--record", self.secretariat)

    def say(self, *words: str | Path, owner: str, **more: str) -> Path:
        """Make a statement and log it."""
        made = self.signed(*words, owner=owner, **more)
        self.lodge(made)
        return made

    def carry(self, *members: str) -> Path:
        """Export the record and give it to members."""
        out = self.new("record.jsonl")
        did("regime", "export", out, "--record", self.secretariat)
        for member in members:
            did("regime", "copy", out, "--record", self.store(member))
        self.fresh |= set(members)
        return out

    def cosigned(self, members: Sequence[str] = MEMBERS) -> list[Path]:
        """Make a checkpoint and have members cosign it, all from what is carried; again where the machine was too slow."""
        for _ in range(20):
            self.carry(*members)
            note, self.noted = self.new("note"), time.time()
            did("regime", "checkpoint", "--key", self.key("secretariat", "log"), "--out", note, "--record", self.secretariat)
            files = [self._cosign(note, member) for member in members]
            if all(one.exists() for one in files):
                return files
        raise AssertionError("no checkpoint was cosigned in time")

    @property
    def secretariat(self) -> Path:
        """Return the log itself."""
        return self.store("secretariat")

    def _cosign(self, note: Path, member: str) -> Path:
        out = self.new(f"note.{member}")
        words = ("--as", member, "--key", self.key(member, "cosign"), "--out", out, "--record", self.store(member))
        status, _, err = called("regime", "cosign", note, *words)
        assert status == 0 or "clock differs" in err, err
        return out

    def checkpoint(self) -> None:
        """File a checkpoint that every member has cosigned."""
        words = ("--as", "secretariat", "--key", self.key("secretariat"), "--record", self.secretariat)
        did("regime", "file", *self.cosigned(), *words)
        self.fresh.clear()

    def later(self) -> None:
        """Let the clock of a second run out, and have that on record."""
        time.sleep(max(0.0, self.noted + 1.05 - time.time()))
        self.checkpoint()

    def state(self, name: str) -> str:
        """Return where a matter stands."""
        return str(did("regime", "show", name, "--record", self.secretariat)["state"])

    def found(self) -> str:
        """Make keys, fill the charter, sign it in turn and found the framework; return the digest of charter 1."""
        for owner in OWNERS:
            did("regime", "keys", owner, "--out", self.folder / "keys" / owner)
        (self.folder / "short.yaml").write_text(quick_charter(), encoding="utf-8")
        keys = ("--keys", self.folder / "keys", "--heard", "2026-07-01", "--out", self.folder / "charter.json")
        filled = did("regime", "fill", self.folder / "short.yaml", *keys)
        last = self.folder / "charter.json"
        for owner in OWNERS:
            roles = (
                ("log", "statement", "timestamp")
                if owner == "secretariat"
                else ("ballot", "cosign", "publication", "notices")
            )
            own = [word for role in roles for word in ("--key", self.key(owner, role))]
            did("regime", "sign", last, *own, "--out", self.folder / f"charter.{owner}.json", "--yes")
            last = self.folder / f"charter.{owner}.json"
        founded = did("regime", "found", last, "--record", self.secretariat)
        assert founded["root"] == filled["digest"]
        return str(founded["root"])

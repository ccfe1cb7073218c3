"""Edition folders of a framework's list, made by hand in the form of docs/reference/publication.md. Nothing is real law."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sekisho.terms.canonical import encode

ROOT = "a" * 64
EDITION = "b" * 64
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
ENTRIES = {
    one.stem: one.read_bytes() for one in sorted((EXAMPLES / "proposal-analogue-simulator" / "entries").glob("*.yaml"))
}


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def row(code: str, data: bytes | None = None, **facts: str) -> dict[str, Any]:
    """Return the row of an entry on the list."""
    given = ENTRIES[code] if data is None else data
    proof = dict.fromkeys(("matter", "round", "settlement", "report"), "c" * 64)
    return {
        "code": code,
        "sha256": sha(given),
        "title": {"en": f"Example {code}"},
        "texts": {"en": f"Text of {code}"},
        "decision": "ordinary",
        "number": "EXAMPLE-1",
        "adopted": "2026-06-01",
        "effective": "",
        "until": "",
        "proof": proof,
        "field": "quantum",
    } | facts


def gone(code: str, day: str = "2026-07-01", why: str = "removed", data: bytes | None = None) -> dict[str, Any]:
    """Return the row of an entry that went."""
    whole = row(code, data)
    kept = {name: whole[name] for name in ("code", "sha256", "adopted", "proof", "field")}
    return kept | {"gone": day, "why": why}


def transposition(*codes: str, members: Iterable[str] = ("JP",), digest: str = "d" * 64, **facts: Any) -> dict[str, Any]:
    """Return a row of ``acts``: a made-up act that gives effect to entries."""
    ids = sorted(members)
    body = {
        "by": ids[0],
        "members": ids,
        "only": [],
        "except": [],
        "entries": [{"code": code, "sha256": sha(ENTRIES[code]), "national": f"N-{code}"} for code in codes],
        "basis": "made-up law, article 1",
        "act": {"title": "Made-up order", "citation": "Made-up Gazette 1", "url": ""},
        "steps": [],
        "applies_from": "2026-07-01",
        "applies_until": "",
        "savings": "",
        "destinations": {"scope": "all", "places": []},
        "deviations": [],
        "replaces": "",
    } | facts
    return {"digest": digest, "body": body}


def equivalence(
    *codes: str, by: str = "US", of: Iterable[str] = ("JP",), digest: str = "e" * 64, **facts: Any
) -> dict[str, Any]:
    """Return a row of ``acts``: a made-up relief."""
    body = {
        "by": by,
        "of": sorted(of),
        "entries": sorted(codes),
        "national": "RELIEF",
        "basis": "made-up law",
        "citation": "Made-up Code 5",
        "applies_from": "2026-07-01",
        "applies_until": "",
        "conditions": ["a made-up condition"],
        "replaces": "",
    } | facts
    return {"digest": digest, "body": body}


def state(
    rows: Iterable[dict[str, Any]],
    went: Iterable[dict[str, Any]] = (),
    acts: Iterable[dict[str, Any]] = (),
    **facts: Any,
) -> dict[str, Any]:
    """Return a client's state."""
    return {
        "format": "sekisho/framework-state/1",
        "framework": "five-states",
        "root": ROOT,
        "charter": ROOT,
        "size": "12",
        "checkpoint": "2026-07-20T10:00:00Z",
        "stale_after": "2099-01-01T00:00:00Z",
        "edition": EDITION,
        "members": ["DE", "JP", "US"],
        "remedies": [],
        "entries": list(rows),
        "gone": list(went),
        "acts": list(acts),
    } | facts


def write(workspace: Path, body: Mapping[str, Any], entries: Mapping[str, bytes] = ENTRIES) -> Path:
    """Write an edition folder, name it in ``current`` and return it."""
    home = workspace / "framework" / str(body["framework"])
    folder = home / f"{body['size']}-{str(body['edition'])[:12]}"
    (folder / "entries").mkdir(parents=True, exist_ok=True)
    (folder / "repository").mkdir(exist_ok=True)
    for code, data in entries.items():
        (folder / "entries" / f"{code}.yaml").write_bytes(data)
    (folder / "state.json").write_bytes(encode(dict(body)))
    (home / "root").write_text(f"{body['root']}\n", encoding="utf-8")
    (home / "current").write_text(f"{folder.name}\n", encoding="utf-8")
    return folder


def all_rows(**facts: str) -> list[dict[str, Any]]:
    """Return the rows of the three example entries."""
    return [row(code) | facts for code in ENTRIES]

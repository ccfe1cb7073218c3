"""Made-up notices for the tests."""

from __future__ import annotations

import hashlib
from typing import Any

KEY = hashlib.sha256(b"key").hexdigest()
CHARTER = hashlib.sha256(b"charter").hexdigest()


def digest(name: str) -> str:
    """Return a digest for a name."""
    return hashlib.sha256(name.encode()).hexdigest()


def party(name: str = "Example Precision Works", **more: Any) -> dict[str, Any]:
    """Return a party."""
    return {"name": name, "country": "CN", "address": "", "aliases": [], "identifiers": {}, **more}


def common(kind: str, by: str = "US", to: tuple[str, ...] = ("GB", "JP"), **more: Any) -> dict[str, Any]:
    """Return the fields that all notices have."""
    return {
        "type": kind,
        "framework": "five-states",
        "charter": CHARTER,
        "by": by,
        "key": KEY,
        "made": "2026-07-01T09:00:00Z",
        "to": [{"member": one, "key": KEY} for one in to],
        **more,
    }


def denial(**more: Any) -> dict[str, Any]:
    """Return a denial."""
    fields = {
        "id": "US-1",
        "about": "refusal",
        "field": "quantum",
        "entries": [{"list": "us-ccl", "code": "4A906.a.1"}],
        "item": {"text": "made-up quantum computer", "kind": "quantum_computer", "parameters": {"physical_qubits": "72"}},
        "quantity": "",
        "value": "",
        "destination": "CN",
        "consignee": "",
        "end_user": party(),
        "end_use": "",
        "reasons": "",
        "decided": "2026-06-01",
        "valid_until": "2029-05-31",
        "citation": "15 CFR 742.4",
    }
    return common("denial", **{**fields, **more})


def renewal(of: str, reviewed: str = "2029-05-01", until: str = "2032-04-30", **more: Any) -> dict[str, Any]:
    """Return a renewal."""
    return common("renewal", denial=of, **{"reviewed": reviewed, "valid_until": until, "reasons": "", **more})


def withdrawal(of: str, start: str = "2027-01-01", **more: Any) -> dict[str, Any]:
    """Return a withdrawal."""
    return common("withdrawal", denial=of, **{"from": start, "reasons": "", **more})


def inquiry(of: str, **more: Any) -> dict[str, Any]:
    """Return a question of Japan's to the United States, asked on a Wednesday."""
    fields = {"summary": "made up", "asked": "2026-07-01", "reply_by": "2026-07-15", "limit": "2026-08-12", "holidays": []}
    return common("inquiry", "JP", ("US",), denial=of, **{**fields, **more})


def answer(to: str, choice: str = "no", on: str = "2026-07-10", extended: str = "", **more: Any) -> dict[str, Any]:
    """Return an answer."""
    fields = {"inquiry": to, "answer": choice, "on": on, "extended_to": extended, "text": ""}
    given: dict[str, Any] = {"to": ("JP",), **fields, **more}
    return common("answer", **given)


def grant(of: str, asked: str = "", **more: Any) -> dict[str, Any]:
    """Return the notice of a grant."""
    fields = {"denial": of, "inquiry": asked, "reference": "L-1", "decided": "2026-08-20", "reasons": "made up"}
    given: dict[str, Any] = {"by": "JP", "to": ("US",), **fields, **more}
    return common("grant", **given)

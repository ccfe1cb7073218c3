"""Made-up acts for the tests: nothing here is law."""

from __future__ import annotations

from typing import Any

SHA, OTHER = "a" * 64, "b" * 64


def digest(name: str) -> str:
    """Return a digest that begins with a letter of a test."""
    return (name.encode().hex() * 64)[:64]


def transposition(by: str = "JP", **fields: Any) -> dict[str, Any]:
    """Return the body of a transposition."""
    return {
        "by": by,
        "members": [by],
        "only": [],
        "except": [],
        "entries": [{"code": "4Q901", "sha256": SHA, "national": "8-1"}],
        "basis": "made-up law, article 1",
        "act": {"title": "Made-up order", "citation": "Made-up Gazette 1", "url": "https://example.org/1"},
        "steps": [
            {"step": "adoption", "date": "2026-06-10", "note": ""},
            {"step": "in_force", "date": "2026-07-01", "note": ""},
        ],
        "applies_from": "2026-07-01",
        "applies_until": "",
        "savings": "contracts before",
        "destinations": {"scope": "all", "places": []},
        "deviations": [],
        "replaces": "",
    } | fields


def equivalence(by: str = "US", **fields: Any) -> dict[str, Any]:
    """Return the body of an equivalence."""
    return {
        "by": by,
        "of": ["JP"],
        "entries": ["4Q901"],
        "national": "RELIEF",
        "basis": "made-up law",
        "citation": "Made-up Code 5",
        "applies_from": "2026-07-01",
        "applies_until": "",
        "conditions": ["a condition"],
        "replaces": "",
    } | fields


def row(code: str = "4Q901", **fields: str) -> dict[str, Any]:
    """Return the row of an entry on the list."""
    return {
        "code": code,
        "sha256": SHA,
        "title": {"en": f"Title of {code}"},
        "texts": {"en": f"Text of {code}", "ja": "架空"},
        "adopted": "2026-06-01",
        "effective": "",
        "until": "",
        "field": "quantum",
    } | fields


def gone(code: str = "4Q901", **fields: str) -> dict[str, Any]:
    """Return the row of an entry that went."""
    return {
        "code": code, "sha256": OTHER, "adopted": "2026-05-01", "gone": "2026-06-01", "why": "amended", "field": "quantum"
    } | fields  # fmt: skip

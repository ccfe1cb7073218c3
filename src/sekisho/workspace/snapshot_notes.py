"""What the notes of a stored snapshot (meta.json) may hold.

Decides the shape of each note, so that whoever shows or compares notes need not ask; a note that is not there is fine,
because earlier layouts had fewer. Knows nothing of files.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import Any, Final


def check_notes(meta: Any) -> None:
    """Refuse notes of another shape.

    Raises:
        ValueError: They are not such notes; says which.
    """
    if not isinstance(meta, dict):
        raise ValueError("the notes are no object")
    for name, fits in _SHAPES.items():
        if name in meta and not fits(meta[name]):
            raise ValueError(f"the note {name} has another shape")


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


def _is_day(value: Any) -> bool:
    try:
        return bool(dt.date.fromisoformat(value).isoformat() == value)
    except (TypeError, ValueError):
        return False


def _is_digest(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 64 and not set(value) - set("0123456789abcdef")


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _object(value: Any) -> bool:
    return isinstance(value, dict)


def _counts(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_is_count, value.values()))


def _digests(value: Any) -> bool:
    return isinstance(value, dict) and all(PurePath(name).name == name and _is_digest(one) for name, one in value.items())


def _unread(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, dict) and _is_count(one.get("line")) and _is_text(one.get("message")) for one in value
    )


def _accepted(value: Any) -> bool:
    return value is None or (
        isinstance(value, dict)
        and _is_text(value.get("by"))
        and _is_text(value.get("reason"))
        and _texts(value.get("over", []))
    )


_SHAPES: Final[Mapping[str, Callable[[Any], bool]]] = {
    "source": _is_text,
    "snapshot": _is_day,
    "day_basis": _is_text,
    "sha256": _is_digest,
    "bytes": lambda value: isinstance(value, int),
    "parties": _is_count,
    "file": _is_text,
    "recorded": _is_day,
    "loaded_at": _is_text,
    "fetched": _object,
    "layout": _is_count,
    "stated": _counts,
    "counted": _counts,
    "unread_rows": _is_count,
    "unread": _unread,
    "unknown_places": _counts,
    "held_against": _object,
    "accepted": _accepted,
    "digests": _digests,
    "reasons": _texts,
    "unreadable": _is_flag,
    "settled": _is_day,
}

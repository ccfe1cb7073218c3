"""Acts as a member writes them down, turned into statements of the record.

Decides which fields a file may leave out and what stands in their place. What a statement must hold is for ``notices``.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sekisho.errors import MissingError, RecordError
from sekisho.notices.transposition import FIELDS, read_transposition
from sekisho.workspace.user_files import read_user_file

_DEFAULTS: Mapping[str, Any] = {
    "only": (),
    "except": (),
    "steps": (),
    "applies_until": "",
    "savings": "",
    "deviations": (),
    "replaces": "",
}


def read_act(path: Path, adopted: Mapping[str, str], by: str) -> dict[str, Any]:
    """Return the fields of a transposition out of a file of the user.

    Args:
        path: The file, YAML or JSON. An entry that gives no ``sha256`` takes that of the list as it stands.
        adopted: Code to digest of each entry of the list.
        by: Member that speaks.

    Raises:
        DocumentError: The file cannot be read, or has a key that an act has not.
        MissingError: An entry without ``sha256`` is not on the list.
        RecordError: A field is missing or malformed, or two contradict each other.
    """
    given = read_user_file(path)
    given.node.only(tuple(FIELDS))
    fields = {**{key: list(one) if one == () else one for key, one in _DEFAULTS.items()}, **given.node.plain()}
    try:
        if not isinstance(fields.get("entries"), list):
            raise RecordError("an act gives effect to entries", place="entries", remedy="name them: entries: [{code: …}]")
        fields["entries"] = [_entry(row, adopted) for row in fields["entries"]]
        read_transposition({**fields, "by": by}, "0" * 64)
    except (RecordError, MissingError) as problem:
        raise problem.located(file=given.name) from problem
    return fields


def _entry(row: Any, adopted: Mapping[str, str]) -> dict[str, Any]:
    if not isinstance(row, dict) or not isinstance(row.get("code"), str):
        raise RecordError("an entry names its code", place="entries", remedy='write {code: 4A801.a, national: ""}')
    if "sha256" not in row and row["code"] not in adopted:
        known = ", ".join(sorted(adopted)) or "nothing yet"
        raise MissingError(f"{row['code']} is not on the list", place="entries", remedy=f"the list holds {known}")
    return {"national": "", "sha256": adopted.get(row["code"], ""), **row}

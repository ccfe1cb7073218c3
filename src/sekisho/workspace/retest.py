"""Test a proposal of the record again: the same checks as before it was proposed, from the bytes that were signed.

The record says that its sponsor called a proposal tested; whoever decides on it need not believe that.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from sekisho.assurance import draft
from sekisho.assurance.replay import replay
from sekisho.errors import MissingError, RecordError
from sekisho.ledger.checkpoint import read_note
from sekisho.regime.edition import LIST
from sekisho.regime.matter import Matter
from sekisho.terms.canonical import decode
from sekisho.workspace.propose import Checked, check_proposal
from sekisho.workspace.records import list_of, read_place


def retest(place: str, name: str, root: str | None, progress: Callable[[str, int, int], None] | None = None) -> Checked:
    """Run the checks of `sekisho propose` on a proposal of a record, against the list as it stood when it was made.

    Args:
        place: The record.
        name: Number of the proposal, or the beginning of its digest.
        root: Digest of charter 1 that the caller trusts.
        progress: Told what is done.

    Returns:
        The report, whose ``same`` tells whether the package gives the changes that were signed.

    Raises:
        MissingError: The record holds no such proposal, or it is about no entry.
        RecordError: The record does not hold together.
    """
    found = read_place(place)
    matter = draft.find_matter(replay(found.leaves, found.checkpoints, root), name)
    if not matter.of_list:
        raise MissingError(f"{name} proposes no entry: there is nothing to run")
    then = replay(found.leaves[: _covering(found.checkpoints, matter.event.index)], found.checkpoints, root)
    with tempfile.TemporaryDirectory() as place_:
        folder = Path(place_)
        _write(folder / "proposal", matter)
        base = folder / "list.json"
        base.write_text(json.dumps(list_of(then.docket), ensure_ascii=False), encoding="utf-8")
        checked = check_proposal(folder / "proposal", charter=then.docket.charter, base=base, progress=progress)
    same = bool(checked.data) and decode(checked.data)["changes"] == matter.changes
    return Checked({**checked.report, "same": same}, checked.data, checked.refusals)


def _covering(checkpoints: Any, index: int) -> int:
    """Return the least size of a checkpoint that covers a leaf."""
    sizes = []
    for text in checkpoints:
        try:
            sizes.append(read_note(text).checkpoint.size)
        except RecordError:
            continue
    return min((size for size in sizes if size > index), default=index + 1)


def _write(folder: Path, matter: Matter) -> None:
    """Write the package that a proposal was made of."""
    body = matter.event.body
    (folder / "entries").mkdir(parents=True)
    rows = [_change(folder, row) for row in matter.changes]
    head = {name: body[name] for name in ("number", "decision", "field", "title", "concern", "replaces", "dossier")}
    package = {**head, "sponsor": matter.event.by, "changes": rows}
    (folder / "proposal.yaml").write_text(json.dumps(package, ensure_ascii=False), encoding="utf-8")


def _change(folder: Path, row: Mapping[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {"action": row["action"], "code": row["code"]}
    if row["entry"]:
        name = f"entries/{row['code']}.yaml"
        (folder / name).write_bytes(row["entry"].encode())
        made["file"] = name
    if row["texts"]:
        made["texts"] = dict(row["texts"])
    follows = [one["code"] for one in row["references"] if one["follows"] == "yes"]
    refers = [f"{one['list']}:{one['code']}" for one in row["references"] if one["list"] != LIST]
    return {**made, **({"follows": follows} if follows else {}), **({"refers": refers} if refers else {})}

"""The framework's list as the record makes it: which entries it holds, by which proposal, as which bytes.

Decides whether a proposal still fits the list. Knows nothing of publication.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sekisho.errors import RecordError
from sekisho.regime.matter import Listed, entry_digest
from sekisho.terms.canonical import digest, encode

FORMAT = "sekisho/edition/1"
ACTIONS_OF: Mapping[str, frozenset[str]] = {
    "add": frozenset({"add"}),
    "amend": frozenset({"amend"}),
    "remove": frozenset({"remove"}),
    "renew": frozenset({"renew"}),
    "emergency": frozenset({"add"}),
    "withdrawal": frozenset({"remove"}),
    "charter": frozenset({"charter"}),
    "accession": frozenset({"charter"}),
    "suspension": frozenset({"charter"}),
}
"""What a proposal of each kind may change, so that none is decided by the rule of another."""
_HEAD = re.compile(r"^(code|field): *[\"']?([A-Za-z0-9._-]+)[\"']? *$", re.MULTILINE)
LIST = "framework"
"""The id of the list that the members adopt."""


@functools.lru_cache(maxsize=4096)
def head_of(text: str) -> tuple[str, str]:
    """Return code and field of an entry file, each on a line of its own at the margin.

    Raises:
        RecordError: One stands not once and plainly.
    """
    found = _HEAD.findall(text)
    if sorted(name for name, _ in found) != ["code", "field"]:
        raise RecordError("an entry states `code` and `field` once each, on lines of their own")
    named = dict(found)
    return named["code"], named["field"]


def refuse_disguise(proposal: Mapping[str, Any]) -> None:
    """Refuse a proposal that would be decided by another rule, or by other members, than its changes call for.

    Raises:
        RecordError: A change is not of the kind of decision, or an entry is of another field or code than stated.
    """
    decision, field = proposal["decision"], proposal["field"]
    if decision not in ACTIONS_OF:
        raise RecordError(f"there is no kind of decision {decision!r}", remedy=f"kinds: {', '.join(ACTIONS_OF)}")
    of_whole = ACTIONS_OF[decision] == {"charter"}
    if (field == "*") is not of_whole:
        raise RecordError(f"a proposal to decide on {decision} {'is' if of_whole else 'is not'} in the field *")
    codes = [change["code"] for change in proposal["changes"]]
    if len(set(codes)) < len(codes):
        raise RecordError("a proposal changes an entry once")
    for change in proposal["changes"]:
        if change["action"] not in ACTIONS_OF[decision]:
            raise RecordError(f"a proposal to {decision} cannot {change['action']}", remedy="make two proposals")
        if bool(change["entry"]) is not (change["action"] in ("add", "amend", "charter")):
            raise RecordError(f"a change to {change['action']} {'needs' if not change['entry'] else 'has no'} text")
        if of_whole and (len(codes) > 1 or entry_digest(change["entry"]) != change["code"]):
            raise RecordError("a proposal on the framework itself carries one charter, under its digest")
        if change["entry"] and not of_whole and head_of(change["entry"]) != (change["code"], field):
            raise RecordError(f"the entry file of {change['code']} is of another code, or of another field than {field}")


class Edition:
    """The list after some leaf.

    Args:
        framework: Id of the framework.
    """

    def __init__(self, framework: str) -> None:
        self.framework = framework
        self.entries: dict[str, Listed] = {}
        self._references: dict[str, Sequence[Mapping[str, Any]]] = {}
        self._counts: Counter[str] = Counter()
        self._digest: str | None = None

    @property
    def digest(self) -> str:
        """Return the digest of the edition's document."""
        if self._digest is None:
            self._digest = digest(encode(self.document()))
        return self._digest

    def document(self) -> dict[str, Any]:
        """Return the edition's document."""
        entries = {code: one.sha256 for code, one in self.entries.items()}
        return {"format": FORMAT, "framework": self.framework, "entries": entries}

    def clash(self, changes: Sequence[Mapping[str, Any]], field: str) -> str:
        """Return why a proposal in a field does not fit the list, or nothing if it does."""
        for change in changes:
            code, held = change["code"], self.entries.get(change["code"])
            if change["action"] == "charter":
                continue
            if change["action"] == "add" and held is not None:
                return f"the list has an entry {code} already"
            if change["action"] != "add" and (held is None or held.sha256 != change["before"]):
                return f"the entry {code} is not what the proposal says it is"
            if held is not None and head_of(held.text)[1] != field:
                return f"the entry {code} is of the field {head_of(held.text)[1]}, the proposal is in {field}"
        own = {row["code"]: row for row in changes}
        for row in (reference for change in changes for reference in change["references"]):
            if row["list"] == LIST and row["follows"] == "no" and not self._stands(row, own):
                return f"the entry {row['code']}, to which the proposal refers, is not what it was"
        return self._dependants(changes, own)

    def apply(self, matter: str, changes: Sequence[Mapping[str, Any]]) -> dict[str, bool]:
        """Make the changes of an adopted proposal.

        Args:
            matter: Digest of the proposal.
            changes: That do not clash.

        Returns:
            The proposals whose entries were touched: True where an entry is gone or replaced, False where it was renewed.
        """
        touched: dict[str, bool] = {}
        for change in changes:
            code, held = change["code"], self.entries.get(change["code"])
            if held is not None:
                touched[held.matter] = touched.get(held.matter, False) or change["action"] != "renew"
            if change["action"] == "remove":
                self._remove(code)
            elif change["action"] in ("add", "amend"):
                if held is not None:
                    self._counts[held.matter] -= 1
                self._counts[matter] += 1
                self.entries[code] = Listed(code, change["entry"], entry_digest(change["entry"]), matter)
                self._references[code] = change["references"]
        self._digest = None
        return touched

    def holds(self, matter: str) -> bool:
        """Tell whether an entry of a proposal is in the list."""
        return self._counts[matter] > 0

    def drop(self, matter: str) -> None:
        """Take out the entries of a proposal that expired."""
        for code in [code for code, one in self.entries.items() if one.matter == matter]:
            self._remove(code)
        self._digest = None

    def _remove(self, code: str) -> None:
        self._counts[self.entries.pop(code).matter] -= 1
        self._references.pop(code, None)

    def _stands(self, reference: Mapping[str, Any], own: Mapping[str, Mapping[str, Any]]) -> bool:
        change = own.get(reference["code"])
        if change is not None and change["action"] in ("add", "amend"):
            return bool(entry_digest(change["entry"]) == reference["sha256"])
        held = self.entries.get(reference["code"])
        return held is not None and held.sha256 == reference["sha256"] and change is None

    def _dependants(self, changes: Sequence[Mapping[str, Any]], own: Mapping[str, Any]) -> str:
        """Return which entry refers to one that would change, though its reference is frozen."""
        edited = {change["code"] for change in changes if change["action"] in ("amend", "remove")}
        for code, references in self._references.items():
            if code in own and own[code]["action"] != "renew":
                continue
            for row in references:
                if row["list"] == LIST and row["follows"] == "no" and row["code"] in edited:
                    return f"the entry {code} refers to {row['code']} as it stands: amend both"
        return ""

"""A proposal: a change of the framework's list as entries with their cases, and the statement that puts it to the members.

Decides what a proposal package holds, what the list would be after it, and which bytes the statement covers. Whether it may
be put to the members is for ``proposal_checks``; who signs it, for assurance.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sekisho.controls.classify import referenced
from sekisho.controls.codes import below, natural, related
from sekisho.controls.control_list import ControlList
from sekisho.controls.entry import Entry
from sekisho.controls.library import Draft, draft
from sekisho.controls.read_entry import read_entry
from sekisho.controls.vocabulary import Vocabulary
from sekisho.errors import Error, ProposalError
from sekisho.regime.edition import FORMAT, LIST, refuse_disguise
from sekisho.regime.statements import LANGUAGE, check_statement
from sekisho.terms.canonical import digest, encode
from sekisho.terms.document import Node, read_document

CRITERIA: Mapping[str, str] = {
    "foreign_availability": "whether it can be had outside the members",
    "controllability": "whether its export can be controlled effectively",
    "clear_specification": "whether the words and numbers are clear and objective",
    "controlled_elsewhere": "whether another regime controls it",
    "military_relevance": "what it contributes to military capability",
    "expected_effect": "what the control is expected to change, and for whom",
}
"""What a dossier answers. Four are the Wassenaar Arrangement's criteria for its dual-use list; the last two are ours."""
LISTED = ("add", "amend")
"""Actions that bring an entry file."""
SIGNER = ("framework", "charter", "by", "key", "made")
"""Fields of the statement that whoever signs it fills in."""
Others = Callable[[str, str], bytes | None]
"""From the id of another list and a code to the bytes of the entry's file; None where it is not known."""

_ANYBODY = {"charter": "0" * 64, "by": "nobody", "key": "0" * 64, "made": "1970-01-01T00:00:00Z"}
_HEAD = f"""id: {LIST}
title: "List of the framework"
authority: "The members, by ballot"
jurisdiction: XX
text: "What the members adopted"
edition: "as the record stands"
law_as_known: 1970-01-01
hard_limit_days: 1
citation: "The record"
"""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason for which a proposal may not be put to the members.

    Attributes:
        code: What kind of reason, one of ``docs/reference/proposal-files.md``.
        place: File, with line or path; or the code of an entry.
        message: What is wrong.
        remedy: What to do about it.
    """

    code: str
    place: str
    message: str
    remedy: str

    def __str__(self) -> str:
        """Return ``place: message (remedy)``."""
        return f"{self.place}: {self.message} ({self.remedy})"

    def as_json(self) -> dict[str, str]:
        """Return the row of a report."""
        return {"code": self.code, "place": self.place, "message": self.message, "remedy": self.remedy}


def refuse(refusals: Sequence[Refusal]) -> ProposalError:
    """Return one error that lists every reason."""
    count = "one reason" if len(refusals) == 1 else f"{len(refusals)} reasons"
    lines = "".join(f"\n  [{one.code}] {one}" for one in refusals)
    return ProposalError(f"the proposal may not be put to the members, for {count}:{lines}")


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the list.

    Attributes:
        action: ``add``, ``amend``, ``remove`` or ``renew``.
        code: Of the entry.
        file: Name of the entry file in the package; empty where the action brings none.
        entry: Exact text of that file.
        texts: The official text by language, exactly.
        follows: Codes to which the entry refers as they will be at any time, not as they are now.
        refers: Entries of other lists that the text refers to, as ``list:code``.
    """

    action: str
    code: str
    file: str = ""
    entry: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    follows: tuple[str, ...] = ()
    refers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Package:
    """A proposal as drafted.

    Attributes:
        number: By which the members speak of it.
        decision: Kind of decision asked for.
        field: Field of technology; who decides depends on it.
        title: By language.
        sponsor: Member that brings it; signs it later.
        concern: Digest of the concern that it takes up; may be empty.
        replaces: Digest of the proposal that it replaces; may be empty.
        dossier: An answer for each of CRITERIA.
        changes: At least one, in the order of the file.
    """

    number: str
    decision: str
    field: str
    title: Mapping[str, str]
    sponsor: str
    concern: str
    replaces: str
    dossier: Mapping[str, str]
    changes: tuple[Change, ...]

    def change(self, code: str) -> Change | None:
        """Return the change of an entry, or None where the package leaves it alone."""
        return next((one for one in self.changes if one.code == code), None)


@dataclass(frozen=True, slots=True)
class Base:
    """The framework's list before the proposal.

    Attributes:
        entries: Code to the exact bytes of the entry file.
        follows: Code to what that entry refers to as it will be; every other reference is frozen.
        texts: Code to the official text by language, where it is known.
    """

    entries: Mapping[str, bytes] = field(default_factory=dict)
    follows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def after(self, package: Package) -> dict[str, bytes]:
        """Return the entry files as they would be after a proposal."""
        entries = dict(self.entries)
        for change in package.changes:
            if change.action in LISTED:
                entries[change.code] = change.entry.encode()
            elif change.action == "remove":
                entries.pop(change.code, None)
        return entries

    def edition(self, framework: str) -> str:
        """Return the digest of the edition (``docs/reference/record.md``, Editions)."""
        entries = {code: sha256(data) for code, data in self.entries.items()}
        return digest(encode({"format": FORMAT, "framework": framework, "entries": entries}))


def sha256(data: bytes) -> str:
    """Return the SHA-256 of an entry file, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def entry_file(code: str) -> str:
    """Return the name of an entry's file in a package."""
    return f"entries/{code}.yaml"


def read_one(code: str, data: bytes, vocabulary: Vocabulary) -> tuple[Entry, Node]:
    """Return an entry of the framework's list out of its file.

    Raises:
        RulebookError: A kind, field, condition or date is wrong.
        DocumentError: The file has another shape.
    """
    node = read_document(data, entry_file(code))
    return read_entry(node, LIST, vocabulary), node


def build(entries: Mapping[str, bytes], vocabulary: Vocabulary) -> Draft:
    """Return a list of the framework out of its entry files; no case is run.

    Raises:
        RulebookError: A file does not hold together, or entries refer to each other in a circle.
        DocumentError: A file has another shape.
    """
    documents = [read_document(data, entry_file(code)) for code, data in sorted(entries.items())]
    return draft(read_document(_HEAD.encode(), "list.yaml"), None, documents, vocabulary)


def named_codes(entry: Entry) -> tuple[str, ...]:
    """Return the codes that the conditions of an entry name under any reference parameter, in natural order."""
    conditions = (version.condition for version in entry.versions if version.condition is not None)
    found = {code for one in conditions for codes in referenced(one).values() for code in codes}
    return tuple(sorted(found, key=natural))


def named_entries(entry: Entry, control_list: ControlList) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each code that an entry names with the entries of a list that answer it: its own, above or below."""
    for code in named_codes(entry):
        yield code, tuple(other for other in control_list.index if related(other, code) and other != entry.code)


def rows_of(change: Change, after: Draft, entries: Mapping[str, bytes], others: Others) -> list[dict[str, str]]:
    """Return the rows ``references`` of a change: every entry that it names, with the SHA-256 of its file.

    Args:
        change: Adds or amends an entry of the list.
        after: The list after the proposal.
        entries: Its files.
        others: Entries of other lists.

    Raises:
        ProposalError: It names an entry that is nowhere to be found.
    """
    rows: dict[tuple[str, str], dict[str, str]] = {}
    for code, answering in named_entries(after.control_list.entry(change.code), after.control_list):
        if not answering:
            raise ProposalError(f"{change.code} refers to {code}, which is neither on the list nor in the package")
        for one in answering:
            rows[LIST, one] = _row(LIST, one, entries[one], any(below(one, code) for code in change.follows))
    for written in change.refers:
        list_id, _, code = written.partition(":")
        data = others(list_id, code)
        if data is None:
            raise ProposalError(f"{change.code} refers to {written}, which no list at hand holds")
        rows[list_id, code] = _row(list_id, code, data, written in change.follows)
    return [rows[key] for key in sorted(rows, key=lambda key: (key[0], natural(key[1])))]


def _row(list_id: str, code: str, data: bytes, follows: bool) -> dict[str, str]:
    return {"list": list_id, "code": code, "sha256": sha256(data), "follows": "yes" if follows else "no"}


def no_others(list_id: str, code: str) -> bytes | None:
    """Know no other list."""
    return None


def proposal_body(
    package: Package, base: Base, framework: str, vocabulary: Vocabulary, others: Others = no_others
) -> dict[str, Any]:
    """Return the statement of kind ``proposal``, without the fields of whoever signs it (SIGNER).

    Args:
        package: The proposal.
        base: The list before it.
        framework: Id of the framework, part of the edition's digest.
        vocabulary: Kinds and parameters.
        others: Entries of other lists.

    Raises:
        ProposalError: It refers to an entry that is nowhere to be found.
        RecordError: The record would set it aside, whoever signed it.
        InputError: An entry does not hold together.
    """
    entries = base.after(package)
    after = build(entries, vocabulary)
    body = {
        "type": "proposal",
        "number": package.number,
        "decision": package.decision,
        "field": package.field,
        "concern": package.concern,
        "replaces": package.replaces,
        "base_edition": base.edition(framework),
        "language": LANGUAGE,
        "title": dict(package.title),
        "changes": [_change_row(one, base, after, entries, others) for one in package.changes],
        "dossier": dict(package.dossier),
    }
    check_statement({**body, **_ANYBODY, "framework": framework})
    refuse_disguise(body)
    return body


def _change_row(change: Change, base: Base, after: Draft, entries: Mapping[str, bytes], others: Others) -> dict[str, Any]:
    old = base.entries.get(change.code)
    return {
        "action": change.action,
        "code": change.code,
        "entry": change.entry,
        "before": "" if old is None else sha256(old),
        "texts": dict(change.texts),
        "references": rows_of(change, after, entries, others) if change.action in LISTED else [],
    }


def attempt(code: str, data: bytes, vocabulary: Vocabulary) -> tuple[Entry | None, Refusal | None]:
    """Return an entry of a package, or why it cannot be read."""
    try:
        entry, _ = read_one(code, data, vocabulary)
    except Error as problem:
        return None, error_refusal("entry", entry_file(code), problem)
    return entry, None


def error_refusal(kind: str, file: str, problem: Error) -> Refusal:
    """Return an error as a reason for refusal."""
    where = ":".join(str(part) for part in (problem.file or file, problem.line) if part is not None)
    place = f"{where} {problem.place}" if problem.place else where
    return Refusal(kind, place, problem.message, problem.remedy or "see docs/reference/rulebook-files.md")

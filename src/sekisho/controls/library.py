"""Control lists out of the rulebook's files, checked as a whole.

Refuses a rulebook that contradicts itself: a code given twice or under another file name, overlapping dates, a circular
reference, a case that fails.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from sekisho.controls.cases import failures
from sekisho.controls.classify import referenced
from sekisho.controls.codes import below, natural
from sekisho.controls.control_list import ControlList, Coverage, Header
from sekisho.controls.entry import Entry
from sekisho.controls.read_entry import read_entry
from sekisho.controls.references import CONTAINS
from sekisho.controls.vocabulary import Vocabulary, read_vocabulary
from sekisho.errors import DateError, RulebookError
from sekisho.logic.tree import Node as Condition
from sekisho.logic.tree import names
from sekisho.terms.dates import Period
from sekisho.terms.document import Node, read_document

VOCABULARY = "vocabulary"
_HEADER_KEYS = (
    "id",
    "title",
    "authority",
    "jurisdiction",
    "text",
    "edition",
    "law_as_known",
    "hard_limit_days",
    "citation",
    "complete",
)
_COVERAGE_KEYS = ("kind", "covered", "codes_examined", "from", "until", "note", "citation")


def build_lists(sources: Mapping[str, bytes], check: bool = True) -> tuple[Vocabulary, dict[str, ControlList]]:
    """Read the vocabulary and every folder that has a ``list.yaml``.

    Args:
        sources: Path below ``rulebooks/`` to content.
        check: Whether to run the cases.

    Raises:
        RulebookError: A file does not hold together.
    """
    documents = [read_document(data, name) for name, data in sorted(sources.items()) if name.startswith(f"{VOCABULARY}/")]
    vocabulary = read_vocabulary(documents)
    lists: dict[str, ControlList] = {}
    for folder in sorted(PurePosixPath(name).parts[0] for name in sources if PurePosixPath(name).name == "list.yaml"):
        files = {name: data for name, data in sources.items() if name.startswith(f"{folder}/")}
        found = build_list(folder, files, vocabulary)
        if check:
            for problem in case_failures(found, vocabulary):
                raise problem
        lists[found.id] = found
    return vocabulary, lists


def build_list(folder: str, files: Mapping[str, bytes], vocabulary: Vocabulary) -> ControlList:
    """Read one list; its cases are not run.

    Raises:
        RulebookError: A file does not hold together.
    """
    head = read_document(files[f"{folder}/list.yaml"], f"{folder}/list.yaml")
    coverage_name = f"{folder}/coverage.yaml"
    coverage = read_document(files[coverage_name], coverage_name) if coverage_name in files else None
    entries: dict[str, Entry] = {}
    for name in sorted(files):
        path = PurePosixPath(name)
        if path.suffix != ".yaml" or path.name in {"list.yaml", "coverage.yaml"}:
            continue
        node = read_document(files[name], name)
        entry = read_entry(node, folder, vocabulary)
        if path.name != f"{entry.code}.yaml":
            raise _wrong(node, f"the file of {entry.code} must be called {entry.code}.yaml")
        if entry.code in entries:
            raise _wrong(node, f"{entry.code} is defined twice")
        entries[entry.code] = entry
    return assemble(head, coverage, entries.values(), vocabulary, _digest(files))


def assemble(
    head: Node, coverage: Node | None, entries: Iterable[Entry], vocabulary: Vocabulary, sha256: str
) -> ControlList:
    """Put a list together.

    Raises:
        RulebookError: References form a circle, or a coverage statement is about no kind.
        DocumentError: A file has another shape.
    """
    held = {one.code: one for one in sorted(entries, key=lambda one: natural(one.code))}
    _refuse_circle(held, head)
    header = _header(head, sha256, _references(held.values()), held)
    return ControlList(
        header,
        tuple(_coverage(coverage, vocabulary)),
        {code: one.kinds for code, one in held.items()},
        held.__getitem__,
    )


def case_failures(control_list: ControlList, vocabulary: Vocabulary) -> Iterator[RulebookError]:
    """Yield an error for each thing wrong with the cases of a list."""
    for entry in control_list.entries:
        for sentence in failures(entry, control_list, vocabulary):
            yield RulebookError(sentence, file=f"{control_list.id}/…/{entry.code}.yaml", remedy="mend the entry or the case")


def _header(node: Node, sha256: str, references: Mapping[str, tuple[str, ...]], entries: Mapping[str, Entry]) -> Header:
    node.only(_HEADER_KEYS)
    complete = node.get("complete")

    def words(key: str) -> str:
        return " ".join(node.require(key).text().split())

    return Header(
        words("id"),
        words("title"),
        words("authority"),
        words("jurisdiction"),
        words("text"),
        words("edition"),
        words("citation"),
        law_as_known=node.require("law_as_known").date(),
        hard_limit_days=int(node.require("hard_limit_days").number()),
        sha256=sha256,
        references=references,
        open_references=_open(references, entries, () if complete is None else complete.texts()),
        containers=_containers(entries.values()),
    )


def _coverage(node: Node | None, vocabulary: Vocabulary) -> Iterator[Coverage]:
    if node is None:
        return
    node.only(("kinds",))
    for one in node.require("kinds").sequence():
        one.only(_COVERAGE_KEYS)
        kind, codes = one.require("kind").text(), one.get("codes_examined")
        if kind not in vocabulary.kinds:
            raise _wrong(one, f"unknown kind {kind!r}")
        start, until = one.get("from"), one.get("until")
        try:
            period = Period(None if start is None else start.date(), None if until is None else until.date())
        except DateError as problem:
            raise _wrong(one, problem.message) from problem
        yield Coverage(
            kind,
            one.require("covered").flag(),
            () if codes is None else codes.texts(),
            " ".join(one.require("note").text().split()),
            " ".join(one.require("citation").text().split()),
            period,
        )


def _conditions(entry: Entry) -> Iterator[Condition]:
    return (version.condition for version in entry.versions if version.condition is not None)


def _references(entries: Iterable[Entry]) -> dict[str, tuple[str, ...]]:
    named: dict[str, dict[str, None]] = {}
    for entry in entries:
        for condition in _conditions(entry):
            for name, codes in referenced(condition).items():
                named.setdefault(name, {}).update(dict.fromkeys(codes))
    return {name: tuple(sorted(codes, key=natural)) for name, codes in sorted(named.items())}


def _open(
    references: Mapping[str, tuple[str, ...]], entries: Mapping[str, Entry], complete: tuple[str, ...]
) -> dict[str, tuple[str, ...]]:
    """Return the referenced codes that neither are entries nor have all their limbs among them."""
    answered = {*entries, *complete}
    return {name: tuple(code for code in codes if code not in answered) for name, codes in references.items()}


def _containers(entries: Iterable[Entry]) -> tuple[str, ...]:
    kinds: dict[str, None] = {}
    for entry in entries:
        for version in entry.versions:
            if version.condition is not None and CONTAINS in names(version.condition):
                kinds.update(dict.fromkeys(entry.kinds))
    return tuple(sorted(kinds))


def _refuse_circle(entries: Mapping[str, Entry], head: Node) -> None:
    """Refuse entries that refer to each other in a circle."""
    graph = {
        code: {
            other
            for condition in _conditions(entry)
            for codes in referenced(condition).values()
            for named in codes
            for other in entries
            if below(other, named)
        }
        for code, entry in entries.items()
    }
    done: set[str] = set()
    for start in graph:
        path: list[str] = []
        stack: list[tuple[str, bool]] = [(start, False)]
        while stack:
            code, leaving = stack.pop()
            if leaving:
                path.pop()
                done.add(code)
            elif code in path:
                circle = " → ".join((*path[path.index(code) :], code))
                raise _wrong(head, f"entries refer to each other in a circle: {circle}")
            elif code not in done:
                path.append(code)
                stack.append((code, True))
                stack.extend((other, False) for other in sorted(graph[code]))


def _digest(files: Mapping[str, bytes]) -> str:
    total = hashlib.sha256()
    for name in sorted(files):
        total.update(f"{name}\0{len(files[name])}\0".encode())
        total.update(files[name])
    return total.hexdigest()


def _wrong(node: Node, message: str) -> RulebookError:
    return RulebookError(message, file=node.file, line=node.line, place=node.path or None)

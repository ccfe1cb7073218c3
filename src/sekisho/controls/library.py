"""Control lists out of the rulebook's files, checked as a whole.

Refuses a rulebook that contradicts itself: a code given twice or under another file name, overlapping dates, a circular
reference, a case that fails.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from sekisho.controls.cases import faults
from sekisho.controls.classify import referenced
from sekisho.controls.codes import below, is_code, natural, related
from sekisho.controls.codes import head as heading
from sekisho.controls.control_list import ControlList, Coverage, Header
from sekisho.controls.entry import Entry, OfficialText
from sekisho.controls.read_entry import case_nodes, period, read_entry, read_official, sequence, words, wrong
from sekisho.controls.references import CONTAINS
from sekisho.controls.store import digest_of
from sekisho.controls.vocabulary import Vocabulary, read_vocabulary
from sekisho.errors import RulebookError
from sekisho.logic.tree import Node as Condition
from sekisho.logic.tree import names
from sekisho.terms.document import Node, read_document

VOCABULARY = "vocabulary"
_LIST, _COVERAGE, _OFFICIAL = "list.yaml", "coverage.yaml", "official.yaml"
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


@dataclass(frozen=True, slots=True)
class Draft:
    """A list that was read from files and whose cases have not been run.

    Attributes:
        control_list: The list.
        documents: The file of each entry, by code.
        vocabulary: The words it is written in.
    """

    control_list: ControlList
    documents: Mapping[str, Node]
    vocabulary: Vocabulary

    def problems(self) -> Iterator[RulebookError]:
        """Yield an error for each thing wrong with the cases."""
        for entry in self.control_list.entries:
            document = self.documents[entry.code]
            for fault in faults(entry, self.control_list, self.vocabulary):
                place = document if fault.case is None else case_nodes(document)[fault.case]
                yield wrong(place, f"{entry.code}: {fault.message}", fault.remedy)


def build_lists(sources: Mapping[str, bytes], check: bool = True) -> tuple[Vocabulary, dict[str, ControlList]]:
    """Read the vocabulary and every folder that has a ``list.yaml``.

    Args:
        sources: Path below ``rulebooks/`` to content.
        check: Whether to run the cases.

    Raises:
        RulebookError: A file does not hold together.
        DocumentError: A file is not readable or has another shape.
    """
    vocabulary = build_vocabulary(sources)
    lists: dict[str, ControlList] = {}
    for folder in list_folders(sources):
        found = draft_list(folder, sources, vocabulary)
        if check:
            for problem in found.problems():
                raise problem
        lists[folder] = found.control_list
    return vocabulary, lists


def build_vocabulary(sources: Mapping[str, bytes]) -> Vocabulary:
    """Read the files of the folder ``vocabulary``.

    Raises:
        RulebookError: They contradict each other.
    """
    return read_vocabulary(
        read_document(data, name) for name, data in sorted(sources.items()) if name.startswith(f"{VOCABULARY}/")
    )


def list_folders(sources: Iterable[str]) -> tuple[str, ...]:
    """Return the folders that hold a control list, in order."""
    return tuple(sorted(name.removesuffix(f"/{_LIST}") for name in sources if name.endswith(f"/{_LIST}")))


def build_list(folder: str, sources: Mapping[str, bytes], vocabulary: Vocabulary) -> ControlList:
    """Read one list without running its cases.

    Raises:
        RulebookError: A file does not hold together.
        DocumentError: A file is not readable or has another shape.
    """
    return draft_list(folder, sources, vocabulary).control_list


def draft_list(folder: str, sources: Mapping[str, bytes], vocabulary: Vocabulary) -> Draft:
    """Read one list; its cases are not run.

    Raises:
        RulebookError: A file does not hold together.
    """
    files = {name: data for name, data in sources.items() if name.startswith(f"{folder}/") and name.endswith(".yaml")}
    documents = {name: read_document(data, name) for name, data in sorted(files.items())}
    head, coverage = documents.pop(f"{folder}/{_LIST}", None), documents.pop(f"{folder}/{_COVERAGE}", None)
    official = documents.pop(f"{folder}/{_OFFICIAL}", None)
    if head is None:
        raise RulebookError(f"there is no list {folder!r}", remedy=f"lists: {', '.join(list_folders(sources))}")
    if head.require("id").text() != folder:
        raise wrong(head.require("id"), f"the list in the folder {folder} must have the id {folder}")
    found = draft(head, coverage, documents.values(), vocabulary, digest_of(files))
    if official is None:
        return found
    asides = _all_official(official, found.control_list)
    return replace(found, control_list=replace(found.control_list, asides=lambda: asides))


def _all_official(node: Node, control_list: ControlList) -> dict[str, OfficialText]:
    found = {code: read_official(one) for code, one in node.mapping().items()}
    for code, one in node.mapping().items():
        if not any(below(entry, code) for entry in control_list.index):
            raise wrong(one, f"{code} is no heading of an entry here", "name the heading: 4A003")
    return found


def draft(head: Node, coverage: Node | None, documents: Iterable[Node], vocabulary: Vocabulary, sha256: str = "") -> Draft:
    """Put a list together out of its documents; its cases are not run.

    Args:
        head: ``list.yaml``.
        coverage: ``coverage.yaml``, if there is one.
        documents: The files of the entries.
        vocabulary: The words they are written in.
        sha256: Of all files of the list.

    Raises:
        RulebookError: References form a circle, a code stands twice, or a file does not hold together.
        DocumentError: A file has another shape.
    """
    head.only(_HEADER_KEYS)
    entries: dict[str, Entry] = {}
    held: dict[str, Node] = {}
    for node in documents:
        entry = read_entry(node, head.require("id").text(), vocabulary)
        if entry.code in entries:
            raise wrong(node, f"{entry.code} is defined twice, also in {held[entry.code].file}")
        if PurePosixPath(node.file).name != f"{entry.code}.yaml":
            raise wrong(node.require("code"), f"the file of {entry.code} must be called {entry.code}.yaml")
        entries[entry.code], held[entry.code] = entry, node
    ordered = {code: entries[code] for code in sorted(entries, key=natural)}
    _refuse_circle(ordered, held)
    index = {code: one.kinds for code, one in ordered.items()}
    statements = _all_coverage(coverage, vocabulary)
    header = _header(head, sha256, ordered)
    if coverage is not None and coverage.get("headings") is not None:
        header = _with_headings(header, coverage.require("headings"))
    return Draft(ControlList(header, statements, index, ordered.__getitem__), held, vocabulary)


def _with_headings(header: Header, node: Node) -> Header:
    """Return the header with every heading of the official list."""
    node.only(("text", "codes"))
    codes = node.require("codes").texts()
    for code in codes:
        if not is_code(code) or heading(code) != code or codes.count(code) > 1:
            raise wrong(node.require("codes"), f"{code!r} is no heading, or stands twice", "for example 4A906")
    return replace(header, headings=codes, headings_text=words(node.require("text")))


def _header(node: Node, sha256: str, entries: Mapping[str, Entry]) -> Header:
    limit, complete = node.require("hard_limit_days"), node.get("complete")
    if not limit.number().is_integer() or limit.number() < 1:
        raise wrong(limit, "`hard_limit_days` is a number of days, at least 1")
    paragraphs = () if complete is None else complete.texts()
    for code in paragraphs:
        if not any(below(one, code) for one in entries):
            raise wrong(complete or node, f"{code} is stated to be complete, and no entry is below it")
    said = (words(node.require(key)) for key in ("title", "authority", "jurisdiction", "text", "edition", "citation"))
    title, authority, jurisdiction, text, edition, citation = said
    return Header(
        words(node.require("id")),
        title,
        authority,
        jurisdiction,
        text,
        edition,
        citation,
        law_as_known=node.require("law_as_known").date(),
        hard_limit_days=int(limit.number()),
        sha256=sha256,
        references=_references(entries.values()),
        complete=paragraphs,
        containers=_containers(entries.values()),
        contained=_contained(entries),
    )


def _all_coverage(node: Node | None, vocabulary: Vocabulary) -> tuple[Coverage, ...]:
    if node is None:
        return ()
    node.only(("kinds", "headings"))
    found: list[Coverage] = []
    for one in sequence(node.get("kinds")):
        statement = _coverage(one, vocabulary)
        for other in found:
            if other.kind == statement.kind and other.period.overlaps(statement.period):
                raise wrong(one, f"two statements about {statement.kind} overlap", "end the earlier one")
        found.append(statement)
    return tuple(found)


def _coverage(node: Node, vocabulary: Vocabulary) -> Coverage:
    node.only(_COVERAGE_KEYS)
    kind, covered, codes = node.require("kind").text(), node.require("covered").flag(), node.get("codes_examined")
    if kind not in vocabulary.kinds:
        raise wrong(node, f"unknown kind {kind!r}", "add it to vocabulary/kinds.yaml")
    examined = () if codes is None else codes.texts()
    if covered and not examined:
        raise wrong(node, f"{kind} is stated to be covered without the codes that were examined")
    return Coverage(kind, covered, examined, words(node.require("note")), words(node.require("citation")), period(node))


def _conditions(entry: Entry) -> Iterator[Condition]:
    return (version.condition for version in entry.versions if version.condition is not None)


def _references(entries: Iterable[Entry]) -> dict[str, tuple[str, ...]]:
    named: dict[str, dict[str, None]] = {}
    for entry in entries:
        for condition in _conditions(entry):
            for name, codes in referenced(condition).items():
                named.setdefault(name, {}).update(dict.fromkeys(codes))
    return {name: tuple(sorted(codes, key=natural)) for name, codes in sorted(named.items())}


def _containers(entries: Iterable[Entry]) -> tuple[str, ...]:
    kinds: dict[str, None] = {}
    for entry in entries:
        for version in entry.versions:
            if version.condition is not None and CONTAINS in names(version.condition):
                kinds.update(dict.fromkeys(entry.kinds))
    return tuple(sorted(kinds))


def _contained(entries: Mapping[str, Entry]) -> tuple[str, ...]:
    named = _references(entries.values()).get(CONTAINS, ())
    kinds = {kind for code, one in entries.items() if any(related(code, other) for other in named) for kind in one.kinds}
    return tuple(sorted(kinds))


def _refuse_circle(entries: Mapping[str, Entry], documents: Mapping[str, Node]) -> None:
    """Refuse entries that refer to each other in a circle, each code standing for what is above and below it."""
    graph = {code: _named(entry, entries) for code, entry in entries.items()}
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
                raise wrong(documents[code], f"entries refer to each other in a circle: {circle}")
            elif code not in done:
                path.append(code)
                stack.append((code, True))
                stack.extend((other, False) for other in sorted(graph[code], key=natural))


def _named(entry: Entry, entries: Iterable[str]) -> set[str]:
    """Return the entries that an entry refers to."""
    codes = {code for condition in _conditions(entry) for named in referenced(condition).values() for code in named}
    return {other for other in entries if any(related(other, code) for code in codes)}

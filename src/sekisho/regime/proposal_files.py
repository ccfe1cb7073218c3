"""A proposal package out of its files: ``proposal.yaml``, the entries and the official texts.

Decides whether a package says everything that a proposal must say, in bytes that leave nothing hidden: what is signed is the
exact bytes, so text that is not NFC, a byte order mark, a carriage return and every invisible character is refused with its
place. Collects all that is wrong before it gives up. Knows neither the list nor the charter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from sekisho.errors import Error
from sekisho.regime.charter import OF_LIST
from sekisho.regime.edition import ACTIONS_OF
from sekisho.regime.proposal import CRITERIA, LISTED, Change, Package, Refusal, entry_file, error_refusal
from sekisho.regime.statements import MAX_TEXT, digest, word
from sekisho.terms.document import Node, read_document
from sekisho.terms.spelling import did_you_mean
from sekisho.terms.visible import hidden

FILE = "proposal.yaml"
FOLDERS = ("entries/", "texts/")
"""Folders whose files must each be named by a change."""
ACTIONS = ("add", "amend", "remove", "renew")
_KEYS = ("number", "decision", "field", "title", "sponsor", "concern", "replaces", "dossier", "changes")
_CHANGE_KEYS = ("action", "code", "file", "texts", "follows", "refers")
_LANGUAGE = re.compile("[a-z]{2}")
_SHOWN = 5
_SIGNED = "what is signed must be what is seen: save the file as plain UTF-8 with line feeds, in NFC"


def read_package(files: Mapping[str, bytes]) -> tuple[Package | None, list[Refusal]]:
    """Return a package and what is wrong with its files; no package where ``proposal.yaml`` cannot be understood.

    Args:
        files: Name inside the package, with slashes, to content.
    """
    refusals = [one for name in sorted(files) for one in unclean(files[name], name)]
    if FILE not in files:
        return None, [*refusals, Refusal("shape", FILE, "there is no such file", "see docs/reference/proposal-files.md")]
    if any(one.place.startswith(f"{FILE}:") for one in refusals):
        return None, refusals
    reader = _Reader(files, refusals)
    try:
        return reader.package(read_document(files[FILE], FILE)), refusals
    except Error as problem:
        refusals.append(error_refusal("shape", FILE, problem))
        return None, refusals


def unclean(data: bytes, file: str) -> Iterator[Refusal]:
    """Yield what in the bytes of a file is not what a reader would see.

    Args:
        data: Its bytes.
        file: Its name.
    """
    if data.startswith(b"\xef\xbb\xbf"):
        yield Refusal("bytes", f"{file}:1:1", "the file begins with a byte order mark", _SIGNED)
        data = data[3:]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        yield Refusal("bytes", f"{file}:{line}", f"byte {problem.start} is not UTF-8", _SIGNED)
        return
    if not text.strip():
        yield Refusal("bytes", f"{file}:1", "the file is empty", "fill it in, or take it out of the package")
    if len(text) > MAX_TEXT:
        yield Refusal("bytes", f"{file}:1", f"the file has more than {MAX_TEXT:,} characters", "split it up")
        return
    for number, line_text in enumerate(text.split("\n"), start=1):
        if not unicodedata.is_normalized("NFC", line_text):
            column = _not_composed(line_text) + 1
            yield Refusal("bytes", f"{file}:{number}:{column}", "characters are not in Unicode NFC", _SIGNED)
    yield from _hidden(text, file)


def _not_composed(text: str) -> int:
    composed = unicodedata.normalize("NFC", text)
    return next(
        (place for place, (one, other) in enumerate(zip(text, composed, strict=False)) if one != other), len(composed)
    )


def _hidden(text: str, file: str) -> Iterator[Refusal]:
    found = hidden(text)
    for place, name in found[:_SHOWN]:
        line, column = text.count("\n", 0, place) + 1, place - text.rfind("\n", 0, place)
        said = "a carriage return" if text[place] == "\r" else f"the invisible character {name}"
        yield Refusal("bytes", f"{file}:{line}:{column}", f"the file holds {said}", _SIGNED)
    if len(found) > _SHOWN:
        yield Refusal("bytes", file, f"the file holds {len(found) - _SHOWN} more invisible characters", _SIGNED)


def escaped(node: Node) -> Iterator[Refusal]:
    """Yield the invisible characters that a document writes as escapes, so that its bytes do not show them."""
    if isinstance(node.value, dict):
        for key, one in node.value.items():
            yield from _escaped(key, one)
            yield from escaped(one)
    elif isinstance(node.value, tuple):
        for one in node.value:
            yield from escaped(one)
    elif node.value is not None:
        yield from _escaped(node.value, node)


def _escaped(text: str, node: Node) -> Iterator[Refusal]:
    found = [name for _, name in hidden(text)] or ([] if unicodedata.is_normalized("NFC", text) else ["not in NFC"])
    if found:
        yield Refusal("bytes", f"{node.file}:{node.line} {node.path}", f"the text hides {found[0]}", "write what is meant")


class _Reader:
    """Reads the parts of ``proposal.yaml``; what is wrong is appended to ``refusals``."""

    def __init__(self, files: Mapping[str, bytes], refusals: list[Refusal]) -> None:
        self._files = files
        self._refusals = refusals
        self._used: set[str] = set()

    def package(self, node: Node) -> Package:
        self._refusals.extend(escaped(node))
        node.only(_KEYS)
        rows = node.require("changes")
        package = Package(
            self._word(node.require("number"), "the number of a proposal"),
            self._decision(node.require("decision")),
            self._word(node.require("field"), "a field"),
            self._texts(node.require("title")),
            self._word(node.require("sponsor"), "the id of a member"),
            self._digest(node.get("concern")),
            self._digest(node.get("replaces")),
            self._dossier(node.get("dossier") or node),
            tuple(self._change(one) for one in rows.sequence()),
        )
        if not package.changes:
            self._say("change", rows, "a proposal changes something", "name at least one change")
        self._actions(package, rows)
        self._left_over()
        return package

    def _say(self, code: str, node: Node, message: str, remedy: str) -> None:
        place = f"{node.file}:{node.line}"
        self._refusals.append(Refusal(code, f"{place} {node.path}" if node.path else place, message, remedy))

    def _word(self, node: Node, what: str) -> str:
        if not word(node.text()):
            self._say("shape", node, f"{node.text()[:40]!r} cannot be {what}", "letters, digits, '.', '_', '+', '-'")
        return node.text()

    def _digest(self, node: Node | None) -> str:
        text = None if node is None else node.optional_text()
        if node is not None and text is not None and not digest(text):
            self._say("shape", node, f"{text[:40]!r} is no digest", "64 hexadecimal digits, or leave it blank")
        return text or ""

    def _decision(self, node: Node) -> str:
        if node.text() not in OF_LIST:
            remedy = did_you_mean(node.text(), OF_LIST, f"decisions on the list: {', '.join(OF_LIST)}")
            self._say("decision", node, f"{node.text()!r} is no decision on the list", remedy or "")
        return node.text()

    def _texts(self, node: Node) -> dict[str, str]:
        return {language: self._text(language, one) for language, one in node.mapping().items()}

    def _text(self, language: str, node: Node) -> str:
        """Read one text: written here, or ``{file: texts/…}`` for the exact text of a file."""
        if not _LANGUAGE.fullmatch(language):
            self._say("language", node, f"{language!r} is no language", "two small letters: en")
        if not isinstance(node.value, dict):
            return node.text()
        node.only(("file",))
        name = node.require("file").text()
        return self._content(node, name)

    def _content(self, node: Node, name: str) -> str:
        self._used.add(name)
        if name not in self._files:
            self._say("shape", node, f"the package has no file {name}", "add it, or mend the name")
            return ""
        return self._files[name].decode("utf-8", "replace")

    def _dossier(self, node: Node) -> dict[str, str]:
        given = node.mapping() if node.path else {}
        for name, one in given.items():
            if name not in CRITERIA:
                remedy = did_you_mean(name, CRITERIA, f"criteria: {', '.join(CRITERIA)}")
                self._say("dossier", one, f"{name!r} is no criterion", remedy or "")
        answers = {name: (given[name].optional_text() or "") if name in given else "" for name in CRITERIA}
        for name, text in answers.items():
            if _too_short(text):
                said = "is not answered" if not text.strip() else "is answered with one word"
                self._say("dossier", given.get(name, node), f"{name} {said}", f"say in a sentence {CRITERIA[name]}")
        return answers

    def _change(self, node: Node) -> Change:
        node.only(_CHANGE_KEYS)
        action, code, file = node.require("action"), node.require("code").text(), node.get("file")
        if action.text() not in ACTIONS:
            self._say("change", action, f"{action.text()!r} is no action", f"actions: {', '.join(ACTIONS)}")
        texts, follows, refers = node.get("texts"), node.get("follows"), node.get("refers")
        return Change(
            action.text(),
            self._word(node.require("code"), "the code of an entry in a statement"),
            entry_file(code) if action.text() in LISTED else "",
            self._entry(node, action.text(), code, file),
            {} if texts is None else self._texts(texts),
            () if follows is None else follows.texts(),
            () if refers is None else self._refers(refers),
        )

    def _entry(self, node: Node, action: str, code: str, file: Node | None) -> str:
        if action not in LISTED:
            if file is not None:
                self._say("change", file, f"{action} brings no file", "leave it out")
            return ""
        name = entry_file(code)
        if file is not None and file.text() != name:
            self._say("change", file, f"the file of {code} is {name}, not {file.text()[:80]}", "name it so, or leave it out")
        return self._content(node, name)

    def _refers(self, node: Node) -> tuple[str, ...]:
        for one in node.sequence():
            list_id, _, code = one.text().partition(":")
            if not word(list_id) or not word(code):
                self._say("reference", one, f"{one.text()[:40]!r} names no entry of another list", "write us-ccl:4A906.a.1")
        return node.texts()

    def _actions(self, package: Package, node: Node) -> None:
        for action in dict.fromkeys(one.action for one in package.changes):
            if package.decision in OF_LIST and action in ACTIONS and action not in ACTIONS_OF[package.decision]:
                message = f"a decision to {package.decision} cannot {action}"
                self._say("decision", node, message, "make two proposals: each is decided by its own rule")

    def _left_over(self) -> None:
        for name in sorted(self._files):
            if name.startswith(FOLDERS) and name not in self._used:
                remedy = "name it in a change, or take it out: who reads the package would take it for part of it"
                self._refusals.append(Refusal("shape", name, "no change names this file", remedy))


def _too_short(text: str) -> bool:
    """Tell whether an answer is blank or one word; scripts without spaces are taken by their length."""
    parts = text.split()
    return len(parts) < 2 and (text.isascii() or len(text.strip()) < 8)

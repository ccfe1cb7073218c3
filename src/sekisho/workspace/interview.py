"""An interview about one item, kept in a file after every answer, so that it can be broken off and taken up again.

The file is an item file: `sekisho classify` and `sekisho compare` read it as it is. What the user could not answer is
noted beside the parameters and not asked again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sekisho.controls.classify import classify
from sekisho.controls.interview import Ask, Interview, answered
from sekisho.controls.item import Item
from sekisho.controls.read import read_fact, read_item
from sekisho.controls.vocabulary import Parameter
from sekisho.errors import DocumentError, InputError
from sekisho.logic.truth import Truth
from sekisho.logic.values import Fact, Several
from sekisho.terms.document import Node, read_document
from sekisho.terms.spelling import did_you_mean
from sekisho.workspace.classify import INTERVIEW as KEY
from sekisho.workspace.clock import day, recorded_by
from sekisho.workspace.rulebook import Rulebook, open_rulebook, write_atomically
from sekisho.workspace.user_files import read_user_file


@dataclass
class Session:
    """An interview as it stands.

    Attributes:
        path: The file that keeps it.
        rulebook: The rulebook.
        interview: The questions.
        item: What is known.
        given: What the user said, in the order of the answers, as it stands in the file.
        skipped: Parameters that the user could not answer.
        dropped: Parameters that mattered before the last answer and do not any more.
    """

    path: Path
    rulebook: Rulebook
    interview: Interview
    item: Item
    given: dict[str, Any]
    skipped: list[str] = field(default_factory=list)
    dropped: tuple[str, ...] = ()
    _history: list[str] = field(default_factory=list)

    def next(self) -> Ask | None:
        """Return the next question; None where nothing that can be asked decides anything any more."""
        return self.interview.next(self.item, self.skipped)

    def answer(self, name: str, text: str) -> None:
        """Take an answer and keep it.

        Args:
            name: A parameter.
            text: As in an item file: a number with or without unit, one of the texts, true or false, codes with commas.

        Raises:
            VocabularyError: No such parameter.
            DocumentError: Not a value of the parameter; nothing is kept.
            QuantityError: Unknown unit or wrong dimension; nothing is kept.
        """
        parameter = self._parameter(name)
        before = self._open()
        fact = read_fact(_node(parameter, text), parameter, tuple(self.rulebook.lists))
        self.item = answered(self.item, parameter.name, fact)
        self.given[parameter.name] = _written(fact, text)
        self.skipped = [one for one in self.skipped if one != parameter.name]
        self._note(before, parameter.name)

    def skip(self, name: str) -> None:
        """Note that the user cannot answer; the parameter stays unknown.

        Raises:
            VocabularyError: No such parameter.
        """
        parameter = self._parameter(name)
        if parameter.name not in self.skipped:
            self.skipped.append(parameter.name)
            self._history.append(parameter.name)
        self.dropped = ()
        self.save()

    def back(self) -> str | None:
        """Take back the last answer or skip of this sitting, or the last answer of the file; return its parameter."""
        if self._history:
            name = self._history.pop()
        elif self.given:
            name = list(self.given)[-1]
        else:
            return None
        self.skipped = [one for one in self.skipped if one != name]
        self.given.pop(name, None)
        rest = {key: fact for key, fact in self.item.parameters.items() if key != name}
        self.item = replace(self.item, parameters=rest)
        self.dropped = ()
        self.save()
        return name

    def save(self) -> None:
        """Write the file, whole or not at all.

        Raises:
            InputError: It cannot be written.
        """
        body = {
            "kind": self.item.kind,
            "parameters": self.given,
            KEY: {
                "date": self.interview.on.isoformat(),
                "lists": [one.id for one in self.interview.lists],
                "skipped": self.skipped,
            },
        }
        try:
            write_atomically(self.path, (json.dumps(body, ensure_ascii=False, indent=2) + "\n").encode())
        except OSError as problem:
            message = f"the interview cannot be kept: {problem.strerror}"
            raise InputError(message, file=str(self.path), remedy="name a file in a folder that can be written") from problem

    def state(self) -> dict[str, Any]:
        """Return where the interview stands, for JSON."""
        ask = self.next()
        found = classify(self.item, self.interview.lists, self.interview.on, self.interview.recorded_by)
        return {
            "file": str(self.path),
            "kind": self.item.kind,
            "date": self.interview.on.isoformat(),
            "answered": dict(self.given),
            "skipped": list(self.skipped),
            "dropped": list(self.dropped),
            "question": None if ask is None else question_row(ask),
            "met": [f"{one.list_id}:{code.code}" for one in found for code in one.verdicts if code.verdict is Truth.YES],
            "open": [
                f"{one.list_id}:{code.code}" for one in found for code in one.verdicts if code.verdict is Truth.UNKNOWN
            ],
        }

    def _note(self, before: frozenset[str], name: str) -> None:
        self._history.append(name)
        self.dropped = tuple(sorted(before - self._open() - {name}))
        self.save()

    def _open(self) -> frozenset[str]:
        return frozenset(self.interview.open(self.item)).difference(self.skipped)

    def _parameter(self, name: str) -> Parameter:
        vocabulary = self.rulebook.vocabulary
        return vocabulary.parameters[vocabulary.canonical(name)]


def question_row(ask: Ask) -> dict[str, Any]:
    """Return a question as JSON shows it."""
    one = ask.parameter
    return {
        "field": one.name,
        "text": one.text,
        "type": one.type.value,
        "unit": one.unit,
        "values": list(one.values),
        "reference": one.reference,
        "decides": list(ask.decides),
        "still_open": len(ask.open),
    }


def open_session(
    path: Path,
    *,
    kind: str | None = None,
    lists: Sequence[str] = (),
    date: str | None = None,
    as_of: str | None = None,
    progress: Callable[[str], None] | None = None,
) -> Session:
    """Begin an interview, or take it up where it was left.

    Args:
        path: The file that keeps it. One that an interview wrote is taken up; one that does not exist is begun.
        kind: Kind of the item; needed to begin.
        lists: Ids of the lists to ask for; those of the file, else all, if empty.
        date: The day whose law applies, YYYY-MM-DD; that of the file, else today, if None.
        as_of: Use only what was recorded by this day; now if None.
        progress: Called with a sentence before a slow step.

    Raises:
        InputError: The file is no interview, or something in it or in the arguments is wrong.
    """
    rulebook = open_rulebook(progress)
    node = read_user_file(path).node if path.exists() else None
    if node is None and kind is None:
        remedy = (
            f"--kind NAME, for example --kind quantum_computer; {len(rulebook.vocabulary.kinds)} in `sekisho vocabulary`"
        )
        raise InputError("an interview begins with the kind of the item", file=str(path), remedy=remedy)
    if node is not None and node.get(KEY) is None:
        message = "this file was not written by an interview, and an interview would write over it"
        raise InputError(message, file=str(path), remedy="name a new file and give --kind")
    kept = None if node is None else node.require(KEY)
    named = tuple(lists) or _texts(kept, "lists") or tuple(rulebook.lists)
    chosen = [rulebook.control_list(one) for one in named]
    written = None if kept is None else kept.require("date").text()
    interview = Interview(chosen, day(date or written), rulebook.vocabulary, recorded_by(as_of))
    if node is None:
        return Session(path, rulebook, interview, Item(_kind(str(kind), rulebook, path)), {})
    item = read_item(node, rulebook.vocabulary, rulebook.lists, extra=(KEY,))
    if kind is not None and kind != item.kind:
        raise InputError(f"the interview is about {item.kind}", file=str(path), remedy="name another file for another item")
    return Session(path, rulebook, interview, item, _given(node), list(_texts(kept, "skipped")))


def _kind(kind: str, rulebook: Rulebook, path: Path) -> str:
    if kind not in rulebook.vocabulary.kinds:
        remedy = did_you_mean(kind, rulebook.vocabulary.kinds, "`sekisho vocabulary` lists the kinds")
        raise InputError(f"no entry knows the kind {kind!r}", file=str(path), remedy=remedy)
    return kind


def _given(node: Node) -> dict[str, Any]:
    return {name: _plain(value) for name, value in node.require("parameters").mapping().items()}


def _plain(node: Node) -> Any:
    return [one.text() for one in node.sequence()] if isinstance(node.value, tuple) else node.text()


def _texts(node: Node | None, key: str) -> tuple[str, ...]:
    found = None if node is None else node.get(key)
    return () if found is None else found.texts()


def _node(parameter: Parameter, text: str) -> Node:
    """Return an answer as a file would give it; codes are separated by commas."""
    listed = parameter.reference or (parameter.several and "," in text)
    words: Any = [one.strip() for one in text.split(",") if one.strip()] if listed else text.strip()
    if words in ("", []):
        raise DocumentError(f"nothing was said of {parameter.name}", remedy="skip the question, or answer it")
    return read_document(json.dumps({"answer": words}).encode(), "the answer").require("answer")


def _written(fact: Fact, text: str) -> Any:
    if isinstance(fact, Several):
        return sorted(fact.known) or "none"
    return text.strip()


def summary(state: Mapping[str, Any]) -> str:
    """Return one sentence on where an interview stands."""
    met = ", ".join(state["met"]) or "no executable entry"
    rest = f"; still open: {', '.join(state['open'])}" if state["open"] else ""
    return f"met: {met}{rest}"

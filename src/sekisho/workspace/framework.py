"""The lists of frameworks that the workspace keeps: read, compiled once, and never passed over where they are damaged.

    <workspace>/framework/<framework>/
        root                              digest of charter 1
        current                           name of the folder in use
        <SIZE>-<12 digits>/               an edition that ``sekisho sync`` has verified as a whole
            state.json, entries/CODE.yaml
            compiled-<digest>-<stamp>.json    the entries in the compiled form, made here; it may be deleted

Decides what is read of such a folder. It was verified when it was written: signatures and proofs are not looked at again.
An entry that this version cannot read stays in the list with the reason. The form is that of
``docs/reference/publication.md``, section "What a client keeps".
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sekisho.controls.item import Item
from sekisho.controls.references import shared_heads
from sekisho.controls.store import digest_of, load_lists
from sekisho.errors import DocumentError, Error, RulebookError
from sekisho.licensing.framework import FRAMEWORK, Adopted, Consulted, FrameworkList, consult
from sekisho.notices.acts import read_acts
from sekisho.terms.canonical import decode
from sekisho.terms.dates import parse_date
from sekisho.workspace.clock import today
from sekisho.workspace.folder import find_workspace
from sekisho.workspace.rulebook import Rulebook, code_stamp, open_rulebook, read_cache, write_cache

FORMAT = "sekisho/framework-state/1"
STATE, CURRENT, ROOT, ENTRIES = "state.json", "current", "root", "entries"
_FORM = "1"
"""Of the compiled file; another number, and no older one is read."""
_REMEDY = "run `sekisho sync` again"
_EDITION = re.compile(r"(0|[1-9][0-9]*)-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Kept:
    """The bytes of an edition, from which everything else follows.

    Attributes:
        place: Where they were found, for errors.
        state: ``state.json``.
        entries: Code to the bytes of the entry file.
    """

    place: str
    state: bytes
    entries: Mapping[str, bytes]

    def plain(self) -> dict[str, Any]:
        """Return it as JSON-able texts, for the record of a decision."""
        return {
            "state": base64.b64encode(self.state).decode(),
            "entries": {code: base64.b64encode(data).decode() for code, data in self.entries.items()},
        }

    @classmethod
    def from_plain(cls, row: Mapping[str, Any], place: str) -> Kept:
        """Return what ``plain`` gave.

        Raises:
            ValueError: It is no base64.
        """
        entries = {code: base64.b64decode(data, validate=True) for code, data in row["entries"].items()}
        return cls(place, base64.b64decode(row["state"], validate=True), entries)


@dataclass(frozen=True, slots=True)
class Framework:
    """A framework's list with the bytes that it was read from.

    Attributes:
        list: The list.
        kept: Its bytes.
    """

    list: FrameworkList
    kept: Kept


def load_frameworks(workspace: Path | None, rulebook: Rulebook) -> tuple[Framework, ...]:
    """Return the list in use of each framework, by id of the framework.

    Args:
        workspace: The workspace folder; None: there is none.
        rulebook: Gives the vocabulary in which entries are written.

    Raises:
        DocumentError: A folder is damaged; it is not passed over, because a list would silently be missing.
    """
    if workspace is None:
        return ()
    return tuple(
        load_edition(current_edition(one.parent), rulebook) for one in sorted(workspace.glob(f"framework/*/{CURRENT}"))
    )


def current_edition(home: Path) -> Path:
    """Return the folder that ``current`` names.

    Raises:
        DocumentError: It names none.
    """
    path = home / CURRENT
    try:
        name = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeError) as problem:
        raise _damaged(path, "it cannot be read") from problem
    if not _EDITION.fullmatch(name) or not (home / name).is_dir():
        raise _damaged(path, "it names no edition that is here")
    return home / name


def load_edition(folder: Path, rulebook: Rulebook) -> Framework:
    """Return the list of one edition folder, compiling its entries where that is not done yet.

    Raises:
        DocumentError: The folder is damaged.
    """
    kept = _read(folder)
    return framework_of(kept, rulebook, folder)


def compile_entries(folder: Path, rulebook: Rulebook) -> None:
    """Compile the entries of an edition folder, so that the first ``check`` after a ``sync`` need not.

    Raises:
        DocumentError: The folder is damaged.
    """
    load_edition(folder, rulebook)


def consult_all(
    frameworks: Iterable[Framework], items: tuple[Item, ...], on: dt.date, as_of: dt.date, rulebook: Rulebook
) -> tuple[Consulted, ...]:
    """Hold items against the lists of frameworks.

    Args:
        frameworks: The lists.
        items: The items.
        on: The day whose law applies.
        as_of: The day of asking. *Now* is the latest of it and of the days up to which the packaged law is known.
        rulebook: The packaged law.
    """
    held = tuple(frameworks)
    if not held:
        return ()
    others = rulebook.lists.values()
    now = max(as_of, *(one.header.law_as_known for one in others))
    return tuple(consult(one.list, items, on, now, shared_heads((one.list.control_list, *others))) for one in held)


def framework_of(kept: Kept, rulebook: Rulebook, cache: Path | None = None) -> Framework:
    """Return the list that bytes describe.

    Args:
        kept: The bytes.
        rulebook: Gives the vocabulary.
        cache: Folder in which the compiled form is looked for and kept; None: nowhere.

    Raises:
        DocumentError: The bytes contradict each other or have another shape.
    """
    digest = digest_of({STATE: kept.state, **{f"{ENTRIES}/{code}": data for code, data in kept.entries.items()}})
    key = hashlib.sha256(f"{_FORM}\0{digest}\0{rulebook.digest}".encode()).hexdigest()
    path = None if cache is None else cache / f"compiled-{key[:24]}-{code_stamp()}.json"
    compiled = None if path is None else read_cache(path, key)
    try:
        # What this program has compiled under this digest it has read once in the strict form.
        state = json.loads(kept.state) if compiled is not None else decode(kept.state)
        _check_head(kept, state)
        if compiled is None:
            compiled = {"digest": key, **_compiled(state, kept, rulebook)}
            if path is not None:
                write_cache(path, compiled)
        return Framework(_list(state, kept, compiled), kept)
    except (Error, KeyError, TypeError, ValueError, AttributeError, IndexError, RecursionError) as problem:
        if isinstance(problem, DocumentError):
            raise
        told = problem.message if isinstance(problem, Error) else "a part is missing or malformed"
        raise _damaged(kept.place, told) from problem


def _damaged(place: Path | str, what: str) -> DocumentError:
    return DocumentError(f"the kept list of a framework is damaged: {what}", file=str(place), remedy=_REMEDY)


def _read(folder: Path) -> Kept:
    """Return the bytes of an edition folder; its names must be those that its state gives."""
    try:
        entries = {one.name.removesuffix(".yaml"): one.read_bytes() for one in sorted((folder / ENTRIES).glob("*.yaml"))}
        kept = Kept(str(folder / STATE), (folder / STATE).read_bytes(), entries)
        root = (folder.parent / ROOT).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeError) as problem:
        raise _damaged(folder, "a file is missing or cannot be read") from problem
    try:
        state = json.loads(kept.state)
        here = (state["framework"], state["root"], state["size"])
    except (ValueError, KeyError, TypeError, RecursionError) as problem:
        raise _damaged(kept.place, "it is no state of a framework") from problem
    if here != (folder.parent.name, root, folder.name.partition("-")[0]):
        raise _damaged(kept.place, "it does not belong into the folder it is in")
    return kept


def _check_head(kept: Kept, state: Mapping[str, Any]) -> None:
    if state["format"] != FORMAT:
        raise _damaged(kept.place, f"its format is not {FORMAT}, but perhaps that of another version of Sekisho")


def _compiled(state: Mapping[str, Any], kept: Kept, rulebook: Rulebook) -> dict[str, Any]:
    """Return the entries in the compiled form, and why those that cannot be read cannot."""
    from sekisho.controls.store import dump_lists
    from sekisho.controls.vocabulary import Vocabulary
    from sekisho.regime.proposal import build, read_one

    readable: dict[str, bytes] = {}
    unread: dict[str, str] = {}
    for code, data in _rules(state, kept).items():
        try:
            entry, _ = read_one(code, data, rulebook.vocabulary)
            if entry.code != code:
                raise RulebookError(f"it is the file of {entry.code}")
            readable[code] = data
        except Error as problem:
            unread[code] = f"this version of Sekisho cannot read the entry: {problem.message}"
    found = build(readable, rulebook.vocabulary).control_list
    return {"list": dump_lists({FRAMEWORK: found}, Vocabulary({}, {})).decode(), "unread": unread}


def _rules(state: Mapping[str, Any], kept: Kept) -> dict[str, bytes]:
    """Return the entry files that a row describes: every entry on the list must have its bytes, one that went may."""
    found: dict[str, bytes] = {}
    for row in state["entries"]:
        data = kept.entries.get(row["code"])
        if data is None:
            raise _damaged(kept.place, f"the file of the entry {row['code']} is missing")
        if hashlib.sha256(data).hexdigest() != row["sha256"]:
            raise _damaged(kept.place, f"the file of the entry {row['code']} is not the one that was adopted")
        found[row["code"]] = data
    for row in state["gone"]:
        data = kept.entries.get(row["code"])
        if data is not None and hashlib.sha256(data).hexdigest() == row["sha256"]:
            found.setdefault(row["code"], data)
    return found


def _list(state: Mapping[str, Any], kept: Kept, compiled: Mapping[str, Any]) -> FrameworkList:
    control_list = load_lists(compiled["list"])[1][FRAMEWORK]
    unread = compiled["unread"]
    transpositions, equivalences = read_acts((row["digest"], row["body"]) for row in state["acts"])
    return FrameworkList(
        framework=state["framework"],
        root=state["root"],
        size=int(state["size"]),
        checkpoint=_time(state["checkpoint"]),
        stale_after=_time(state["stale_after"]),
        edition=state["edition"],
        sha256=hashlib.sha256(kept.state).hexdigest(),
        members=tuple(state["members"]),
        entries={row["code"]: _adopted(row, unread.get(row["code"], "")) for row in state["entries"]},
        gone=tuple(_gone(row, kept, unread) for row in state["gone"]),
        transpositions=transpositions,
        equivalences=equivalences,
        control_list=control_list,
    )


def _adopted(row: Mapping[str, Any], unread: str) -> Adopted:
    title = row["title"]
    return Adopted(
        row["code"],
        row["sha256"],
        title.get("en") or next(iter(title.values()), ""),
        parse_date(row["adopted"]),
        _day(row["effective"]),
        _day(row["until"]),
        unread=unread,
    )


def _gone(row: Mapping[str, Any], kept: Kept, unread: Mapping[str, str]) -> Adopted:
    code, data = row["code"], kept.entries.get(row["code"])
    held = data is not None and hashlib.sha256(data).hexdigest() == row["sha256"]
    reason = unread.get(code, "") if held else f"the rule of {code}, {row['why']} on {row['gone']}, is not kept"
    adopted = parse_date(row["adopted"])
    return Adopted(code, row["sha256"], "", adopted, None, parse_date(row["gone"]), row["why"], reason)


def _day(text: str) -> dt.date | None:
    return parse_date(text) if text else None


def _time(text: str) -> dt.datetime:
    """Return a time of the record, ``YYYY-MM-DDTHH:MM:SSZ``."""
    return dt.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=dt.UTC)


def editions_of(home: Path) -> Iterator[Path]:
    """Yield the edition folders of a framework's folder, the oldest first."""
    found = [one for one in home.iterdir() if one.is_dir() and _EDITION.fullmatch(one.name)]
    yield from sorted(found, key=lambda one: (int(one.name.partition("-")[0]), one.name))


def all_lists(workspace: Path | None = None, progress: Callable[[str], None] | None = None) -> dict[str, Any]:
    """Return the packaged control lists, and what the workspace keeps of frameworks with its age.

    Args:
        workspace: Where the lists of frameworks are; by the usual order if None.
        progress: Called with a sentence before a slow step.

    Raises:
        InputError: There is no such workspace, or what it keeps is damaged.
    """
    # A decision needs nothing of what only explains.
    from sekisho.workspace.explain import list_lists

    kept = load_frameworks(find_workspace(workspace), open_rulebook(progress))
    return {**list_lists(progress), "frameworks": [kept_row(one.list, today()) for one in kept]}


def stated(framework: Framework, code: str) -> dict[str, str]:
    """Return the official text of an entry by language, as the edition gives it; empty where the entry is not on it."""
    rows = json.loads(framework.kept.state)["entries"]
    return next((dict(row["texts"]) for row in rows if row["code"] == code), {})


def kept_row(one: FrameworkList, now: dt.date) -> dict[str, Any]:
    """Return what the workspace keeps of a framework, for a reader.

    Args:
        one: The list.
        now: The day from which the age is counted.
    """
    return {
        "id": FRAMEWORK,
        "framework": one.framework,
        "members": list(one.members),
        "root": one.root,
        "size": one.size,
        "edition": one.edition,
        "entries": len(one.entries),
        "unread": sum(1 for entry in one.entries.values() if entry.unread),
        "checkpoint": f"{one.checkpoint:%Y-%m-%dT%H:%M:%SZ}",
        "age_days": max((now - one.checkpoint.date()).days, 0),
        "stale_after": f"{one.stale_after:%Y-%m-%dT%H:%M:%SZ}",
        "stale": one.stale(max(now, one.checkpoint.date())),
    }

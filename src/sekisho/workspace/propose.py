"""Check a proposal package, say what it would change, and write the statement that puts it to the members.

The report is JSON-able. Nothing is written unless the proposal is fit for the members, and never over a file that is there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from sekisho import __version__
from sekisho.controls.control_list import ControlList
from sekisho.controls.solver import Solver
from sekisho.controls.vocabulary import Vocabulary
from sekisho.errors import DocumentError, Error, MissingError, ProposalError
from sekisho.logic.tree import Node as Condition
from sekisho.logic.values import Fact
from sekisho.regime.charter import Charter
from sekisho.regime.difference import difference
from sekisho.regime.proposal import Base, Package, Refusal, error_refusal, proposal_body, refuse
from sekisho.regime.proposal_checks import Findings, Setting, check
from sekisho.regime.proposal_files import FILE, FOLDERS, read_package
from sekisho.terms.canonical import digest, encode
from sekisho.terms.document import Node, read_bytes, read_document
from sekisho.workspace.rulebook import FOLDER, open_rulebook, rulebook_files

Tick = Callable[[str, int, int], None]
Backtest = Callable[[ControlList, ControlList], Mapping[str, Any]]
"""From the list before and the list after to what the change would have done; JSON-able, shown as it is."""

LIST_FORMAT = "sekisho/list/1"
UNKNOWN_FRAMEWORK = "unknown"
"""Stands for the framework's id in the digest of the base edition where neither charter nor base says it."""
MAX_FILES = 500
MAX_BYTES = 4_000_000
_EXAMPLES = tuple(Path(__file__).resolve().parents[up] / "examples" / "proposal-analogue-simulator" for up in (1, 3))
"""Where the worked example lies: in an installed package, in a checkout."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A proposal that was checked.

    Attributes:
        report: What was found, JSON-able; ``outcome`` is ``ready`` or ``refused``.
        data: Canonical bytes of the statement without the fields of who signs it; empty where it was refused.
        refusals: Every reason for refusal.
    """

    report: dict[str, Any]
    data: bytes
    refusals: tuple[Refusal, ...]

    @property
    def exit_status(self) -> int:
        """Return 0 for a proposal that may be put to the members, 2 for one that may not."""
        return 2 if self.refusals else 0


def example_proposal() -> Path:
    """Return the folder of the worked example.

    Raises:
        MissingError: It was not installed: it comes with the source.
    """
    for folder in _EXAMPLES:
        if folder.is_dir():
            return folder
    raise MissingError("the worked example is not installed", remedy="it is in the folder examples of the source")


def check_proposal(
    folder: Path,
    *,
    charter: Charter | None = None,
    base: Path | None = None,
    against: Sequence[Path] = (),
    languages: Sequence[str] = (),
    seconds: float = 20.0,
    backtest: Backtest | None = None,
    progress: Tick | None = None,
) -> Checked:
    """Return what is wrong with a proposal, what it would change, and its statement.

    Args:
        folder: The package, as ``docs/reference/proposal-files.md`` describes it.
        charter: In force: gives languages, fields, members and rules; None: these are not checked.
        base: The list before: a folder of entry files or a list document; None: it is empty.
        against: Packages of other open proposals.
        languages: Authentic languages; those of the charter, else those of the title, if empty.
        seconds: After how long one search of the solver is given up as undecided.
        backtest: Told the list before and after where both hold together; its answer stands in the report.
        progress: Told what is done.

    Raises:
        MissingError: There is no such folder or file.
        EngineError: The solver is not installed.
        InputError: The base or another proposal does not hold together.
    """
    from sekisho.engines.z3_solver import Z3Solver

    tick = progress or _quiet
    solver = _Counted(Z3Solver(seconds))
    rulebook = open_rulebook(lambda sentence: tick(sentence, 0, 0))
    held, framework = _base(base)
    framework = framework if charter is None else charter.framework
    package, refusals = read_package(_files(folder))
    found, body = Findings(), b""
    said = tuple(languages)
    if package is not None:
        said = said or (tuple(package.title) if charter is None else charter.languages)
        rivals = [(str(one), _rival(one)) for one in against]
        setting = Setting(held, rulebook.vocabulary, solver, said, charter, rivals, _other)
        found = check(package, setting, tick)
        refusals += found.refusals
        body = _body(package, held, framework or UNKNOWN_FRAMEWORK, rulebook.vocabulary, refusals)
    report = {
        "outcome": "refused" if refusals else "ready",
        "digest": digest(body) if body else "",
        "problems": [one.as_json() for one in refusals],
        **_described(package, held, found, rulebook.vocabulary),
        "languages": list(said),
        "cases": found.cases,
        "mutants": found.tried,
        "killed": found.killed,
        "equivalent": found.equivalent,
        "pairs": found.pairs,
        "not_compared": found.skipped,
        "searches": solver.searches,
        **_tested(backtest, found),
        "provenance": {"sekisho": __version__, "rulebook": rulebook.digest, "framework": framework},
    }
    return Checked(report, b"" if refusals else body, tuple(refusals))


def write_statement(checked: Checked, path: Path) -> None:
    """Write the statement of a proposal, without the fields of who signs it, to a new file.

    Raises:
        ProposalError: The proposal was refused, or the framework is not known; every reason is listed.
        DocumentError: The file is there already.
    """
    if checked.refusals:
        raise refuse(checked.refusals)
    if not checked.report["provenance"]["framework"]:
        raise ProposalError(
            "the statement names the edition it changes, and the framework is not known", remedy="name the charter"
        )
    try:
        with path.open("xb") as stream:
            stream.write(checked.data)
    except FileExistsError as problem:
        raise DocumentError("there is a file already", file=str(path), remedy="name a new one") from problem


class _Counted:
    """A solver that counts its searches."""

    def __init__(self, solver: Solver) -> None:
        self._solver = solver
        self.searches = 0

    def witness(self, node: Condition, vocabulary: Vocabulary) -> Mapping[str, Fact] | None:
        self.searches += 1
        return self._solver.witness(node, vocabulary)


def _quiet(what: str, done: int, total: int) -> None:
    """Tell nobody."""


def _files(folder: Path) -> dict[str, bytes]:
    """Return the files of a package by name, those that belong to it only."""
    if not folder.is_dir():
        raise MissingError("there is no such folder", file=str(folder), remedy=f"name the folder that holds {FILE}")
    names = sorted(one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file())
    belonging = [one for one in names if one == FILE or one.startswith(FOLDERS)]
    if len(belonging) > MAX_FILES:
        raise DocumentError(f"the package has more than {MAX_FILES} files", file=str(folder), remedy="split it up")
    files: dict[str, bytes] = {}
    for name in belonging:
        left = MAX_BYTES - sum(map(len, files.values()))
        files[name] = read_bytes(folder / name, left)
    return files


def _rival(folder: Path) -> Package:
    package, refusals = read_package(_files(folder))
    if package is None or refusals:
        raise refuse(refusals).located(file=str(folder))
    return package


def _base(path: Path | None) -> tuple[Base, str]:
    """Return the list before, and the id of its framework; empty where nothing says it."""
    if path is None:
        return Base(), ""
    if path.is_dir():
        return Base(_entry_files(path)), ""
    node = read_document(read_bytes(path, MAX_BYTES), str(path))
    node.only(("format", "framework", "entries", "follows", "texts"))
    if node.require("format").text() != LIST_FORMAT:
        raise node.require("format").error(f"this is no list of a framework ({LIST_FORMAT})")
    follows, texts = _mapping(node.get("follows")), _mapping(node.get("texts"))
    entries = {code: one.text().encode() for code, one in _mapping(node.get("entries")).items()}
    by_language = {code: {name: text.text() for name, text in one.mapping().items()} for code, one in texts.items()}
    base = Base(entries, {code: one.texts() for code, one in follows.items()}, by_language)
    return base, node.require("framework").text()


def _entry_files(folder: Path) -> dict[str, bytes]:
    entries: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*.yaml")):
        if path.name in ("list.yaml", "coverage.yaml", FILE):
            continue
        if path.stem in entries:
            raise DocumentError(f"the folder has two files of {path.stem}", file=str(folder), remedy="keep one")
        entries[path.stem] = read_bytes(path, MAX_BYTES)
    return entries


def _mapping(node: Node | None) -> Mapping[str, Node]:
    return {} if node is None else node.mapping()


@cache
def _known() -> Mapping[tuple[str, str], bytes]:
    files = ((PurePosixPath(name), data) for name, data in rulebook_files(FOLDER))
    return {(name.parts[0], name.stem): data for name, data in files if name.suffix == ".yaml"}


def _other(list_id: str, code: str) -> bytes | None:
    """Return the file of an entry of a packaged list."""
    return _known().get((list_id, code))


def _body(package: Package, base: Base, framework: str, vocabulary: Vocabulary, refusals: list[Refusal]) -> bytes:
    """Return the canonical bytes of the statement; none where it cannot be made, which is then a reason for refusal."""
    try:
        return encode(proposal_body(package, base, framework, vocabulary, _other))
    except Error as problem:
        if not refusals:
            refusals.append(error_refusal("statement", FILE, problem))
        return b""


def _described(package: Package | None, base: Base, found: Findings, vocabulary: Vocabulary) -> dict[str, Any]:
    """Return what a proposal says of itself, and its changes in words."""
    if package is None:
        return {"changes": []}
    return {
        "number": package.number,
        "decision": package.decision,
        "field": package.field,
        "sponsor": package.sponsor,
        "title": dict(package.title),
        "dossier": dict(package.dossier),
        "changes": _words(package, base, found, vocabulary),
    }


def _words(package: Package, base: Base, found: Findings, vocabulary: Vocabulary) -> list[dict[str, Any]]:
    before = found.before.control_list if found.before is not None else None
    after = found.after.control_list if found.after is not None else None
    if before is None or after is None:
        return []
    rows = []
    for one in package.changes:
        old = before.entry(one.code) if one.code in before.index else None
        new = after.entry(one.code) if one.code in after.index else None
        said = difference(one.action, old, new, vocabulary, base.texts.get(one.code), one.texts)
        rows.append({"action": one.action, "code": one.code, "words": said})
    return rows


def _tested(backtest: Backtest | None, found: Findings) -> dict[str, Any]:
    if backtest is None or found.before is None or found.after is None:
        return {}
    return {"backtest": dict(backtest(found.before.control_list, found.after.control_list))}

"""May a proposal be put to the members? An executable control with test cases that bite, and that contradicts nothing.

Collects every reason for refusal, so that who drafts it mends all at once. Decides nothing about whether the control is
wise: that is for the members.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sekisho.controls.cases import faults
from sekisho.controls.codes import below, related
from sekisho.controls.control_list import ControlList
from sekisho.controls.entry import Entry, Status, Version
from sekisho.controls.library import Draft
from sekisho.controls.mutants import examine
from sekisho.controls.read_entry import case_nodes
from sekisho.controls.solver import Solver
from sekisho.controls.vocabulary import Vocabulary
from sekisho.errors import Error
from sekisho.logic.text import leaf_text
from sekisho.logic.truth import Truth
from sekisho.regime.charter import Charter
from sekisho.regime.proposal import (
    LISTED,
    Base,
    Change,
    Others,
    Package,
    Refusal,
    attempt,
    build,
    entry_file,
    error_refusal,
    named_entries,
    no_others,
    rows_of,
)
from sekisho.regime.proposal_files import FILE, escaped
from sekisho.regime.proposal_proofs import Prover, Tick
from sekisho.terms.document import read_document


@dataclass(slots=True)
class Findings:
    """What the checks found.

    Attributes:
        refusals: Every reason for refusal, in the order of the checks.
        cases: Cases that were run.
        tried: Mutants that were made.
        killed: Mutants that some case notices.
        equivalent: Mutants that no case could notice, because they say the same of every item.
        pairs: Pairs of entries of which it was proved that nothing meets both.
        skipped: Pairs that could not be compared, and why.
        before: The list before; None where it was not built.
        after: The list after; None where it could not be built.
    """

    refusals: list[Refusal] = field(default_factory=list)
    cases: int = 0
    tried: int = 0
    killed: int = 0
    equivalent: int = 0
    pairs: int = 0
    skipped: list[str] = field(default_factory=list)
    before: Draft | None = None
    after: Draft | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """What a proposal is held against.

    Attributes:
        base: The list before it.
        vocabulary: Kinds and parameters.
        solver: Proves that nothing meets two entries.
        languages: Authentic languages.
        charter: In force; None: what only it can tell is not checked.
        against: Other open proposals by name.
        others: Entries of other lists.
    """

    base: Base
    vocabulary: Vocabulary
    solver: Solver
    languages: tuple[str, ...] = ("en",)
    charter: Charter | None = None
    against: Sequence[tuple[str, Package]] = ()
    others: Others = no_others


def _quiet(what: str, done: int, total: int) -> None:
    """Tell nobody."""


def check(package: Package, setting: Setting, tick: Tick = _quiet) -> Findings:
    """Return what is wrong with a proposal, and what was proved of it.

    Args:
        package: The proposal.
        setting: What it is held against.
        tick: Told of progress.

    Raises:
        InputError: The list before it, or another open proposal, does not hold together.
    """
    found = Findings()
    found.before = build(setting.base.entries, setting.vocabulary)
    found.refusals += [
        *_changes(package, setting.base),
        *_languages(package, setting.languages),
        *(() if setting.charter is None else _charter(package, setting.charter)),
        *_entries(package, setting.vocabulary),
        *_fields(package, found.before.control_list),
        *_dependants(package, setting.base, found.before.control_list),
        *_rivals(package, setting.against),
    ]
    if not any(one.code in ("entry", "change") for one in found.refusals):
        _held_together(package, setting, found, tick)
    return found


def _held_together(package: Package, setting: Setting, found: Findings, tick: Tick) -> None:
    entries = setting.base.after(package)
    try:
        found.after = build(entries, setting.vocabulary)
    except Error as problem:
        found.refusals.append(error_refusal("entry", FILE, problem))
        return
    listed = [one for one in package.changes if one.action in LISTED]
    found.refusals += [refusal for one in listed for refusal in _references(one, found.after, entries, setting.others)]
    prover = Prover(setting.vocabulary, setting.solver)
    _run(package, setting.vocabulary, found, prover, tick)
    _prove(package, setting, found.after.control_list, prover, tick)
    found.refusals += prover.refusals
    found.pairs, found.skipped = prover.pairs, prover.skipped


def _changes(package: Package, base: Base) -> Iterator[Refusal]:
    """Yield changes that contradict each other or the list."""
    seen: set[str] = set()
    for one in package.changes:
        if one.code in seen:
            yield Refusal("change", FILE, f"two changes are about {one.code}", "make one of them")
        seen.add(one.code)
        held = base.entries.get(one.code)
        if one.action == "add" and held is not None:
            yield Refusal("change", FILE, f"the list has an entry {one.code} already", "amend it, or choose another code")
        if one.action != "add" and held is None:
            yield Refusal("change", FILE, f"there is no entry {one.code} on the list to {one.action}", "check the base")
        if one.action == "amend" and held == one.entry.encode():
            yield Refusal("change", one.file, f"the amendment of {one.code} changes nothing", "leave it out")


def _languages(package: Package, languages: tuple[str, ...]) -> Iterator[Refusal]:
    texts = [("title", FILE, package.title)]
    texts += [(f"the text of {one.code}", FILE, one.texts) for one in package.changes if one.action in LISTED or one.texts]
    for what, place, given in texts:
        for language in languages:
            if not given.get(language, "").strip():
                remedy = f"authentic languages: {', '.join(languages)}"
                yield Refusal("language", place, f"{what} is missing in {language}", remedy)


def _charter(package: Package, charter: Charter) -> Iterator[Refusal]:
    found = charter.field(package.field)
    if found is None:
        known = ", ".join(one.id for one in charter.fields)
        yield Refusal("field", FILE, f"the charter has no field {package.field}", f"fields: {known}")
    if charter.member(package.sponsor) is None:
        known = ", ".join(one.id for one in charter.members)
        yield Refusal("sponsor", FILE, f"{package.sponsor} is no member", f"members: {known}")
    if charter.rule(package.decision, package.field) is None:
        message = f"the charter has no rule for {package.decision} in {package.field}"
        yield Refusal("decision", FILE, message, "see `rules` in the charter")


def _entries(package: Package, vocabulary: Vocabulary) -> Iterator[Refusal]:
    for change in (one for one in package.changes if one.action in LISTED):
        entry, refusal = attempt(change.code, change.entry.encode(), vocabulary)
        if refusal is not None:
            yield refusal
        if entry is not None:
            yield from _entry(change, entry, package.field)


def _entry(change: Change, entry: Entry, field: str) -> Iterator[Refusal]:
    yield from escaped(read_document(change.entry.encode(), change.file))
    if entry.code != change.code:
        yield Refusal("entry", change.file, f"the file is about {entry.code}, not {change.code}", "mend code or name")
    if entry.field != field:
        message = f"{entry.code} is of the field {entry.field}, and the proposal of {field}"
        yield Refusal("field", change.file, message, "who decides depends on the field: propose each in its own")
    for version in entry.versions:
        if version.undecided is not None:
            message = f"{entry.code} is undecided ({version.period}): {version.undecided}"
            yield Refusal("undecided", change.file, message, "a proposal decides: state the condition")
        if version.status is not Status.IN_FORCE:
            message = f"{entry.code} has the status {version.status.value}"
            yield Refusal("entry", change.file, message, "what members adopt controls something: leave the status out")


def _fields(package: Package, before: ControlList) -> Iterator[Refusal]:
    """Yield entries on the list that belong to other members to decide on."""
    for change in package.changes:
        if change.code in before.index and before.entry(change.code).field != package.field:
            message = f"{change.code} is of the field {before.entry(change.code).field}, and the proposal of {package.field}"
            yield Refusal("field", FILE, message, "who decides depends on the field: propose each in its own")


def _dependants(package: Package, base: Base, before: ControlList) -> Iterator[Refusal]:
    """Yield entries that the package leaves alone and whose frozen references it would change."""
    edited = {one.code: one.action for one in package.changes if one.action != "renew"}
    for entry in before.entries:
        if entry.code in edited:
            continue
        for code, _ in named_entries(entry, before):
            for other, action in edited.items():
                frozen = not any(below(other, one) for one in base.follows.get(entry.code, ()))
                if related(other, code) and (frozen or action == "remove"):
                    message = f"{entry.code} refers to {code} as it stands, and the proposal would {action} {other}"
                    yield Refusal("reference", FILE, message, f"amend {entry.code} in the same proposal")


def _rivals(package: Package, against: Sequence[tuple[str, Package]]) -> Iterator[Refusal]:
    for name, other in against:
        for change in package.changes:
            if other.change(change.code) is not None:
                message = f"the open proposal {other.number} ({name}) changes {change.code} too"
                yield Refusal("clash", FILE, message, "agree on one of them; a proposal that is replaced need not be named")


def _references(change: Change, after: Draft, entries: dict[str, bytes], others: Others) -> Iterator[Refusal]:
    listing = after.control_list
    named = list(named_entries(listing.entry(change.code), listing))
    for code, answering in named:
        if not answering:
            message = f"{change.code} refers to {code}, which would not be on the list"
            yield Refusal("reference", change.file, message, "add it in the same proposal, or refer to an entry there is")
    answers = [one for _, answering in named for one in answering]
    for one in change.follows:
        if not any(below(code, one) for code in answers) and one not in change.refers:
            yield Refusal("reference", FILE, f"{change.code} does not refer to {one}, which `follows` names", "leave it out")
    if all(answering for _, answering in named):
        try:
            rows_of(change, after, entries, others)
        except Error as problem:
            yield error_refusal("reference", FILE, problem)


def _run(package: Package, vocabulary: Vocabulary, found: Findings, prover: Prover, tick: Tick) -> None:
    """Run the cases of the changed entries and of those that refer to them, and try the mutants of the former."""
    assert found.after is not None  # built by the caller
    listing, touched = found.after.control_list, [one.code for one in package.changes]
    for number, entry in enumerate(listing.entries):
        tick("running cases and mutants", number, len(listing.index))
        change = package.change(entry.code)
        own = change is not None and change.action in LISTED
        if own or any(related(code, one) for code, _ in named_entries(entry, listing) for one in touched):
            found.cases += len(entry.cases)
            found.refusals += _faults(entry, found.after, vocabulary)
        if own:
            _examine(entry, listing, vocabulary, found, prover)


def _faults(entry: Entry, after: Draft, vocabulary: Vocabulary) -> Iterator[Refusal]:
    for fault in faults(entry, after.control_list, vocabulary):
        place = entry_file(entry.code)
        if fault.case is not None:
            place = f"{place}:{case_nodes(after.documents[entry.code])[fault.case].line}"
        yield Refusal("case", place, f"{entry.code}: {fault.message}", fault.remedy)


def _examine(entry: Entry, listing: ControlList, vocabulary: Vocabulary, found: Findings, prover: Prover) -> None:
    seen, place = examine(entry, listing, vocabulary), entry_file(entry.code)
    for gap in seen.untried:
        verb = "meets" if gap.truth is Truth.YES else "fails"
        message = f"{entry.code}: no case {verb} `{leaf_text(gap.leaf)}`{_of(entry, gap.version)}"
        found.refusals.append(Refusal("untried", place, message, f"add a case that {verb} it"))
    found.tried += seen.tried
    found.killed += seen.tried - len(seen.survivors)
    for version, mutant in seen.survivors:
        where = _of(entry, version)
        if prover.matters(entry, version, mutant, listing):
            message = f"{entry.code}: no case would notice {mutant.words}{where}"
            found.refusals.append(Refusal("mutant", place, message, "add a case whose verdict hangs on it"))
        elif mutant.after:
            found.equivalent += 1
        else:
            message = f"{entry.code}: nothing hangs on `{mutant.before}`{where}"
            found.refusals.append(Refusal("redundant", place, message, "leave it out: the rest says it already"))


def _of(entry: Entry, version: Version) -> str:
    return "" if len(entry.versions) == 1 else f" in the version of {version.period}"


def _prove(package: Package, setting: Setting, after: ControlList, prover: Prover, tick: Tick) -> None:
    """Prove that each entry of the package can be met and missed, and that nothing meets it and another."""
    own = [after.entry(one.code) for one in package.changes if one.action in LISTED]
    new = {one.code for one in own}
    done: set[str] = set()
    for number, entry in enumerate(own):
        tick("proving that no entries overlap", number, len(own))
        prover.sense(entry, after)
        done.add(entry.code)
        for other in after.entries:
            if other.code not in done and set(entry.kinds) & set(other.kinds):
                prover.apart(entry, after, other, after, "in this proposal" if other.code in new else "on the list")
    for _, rival in setting.against:
        _against(own, after, rival, setting, prover)


def _against(own: list[Entry], after: ControlList, rival: Package, setting: Setting, prover: Prover) -> None:
    others = build(setting.base.after(rival), setting.vocabulary).control_list
    for change in rival.changes:
        if change.action in LISTED:
            other = others.entry(change.code)
            for entry in own:
                if entry.code != other.code and set(entry.kinds) & set(other.kinds):
                    prover.apart(entry, after, other, others, f"in the open proposal {rival.number}")

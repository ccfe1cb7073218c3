"""Transactions, classifications and screenings to put together in tests. All names of parties are made up."""

from __future__ import annotations

import datetime as dt
import functools
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sekisho.controls.classification import EntryVerdict, ListClassification
from sekisho.controls.classify import classify
from sekisho.controls.control_list import ControlList
from sekisho.controls.item import Item
from sekisho.controls.library import build_lists
from sekisho.controls.vocabulary import Vocabulary, read_vocabulary
from sekisho.licensing.determination import Determination, Finding
from sekisho.licensing.law import FOLDERS, Law, build_law, load_law
from sekisho.licensing.national import NationalLaw, load_national
from sekisho.licensing.national_read import read_national
from sekisho.licensing.transaction import (
    USES,
    EndUse,
    Kind,
    Knowledge,
    Means,
    Transaction,
    TransactionItem,
    TransactionParty,
)
from sekisho.logic.truth import Truth
from sekisho.parties.party import ListedParty, Match, Name, PartyQuery, Screening, SourceState
from sekisho.terms.document import read_document

RULEBOOKS = Path(__file__).resolve().parents[2] / "src" / "sekisho" / "rulebooks"
DAY = dt.date(2026, 7, 23)
ASKED = dict.fromkeys(USES, Knowledge.NONE_AFTER_DILIGENCE)
END_USER_LIST = "jp-end-user-list"


@functools.cache
def national(code: str) -> NationalLaw:
    """Return the law of a jurisdiction out of the rulebook's files."""
    files = sorted((RULEBOOKS / FOLDERS[code]).glob("*.yaml"))
    return load_national(read_national(read_document(one.read_bytes(), one.name) for one in files))


def part(kind: str = "mechanical_part", **facts: Any) -> TransactionItem:
    """Return an item; ``declared`` and ``parameters`` are those of its classification."""
    seen = {name: facts.pop(name) for name in ("declared", "parameters", "answers") if name in facts}
    return TransactionItem(Item(kind, **seen), **({"hs_code": "848340"} | facts))


def user(role: str = "end_user", name: str = "Example Works", **facts: Any) -> TransactionParty:
    """Return a party, in Germany unless said otherwise."""
    return TransactionParty(role, name, **({"country": "DE"} | facts))


def deal(**facts: Any) -> Transaction:
    """Return a transaction: a part from Japan to Germany, asked about and with nothing known against it."""
    given: dict[str, Any] = {
        "date": DAY,
        "kind": Kind.EXPORT,
        "means": Means.PHYSICAL,
        "exporter_name": "Example Exporter",
        "exporter_jurisdiction": "JP",
        "ship_from": "JP",
        "destination": "DE",
        "items": (part(),),
        "parties": (user(),),
        "end_use": EndUse(knowledge=ASKED),
    }
    return Transaction(**(given | facts))


def knowing(**states: Knowledge) -> EndUse:
    """Return an end use that was asked about, with these states."""
    return EndUse(knowledge=ASKED | states)


def verdict(list_id: str, code: str, truth: Truth, **facts: Any) -> EntryVerdict:
    """Return what an entry says."""
    return EntryVerdict(list_id, code, truth, **facts)


def says(list_id: str, *verdicts: EntryVerdict, **facts: Any) -> dict[int, ListClassification]:
    """Return the classification of the first item by one list."""
    given: dict[str, Any] = {"covered": True, "coverage": "the entries speak for the list"} | facts
    return {0: ListClassification(list_id, DAY, verdicts, **given)}


def yes(list_id: str, *codes: str) -> dict[int, ListClassification]:
    """Return a classification in which the first item meets these entries."""
    return says(list_id, *(verdict(list_id, code, Truth.YES) for code in codes))


def screened(*matches: Match, searched: Iterable[str] = (END_USER_LIST,)) -> dict[int, Screening]:
    """Return the screening of the first party."""
    states = tuple(SourceState(one, DAY, "0" * 64, 800) for one in searched)
    return {0: Screening(PartyQuery("Example Works"), matches, states)}


def match(*concerns: str, source: str = END_USER_LIST, certain: bool = True) -> Match:
    """Return a match with a listed party."""
    listed = ListedParty("x-1", source, "Organization", (Name("Example Works"),), concerns=concerns)
    return Match(listed, 1.0 if certain else 0.8, "Example Works", certain, ("same name",))


def named(leg: Determination, rule: str) -> Finding:
    """Return the only finding whose rule begins so."""
    found = [one for one in leg.findings if one.rule.startswith(rule)]
    assert len(found) == 1, [one.rule for one in leg.findings]
    return found[0]


def applies(leg: Determination, rule: str) -> Truth:
    """Return whether the only finding whose rule begins so applies."""
    return named(leg, rule).applies


def fields(leg: Determination) -> set[str]:
    """Return what a leg asks for."""
    return {one.field for one in leg.questions}


def answers(**given: bool) -> Mapping[str, bool]:
    """Return answers by key, with hyphens for underscores."""
    return {key.replace("_", "-"): value for key, value in given.items()}


@functools.cache
def law() -> Law:
    """Return the law of every jurisdiction out of the rulebook's files, compiled and loaded again."""
    files = {one.relative_to(RULEBOOKS).as_posix(): one for one in sorted(RULEBOOKS.rglob("*"))}
    documents = {name: one.read_bytes() for name, one in files.items() if one.suffix in {".yaml", ".csv"}}
    return load_law(json.loads(json.dumps(build_law(documents))))


def everywhere(index: int = 0, **facts: Any) -> dict[tuple[int, str], ListClassification]:
    """Return the same classification of one item by every list."""
    given: dict[str, Any] = {"covered": True, "coverage": "the entries speak for the list"} | facts
    lists = ("us-ccl", "eu-annex-i", "uk-consolidated", "jp-export-order", "de-ausfuhrliste")
    return {(index, one): ListClassification(one, DAY, (), **given) for one in lists}


@functools.cache
def vocabulary() -> Vocabulary:
    """Return kinds and parameters out of the rulebook's files."""
    files = sorted((RULEBOOKS / "vocabulary").glob("*.yaml"))
    return read_vocabulary(read_document(one.read_bytes(), one.name) for one in files)


@functools.cache
def lists() -> Mapping[str, ControlList]:
    """Return every control list out of the rulebook's files; their cases are run elsewhere."""
    files = {one.relative_to(RULEBOOKS).as_posix(): one for one in sorted(RULEBOOKS.rglob("*.yaml"))}
    return build_lists({name: one.read_bytes() for name, one in files.items()}, check=False)[1]


def classified(transaction: Transaction) -> dict[tuple[int, str], ListClassification]:
    """Return what every list says of every item."""
    return {
        (index, found.list_id): found
        for index, one in enumerate(transaction.items)
        for found in classify(one.item, lists().values(), transaction.date)
    }

"""Decide on a transaction file, record the decision, and make a recorded one again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sekisho import __version__
from sekisho.controls.classification import ListClassification
from sekisho.controls.classify import classify
from sekisho.licensing.answer import answer_of, exit_status, provenance_of
from sekisho.licensing.determination import Decision
from sekisho.licensing.determine import decide
from sekisho.licensing.framework import Consulted
from sekisho.licensing.read import read_transaction
from sekisho.licensing.transaction import Stake, Transaction, TransactionParty
from sekisho.logic.truth import Truth
from sekisho.parties.matching.score import default_weights
from sekisho.parties.party import PartyQuery, Screening
from sekisho.terms.document import read_document
from sekisho.workspace.clock import recorded_by
from sekisho.workspace.folder import find_workspace
from sekisho.workspace.framework import Framework, consult_all, load_frameworks
from sekisho.workspace.judgements import Head
from sekisho.workspace.known_owners import known_owners
from sekisho.workspace.rulebook import Rulebook, open_rulebook
from sekisho.workspace.screen import Sources, open_sources
from sekisho.workspace.text_review import changed_texts, with_changes
from sekisho.workspace.user_files import read_bytes

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Checked:
    """A decision with all that it was made from.

    Attributes:
        name: Name of the transaction file.
        data: Its bytes.
        as_of: What had been recorded by this day was used.
        screenings: What the lists say of each party and each owner, by its index.
        frameworks: The lists of frameworks that were held against the items.
        judgements: How much of the record of judgements was used; None where there is none.
        answer: The answer, as JSON.
        exit_status: Of ``check``.
        owners: Owners that the sources name, by the index of whom they own.
    """

    name: str
    data: bytes
    as_of: dt.date
    screenings: Mapping[int, Screening]
    frameworks: tuple[Framework, ...]
    judgements: Head | None
    answer: Mapping[str, Any]
    exit_status: int
    owners: Mapping[int, tuple[Stake, ...]] = field(default_factory=dict)


_SCHEMATA: Mapping[Truth, str] = {Truth.YES: "Person", Truth.NO: "LegalEntity"}


def query_of(party: TransactionParty) -> PartyQuery:
    """Return how a party of a transaction is looked up."""
    return PartyQuery(party.name, party.country, party.address, party.identifiers, _SCHEMATA.get(party.person, ""))


@dataclass(frozen=True)
class Desk:
    """A rulebook with a workspace, ready to decide.

    Attributes:
        rulebook: The rulebook.
        workspace: Where the sources are, or None for the usual order.
        as_of: Use what had been recorded by this day.
        progress: Called with a sentence before a slow step.
    """

    rulebook: Rulebook
    workspace: Path | None
    as_of: dt.date
    progress: Progress | None = None

    @classmethod
    def open(cls, workspace: Path | None, as_of: str | None, progress: Progress | None = None) -> Desk:
        """Open the packaged rulebook.

        Raises:
            DateError: ``as_of`` is not a date.
        """
        return cls(open_rulebook(progress), workspace, recorded_by(as_of), progress)

    def read(self, data: bytes, name: str) -> Transaction:
        """Read a transaction file.

        Raises:
            InputError: The file is wrong; the error names the place.
        """
        rulebook, node = self.rulebook, read_document(data, name)
        if isinstance(node.value, dict) and "items" not in node.value and "parameters" in node.value:
            raise node.error("this is the file of an item, not of a transaction", "use `sekisho classify`")
        return read_transaction(node, rulebook.vocabulary, rulebook.lists, rulebook.law.us.answer_keys)

    def classify(self, transaction: Transaction) -> dict[tuple[int, str], ListClassification]:
        """Hold every item against every list on the transaction's date."""
        changed = changed_texts(self.workspace, self.rulebook, self.as_of)
        return {
            (index, found.list_id): with_changes(found, changed)
            for index, one in enumerate(transaction.items)
            for found in classify(one.item, self.rulebook.lists.values(), transaction.date, self.as_of)
        }

    def sources(self, transaction: Transaction) -> Sources:
        """Open the snapshots in force on the transaction's date."""
        return open_sources(self.rulebook, self.workspace, transaction.date, self.as_of, self.progress)

    def screen(self, transaction: Transaction, sources: Sources | None = None) -> dict[int, Screening]:
        """Look every party, and every owner that is stated, up."""
        searched = self.sources(transaction) if sources is None else sources
        return {index: searched.screen(query) for index, query in enumerate(self.queries(transaction))}

    def queries(self, transaction: Transaction) -> list[PartyQuery]:
        """Return how every party, and every owner that is stated, is looked up."""
        return [query_of(one) for one in transaction.everybody]

    def owners(self, transaction: Transaction, screened: Mapping[int, Screening]) -> dict[int, tuple[Stake, ...]]:
        """Return the owners that the sources name, of whoever stands in a source that says who owns him."""
        return known_owners(find_workspace(self.workspace), transaction.date, self.as_of, screened)

    def decide(
        self,
        transaction: Transaction,
        classified: Mapping[tuple[int, str], ListClassification],
        screened: Mapping[int, Screening],
        consulted: Iterable[Consulted] = (),
    ) -> Decision:
        """Determine every jurisdiction."""
        editions = {one.id: (one.header.law_as_known, one.header.hard_limit_days) for one in self.rulebook.lists.values()}
        return decide(transaction, classified, screened, self.rulebook.law, editions, consulted)

    def frameworks(self) -> tuple[Framework, ...]:
        """Return the lists of frameworks that the workspace keeps.

        Raises:
            DocumentError: One is damaged.
        """
        return load_frameworks(find_workspace(self.workspace), self.rulebook)

    def consult(self, transaction: Transaction, frameworks: Iterable[Framework]) -> tuple[Consulted, ...]:
        """Hold every item against the lists of frameworks."""
        items = tuple(one.item for one in transaction.items)
        return consult_all(frameworks, items, transaction.date, self.as_of, self.rulebook)

    def check(
        self,
        data: bytes,
        name: str,
        screened: Mapping[int, Screening] | None = None,
        frameworks: tuple[Framework, ...] | None = None,
        judgements: Head | None = None,
        owners: Mapping[int, tuple[Stake, ...]] | None = None,
    ) -> Checked:
        """Decide on a transaction file.

        Args:
            data: Its bytes.
            name: Its name, for errors.
            screened: Use these screenings instead of looking the parties up.
            frameworks: Use these lists of frameworks instead of those of the workspace.
            judgements: How much of the record of judgements these screenings rest on.
            owners: Owners that the sources named when these screenings were made.

        Raises:
            InputError: The file, or what the workspace keeps, is wrong.
        """
        transaction = self.read(data, name)
        classified = self.classify(transaction)
        if screened is None:
            sources = self.sources(transaction)
            judgements = None if sources.journal is None else sources.journal.head
            screened = self.screen(transaction, sources)
            owners = self.owners(transaction, screened)
            if owners:
                screened = self.screen(transaction.with_owners(owners), sources)
        transaction = transaction.with_owners(owners or {})
        states = {one.id: one for found in screened.values() for one in found.sources}
        kept = self.frameworks() if frameworks is None else frameworks
        consulted = self.consult(transaction, kept)
        decision = self.decide(transaction, classified, screened, consulted)
        answer = answer_of(
            transaction,
            decision,
            classified,
            screened,
            as_of=self.as_of,
            vocabulary=self.rulebook.vocabulary,
            provenance=provenance_of(
                __version__,
                self.rulebook.digest,
                self.rulebook.lists.values(),
                states.values(),
                (one.list for one in kept),
            )
            | {"weights": default_weights().version}
            | ({} if judgements is None else {"judgements": judgements.plain()}),
            frameworks=consulted,
        )
        status = exit_status(decision.outcome)
        return Checked(name, data, self.as_of, screened, kept, judgements, answer, status, owners or {})


def check_file(
    path: Path, *, workspace: Path | None = None, as_of: str | None = None, progress: Progress | None = None
) -> Checked:
    """Decide on a transaction file.

    Args:
        path: The file, YAML or JSON; ``-`` reads standard input.
        workspace: Where the sources are; by the usual order if None.
        as_of: Use only what was recorded by this day, YYYY-MM-DD; now if None.
        progress: Called with a sentence before a slow step.

    Raises:
        InputError: The file, the date or the workspace is wrong.
    """
    name, data = read_bytes(path)
    return Desk.open(workspace, as_of, progress).check(data, name)

"""A counterparty whose matches are to be judged: by its particulars, or as a transaction file names it.

Decides what is looked up, and which of its matches nobody has judged yet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sekisho.errors import InputError, MissingError
from sekisho.parties.judgement import RETURNED, Judged
from sekisho.parties.party import Match, PartyQuery, Screening
from sekisho.parties.sides import fold
from sekisho.workspace.check import Desk, Progress
from sekisho.workspace.clock import day, today
from sekisho.workspace.rulebook import open_rulebook
from sekisho.workspace.screen import Sources, open_sources, party_query
from sekisho.workspace.user_files import read_bytes


@dataclass(frozen=True, slots=True)
class Asked:
    """A counterparty and what the lists say of it.

    Attributes:
        screening: As every answer gives it.
        found: The same without what people decided, and without a limit.
    """

    screening: Screening
    found: Screening

    @property
    def query(self) -> PartyQuery:
        """Return the counterparty."""
        return self.screening.query

    @property
    def states(self) -> Mapping[tuple[str, str], Judged]:
        """Return what was decided about its matches, by source and id of the listed party."""
        return {one.match.key: one for one in (*self.screening.judged, *self.screening.resolved)}

    @property
    def open(self) -> tuple[Match, ...]:
        """Return the matches that nobody has judged as they stand now."""
        settled = {key for key, one in self.states.items() if one.state != RETURNED}
        shown = {one.key: one for one in self.found.matches}
        return tuple(shown[one.key] for one in self.screening.matches if one.key not in settled)


def query_of(name: str, country: str | None = None, address: str = "", identifiers: Sequence[str] = ()) -> PartyQuery:
    """Return a counterparty as the options of a command name it.

    Args:
        name: As written.
        country: By code or name.
        address: As written.
        identifiers: ``KIND=VALUE`` each.

    Raises:
        InputError: An identifier is no pair, or the country is not known.
    """
    return party_query(name, country=country, address=address, identifiers=identifiers_of(identifiers))


def identifiers_of(pairs: Sequence[str]) -> dict[str, str]:
    """Return identifiers by kind, of ``KIND=VALUE`` each.

    Raises:
        InputError: One is no pair.
    """
    found = {}
    for one in pairs:
        kind, sign, value = one.partition("=")
        if not (sign and kind.strip() and value.strip()):
            raise InputError(f"{one!r} is no identifier", remedy="write KIND=VALUE, for example registrationNumber=1234")
        found[kind.strip()] = value.strip()
    return found


def ask(
    query: PartyQuery, *, date: str | None = None, workspace: Path | None = None, progress: Progress | None = None
) -> Asked:
    """Look a counterparty up, to judge its matches.

    Raises:
        InputError: The name is empty or endless, or what the workspace keeps is damaged.
    """
    return _asked(query, open_sources(open_rulebook(progress), workspace, day(date), today(), progress))


def ask_file(
    path: Path, name: str | None = None, *, workspace: Path | None = None, progress: Progress | None = None
) -> tuple[Asked, ...]:
    """Look the parties of a transaction file up as ``check`` does.

    Args:
        path: The file.
        name: Only the party of this name.
        workspace: The workspace folder; by the usual order if None.
        progress: Called with a sentence before a slow step.

    Raises:
        MissingError: It names no such party.
        InputError: The file is wrong.
    """
    desk = Desk.open(workspace, None, progress)
    shown, data = read_bytes(path)
    transaction = desk.read(data, shown)
    sources = desk.sources(transaction)
    queries = desk.queries(transaction)
    chosen = [one for one in queries if name is None or fold(one.name) == fold(name)]
    if not chosen:
        there = ", ".join(one.name for one in queries) or "nobody"
        raise MissingError(f"the file names no party {name!r}", file=shown, remedy=f"it names {there}")
    return tuple(_asked(one, sources) for one in chosen)


def _asked(query: PartyQuery, sources: Sources) -> Asked:
    found = sources.found(query)
    return Asked(sources.settled(found), found)

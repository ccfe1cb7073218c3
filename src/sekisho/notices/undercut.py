"""Whether a proposed transaction may be essentially identical to one that another member has denied.

Decides nothing: it proposes, with reasons for and against, and a person compares. Each criterion is YES, NO or UNKNOWN, and
what is not known becomes a question. The definition is Article 2(22) of Regulation (EU) 2021/821: items with essentially
identical parameters or technical characteristics, and the same end user or consignee. Destination stands beside it as a
reason; it is no part of the definition.

Knows no transaction file and no list: the caller hands over codes, facts and parties.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sekisho.controls.codes import related
from sekisho.logic.truth import Truth
from sekisho.logic.values import Fact
from sekisho.notices.denial import Denial, NamedParty
from sekisho.notices.life import VALID, Standing
from sekisho.parties.index import Index
from sekisho.parties.party import ListedParty, Match, Name, PartyQuery, SourceState
from sekisho.parties.screen import screen

ROLES = ("end_user", "consignee")
"""Roles of the definition."""
SOURCE = "denials"


@dataclass(frozen=True, slots=True)
class ProposedItem:
    """An item that is to go.

    Attributes:
        description: In words.
        codes: (list id, code) to how sure it is: YES declared or classified, UNKNOWN while a parameter is missing.
        facts: Parameters by name, numbers in the declared unit.
    """

    description: str
    codes: Mapping[tuple[str, str], Truth] = field(default_factory=dict, hash=False)
    facts: Mapping[str, Fact] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class ProposedParty:
    """A party of the proposed transaction.

    Attributes:
        role: ``end_user``, ``consignee``, …
        query: Whom to look for.
    """

    role: str
    query: PartyQuery


@dataclass(frozen=True, slots=True)
class Proposed:
    """A transaction for which a licence is asked.

    Attributes:
        date: The day on which denials must be valid.
        destination: ISO code.
        items: At least one.
        parties: May be empty; then the end user is not known.
    """

    date: dt.date
    destination: str
    items: tuple[ProposedItem, ...]
    parties: tuple[ProposedParty, ...] = ()


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that is compared.

    Attributes:
        name: ``entry``, ``parameters``, ``party`` or ``destination``.
        truth: Whether it agrees.
        reasons: Why, a sentence each.
        questions: What would settle it.
    """

    name: str
    truth: Truth
    reasons: tuple[str, ...]
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A denial of which the transaction may be the repetition.

    Attributes:
        denial: Which.
        item: Index of the item that comes nearest.
        truth: Whether it may be essentially identical: YES if item and party agree, UNKNOWN if a question is open, NO where
            the party agrees or may agree and the item is another.
        criteria: All four.
    """

    denial: Denial
    item: int
    truth: Truth
    criteria: tuple[Criterion, ...]


def undercut(
    proposed: Proposed, kept: Iterable[Standing], facts: Mapping[str, Mapping[str, Fact | None]]
) -> tuple[Hit, ...]:
    """Return every valid denial that names a party of the transaction, or may name one, the surest first.

    Args:
        proposed: The transaction.
        kept: Denials with where they stand.
        facts: By digest of a denial, its parameters as facts; None for one that cannot be read.

    Raises:
        InputError: The name of a party is blank or too long.
    """
    valid = [one.denial for one in kept if one.on(proposed.date) == VALID]
    found = _screened(proposed, valid) if valid else {}
    hits = [hit for denial in valid for hit in _hits(proposed, denial, facts.get(denial.digest, {}), found)]
    return tuple(sorted(hits, key=lambda hit: (-_rank(hit.truth), hit.denial.by, hit.denial.id)))


Found = Mapping[tuple[str, str], Sequence[tuple[int, Match]]]
"""(digest of a denial, role in it) to index of a proposed party and how it matched."""


def _screened(proposed: Proposed, denials: Sequence[Denial]) -> Found:
    """Look every proposed party up among the denied ones, as parties are looked up on any list."""
    rows = [(denial, role, party) for denial in denials for role, party in denial.parties]
    listed = {f"{denial.digest}/{role}": (denial.digest, role) for denial, role, _ in rows}
    index = Index.build(_listed(f"{denial.digest}/{role}", denial, party) for denial, role, party in rows)
    state = SourceState(SOURCE, proposed.date, "", len(rows))
    found: dict[tuple[str, str], list[tuple[int, Match]]] = {}
    for number, party in enumerate(proposed.parties):
        # Each denial is a source of its own, so the limit of possible matches of one source hides no denial.
        for match in screen(party.query, index, (state,)).matches:
            found.setdefault(listed[match.listed.id], []).append((number, match))
    return found


def _listed(key: str, denial: Denial, party: NamedParty) -> ListedParty:
    names = (Name(party.name), *(Name(one, "alias") for one in party.aliases))
    countries = (party.country,) if party.country else ()
    addresses = (party.address,) if party.address else ()
    return ListedParty(key, f"{SOURCE}-{denial.digest}", "LegalEntity", names, countries, addresses)


def _hits(proposed: Proposed, denial: Denial, facts: Mapping[str, Fact | None], found: Found) -> list[Hit]:
    """Return the hit with the item that comes nearest; none where no party agrees."""
    party, destination = _party(proposed, denial, found), _destination(proposed, denial)
    if party.truth is Truth.NO:
        return []
    best: Hit | None = None
    for number, item in enumerate(proposed.items):
        entry, parameters = _entry(denial, item), _parameters(item, facts)
        same = (entry.truth | parameters.truth if facts else entry.truth) & party.truth
        if best is None or _rank(same) > _rank(best.truth):
            best = Hit(denial, number, same, (entry, parameters, party, destination))
    return [] if best is None else [best]


def _rank(truth: Truth) -> int:
    return {Truth.NO: 0, Truth.UNKNOWN: 1, Truth.YES: 2}[truth]


def _entry(denial: Denial, item: ProposedItem) -> Criterion:
    """Compare codes within a list that both name; a code of one list says nothing of another list's."""
    if not denial.entries:
        return _open("entry", "the denial names no entry: it is under a catch-all", "Is it the same kind of item?")
    agreeing = [
        (truth, f"{list_id} {code}: the denial names {denied}")
        for (list_id, code), truth in item.codes.items()
        for denied_list, denied in denial.entries
        if list_id == denied_list and related(code, denied)
    ]
    if agreeing:
        truth = Truth.YES if any(one is Truth.YES for one, _ in agreeing) else Truth.UNKNOWN
        asked = () if truth is Truth.YES else ("Is the item this entry? A parameter is missing.",)
        return Criterion("entry", truth, tuple(text for _, text in agreeing), asked)
    named = ", ".join(f"{list_id} {code}" for list_id, code in denial.entries)
    if {one for one, _ in item.codes} & {one for one, _ in denial.entries}:
        return Criterion("entry", Truth.NO, (f"the denial names {named}; the item is classified otherwise there",))
    return _open("entry", f"the denial names {named}; the item has no code there", f"What is the item in {named}?")


def _parameters(item: ProposedItem, facts: Mapping[str, Fact | None]) -> Criterion:
    """Compare values; the law sets no tolerance, so another value is a reason against and not a proof."""
    if not facts:
        return _open("parameters", "the denial names no parameter", "Are the technical characteristics the same?")
    reasons, questions, truth = [], [], Truth.YES
    for name, denied in facts.items():
        here = item.facts.get(name)
        if denied is None or here is None:
            whose = "the item" if here is None else "the denial, as far as it can be read"
            reasons.append(f"{name} is not known of {whose}")
            questions.append(f"What is {name} of the item, and of the denied one?")
            truth = truth & Truth.UNKNOWN
        elif here == denied:
            reasons.append(f"{name} is {here} in both")
        else:
            reasons.append(f"{name} is {here} here and {denied} in the denial")
            truth = Truth.NO
    return Criterion("parameters", truth, tuple(reasons), tuple(questions))


def _party(proposed: Proposed, denial: Denial, found: Found) -> Criterion:
    """Tell whether an end user or consignee of the transaction is one of the denial."""
    reasons, questions, truth = [], [], Truth.NO
    for role, denied in denial.parties:
        for number, match in found.get((denial.digest, role), ()):
            here = proposed.parties[number]
            certain = match.certain and here.role in ROLES
            truth = truth | (Truth.YES if certain else Truth.UNKNOWN)
            how = "; ".join(match.explanation)
            reasons.append(f"{here.role.replace('_', ' ')} {here.query.name} and the denied {role.replace('_', ' ')}: {how}")
            if not certain:
                questions.append(f"Is {here.query.name} the same as {denied.name}, and who receives or uses the item?")
    if truth is Truth.NO and not any(one.role in ROLES for one in proposed.parties):
        return _open("party", "the transaction names neither end user nor consignee", "Who is the end user?")
    if truth is Truth.NO:
        names = " and ".join(one.name for _, one in denial.parties)
        reasons = [f"no end user or consignee of the transaction was matched with {names}"]
    return Criterion("party", truth, tuple(reasons), tuple(questions))


def _destination(proposed: Proposed, denial: Denial) -> Criterion:
    same = proposed.destination == denial.destination
    text = "the same destination" if same else f"{proposed.destination} here, {denial.destination} in the denial"
    return Criterion("destination", Truth.of(same), (text,))


def _open(name: str, reason: str, question: str) -> Criterion:
    return Criterion(name, Truth.UNKNOWN, (reason,), (question,))

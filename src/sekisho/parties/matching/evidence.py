"""What other particulars say for or against a match of names.

Decides that a country, a day of birth and a type confirm or contradict, and that a weak alias counts less, as does our own
reading of a name that the list itself spells in Latin letters beside it. They move the logarithm of the odds by what the
file of weights says; none of them makes a match by itself or rules one out. Refuses to compare names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from sekisho.parties.matching.clean import is_latin
from sekisho.parties.party import ListedParty, PartyQuery

_BODIES: Final = frozenset({"Company", "Organization", "PublicBody", "Vessel", "Airplane", "Vehicle"})
_THINGS: Final = frozenset({"Vessel", "Airplane", "Vehicle"})


def evidence(
    query: PartyQuery, listed: ListedParty, quality: str, worth: Mapping[str, float], *, read: bool = False
) -> tuple[float, tuple[str, ...]]:
    """Weigh the other particulars.

    Args:
        query: Whom we look for.
        listed: The listed party.
        quality: Of the listed name.
        worth: What each particular adds to the logarithm of the odds.
        read: Whether the listed name is in another script than the name asked about, and was read into Latin letters here.

    Returns:
        The sum, and what it is made of, for a reader.
    """
    found = list(_found(query, listed, quality, read=read))
    total = sum(worth.get(name, 0.0) for name, _ in found)
    return total, tuple(f"{text} {worth.get(name, 0.0):+.1f}" for name, text in found)


def most_evidence(query: PartyQuery, worth: Mapping[str, float]) -> float:
    """Return the most that other particulars can say for a match of this query's name."""
    sayable = (("country_same", query.country), ("birth_same", query.birth_date))
    return sum(max(0.0, worth.get(name, 0.0)) for name, given in sayable if given)


def _found(query: PartyQuery, listed: ListedParty, quality: str, *, read: bool) -> Iterator[tuple[str, str]]:
    if quality == "weak":
        yield "weak_alias", "weak alias"
    if query.country and listed.countries:
        same = query.country in listed.countries
        yield ("country_same", "same country") if same else ("country_other", "other country")
    if query.schema and listed.schema and _differs(query.schema, listed.schema):
        yield "type_other", f"asked about a {query.schema}, listed as a {listed.schema}"
    born = listed.values("birthDate")
    if query.birth_date and born:
        same = any(one.startswith(query.birth_date) or query.birth_date.startswith(one) for one in born)
        near = any(one[:4] == query.birth_date[:4] for one in born)
        if same:
            yield "birth_same", "same day of birth"
        elif not near:
            yield "birth_other", "other year of birth"
    if read and any(is_latin(name.value) for name in listed.names):
        yield "own_reading", "read from another script, while the list spells the party in Latin letters"


def _differs(asked: str, listed: str) -> bool:
    """Tell whether two types cannot be one party: a person and a body, or a thing and anything else."""
    pair = {asked, listed}
    if "LegalEntity" in pair or asked == listed:
        return bool(pair & _THINGS) and asked != listed
    return ("Person" in pair and bool(pair & _BODIES)) or bool(pair & _THINGS)

"""Listed parties: Entity List, Military End-User List, Unverified List, denied persons, SDN List.

Decides what a match, a possible match or a missing search brings. A search in the starter set never closes the
question; a name that is not certain is for a person; a search that was not made leaves the effect of the list open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sekisho.licensing.conditions import Condition, ask, every, finding, look, no, some, yes
from sekisho.licensing.determination import Finding, Question
from sekisho.licensing.outcome import Outcome
from sekisho.licensing.transaction import TransactionParty
from sekisho.licensing.us.case import Case
from sekisho.licensing.us.items import ItemCase
from sekisho.licensing.us.tables import ask_of
from sekisho.logic.truth import Truth
from sekisho.parties.judgement import told_aside_of
from sekisho.parties.party import ListedParty, Match

ENTITY, MEU, UVL, DENIED, SDN = "us-entity-list", "us-meu", "us-uvl", "us-dpl", "us-sdn"
_NEGATIVE = frozenset({"none", "not listed", "no"})
_UVL_STATEMENT = frozenset({"uvl statement", "uvl_statement"})
_ALL_ITEMS = re.compile(r"(for )?all items subject to the ear\b", re.IGNORECASE)
_CCL_ITEMS = re.compile(r"(for )?items on the ccl\b", re.IGNORECASE)
_PROJECTS = re.compile(r"746\.8\(a\)\(4\)")
_LIMITS = re.compile(r"\bexcept\b|\bapart from\b", re.IGNORECASE)
_EAR99_LIMIT = re.compile(r"\bexcept for EAR99\b", re.IGNORECASE)
_OVERCOME = re.compile(r"overcome by License Exception ([A-Z]{3})")

ItemCondition = tuple[ItemCase, Condition]


@dataclass(frozen=True, slots=True)
class Bite:
    """A finding, and the licence exceptions that it leaves.

    Attributes:
        finding: What the rule says.
        leaves: Exceptions that may overcome it; None where the rule itself bars none.
        note: What the text says of them.
    """

    finding: Finding
    leaves: tuple[str, ...] | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of one party and one list.

    Attributes:
        certain: Listed parties whose name is identical.
        possible: Listed parties that a person must compare.
        own: Where the exporter found it, in his words; empty if he did not.
        rest: Whether it may be on the list otherwise.
    """

    certain: tuple[Match, ...]
    possible: tuple[Match, ...]
    own: str
    rest: Condition


def standing(case: Case, index: int, list_id: str) -> Standing:
    """Return what is known of a party, or of an owner, and a list; ``index`` is that among everybody."""
    party = case.everybody[index]
    screening = case.screenings.get(index)
    aliases = case.law.data["lists"]["aliases"]
    names = {list_id, *(alias for alias, one in aliases.items() if one == list_id)}
    matches = () if screening is None else tuple(one for one in screening.matches if one.listed.source in names)
    said = next((party.listings[name] for name in sorted(names) if name in party.listings), "").strip()
    ruled_out = said.lower() in _NEGATIVE
    searched = screening is not None and any(screening.searched(name) for name in names)
    title = case.law.data["lists"]["lists"][list_id]["title"]
    if searched or ruled_out:
        rest = no(f"{party.name} was not found on the {title}{told_aside_of(screening, names)}")
    elif screening is not None and (old := next(filter(None, map(screening.stale, sorted(names))), "")):
        rest = look(f"{party.name} was looked up on the {title}, but {old}")
    else:
        question = _looked_up(case, index, list_id, title)
        rest = ask(f"{party.name} was not looked up on the official {title}", question)
    own = "" if ruled_out else said
    certain = tuple(one for one in matches if one.certain)
    possible = () if ruled_out else tuple(one for one in matches if not one.certain)
    return Standing(certain, possible, own, rest)


def _looked_up(case: Case, index: int, list_id: str, title: str) -> Question:
    owner = next((one for one in case.owned if one.index == index), None)
    if owner is None:
        name = case.everybody[index].name
        words = f"Was {name} looked up on the official {title}, and is it there (its reference, or none)?"
        return Question("party", index, f"listings.{list_id}", words)
    head = case.everybody[owner.party].name
    words = f"Were the owners of {head} looked up on the official {title}, and are they there (listings of each, or none)?"
    return Question("party", owner.party, f"owners.listings.{list_id}", words)


def listed(case: Case, index: int, list_id: str, *, addresses: bool = True) -> Condition:
    """Return whether a party, or an owner, is on a list at all; without ``addresses``, under its own name."""
    party = case.everybody[index]
    found = standing(case, index, list_id)
    if not addresses:
        found = replace(found, certain=_named(found.certain), possible=_named(found.possible))
    ways = [yes(f"{party.name} is {one.listed.name}") for one in found.certain]
    if found.own:
        ways.append(yes(f"the exporter found {party.name} there: {found.own}"))
    if found.possible:
        ways.append(may_be(party, found.possible))
    return some((*ways, found.rest))


def _named(matches: Sequence[Match]) -> tuple[Match, ...]:
    return tuple(one for one in matches if one.listed.schema != "Address")


def footnote(case: Case, number: int) -> Condition:
    """Return whether a party is on the Entity List with a footnote."""
    ways = [no(f"no party with footnote {number}"), *(footnoted(case, index, number) for index, _ in case.parties)]
    return some((*ways, _nobody(case)))


def footnoted(case: Case, index: int, number: int) -> Condition:
    """Return whether a party, or an owner, is on the Entity List with a footnote."""
    party, found = case.everybody[index], standing(case, index, ENTITY)
    ways = [
        yes(f"{party.name} is {one.listed.name}, footnote {number} of the Entity List")
        for one in found.certain
        if number in one.listed.footnotes
    ]
    doubtful = tuple(one for one in found.possible if number in one.listed.footnotes)
    if doubtful:
        ways.append(may_be(party, doubtful))
    if found.own and not found.certain:
        ways.append(look(f"whether the entry of {party.name} has footnote {number} is not stated"))
    return some((*ways, found.rest))


def end_user_bites(case: Case, claims: Sequence[ItemCondition]) -> tuple[Bite, ...]:
    """Return what the lists of persons bring for every party.

    Args:
        case: The transaction.
        claims: Each item with whether it is subject to the EAR.
    """
    subject = some(one for _, one in claims)
    bites = [Bite(_end_user_named(case, subject))]
    for index, party in enumerate(case.transaction.parties):
        bites += _entity(case, index, party, claims)
        bites += _military(case, index, party, claims)
        bites += _unverified(case, index, party, subject)
        bites += _denied(case, index, party, subject)
        bites += _blocked(case, index, party, subject)
    return tuple(bites)


def _end_user_named(case: Case, subject: Condition) -> Finding:
    # An end user who is not named may be a denied person: that is the strictest that this question can bring.
    return finding(
        "EAR end user",
        Outcome.PROHIBITED,
        every((subject, ~case.end_user_named)),
        "15 CFR 748.5(f); 15 CFR 744.1(b)",
        requirement=False,
    )


def _nobody(case: Case) -> Condition:
    return no("") if case.end_user_named.truth is Truth.YES else case.end_user_named


def in_role(case: Case, party: TransactionParty) -> Condition:
    """Return whether a party has a role in which its listing asks for a licence."""
    if party.role in case.law.data["lists"]["roles"]["parties"]:
        return yes("")
    role = party.role.replace("_", " ")
    return look(f"{party.name} is {role}: whether it also acts as a party of 748.5(c) to (f) must be seen")


def may_be(party: TransactionParty, matches: Sequence[Match]) -> Condition:
    """Return that a party may be one of several listed ones, which a person must compare."""
    names = ", ".join(f"{one.listed.name} ({one.score:.2f})" for one in matches[:3])
    more = f" and {len(matches) - 3} more" if len(matches) > 3 else ""
    return look(f"{party.name} may be {names}{more}: a person must compare them")


def _entry(case: Case, list_id: str) -> tuple[str, str, str]:
    one = case.law.data["lists"]["lists"][list_id]
    return one["title"], one["citation"], one["policy"]


def _entity(case: Case, index: int, party: TransactionParty, claims: Sequence[ItemCondition]) -> Iterator[Bite]:
    title, citation, policy = _entry(case, ENTITY)
    found = standing(case, index, ENTITY)
    role = in_role(case, party)
    for one in found.certain:
        reached = some(every((claim, extent(case, item, one))) for item, claim in claims)
        printed = one.listed.requirement or "requirement not printed"
        words = f"{party.name} is {one.listed.name} on the Entity List: {printed}"
        notes = [case.law.data["lists"]["footnotes"][str(number)] for number in one.listed.footnotes]
        made = finding(
            f"{title}: {party.name}",
            Outcome.LICENCE_REQUIRED,
            every((role, reached)),
            "; ".join(part for part in (citation, one.listed.citation) if part),
            text="; ".join((words, *notes)),
            reason="end user",
        )
        leaves = tuple(dict.fromkeys(_OVERCOME.findall(one.listed.requirement)))
        note = "the entry itself names it" if leaves else ""
        yield Bite(replace(made, policy=one.listed.policy or policy), leaves, note)
    rest = _rest(party, found)
    if rest is not None:
        condition = every((some(claim for _, claim in claims), role, rest))
        made = finding(f"{title}: {party.name}", Outcome.LICENCE_REQUIRED, condition, citation, reason="end user")
        yield Bite(replace(made, policy=policy), ())


def _rest(party: TransactionParty, found: Standing) -> Condition | None:
    """Return what is open beside certain matches; None where certain matches say all."""
    ways = []
    if found.possible:
        ways.append(may_be(party, found.possible))
    if found.own and not found.certain:
        ways.append(look(f"the exporter found {party.name} there ({found.own}); what its entry asks for must be read"))
    if not ways and found.certain:
        return None
    return some((*ways, found.rest))


def extent(case: Case, item: ItemCase, match: Match) -> Condition:
    """Return whether an entry's licence requirement, as printed, is about an item."""
    printed = match.listed.requirement
    asked = ask_of(case.law.data["lists"]["disclosure"])
    outside = no("")
    if 2 in match.listed.footnotes and item.item.item.kind in case.law.data["lists"]["disclosure"]["kinds"]:
        outside = item.answer(asked)
    return every((_printed(item, printed), ~outside))


def _printed(item: ItemCase, printed: str) -> Condition:
    questions = item.law.data["law"]["questions"]
    if _PROJECTS.search(printed):
        return item.answer(ask_of(questions["oil_and_gas"]))
    if _EAR99_LIMIT.search(printed):
        open_rest = look(f"the entry leaves out some {item.label} of EAR99: read it")
        return some((item.listed, open_rest))
    if _LIMITS.search(printed) or not (_ALL_ITEMS.match(printed) or _CCL_ITEMS.match(printed)):
        return look(f"the entry limits its requirement or cannot be read: {printed or 'nothing is printed'}")
    if _CCL_ITEMS.match(printed):
        return some((item.listed, item.answer(ask_of(questions["supplement_7"]))))
    return yes("")


def _military(case: Case, index: int, party: TransactionParty, claims: Sequence[ItemCondition]) -> Iterator[Bite]:
    title, citation, policy = _entry(case, MEU)
    items = some(every((claim, item.among(("supplement-2",)))) for item, claim in claims)
    condition = every((listed(case, index, MEU), items, in_role(case, party)))
    made = finding(f"{title}: {party.name}", Outcome.LICENCE_REQUIRED, condition, citation, reason="end user")
    yield Bite(replace(made, policy=policy), ("GOV",), "GOV 740.11(b)(2)(i) and (ii) only (744.21(c))")


def _unverified(case: Case, index: int, party: TransactionParty, subject: Condition) -> Iterator[Bite]:
    title, citation, policy = _entry(case, UVL)
    there = every((subject, listed(case, index, UVL), in_role(case, party)))
    text = "no licence exception may be used, and the shipment is recorded in EEI"
    made = finding(f"{title}: {party.name}", Outcome.NOTIFY, there, citation, text=text, requirement=False)
    yield Bite(replace(made, policy=policy), ())
    held = any(
        one.get("jurisdiction") == "US" and one.get("code", "").lower() in _UVL_STATEMENT
        for one in case.transaction.licences
    )
    words = f"Is the signed UVL statement of {party.name} at hand (under licences: jurisdiction US, code UVL statement)?"
    question = Question("transaction", 0, "licences", words)
    lacking = no("the UVL statement is at hand") if held else ask("a UVL statement is needed first", question)
    yield Bite(
        finding(
            f"{title}, statement: {party.name}",
            Outcome.NEEDS_INFORMATION,
            every((there, lacking)),
            "15 CFR 744.15(b)",
            requirement=False,
        )
    )


def _denied(case: Case, index: int, party: TransactionParty, subject: Condition) -> Iterator[Bite]:
    title, citation, policy = _entry(case, DENIED)
    condition = every((subject, listed(case, index, DENIED)))
    made = finding(f"{title}: {party.name}", Outcome.PROHIBITED, condition, citation, reason="end user")
    yield Bite(replace(made, policy=policy), ())


def _blocked(case: Case, index: int, party: TransactionParty, subject: Condition) -> Iterator[Bite]:
    title, citation, policy = _entry(case, SDN)
    there = every((subject, listed(case, index, SDN)))
    condition = every((there, in_role(case, party), identified(case, index)))
    made = finding(f"{title}: {party.name}", Outcome.LICENCE_REQUIRED, condition, citation, reason="end user")
    yield Bite(replace(made, policy=policy), ())
    text = "dealings with blocked persons are ruled by the Office of Foreign Assets Control, whose rules are not encoded"
    yield Bite(
        finding(f"{title}, OFAC: {party.name}", Outcome.REFER, there, "31 CFR chapter V", text=text, requirement=False)
    )


def identified(case: Case, index: int) -> Condition:
    """Return whether a listing carries one of the identifiers of 744.8(a)(1), as far as its text is known."""
    found = standing(case, index, SDN)
    if not found.own and not found.certain:
        return yes("")
    tags = case.law.data["lists"]["sdn_identifiers"]
    printed = {_plain(program) for one in found.certain for program in one.listed.values("program")}
    texts = " ".join((found.own, *(() if printed else (_words(one.listed) for one in found.certain))))
    named = [tag for tag in tags if _plain(tag) in printed or _stands(tag, texts)]
    if named:
        return yes(f"identifier {', '.join(named)}")
    return look(f"no identifier of 744.8(a)(1) is given ({', '.join(tags)})")


def _plain(tag: str) -> str:
    """Return an identifier as it is compared: 744.8 prints ILLICIT DRUGS-EO14059, the SDN List ILLICIT-DRUGS-EO14059."""
    return tag.replace(" ", "-")


def _stands(tag: str, text: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(tag).replace(chr(92) + ' ', '[ -]')}(?![\w-])", text) is not None


def _words(listed: ListedParty) -> str:
    return f"{listed.requirement} {listed.remarks}"

"""Japan's catch-all: item 16 of Appended Table 1, for goods that no other item lists.

Decides the scope by tariff number, the end-use, end-user and notice legs for the destination's group. Refuses to decide
that a listed end user is harmless: the guideline's text is not at hand, so the exporter's own "clearly not" is referred
to a person, and only its opposite settles the requirement.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from sekisho.licensing.conditions import Condition, ask, every, finding, look, no, some, yes
from sekisho.licensing.determination import Finding
from sekisho.licensing.legs import asked_use, reached, told
from sekisho.licensing.listing import Listed
from sekisho.licensing.national import CatchAll, NationalLaw, in_force
from sekisho.licensing.outcome import Outcome
from sekisho.licensing.questions import ask_answer, ask_end_user, ask_hs_code, ask_listing, ask_use
from sekisho.licensing.transaction import Knowledge, Transaction, TransactionItem, TransactionParty
from sekisho.logic.truth import Truth
from sekisho.parties.judgement import told_aside_of
from sekisho.parties.party import Match, Screening

END_USER_LIST = "jp-end-user-list"
END_USER = "end_user"
NOT_FOUND = frozenset({"none", "not listed", "no"})
"""What an exporter writes who looked a party up and did not find it."""


def catch_all_findings(
    index: int,
    transaction: Transaction,
    found: Listed,
    screenings: Mapping[int, Screening],
    *,
    law: NationalLaw,
    sent: Condition,
) -> tuple[Finding, ...]:
    """Return what item 16 says of an item.

    Args:
        index: The item's index.
        transaction: The transaction.
        found: What the list says of the item.
        screenings: What the lists say, by index of the party.
        law: The rulebook ``jp-export-control``.
        sent: Whether the item is exported from Japan.
    """
    sentence = law.rules["catch_all"]
    rules = in_force(law.catch_alls, transaction.date)
    if not rules:
        was = look(f"the catch-all as it stood on {transaction.date} is not encoded")
        condition = every((found.unlisted, sent, was))
        return (finding("catch-all", Outcome.LICENCE_REQUIRED, condition, sentence.citation, item=index),)
    if found.condition.truth is Truth.YES:
        condition = found.unlisted
        return (finding("catch-all", Outcome.LICENCE_REQUIRED, condition, sentence.citation, item=index),)
    scopes = scopes_of(index, transaction.items[index], law)
    findings = []
    for rule in rules:
        reach = reached(transaction, law, rule)
        if reach.truth is Truth.NO:
            continue
        before = (found.unlisted, reach, some(scopes[one] for one in rule.scopes), sent)
        for leg, condition in _legs(rule, transaction, screenings, scopes, law):
            findings.append(
                finding(
                    f"{rule.code}, {leg}",
                    Outcome.LICENCE_REQUIRED,
                    every((*before, condition)),
                    rule.citation,
                    text=rule.text,
                    entry="16",
                    reason="catch-all",
                    item=index,
                )
            )
    return tuple(findings)


def scopes_of(index: int, item: TransactionItem, law: NationalLaw) -> Mapping[str, Condition]:
    """Return whether goods fall in 16(1) and in 16(2), by their tariff number."""
    digits = item.hs_code
    if not digits:
        asked = ask("the tariff number is not stated", ask_hs_code(index))
        return {"16(1)": asked, "16(2)": asked}
    first = _in_headings(index, digits, law)
    chapter = Condition(Truth.of(digits[:2] in law.words["chapters_16_2"]), f"tariff chapter {digits[:2]}")
    return {"16(1)": first, "16(2)": every((chapter, ~first))}


def _in_headings(index: int, digits: str, law: NationalLaw) -> Condition:
    listed, excepted = law.words["headings_16_1"], law.words["headings_16_1_except"]
    text = f"tariff number {digits}"
    if digits.startswith(tuple(excepted)) or not any(_meet(digits, one) for one in listed):
        return no(text)
    longer = [one for one in (*listed, *excepted) if one.startswith(digits) and one != digits]
    if longer:
        return ask(f"{text} is too short to tell", ask_hs_code(index))
    return yes(text)


def _meet(digits: str, heading: str) -> bool:
    return digits.startswith(heading) or heading.startswith(digits)


def _legs(
    rule: CatchAll,
    transaction: Transaction,
    screenings: Mapping[int, Screening],
    scopes: Mapping[str, Condition],
    law: NationalLaw,
) -> Iterator[tuple[str, Condition]]:
    if rule.requirement == "inform":
        yield "notice", told(transaction, rule)
        return
    related = (_related(transaction, use) for use in rule.related)
    yield "end use", some((asked_use(transaction, rule.uses, Knowledge.AWARE), *related))
    user = _listed_user(rule, transaction, screenings)
    if user.truth is Truth.YES:
        found = every((user, ~_clearly_not(rule, transaction, scopes, law)))
        user = found if found.truth is Truth.YES else replace(found, text=f"{user.text}; {found.text}")
    yield "end user", user


def _related(transaction: Transaction, use: str) -> Condition:
    """Return whether the rule is met by an end use of which the texts at hand do not settle that it counts."""
    state = transaction.end_use.of(use)
    words = f"{use}: {state.value.replace('_', ' ')}"
    if state is Knowledge.NOT_ASKED:
        return ask(words, ask_use(transaction, use))
    if state is Knowledge.NONE_AFTER_DILIGENCE:
        return no(words)
    return look(f"{words}; whether it meets the ordinance is not decided from the texts at hand")


def _clearly_not(rule: CatchAll, transaction: Transaction, scopes: Mapping[str, Condition], law: NationalLaw) -> Condition:
    """Return whether it is clear that the goods do not serve the concern for which the end user is listed."""
    barred = some(
        every((scopes[scope], Condition(law.reaches((group,), transaction.destination, transaction.date), "")))
        for scope, group in (one.split(" to ") for one in rule.clear_barred)
    )
    if barred.truth is Truth.YES:
        return no('a "clearly not" finding cannot be made for these goods and this destination')
    answer = transaction.answers.get("jp-clearly-not")
    if answer is False:
        return no("the exporter does not find it clear that the goods do not serve the listed concern")
    said = "the exporter finds" if answer else "the exporter has not said whether he finds"
    questions = () if answer else (ask_answer("jp-clearly-not"),)
    return look(f"{said} it clear that the goods do not serve the listed concern", *questions)


def _listed_user(rule: CatchAll, transaction: Transaction, screenings: Mapping[int, Screening]) -> Condition:
    """Return whether an end user is on the Foreign End User List for a concern that matches the rule."""
    found = [_is_listed(rule, index, party, screenings.get(index)) for index, party in enumerate(transaction.parties)]
    if not any(party.role == END_USER for party in transaction.parties):
        found.append(ask("no end user is named", ask_end_user()))
    return some(found)


def _is_listed(rule: CatchAll, index: int, party: TransactionParty, screening: Screening | None) -> Condition:
    """Return whether a party is listed; one that is not the end user is left to a person where it is."""
    own = party.listings.get(END_USER_LIST, "").strip()
    looked_up = own.lower() in NOT_FOUND
    found = [_matched(rule, party, one) for one in _matches(screening) if one.certain or not looked_up]
    if own and not looked_up:
        found.append(look(f"{party.name} is on the Foreign End User List by the exporter's own finding: {own}"))
    if party.role != END_USER and found:
        return look(f"{party.name} ({party.role}) may be on the Foreign End User List, though not as end user")
    if not looked_up and (screening is None or not screening.searched(END_USER_LIST)):
        old = "" if screening is None else screening.stale(END_USER_LIST)
        if old:
            found.append(look(f"{party.name} was looked up on the Foreign End User List, but {old}"))
        else:
            said = f"{party.name} was not looked up on the official Foreign End User List"
            found.append(ask(said, ask_listing(index, party, END_USER_LIST, "Foreign End User List")))
    aside = told_aside_of(screening, (END_USER_LIST,))
    return some((*found, no(f"{party.name} is not on the Foreign End User List{aside}")))


def _matched(rule: CatchAll, party: TransactionParty, match: Match) -> Condition:
    concerns = match.listed.concerns
    listed = f"{match.listed.name} ({', '.join(concerns) or 'no concern stated'})"
    text = f"{party.name} is on the Foreign End User List as {listed}"
    if concerns and not set(concerns) & set(rule.concerns):
        return no(f"{text}, listed for another concern")
    if not match.certain:
        return look(f"{party.name} may be on the Foreign End User List as {listed}")
    return yes(text) if concerns else look(text)


def _matches(screening: Screening | None) -> Iterable[Match]:
    return () if screening is None else (one for one in screening.matches if one.listed.source == END_USER_LIST)

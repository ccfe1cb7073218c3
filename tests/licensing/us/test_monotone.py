"""Removing a fact never raises the floor and never lowers the ceiling."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sekisho.controls.classification import ListClassification
from sekisho.licensing.determination import Determination
from sekisho.licensing.transaction import (
    USES,
    EndUse,
    Kind,
    Knowledge,
    Means,
    Stake,
    Transaction,
    TransactionItem,
    TransactionParty,
)
from sekisho.logic.truth import Truth, any_of
from sekisho.parties.party import Screening, SourceState
from sekisho.parties.shares import UNSTATED, Share
from tests.licensing.us.world import (
    LISTS,
    World,
    buyer,
    goods,
    law,
    match,
    says,
    screened,
    verdict,
)

PLACES = (
    "FR",
    "JP",
    "CN",
    "HK",
    "MO",
    "TW",
    "IN",
    "AE",
    "UA",
    "UA-43",
    "RU",
    "IR",
    "KP",
    "CU",
    "SY",
    "IQ",
    "SA",
    "GL",
    "US",
)
CODES = (
    "EAR99",
    "4A906.a.1",
    "3A090.a.1",
    "3A090.b.1",
    "3A090",
    "3A090.c",
    "3B001.d",
    "3B001.c.1.a",
    "3B001",
    "3A991",
    "4A994",
    "3B993.f.1",
    "3E001",
    "4E001",
    "4E091",
    "5D002",
    "1C350.b.1",
    "9A011",
    "9A012.a.2",
    "4A001.b",
    "4A611",
    "2D018",
    "0A980",
    "6A003.b.4.b",
    "0A504",
    "9A999",
)
DATES = tuple(
    dt.date.fromisoformat(text)
    for text in ("2026-07-23", "2026-07-01", "2025-10-15", "2024-09-05", "2024-10-01", "2026-11-10", "2027-06-01")
)
KEYS = (*sorted(law().answer_keys),)
ITEM_KEYS = (
    "food_or_medicine",
    "746.6(a)(5)",
    "746.8(a)(12)",
    "746.8(a)(4)",
    "746 Supp. 4 to 6",
    "746 Supp. 7",
    "744.17",
    "744.23(a)(3)(ii)",
    "9A012/3",
    "4E001/2",
    "734.4(a)(6)",
    "734.9(b)",
    "734.9(f)",
    "734.9(h)",
    "734.9(k)",
    "734.9(e)(1)",
)
FOOTNOTED = "For all items subject to the EAR, see §§ 734.9(e) ¹ and 744.11 of the EAR ²"

GATHERED = ("EAR list", "EAR end use and embargo", "EAR classification", "EAR claim by item", "EAR as known")
"""Findings that gather several lines, or that speak of what is open."""

flags = st.booleans()
truths = st.sampled_from((Truth.YES, Truth.NO))
states = st.sampled_from(tuple(one for one in Knowledge if one is not Knowledge.NOT_ASKED))


@st.composite
def items(draw: st.DrawFn) -> TransactionItem:
    kind = draw(st.sampled_from(("mechanical_part", "technology", "software")))
    return goods(
        kind,
        origin=draw(st.sampled_from(("US", "JP"))),
        us_content_percent=draw(st.sampled_from((0.0, 12.0, 40.0))),
        us_content_controlled=draw(truths),
        us_direct_product=draw(truths),
        value_amount=draw(st.sampled_from((400.0, 90_000.0))),
        value_currency="USD",
        parameters={
            "for_entry": draw(st.sampled_from(("3B001.q", "3B001", "3A090.a.1", "4A090.b", "none", "eu-annex-i:4A506")))
        },
        answers={key: draw(flags) for key in ITEM_KEYS},
    )


@st.composite
def classifications(draw: st.DrawFn) -> ListClassification:
    codes = draw(st.lists(st.sampled_from(CODES[1:]), max_size=2, unique=True))
    verdicts = [verdict(code, draw(truths)) for code in codes]
    declared = draw(st.sampled_from(CODES))
    # A declared code that a covered list does not know would contradict it: `controls` reports that as a conflict.
    agrees = declared == "EAR99" and not any(one.verdict is Truth.YES for one in verdicts)
    return says(*verdicts, declared=declared, covered=agrees and draw(flags))


@st.composite
def screenings(draw: st.DrawFn) -> Screening:
    source = draw(st.sampled_from(("us-entity-list", "us-meu", "us-uvl")))
    found = [
        match(
            source,
            certain=draw(flags),
            footnotes=draw(st.sampled_from(((), (1, 2), (3,), (5,)))),
            requirement=draw(
                st.sampled_from((FOOTNOTED, "For items on the CCL and EAR99 items listed in supplement no. 7", ""))
            ),
        )
        for _ in range(draw(st.integers(0, 1)))
    ]
    return screened(*found, searched=LISTS)


@st.composite
def owners(draw: st.DrawFn, names: str = "ABC", depth: int = 2) -> tuple[Stake, ...]:
    """Return owners whose shares, with one that is not stated, come to no more than there is."""
    stakes: list[Stake] = []
    left = 20
    for name in names[: draw(st.integers(0, len(names)))]:
        part = draw(st.integers(1, left - 1)) if left > 1 else 0
        left -= part
        below = draw(owners(names=f"{name}{name}"[:1], depth=depth - 1)) if depth else ()
        holder = TransactionParty(
            "owner",
            f"{name}{depth}{names}",
            listings={"us-sdn": draw(st.sampled_from(("none", "[SDGT]", "x")))} if draw(flags) else {},
            listed_owners=Truth.UNKNOWN if below else draw(st.sampled_from((Truth.NO, Truth.YES, Truth.UNKNOWN))),
            owners=below,
        )
        share = Fraction(part, 20)
        stakes.append(Stake(holder, Share(share, share) if part and draw(flags) else UNSTATED))
    return tuple(stakes)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    several = draw(st.integers(1, 2))
    # What is stated of the owners as a whole would contradict what is stated of each.
    stakes = draw(owners())
    place = st.sampled_from(("US", "CN", "JP", "MO", "GL"))
    party = buyer(
        draw(st.sampled_from(("end_user", "end_user", "consignee"))),
        nationality=draw(place),
        headquarters=draw(place),
        ultimate_parent=draw(place),
        listed_owners=Truth.UNKNOWN if stakes else draw(truths),
        owners=stakes,
        listings={
            "us-dpl": draw(st.sampled_from(("none", "order 1"))),
            "us-sdn": draw(st.sampled_from(("none", "[SDGT]", "x"))),
        },
    )
    # A list that the exporter answers for himself is left out of the search, so that no two facts contradict.
    screening = draw(screenings())
    seen = {0: replace(screening, sources=_not_in(party, screening))}
    for number, one in enumerate(owned_by(party), start=1):
        found = draw(screenings())
        seen[number] = replace(found, sources=_not_in(one, found))
    transaction = Transaction(
        date=draw(st.sampled_from(DATES)),
        kind=draw(st.sampled_from(tuple(Kind))),
        means=draw(st.sampled_from(tuple(Means))),
        exporter_name="Example Exporter",
        exporter_jurisdiction=draw(st.sampled_from(("US", "JP"))),
        ship_from=draw(st.sampled_from(("US", "JP", "CN"))),
        destination=draw(st.sampled_from(PLACES)),
        items=tuple(draw(items()) for _ in range(several)),
        parties=(party,),
        end_use=EndUse(knowledge={use: draw(states) for use in USES}),
        regions={region: draw(flags) for region in ("UA-43", "UA-14", "UA-09")},
        licences=({"jurisdiction": "US", "reference": "1", "code": "UVL statement"},) if draw(flags) else (),
        answers={key: draw(flags) for key in KEYS},
    )
    return World(
        transaction,
        {index: draw(classifications()) for index in range(several)},
        seen,
    )


def _not_in(party: TransactionParty, found: Screening) -> tuple[SourceState, ...]:
    return tuple(one for one in found.sources if one.id not in party.listings)


def owned_by(party: TransactionParty) -> tuple[TransactionParty, ...]:
    """Return every owner of a party, each before its own."""
    return tuple(one for stake in party.owners for one in (stake.holder, *owned_by(stake.holder)))


def _owned_so(world: World, stakes: tuple[Stake, ...]) -> World:
    """Return the world with the first party owned so; what the lists say of everybody stays with his name."""
    seen = {one.name: world.screenings[index] for index, one in enumerate(world.transaction.everybody)}
    less = world.party(owners=stakes)
    return replace(less, screenings={index: seen[one.name] for index, one in enumerate(less.transaction.everybody)})


def smaller_stakes(stakes: tuple[Stake, ...]) -> Iterator[tuple[str, tuple[Stake, ...]]]:
    """Yield the owners with one fact less."""
    for number, one in enumerate(stakes):
        before, after, name = stakes[:number], stakes[number + 1 :], one.holder.name
        yield f"owner {name}", before + after
        yield f"share of {name}", (*before, replace(one, share=UNSTATED), *after)
        for less in (
            replace(one.holder, listed_owners=Truth.UNKNOWN),
            replace(one.holder, listings={}),
            *(replace(one.holder, owners=found) for _, found in smaller_stakes(one.holder.owners)),
        ):
            yield f"a fact of {name}", (*before, replace(one, holder=less), *after)


Removal = Callable[[World], World]


def _item(world: World, **facts: Any) -> World:
    first, *rest = world.transaction.items
    return world.but(items=(replace(first, **facts), *rest))


def _nature(world: World, **facts: Any) -> World:
    return _item(world, item=replace(world.transaction.items[0].item, **facts))


def _without(given: Any, key: str) -> dict[str, Any]:
    return {name: value for name, value in given.items() if name != key}


def _classification(world: World, **facts: Any) -> World:
    return replace(world, classifications={**world.classifications, 0: replace(world.classifications[0], **facts)})


def removals(world: World) -> Iterator[tuple[str, World]]:
    """Yield the world with one fact less, for each fact."""
    transaction = world.transaction
    item, party = transaction.items[0], transaction.parties[0]
    yield "ship_from", world.but(ship_from=None)
    yield "exporter", world.but(exporter_jurisdiction=None)
    yield "parties", replace(world.but(parties=()), screenings={})
    yield "licences", world.but(licences=())
    for use in USES:
        yield use, world.but(end_use=EndUse(knowledge=_without(transaction.end_use.knowledge, use)))
    yield "flags", world.but(end_use=EndUse())
    for region in transaction.regions:
        yield region, world.but(regions=_without(transaction.regions, region))
    for key in transaction.answers:
        yield key, world.but(answers=_without(transaction.answers, key))
    for key in item.item.answers:
        yield f"item {key}", _nature(world, answers=_without(item.item.answers, key))
    yield "for_entry", _nature(world, parameters={})
    yield "origin", _item(world, origin=None)
    yield "us_content_percent", _item(world, us_content_percent=None)
    yield "us_content_controlled", _item(world, us_content_controlled=Truth.UNKNOWN)
    yield "us_direct_product", _item(world, us_direct_product=Truth.UNKNOWN)
    yield "value", _item(world, value_amount=None)
    for field in ("nationality", "headquarters", "ultimate_parent"):
        yield field, world.party(**{field: None})
    yield "listed_owners", world.party(listed_owners=Truth.UNKNOWN)
    yield "owners", _owned_so(world, ())
    for what, stakes in smaller_stakes(party.owners):
        yield what, _owned_so(world, stakes)
    for number in range(1, len(world.screenings)):
        yield f"screening of owner {number}", replace(world, screenings={**world.screenings, number: screened(searched=())})
    for name in party.listings:
        yield name, world.party(listings=_without(party.listings, name))
    yield "screening", replace(world, screenings={})
    yield "searched", replace(world, screenings={**world.screenings, 0: replace(world.screenings[0], sources=())})
    yield "declared", _classification(world, declared=None)
    yield "classification", replace(world, classifications=_without_index(world))
    for number, one in enumerate(world.classifications[0].verdicts):
        open_one = replace(one, verdict=Truth.UNKNOWN, need=("physical_qubits",))
        verdicts = [*world.classifications[0].verdicts]
        verdicts[number] = open_one
        yield f"parameter of {one.code}", _classification(world, verdicts=tuple(verdicts))


def _without_index(world: World) -> dict[int, ListClassification]:
    return {index: one for index, one in world.classifications.items() if index}


def _truths(answer: Determination) -> dict[tuple[str, int | None], Truth]:
    """Return each rule's truth by rule and item; a rule that left no finding is NO."""
    found: dict[tuple[str, int | None], Truth] = {}
    for one in answer.findings:
        if one.rule not in GATHERED:
            key = (one.rule, one.item)
            found[key] = any_of((found.get(key, Truth.NO), one.applies))
    return found


def _said(answer: Determination) -> list[str]:
    return [f"{one.rule}: {one.effect.value} {one.applies.value} {one.text}" for one in answer.findings]


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(worlds(), st.data())
def test_a_fact_less_never_raises_the_floor_nor_lowers_the_ceiling(world: World, data: st.DataObject) -> None:
    full = world.answer
    ways = list(removals(world))
    for name, less in data.draw(st.lists(st.sampled_from(ways), min_size=1, max_size=8, unique_by=lambda one: one[0])):
        answer = less.answer
        assert answer.floor.rank <= full.floor.rank, (name, _said(answer))
        assert answer.ceiling.rank >= full.ceiling.rank, (name, _said(full))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(worlds(), st.data())
def test_a_fact_less_settles_no_rule(world: World, data: st.DataObject) -> None:
    full = _truths(world.answer)
    name, less = data.draw(st.sampled_from([one for one in removals(world) if one[0] not in ("parties", "classification")]))
    found = _truths(less.answer)
    claimed = world.answer.claim.verdict is Truth.YES
    for key, truth in found.items():
        if truth is Truth.YES:
            assert full.get(key) is Truth.YES, (name, key)
    for key, truth in full.items():
        if truth is not Truth.NO and claimed:
            assert found.get(key, Truth.NO) is not Truth.NO or key[0].startswith("EAR list"), (name, key)


@settings(max_examples=40, deadline=None)
@given(worlds())
def test_the_outcome_lies_between_floor_and_ceiling(world: World) -> None:
    answer = world.answer
    assert answer.floor.rank <= answer.outcome.rank <= max(answer.ceiling.rank, answer.floor.rank)


@example(World())
@settings(max_examples=20, deadline=None)
@given(worlds())
def test_the_same_facts_give_the_same_answer(world: World) -> None:
    assert world.answer == world.answer


def test_removing_every_fact_one_by_one_from_a_complete_transaction() -> None:
    for code in CODES:
        for place in ("FR", "CN", "AE"):
            world = World().declared(code).to(place)
            full = world.answer
            for name, less in removals(world):
                assert less.answer.floor.rank <= full.floor.rank, (code, place, name)
                assert less.answer.ceiling.rank >= full.ceiling.rank, (code, place, name)

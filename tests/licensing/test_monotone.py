"""Removing a fact never raises the floor and never lowers the ceiling, over all legs.

Whole transactions are drawn, one fact after another is taken out, and everything is classified and decided anew.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

import hypothesis.strategies as st
from hypothesis import HealthCheck, assume, given, settings

from sekisho.controls.item import Item
from sekisho.licensing.determination import Decision
from sekisho.licensing.determine import decide
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
from sekisho.logic.truth import Truth
from sekisho.parties.shares import UNSTATED, Share
from tests.licensing.samples import DAY, classified, law, match, screened

Removal = tuple[str, Transaction]

PLACES = st.sampled_from(["US", "JP", "DE", "NL", "FR", "GB", "KR", "CN", "AU"])
DESTINATIONS = st.sampled_from(["CN", "KR", "DE", "JP", "US", "RU", "UA", "UA-43", "IR", "MO", "HK", "AE", "VN", "LY"])
TRUTHS = st.sampled_from([Truth.YES, Truth.NO])
STATES = st.sampled_from([one for one in Knowledge if one is not Knowledge.NOT_ASKED])
QUANTUM: dict[str, Any] = {"architecture": "gate", "physical_qubits": 72.0, "cnot_error": 9e-5, "medical_equipment": False}
TECHNOLOGY: dict[str, Any] = {"technology_activity": "development"}
NOTHING: dict[str, Any] = {}
CHIP: dict[str, Any] = {
    "digital_processing_unit": True,
    "total_processing_performance": 5000.0,
    "performance_density": 6.2,
    "designed_or_marketed_for_datacenter": True,
}


@st.composite
def items(draw: st.DrawFn) -> TransactionItem:
    kind, parameters = draw(
        st.sampled_from(
            [
                ("quantum_computer", QUANTUM),
                ("quantum_computer", QUANTUM | {"physical_qubits": 20.0}),
                ("integrated_circuit", CHIP),
                ("technology", TECHNOLOGY),
                ("mechanical_part", NOTHING),
            ]
        )
    )
    declared = draw(
        st.dictionaries(
            st.sampled_from(["us-ccl", "jp-export-order", "eu-annex-i", "nl-regeling"]),
            st.sampled_from(["not listed", "4A994.b"]),
        )
    )
    return TransactionItem(
        Item(kind, dict(parameters), declared=declared),
        quantity=1.0,
        value_amount=draw(st.sampled_from([100.0, 40_000.0, 3_000_000.0])),
        value_currency=draw(st.sampled_from(["JPY", "EUR", "USD"])),
        origin=draw(PLACES),
        us_content_percent=draw(st.sampled_from([0.0, 12.0, 30.0])),
        us_content_controlled=draw(TRUTHS),
        us_direct_product=draw(TRUTHS),
        hs_code=draw(st.sampled_from(["847150", "854231", "848340", "610910"])),
    )


@st.composite
def owners(draw: st.DrawFn) -> tuple[Stake, ...]:
    """Return two owners at most; the first may have owners of its own."""

    def stake(name: str, share: Share, *below: Stake) -> Stake:
        said = {one: draw(st.sampled_from(["none", "[SDGT]"])) for one in ("us-sdn", "us-entity-list", "us-meu")}
        known = Truth.UNKNOWN if below else draw(TRUTHS)
        return Stake(TransactionParty("owner", name, listings=said, listed_owners=known, owners=below), share)

    half = Share(Fraction(1, 2), Fraction(1, 2))
    above = [stake("Example Fund", half)] if draw(st.booleans()) else []
    both = (stake("Example Holding", draw(st.sampled_from([half, UNSTATED])), *above), stake("Example Trust", half))
    return both[: draw(st.integers(0, 2))] if both[0].share.stated else both[: draw(st.integers(0, 1))]


@st.composite
def parties(draw: st.DrawFn) -> TransactionParty:
    owned = draw(owners())
    lists = ["us-entity-list", "us-meu", "us-uvl", "us-dpl", "us-sdn"]
    return TransactionParty(
        "end_user",
        "Example Works",
        country=draw(PLACES),
        nationality=draw(PLACES),
        headquarters=draw(PLACES),
        ultimate_parent=draw(PLACES),
        listings=dict.fromkeys(draw(st.sets(st.sampled_from(lists))), "none"),
        listed_owners=Truth.UNKNOWN if owned else draw(TRUTHS),
        owners=owned,
    )


@st.composite
def transactions(draw: st.DrawFn) -> Transaction:
    return Transaction(
        date=DAY,
        kind=draw(st.sampled_from([Kind.EXPORT, Kind.EXPORT, Kind.REEXPORT, *Kind])),
        means=draw(st.sampled_from([Means.PHYSICAL, Means.PHYSICAL, *Means])),
        exporter_name="Example Exporter",
        exporter_jurisdiction=draw(PLACES),
        ship_from=draw(PLACES),
        destination=draw(DESTINATIONS),
        items=(draw(items()),),
        parties=(draw(parties()),),
        end_use=EndUse(knowledge={use: draw(STATES) for use in draw(st.sets(st.sampled_from(USES)))}),
        regions={one: draw(st.booleans()) for one in draw(st.sets(st.sampled_from(["UA-43", "UA-14", "UA-09"])))},
        answers={
            one: draw(st.booleans()) for one in draw(st.sets(st.sampled_from(["jp-clearly-not", "jp-designated-party"])))
        },
    )


def changed(thing: Any, **facts: Any) -> Any:
    """Return a copy with other facts."""
    return replace(thing, **facts)


def without(values: Any, key: str) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name != key}


def removals(given_: Transaction) -> Iterator[Removal]:
    """Yield every transaction with one fact less, and what was taken out."""
    for field in ("exporter_jurisdiction", "ship_from"):
        yield field, changed(given_, **{field: None})
    for field in ("regions", "answers"):
        for key in getattr(given_, field):
            yield key, changed(given_, **{field: without(getattr(given_, field), key)})
    for use in given_.end_use.knowledge:
        yield use, changed(given_, end_use=EndUse(knowledge=without(given_.end_use.knowledge, use)))
    (item,), (party,) = given_.items, given_.parties
    for name, smaller in smaller_items(item):
        yield name, changed(given_, items=(smaller,))
    for name, one in smaller_parties(party):
        yield name, changed(given_, parties=(one,))
    yield "parties", changed(given_, parties=())


def smaller_items(item: TransactionItem) -> Iterator[tuple[str, TransactionItem]]:
    for name in item.item.parameters:
        yield name, changed(item, item=changed(item.item, parameters=without(item.item.parameters, name)))
    for name in item.item.declared:
        yield name, changed(item, item=changed(item.item, declared=without(item.item.declared, name)))
    yield "value", changed(item, value_amount=None, value_currency="")
    yield "hs_code", changed(item, hs_code="")
    for field in ("origin", "quantity", "us_content_percent"):
        yield field, changed(item, **{field: None})
    for field in ("us_content_controlled", "us_direct_product"):
        yield field, changed(item, **{field: Truth.UNKNOWN})


def smaller_parties(party: TransactionParty) -> Iterator[tuple[str, TransactionParty]]:
    for field in ("country", "nationality", "headquarters", "ultimate_parent"):
        yield field, changed(party, **{field: None})
    for name in party.listings:
        yield name, changed(party, listings=without(party.listings, name))
    yield "listed_owners", changed(party, listed_owners=Truth.UNKNOWN)
    yield "owners", changed(party, owners=())
    for number, one in enumerate(party.owners):
        before, after = party.owners[:number], party.owners[number + 1 :]
        yield f"owner {number}", changed(party, owners=before + after)
        yield f"share {number}", changed(party, owners=(*before, changed(one, share=UNSTATED), *after))
        for list_id in one.holder.listings:
            less = changed(one.holder, listings=without(one.holder.listings, list_id))
            yield f"{list_id} of owner {number}", changed(party, owners=(*before, changed(one, holder=less), *after))


@functools.cache
def searched(listed: bool) -> Any:
    """Return a screening in which Japan's list was searched, with and without a match."""
    return screened(match("N", "CW")) if listed else screened()


def decided(one: Transaction, listed: bool) -> Decision:
    seen = searched(listed) if one.parties else {}
    return decide(one, classified(one), seen, law())


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(transactions(), st.booleans(), st.data())
def test_less_known_is_never_laxer_and_never_more_settled(whole: Transaction, listed: bool, data: st.DataObject) -> None:
    # A declared code that the parameters contradict is no fact; what it does is tested beside each list.
    assume(not any(one.conflict for one in classified(whole).values()))
    before = decided(whole, listed)
    every = list(removals(whole))
    for name, smaller in data.draw(st.permutations(every), label="removals")[:6]:
        after = decided(smaller, listed)
        assert after.floor.rank <= before.floor.rank, f"without {name} the floor rises"
        assert after.ceiling.rank >= before.ceiling.rank, f"without {name} the ceiling falls"
        legs = {leg.jurisdiction: leg for leg in after.determinations}
        for leg in before.determinations:
            if leg.jurisdiction in legs:
                later = legs[leg.jurisdiction]
                assert later.floor.rank <= leg.floor.rank, f"{leg.jurisdiction}: without {name} the floor rises"
                assert later.ceiling.rank >= leg.ceiling.rank, f"{leg.jurisdiction}: without {name} the ceiling falls"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(transactions(), st.booleans())
def test_nothing_found_and_licences_are_settled(whole: Transaction, listed: bool) -> None:
    found = decided(whole, listed)
    assert found.floor.rank <= found.ceiling.rank
    if found.outcome.value == "no_requirement_found":
        assert found.floor is found.ceiling

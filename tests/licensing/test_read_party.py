"""Owners in a transaction file: what is read, and what would be a guess."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sekisho.errors import InputError
from sekisho.licensing.transaction import Transaction, TransactionParty
from sekisho.logic.truth import Truth
from sekisho.parties.shares import UNSTATED, Share, Span
from tests.licensing.test_read import read, small

OWNED = """
[{role: end_user, name: "Example Works", owners: [
  {name: " Holding  A ", country: Cyprus, share: 60, since: 2024-01-01, until: 2026-12-31, owners: [
    {name: "Person X", person: true, nationality: CN, share: "33.3 %", listings: {us-sdn: "[SDGT]"}},
    {name: "Fund Y", listed_owners: false}]},
  {name: "Holding B", share: "25-30 %", address: "Street 1", identifiers: {lei: "1"}}]}]
"""


def parties(text: str) -> Transaction:
    return read(small(parties=" ".join(text.split("\n"))))


def test_owners_are_read_with_theirs() -> None:
    found = parties(OWNED)
    (party,) = found.parties
    first, second = party.owners
    assert (first.holder.name, first.holder.role, first.holder.country) == ("Holding A", "owner", "CY")
    assert (first.share, first.span) == (Share(Fraction(3, 5), Fraction(3, 5)), Span("2024-01-01", "2026-12-31"))
    assert (second.share, second.span, second.source) == (Share(Fraction(1, 4), Fraction(3, 10)), Span(), "")
    assert (second.holder.address, second.holder.identifiers) == ("Street 1", {"lei": "1"})
    person, fund = first.holder.owners
    assert (person.holder.person, person.holder.nationality) == (Truth.YES, "CN")
    assert (person.share.low, person.holder.listings) == (Fraction(333, 1000), {"us-sdn": "[SDGT]"})
    assert (fund.share, fund.holder.listed_owners, fund.holder.person) == (UNSTATED, Truth.NO, Truth.UNKNOWN)
    assert [one.name for one in found.everybody] == ["Example Works", "Holding A", "Person X", "Fund Y", "Holding B"]


def one(owners: str, more: str = "", role: str = "end_user") -> TransactionParty:
    return parties(f"[{{role: {role}, name: P{more}, owners: {owners}}}]").parties[0]


def test_no_owners_and_an_empty_list_say_nothing() -> None:
    assert one("[]").owners == one("null").owners == ()
    assert one("[{name: A, share: null, since: null}]").owners[0].share == UNSTATED


def test_an_employee_is_a_person() -> None:
    assert one("[]", role="employee").person is Truth.YES
    assert one("[]", ", person: false").person is Truth.NO


def test_an_owner_may_stand_twice_on_different_days() -> None:
    found = one("[{name: A, share: 60, until: 2026-07-22}, {name: A, share: 100, since: 2026-07-23}]")
    assert len(found.owners) == 2


@pytest.mark.parametrize(
    ("owners", "words"),
    [
        ("[{name: A, share: 0}]", "'0' is no share"),
        ("[{name: A, share: 101}]", "'101' is no share"),
        ("[{name: A, share: -3}]", "'-3' is no share"),
        ("[{name: A, share: half}]", "'half' is no share"),
        ("[{name: A, share: '50-25 %'}]", "is no share"),
        ("[{name: A, role: owner}]", "role"),
        ("[{share: 5}]", "'name' is missing"),
        ("[{name: A, since: 2026-02-01, until: 2026-01-31}]", "it ends before it begins"),
        ("[{name: A, since: soon}]", "soon"),
        ("[{name: A, share: 60}, {name: B, share: 60}]", "the shares come to 120 %"),
        ("[{name: A, share: 60}, {name: B, share: 40}, {name: C}]", "the shares come to 100 %, with 3 owners"),
        ("[{name: A, share: 30}, {name: a, share: 30}]", "is named twice"),
        ("[{name: A, person: true, owners: [{name: B}]}]", "a person has no owners"),
        ("[{name: A, person: true, listed_owners: true}]", "a person has no owners"),
        ("{name: A}", "owners"),
    ],
)
def test_what_would_be_a_guess_is_refused(owners: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        one(owners)
    assert words in str(caught.value)
    assert "owners" in (caught.value.place or "")


def test_too_many_owners_are_refused() -> None:
    many = ", ".join(f"{{name: A{number}, share: 0.01}}" for number in range(600))
    below = f"[{{name: H, share: 50, owners: [{many}]}}, {many}]"
    with pytest.raises(InputError, match="more than 1,000 owners"):
        one(below)

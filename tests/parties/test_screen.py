"""Looking parties up."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest

from sekisho.errors import InputError
from sekisho.parties.index import Index
from sekisho.parties.match import Hit
from sekisho.parties.party import ListedParty, PartyQuery
from sekisho.parties.screen import LONGEST, MOST_POSSIBLE, screen, summary
from sekisho.parties.store import PartyStore
from tests.parties.listed import STATE, listed, look

ZYQOR = listed("Zyqor Microsystems Co., Ltd.", "Qorzy Devices", weak="ZMS")


def test_certain_matches_come_first() -> None:
    found = look("Zyqor Microsystems", listed("Zyqor Microsystems Kortas"), ZYQOR, listed("Zyqor Microsistems"))
    assert [match.certain for match in found.matches] == [True, False, False]
    assert [match.score for match in found.matches] == sorted((match.score for match in found.matches), reverse=True)


def test_a_party_is_named_once_by_its_best_name() -> None:
    found = look("Qorzy Devices", listed("Qorzy Devices Trading", "Qorzy Devices"))
    assert len(found.matches) == 1
    assert found.matches[0].matched == "Qorzy Devices"
    assert found.matches[0].explanation[0] == "alias of Qorzy Devices Trading: Qorzy Devices"
    assert look("ZMS", ZYQOR).matches[0].explanation[0] == f"weak alias of {ZYQOR.name}: ZMS"


def test_several_stores_are_searched() -> None:
    other = dataclasses.replace(ZYQOR, id="other", source="us-uvl")
    index = Index.of([PartyStore.build([ZYQOR]), PartyStore.build([other])])
    found = screen(PartyQuery("Zyqor Microsystems"), index, [STATE])
    assert [match.listed.source for match in found.matches] == ["us-entity-list", "us-uvl"]
    assert found.sources == (STATE,)
    assert screen(PartyQuery("Zyqor"), Index.of([]), []).matches == ()


def test_possible_matches_are_limited_and_certain_ones_are_not() -> None:
    many: list[ListedParty] = [listed(f"Zyqor Microsystems Kortas{number:02}", country="CN") for number in range(40)]
    many += [dataclasses.replace(ZYQOR, id=f"id-{number}") for number in range(30)]
    found = look("Zyqor Microsystems", *many)
    assert sum(match.certain for match in found.matches) == 30
    assert sum(not match.certain for match in found.matches) == MOST_POSSIBLE


@pytest.mark.parametrize("name", ["", "  \n", "...", "\U0001f600", "\u200f\u200b"])
def test_a_name_with_nothing_to_read_is_refused(name: str) -> None:
    with pytest.raises(InputError, match=r"empty|no letter"):
        look(name, ZYQOR)


def test_a_long_name_or_address_is_refused() -> None:
    assert look("x" * LONGEST, ZYQOR).matches == ()
    with pytest.raises(InputError, match="2,001 characters") as problem:
        look("x" * (LONGEST + 1), ZYQOR)
    assert problem.value.remedy
    with pytest.raises(InputError, match="address"):
        look("x", ZYQOR, where="y" * (LONGEST + 1))


def test_another_matcher_may_be_given() -> None:
    class Everything:
        def hits(self, query: PartyQuery, index: Index) -> Iterator[Hit]:
            for party in index.stores[0]:
                yield Hit(party, party.name, "primary", 0.5, False, (f"for {query.name}",))

    found = screen(PartyQuery("Nobody"), Index.build([ZYQOR]), [STATE], Everything())
    assert [match.explanation[1] for match in found.matches] == ["for Nobody"]


class TestSummary:
    """One line for the reader."""

    def test_nothing_found(self) -> None:
        assert summary(look("Kortas", ZYQOR)) == "no match found among 3 parties of us-entity-list (2026-01-02)"

    def test_something_found(self) -> None:
        assert summary(look("Zyqor Microsystems", ZYQOR)).startswith("1 certain match among 3 parties")
        both = look("Zyqor Microsystems", ZYQOR, listed("Zyqor Microsistems"))
        assert summary(both).startswith("1 certain and 1 possible matches among")
        assert summary(look("ZMS", ZYQOR)).startswith("1 possible match among")

    def test_what_is_wrong_with_a_source_is_said(self) -> None:
        states = [dataclasses.replace(STATE, official=False, stale="too old")]
        text = summary(screen(PartyQuery("Kortas"), Index.build([ZYQOR]), states))
        assert text.endswith("us-entity-list (2026-01-02; not a screening source; too old)")

    def test_nothing_loaded(self) -> None:
        assert summary(screen(PartyQuery("Kortas"), Index.of([]), [])) == "not screened: no list is loaded"

    def test_it_never_says_clear(self) -> None:
        for name in ("Kortas", "Zyqor Microsystems", "ZMS"):
            assert "clear" not in summary(look(name, ZYQOR)).lower()

"""Where the names of listed parties are looked up."""

from __future__ import annotations

import pytest

from sekisho.errors import SourceError
from sekisho.parties.index import Index
from sekisho.parties.matching.features import features
from sekisho.parties.matching.postings import MemoryPostings
from sekisho.parties.matching.read import variants
from sekisho.parties.matching.table import marks_of
from sekisho.parties.party import ListedParty
from sekisho.parties.store import PartyStore
from tests.parties.matching.made_up import address, company

PARTIES = [
    company("Zyqor Microsystems Co., Ltd.", "Zyqor\tWei\nxitong"),
    company("Plumvel Trading", "架空貿易会社"),
    company("..."),
    address("Unit 9, 3/F, 7 Example Street, Hong Kong"),
]
MORE = [company("Tamrin Plant No. 618", "Plumvel Trading")]


def found(index: Index, name: str) -> list[tuple[str, ListedParty]]:
    """Return the printed names of the best reading with who bears them."""
    best = index.search(features(variants(name)), 1)
    return [
        (index.table.printed(number).text, index.party(bearer))
        for reading, _ in best
        for number in index.table.printed_with(reading)
        for bearer in index.table.bearers(number)
    ]


@pytest.fixture(scope="module")
def index() -> Index:
    """Return the index of the made-up parties."""
    return Index.build(iter(PARTIES))


@pytest.mark.parametrize(
    ("asked", "printed", "number"),
    [
        ("Zyqor Microsystems", "Zyqor Microsystems Co., Ltd.", 0),
        ("Zyqr Microsistems", "Zyqor Microsystems Co., Ltd.", 0),
        ("Zyqor Weixitong", "Zyqor Wei xitong", 0),
        ("Plumvel", "Plumvel Trading", 1),
        ("架空貿易", "架空貿易会社", 1),
    ],
)
def test_who_bears_a_name(index: Index, asked: str, printed: str, number: int) -> None:
    assert found(index, asked) == [(printed, PARTIES[number])]


@pytest.mark.parametrize("asked", ["", "...", "Qqqqqq", "😀"])
def test_nobody_bears_it(index: Index, asked: str) -> None:
    assert found(index, asked) == []


def test_addresses(index: Index) -> None:
    ((number, text),) = index.addresses()
    assert text == "Unit 9, 3/F, 7 Example Street, Hong Kong"
    (bearer,) = index.table.bearers(number)
    assert index.party(bearer) == PARTIES[3]
    assert list(Index.build(PARTIES[:2]).addresses()) == []


def test_a_name_of_several_stores_leads_to_each() -> None:
    stores = [PartyStore.build(PARTIES), PartyStore.build(MORE)]
    index = Index.of(stores)
    assert [store.digest for store in stores] == list(index.table.stores)
    assert {party.id for _, party in found(index, "Plumvel Trading")} == {PARTIES[1].id, MORE[0].id}
    assert found(index, "Tamrin Plant 618") == [("Tamrin Plant No. 618", MORE[0])]


def test_an_index_of_nobody() -> None:
    assert found(Index.build([]), "Zyqor") == []
    assert found(Index.of([]), "Zyqor") == []


def test_a_damaged_record_is_noticed_when_it_is_read() -> None:
    data = bytearray(PartyStore.build(MORE).dump())
    table = Index.build(MORE).table
    postings = MemoryPostings((number, marks_of(table.reading(number))) for number in range(table.readings))
    data[-3] ^= 1
    damaged = Index(table, postings, [PartyStore(bytes(data))])
    with pytest.raises(SourceError, match="damaged"):
        found(damaged, "Tamrin Plant")


def test_half_surrogates_do_not_stop_the_build() -> None:
    assert [text for text, _ in found(Index.build([company("Zyqor \ud800")]), "Zyqor")] == ["Zyqor ?"]

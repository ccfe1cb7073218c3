"""The names of many parties, prepared once: laid out, read back, taken up again, refused where they are damaged."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.errors import SourceError
from sekisho.parties.matching.read import variants
from sekisho.parties.matching.table import (
    ADDRESS,
    IDENTIFIER,
    OTHER,
    PERSON,
    NameTable,
    Printed,
    TableBuilder,
    identifier_mark,
    marks_of,
)
from sekisho.parties.matching.token import pack
from tests.parties.matching.made_up import ANY_TEXT, address, company

FIRST = [
    company("Zyqor Microsystems Co., Ltd.", "Zyqor\tWei\nxitong", "架空貿易会社"),
    company("Ivan Plumvel", "Плюмвель Иван", schema="Person"),
    address("Unit 9, 3/F,\n7 Example Street, Hong Kong"),
]
SECOND = [
    company("Plumvel Trading", "Zyqor Microsystems Co., Ltd."),
    company("Kortas", properties=(("imoNumber", ("IMO 1234567", "n/a")),), schema="Vessel"),
    company("..."),
]
THIRD = [company("Tamrin Plant No. 618", "Kortas")]
STORES = {"first": FIRST, "second": SECOND, "third": THIRD}
Borne = set[tuple[Printed, str, int, int]]


def built(*digests: str, before: NameTable | None = None) -> NameTable:
    builder = TableBuilder(before)
    for digest in digests:
        builder.add(digest, STORES[digest])
    return builder.build()


def borne(table: NameTable) -> Borne:
    """Return who bears which printed name: the digest of the store, the party and which of its names."""
    return {
        (table.printed(number), table.stores[one.store], one.party, one.name)
        for number in range(table.names)
        for one in table.bearers(number)
    }


def read_as(table: NameTable) -> dict[Printed, set[str]]:
    """Return how each name that somebody bears is read."""
    found: dict[Printed, set[str]] = {}
    for reading in range(table.readings):
        for number in table.printed_with(reading):
            if list(table.bearers(number)):
                found.setdefault(table.printed(number), set()).add(table.reading(reading))
    return found


def addresses(table: NameTable) -> list[str]:
    return sorted(table.printed(number).text for number in table.addresses)


@pytest.fixture(scope="module")
def table() -> NameTable:
    """Return the table of all stores."""
    return built(*STORES)


def test_every_name_is_borne_by_who_bears_it(table: NameTable) -> None:
    expected: Borne = set()
    for digest, parties in STORES.items():
        for number, party in enumerate(parties):
            kind = PERSON if party.schema == "Person" else OTHER
            texts = [Printed(kind, " ".join(name.value.split())) for name in party.names]
            if party.schema == "Address":
                texts = [Printed(ADDRESS, " ".join(text.split())) for text in party.addresses]
            expected.update((text, digest, number, place) for place, text in enumerate(texts))
    assert expected | {(Printed(IDENTIFIER, "IMO 1234567"), "second", 1, 1)} == borne(table)


def test_every_name_is_read_as_names_are(table: NameTable) -> None:
    found = read_as(table)
    assert found[Printed(OTHER, "架空貿易会社")] == set(map(pack, variants("架空貿易会社", "Company")))
    assert found[Printed(PERSON, "Ivan Plumvel")] == set(map(pack, variants("Ivan Plumvel", "Person")))
    assert found[Printed(IDENTIFIER, "IMO 1234567")] == {identifier_mark("IMO 1234567")}
    assert Printed(OTHER, "...") not in found


def test_a_name_is_kept_once_and_so_is_a_reading(table: NameTable) -> None:
    names = [table.printed(number) for number in range(table.names)]
    readings = [table.reading(number) for number in range(table.readings)]
    assert len(names) == len(set(names))
    assert len(readings) == len(set(readings))
    assert {digest for text, digest, _, _ in borne(table) if text.text == "Kortas"} == {"second", "third"}


def test_a_reading_is_a_variant(table: NameTable) -> None:
    for number in range(table.readings):
        line = table.reading(number)
        assert marks_of(line)
        if not line.startswith("#"):
            assert pack(table.variant(number)) == line


def test_addresses_are_looked_up_by_themselves(table: NameTable) -> None:
    assert addresses(table) == ["Unit 9, 3/F, 7 Example Street, Hong Kong"]
    assert addresses(built("second")) == []


def test_there_and_back(table: NameTable) -> None:
    again = NameTable(bytes(table))
    assert again.stores == table.stores == tuple(STORES)
    assert (again.names, again.readings) == (table.names, table.readings)
    assert borne(again) == borne(table)
    assert read_as(again) == read_as(table)
    assert addresses(again) == addresses(table)


def test_the_same_stores_make_the_same_table(table: NameTable) -> None:
    assert bytes(built(*STORES)) == bytes(table)


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (("first",), ("first", "second")),
        (("first", "second"), ("second", "third")),
        (("first", "second", "third"), ("third",)),
        (("first", "second", "third"), ("third", "second", "first")),
        ((), ("first",)),
        (("first",), ()),
    ],
)
def test_taken_up_again_it_answers_as_one_made_anew(before: tuple[str, ...], now: tuple[str, ...]) -> None:
    anew, taken_up = built(*now), built(*now, before=NameTable(bytes(built(*before))))
    for one in (taken_up, NameTable(bytes(built(*now, before=taken_up)))):
        assert borne(one) == borne(anew)
        assert read_as(one) == read_as(anew)
        assert addresses(one) == addresses(anew)


def test_a_store_taken_out_leaves_no_bearers(table: NameTable) -> None:
    found = built("third", before=table)
    assert {digest for _, digest, _, _ in borne(found)} == {"third"}
    assert addresses(found) == []


def test_no_names_at_all() -> None:
    empty = NameTable(bytes(TableBuilder().build()))
    assert (empty.names, empty.readings, empty.stores, list(empty.addresses)) == (0, 0, (), [])


@given(st.lists(ANY_TEXT, min_size=1, max_size=4))
def test_any_name_can_be_kept(names: list[str]) -> None:
    builder = TableBuilder()
    builder.add("any", [company(*names)])
    found = NameTable(bytes(builder.build()))
    assert {text.text for text, *_ in borne(found)} == {" ".join(name.split()) for name in names}


def test_more_names_than_can_be_numbered_do_not_spill_into_the_next_party() -> None:
    numbers = tuple(str(number) for number in range(100_000, 166_000))
    builder = TableBuilder()
    builder.add("many", [company("Plumvel"), company("Zyqor", properties=(("passportNumber", numbers),))])
    table = builder.build()
    (last,) = table.bearers(table.names - 1)
    assert table.printed(table.names - 1).text == numbers[-1]
    assert (last.store, last.party) == (0, 1)


class TestIdentifiers:
    """Numbers that tell a party from every other."""

    @pytest.mark.parametrize(("one", "other"), [("IMO 1234567", "imo-1234567"), ("12 345 678", "12345678")])
    def test_signs_between_do_not_count(self, one: str, other: str) -> None:
        assert identifier_mark(one) == identifier_mark(other) != ""

    @pytest.mark.parametrize("value", ["", "n/a", "unknown", "1234", "---", "１２"])
    def test_what_tells_nobody_apart_leaves_no_mark(self, value: str) -> None:
        assert identifier_mark(value) == ""

    @given(ANY_TEXT)
    def test_any_text_leaves_one_short_mark_at_most(self, text: str) -> None:
        mark = identifier_mark(text)
        assert len(mark) <= 41
        assert not mark or mark.split() == [mark]


class TestDamage:
    """A table that is not one of ours is refused when it is opened."""

    @given(st.floats(0, 1, exclude_max=True))
    def test_a_table_that_breaks_off(self, table: NameTable, where: float) -> None:
        data = bytes(table)
        with pytest.raises(SourceError, match="the table of names is damaged"):
            NameTable(data[: int(where * len(data))])

    @pytest.mark.parametrize("data", [b"", b"no table", b"sekisho-parties-2\n{}\n", b"sekisho-names-1\n"])
    def test_another_file(self, data: bytes) -> None:
        with pytest.raises(SourceError, match="damaged") as caught:
            NameTable(data, "names.bin")
        assert caught.value.file == "names.bin"
        assert "makes it again" in str(caught.value.remedy)

    @pytest.mark.parametrize("more", [b"\x00", b"more\n", bytes(8)])
    def test_a_longer_table(self, table: NameTable, more: bytes) -> None:
        with pytest.raises(SourceError, match="length"):
            NameTable(bytes(table) + more)

    @pytest.mark.parametrize("field", ["order", "stores", "addresses", "columns"])
    @pytest.mark.parametrize("value", [None, 3, [[1]], {"a": 1}, "other"])
    def test_a_header_that_says_something_else(self, table: NameTable, field: str, value: object) -> None:
        magic, header, rest = bytes(table).split(b"\n", 2)
        row = json.loads(header)
        for other in (row | {field: value}, {name: one for name, one in row.items() if name != field}):
            changed = b"\n".join((magic, json.dumps(other).encode(), rest))
            if field in ("stores", "addresses") and isinstance(other.get(field), (list, dict, str)):
                continue
            with pytest.raises(SourceError, match="damaged"):
                NameTable(changed)

    @given(where=st.floats(0, 1, exclude_max=True), flip=st.integers(1, 255))
    def test_a_flipped_byte_at_the_head_is_refused_or_harmless(self, table: NameTable, where: float, flip: int) -> None:
        data = bytearray(bytes(table))
        end = data.index(b"\n", data.index(b"\n") + 1)
        data[int(where * end)] ^= flip
        try:
            found = NameTable(bytes(data))
        except SourceError:
            return
        assert (found.names, found.readings) == (table.names, table.readings)

"""What two snapshots differ in."""

from __future__ import annotations

import dataclasses

from hypothesis import given
from hypothesis import strategies as st

from sekisho.parties.party import Link, ListedParty, Name, properties_of
from sekisho.sources.difference import changes_between, difference_of, fields_of
from sekisho.sources.official_text import Paragraph, Section
from sekisho.sources.records import Record, TableRow, key_of


def party(number: int, name: str = "Example", **values: object) -> ListedParty:
    made = ListedParty(f"list-{number}", "list", "Company", (Name(name),), ("CN",))
    return dataclasses.replace(made, **values)  # type: ignore[arg-type]


def test_nothing_differs() -> None:
    found = difference_of([party(1), party(2)], [party(2), party(1)])
    assert found.none
    assert (found.same, found.old) == (2, 2)


def test_added_removed_changed() -> None:
    old = [party(1, "One", countries=("CN",)), party(2, "Two", countries=("DE",)), party(3, "Three")]
    new = [party(3, "Three", footnotes=(4,)), party(4, "Four", countries=("FR",)), party(1, "One")]
    found = difference_of(old, new)
    assert [key_of(one) for one in found.added] == ["list-4"]
    assert [key_of(one) for one in found.removed] == ["list-2"]
    (change,) = found.changed
    assert not change.renamed
    (field,) = change.fields
    assert (field.name, field.removed, field.added) == ("footnotes", (), ("4",))
    assert (found.same, found.old) == (1, 3)


def test_every_field_is_compared() -> None:
    old = party(1, names=(Name("A"), Name("B", "alias"), Name("C", "weak"), Name("D", "former")))
    new = party(
        1,
        schema="Person",
        names=(Name("A2"), Name("B", "weak"), Name("D", "former")),
        countries=("CN", "HK"),
        addresses=("Street 1",),
        requirement="all",
        policy="denial",
        concerns=("M",),
        citation="1 FR 1",
        remarks="new",
        properties=properties_of({"birthDate": ["1960"], "program": ["SDGT"]}),
    )
    names = [one.name for one in changes_between(old, new)]
    assert names == [
        "schema",
        "name",
        "alias",
        "weak alias",
        "countries",
        "addresses",
        "requirement",
        "policy",
        "concerns",
        "citation",
        "remarks",
        "birthDate",
        "program",
    ]


def test_an_order_that_changed_is_shown_whole() -> None:
    (field,) = changes_between(party(1, countries=("CN", "HK")), party(1, countries=("HK", "CN")))
    assert (field.removed, field.added) == (("CN", "HK"), ("HK", "CN"))


def test_a_change_of_print_only() -> None:
    def changed(old: str, new: str) -> bool:
        (change,) = difference_of([party(1, requirement=old)], [party(1, requirement=new)]).changed
        return change.print_only

    assert changed("For all items (See § 744.11 of the EAR.)", "For all items. (see § 744.11 of the EAR)")
    assert not changed("For all items", "For all items but EAR99")
    assert not changed("For all items", "")
    (change,) = difference_of([party(1, countries=("CN", "HK"))], [party(1, countries=("HK", "CN"))]).changed
    assert change.print_only


def test_a_corrected_name_is_a_change_and_no_removal() -> None:
    old = ListedParty("list-a", "list", "Company", (Name("Exmaple Trading"), Name("Example", "alias")), ("CN",))
    new = ListedParty("list-b", "list", "Company", (Name("Example Trading"), Name("EXAMPLE", "alias")), ("CN",))
    elsewhere = dataclasses.replace(new, id="list-c", countries=("DE",))
    found = difference_of([old], [elsewhere, new])
    (change,) = found.changed
    assert change.renamed
    assert (key_of(change.old), key_of(change.new)) == ("list-a", "list-b")
    assert [key_of(one) for one in found.added] == ["list-c"]
    assert found.removed == ()


def test_a_shared_address_tells_it_too_and_each_is_taken_once() -> None:
    address = ("No. 1 Example Road, Shenzhen",)
    old = [party(1, "One", addresses=address), party(2, "Two", addresses=address)]
    found = difference_of(old, [party(3, "Three", addresses=address)])
    assert len(found.changed) == 1
    assert [key_of(one) for one in found.removed] == ["list-2"]


def test_the_same_id_twice_is_told_apart_by_its_place() -> None:
    found = difference_of([party(1, "One"), party(1, "Other")], [party(1, "One")])
    assert found.same == 1
    assert len(found.removed) == 1


def test_sections_paragraph_by_paragraph() -> None:
    old = Section("3A001", "3A001 Parts", (Paragraph("a", "fast", (), 1), Paragraph("b", "slow", ("Note",), 2)), (), 1)
    new = dataclasses.replace(old, line=9, paragraphs=(Paragraph("a", "faster", (), 7), old.paragraphs[1]))
    assert difference_of([old], [dataclasses.replace(old, line=5)]).none
    (change,) = difference_of([old], [new]).changed
    (field,) = change.fields
    assert (field.name, field.removed, field.added) == ("3A001.a", ("fast",), ("faster",))


def test_rows_and_links() -> None:
    row = TableRow("CN", properties_of({"NS 1": ["X"]}))
    assert fields_of(row) == {"NS 1": ("X",)}
    link = Link("l-1", "list", "Ownership", properties_of({"owner": ["a"], "asset": ["b"]}))
    assert fields_of(link)["schema"] == ("Ownership",)
    found = difference_of([row, link], [dataclasses.replace(row, values=())])
    assert (len(found.changed), len(found.removed)) == (1, 1)


ids = st.integers(0, 8)
parties = st.lists(
    st.builds(
        lambda number, name, country: party(number, f"Name {name}", countries=(country,)),
        ids,
        st.integers(0, 3),
        st.sampled_from(["CN", "DE"]),
    ),
    max_size=8,
    unique_by=lambda one: one.id,
)


@given(parties, parties)
def test_nothing_is_lost_and_the_way_back_is_the_same(old: list[Record], new: list[Record]) -> None:
    there, back = difference_of(old, new), difference_of(new, old)
    assert there.old == len(old)
    assert there.same + len(there.changed) + len(there.added) == len(new)
    assert there.same == back.same
    assert len(there.added) == len(back.removed)
    assert len(there.changed) == len(back.changed)
    assert difference_of(old, old).none

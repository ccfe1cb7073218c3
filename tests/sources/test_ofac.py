"""SDN.XML in small pieces: what is refused, what is noted, and where everything goes."""

from __future__ import annotations

from io import BytesIO

import pytest

from sekisho.errors import SourceError
from sekisho.parties.party import ListedParty
from sekisho.sources.ofac import map_list, parted, read_xml
from sekisho.sources.reading import Reading
from tests.sources.ofac_files import entry, list_of


def read(data: bytes) -> tuple[list[ListedParty], Reading]:
    reading = Reading("file.xml")
    return list(map_list(read_xml(BytesIO(data), reading), reading, "us-x", "a list")), reading


def one(inside: str, kind: str = "Entity", name: str = "EXAMPLE CO.") -> ListedParty:
    return read(list_of(entry(inside, kind=kind, name=name)))[0][0]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (list_of(entry(), count=2), "states 2 entries and holds 1"),
        (list_of(entry(), count=0), "states 0 entries and holds 1"),
        (list_of(entry(), day="2026-01-02"), "gives no day"),
        (list_of(entry(), day="13/01/2026"), "no day of the calendar"),
        (b"<sdnList></sdnList>", "no <publshInformation>"),
        (b"<sdnList><publshInformation/></sdnList>", "gives no day"),
        (list_of(entry())[:-30], "not well-formed"),
        (b"<other/>", "begins with <other>"),
        (b"", "empty"),
        (b"<!DOCTYPE sdnList><sdnList/>", "document type"),
        (b'<?xml version="1.0" encoding="ISO-8859-1"?><sdnList/>', "only UTF-8"),
        (list_of(entry()).replace(b"EXAMPLE", b"\xff"), "not well-formed"),
        (list_of(entry()).replace(b"</publshInformation>", b"</publshInformation><publshInformation>"), "not well-formed"),
    ],
)
def test_what_is_no_such_publication(data: bytes, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read(data)


def test_a_second_head_is_refused() -> None:
    data = list_of()
    head = data[len(b"<sdnList>") : -len(b"</sdnList>")]
    with pytest.raises(SourceError, match="two <publshInformation>"):
        read(b"<sdnList>" + head + head + b"</sdnList>")


def test_a_byte_order_mark_does_not_matter() -> None:
    assert [party.name for party in read(b"\xef\xbb\xbf" + list_of(entry()))[0]] == ["EXAMPLE CO."]


def test_entries_without_number_or_name_are_noted() -> None:
    parties, reading = read(list_of(entry(uid=""), entry(uid="x1"), entry(name=" "), entry(uid="7")))
    assert [party.id for party in parties] == ["us-x-7"]
    assert [unread.message for unread in reading.unread] == [
        "the entry has no number: ''",
        "the entry has no number: 'x1'",
        "the entry 1 has no name",
    ]


def test_what_has_no_place_goes_to_the_remarks() -> None:
    inside = (
        "<remarks>printed</remarks><remarks>again</remarks><measure level='2'>frozen<kind>funds</kind></measure>"
        "<idList>stray<id><idType>Passport</idType><idNumber>X1</idNumber><place>Exampleville</place></id></idList>"
        "<vesselInfo><hull>double</hull></vesselInfo>"
    )
    assert one(inside).remarks == (
        "remarks: again; measure: frozen; measure@level: 2; measure/kind: funds; idList: stray; "
        "idList/id/place: Exampleville; vesselInfo/hull: double; printed"
    )


def test_a_type_that_is_not_known_is_kept() -> None:
    party = one("", kind="Planet", name="EXAMPLE CO., LTD.")
    assert (party.schema, party.remarks) == ("Company", "type: Planet")
    assert one("", kind="").remarks == "type: none"


def test_a_title_of_an_entity_goes_to_the_remarks() -> None:
    assert one("<title>The Great</title>").remarks == "title: The Great"


def alias(name: str, kind: str = "a.k.a.", category: str = "strong") -> str:
    return f"<aka><type>{kind}</type><category>{category}</category><lastName>{name}</lastName></aka>"


def test_a_name_has_the_best_quality_that_it_is_given() -> None:
    akas = (
        alias("EXAMPLE CO.", category="weak"),
        alias("B", category="weak"),
        alias("B", kind="f.k.a."),
        alias("C", kind="f.k.a."),
        alias("C"),
        alias("D", kind="f.k.a.", category="weak"),
        alias(" "),
    )
    party = one(f"<akaList>{''.join(akas)}</akaList>")
    assert [(name.value, name.quality) for name in party.names] == [
        ("EXAMPLE CO.", "primary"),
        ("B", "former"),
        ("C", "alias"),
        ("D", "weak"),
    ]
    assert party.remarks == "f.k.a. D"


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ("PERSON, Madeup", ("Madeup", "PERSON")),
        ("PERSON JR., Madeup", ("Madeup", "PERSON JR.")),
        ("PERSON, JR., Madeup", ("Madeup", "PERSON, JR.")),
        ("PERSON, JR.", ("", "PERSON, JR.")),
        ("PERSON", ("", "PERSON")),
        ("PERSON, Madeup, the Younger", ("Madeup, the Younger", "PERSON")),
    ],
)
def test_a_whole_name_of_a_person_is_parted(last: str, expected: tuple[str, str]) -> None:
    assert parted("", last, person=True) == expected
    assert parted("", last, person=False) == ("", last)


def test_a_parted_name_is_left_alone() -> None:
    assert parted("Madeup", "PERSON, JR.", person=True) == ("Madeup", "PERSON, JR.")


def test_a_date_that_is_not_understood_stays_in_the_notes() -> None:
    inside = "<dateOfBirthList><dateOfBirthItem><dateOfBirth>the sixties</dateOfBirth></dateOfBirthItem></dateOfBirthList>"
    parties, reading = read(list_of(entry(inside, kind="Individual")))
    assert (parties[0].values("birthDate"), parties[0].values("notes")) == ((), ("DOB the sixties",))
    assert reading.counted["dates that are not understood"] == 1


def test_countries_that_are_not_understood_stay_and_are_noted() -> None:
    inside = (
        "<nationalityList><nationality><country>Exampleland</country></nationality></nationalityList>"
        "<vesselInfo><vesselFlag>Examplia</vesselFlag></vesselInfo>"
        "<addressList><address><country>Examplestan</country></address></addressList>"
        "<idList><id><idType>Nationality of Registration</idType><idNumber>Examplonia</idNumber></id></idList>"
    )
    parties, reading = read(list_of(entry(inside)))
    assert list(reading.unknown_places) == ["Examplonia", "Exampleland", "Examplia", "Examplestan"]
    assert parties[0].countries == ()
    assert parties[0].addresses == ("Examplestan",)
    assert parties[0].values("notes") == (
        "Nationality of Registration Examplonia",
        "nationality Exampleland",
        "vesselFlag: Examplia",
    )


def test_a_text_that_names_no_country_is_not_looked_up() -> None:
    inside = (
        "<vesselInfo><vesselFlag>None Identified</vesselFlag></vesselInfo>"
        "<addressList><address><country>undetermined</country></address></addressList>"
    )
    parties, reading = read(list_of(entry(inside)))
    assert reading.unknown_places == {}
    assert (parties[0].addresses, parties[0].values("notes")) == (("undetermined",), ("vesselFlag: None Identified",))


def test_an_address_that_is_only_a_country_is_its_code() -> None:
    party = one("<addressList><address><country>Cuba</country></address></addressList>")
    assert (party.countries, party.addresses) == (("CU",), ())

"""Entries of the Security Council's list to parties."""

from __future__ import annotations

from io import BytesIO

import pytest

from sekisho.errors import SourceError
from sekisho.parties.party import ListedParty, Name
from sekisho.sources.reading import Reading
from sekisho.sources.registry import read_source
from sekisho.sources.un_sc.documents import document_text, number_in, numbers_of
from sekisho.sources.un_sc.mapper import birth_dates, day_of, map_rows
from sekisho.sources.un_sc.names import readings
from sekisho.sources.un_sc.reader import Part, read
from tests.sources.publications import small
from tests.sources.un_sc.test_reader import DATA, FILE, OTHERS, ROOT


def parties(inside: str, reading: Reading | None = None) -> list[ListedParty]:
    notes = Reading("file.xml") if reading is None else reading
    return list(map_rows(read(BytesIO(ROOT.format(inside).encode()), notes), notes))


def entity(inside: str, reading: Reading | None = None) -> ListedParty:
    named = "<DATAID>1</DATAID><FIRST_NAME>EXAMPLE WORKS</FIRST_NAME>"
    return parties(f"{OTHERS}<ENTITY>{named}{inside}</ENTITY>", reading)[1]


@pytest.fixture(scope="module")
def edition() -> tuple[ListedParty, ...]:
    return read_source(small("un-sc"), DATA, FILE.name).parties


def test_an_individual(edition: tuple[ListedParty, ...]) -> None:
    party = edition[0]
    assert (party.id, party.source, party.schema) == ("un-sc-900001", "un-sc", "Person")
    assert party.names == (
        Name("VYMYSEL EXAMPLE AL-SYNTHETIC"),
        Name("شخص خيالي", "alias"),
        Name("مثال أول (Mithal Awwal; Methal Awal)", "alias"),
        Name("مثال أول", "alias"),
        Name("Mithal Awwal", "alias"),
        Name("Methal Awal", "alias"),
        Name("Abu Zyqor", "alias"),
        Name("Абу Зикор", "weak"),
    )
    assert party.countries == ("IQ", "JO", "SY")
    assert party.addresses == ("1 Example Street, Amman, Jordan",)
    assert party.citation == "UN Security Council, Example, ZZi.001"
    assert dict(party.properties) == {
        "birthCountry": ("IQ",),
        "birthDate": ("1958", "1964", "1957", "1960-05-06", "1961", "1962", "1963"),
        "birthPlace": ("Mosul, Iraq", "Veltmarsk, Example Province, Iraq"),
        "createdAt": ("2015-03-27",),
        "gender": ("male",),
        "idNumber": ("000002",),
        "modifiedAt": ("2020-01-01", "2021-02-02"),
        "nationality": ("IQ",),
        "passportNumber": ("ZZ 000001",),
        "position": ("Example Minister", "Example Head"),
        "program": ("Example",),
        "title": ("Dr.",),
    }


def test_the_rest_stands_in_the_remarks(edition: tuple[ListedParty, ...]) -> None:
    assert edition[0].remarks == "; ".join(
        (
            "Made up for tests. IMO number: 5999999.",
            "submitted by: Exampleland",
            "nationality: former Soviet Union",
            "alias: مثال أول (Mithal Awwal; Methal Awal), 1958 - 1964, Mosul, Iraq",
            "alias: Abu Zyqor, original script: Абу Зикор",
            "alias: Abu Zyqor, previously listed as",
            "address: 1 Example Street, Amman, Jordan, previous address",
            "date of birth: approximately 1961",
            "date of birth: between 1962 and 1963, Approximately",
            "place of birth: Veltmarsk, Example Province, Iraq, possibly",
            "Passport: Example passport number ZZ 000001, Iraq, issued 2001-02-03, Mosul, expired",
            "National Identification Number / Ration card no.: 000002",
        )
    )


def test_an_entity(edition: tuple[ListedParty, ...]) -> None:
    party = edition[1]
    assert (party.id, party.schema, party.countries) == ("un-sc-900002", "Organization", ("KP",))
    assert party.names == (
        Name("EXAMPLE TRADING CO., LTD. (ETC) ; SPECIMEN COMPANY"),
        Name("EXAMPLE TRADING CO., LTD. (ETC)", "alias"),
        Name("SPECIMEN COMPANY", "alias"),
        Name("示例贸易", "alias"),
        Name("Example Shipping", "alias"),
        Name("Old Example Works", "former"),
    )
    assert party.identifiers == {"imoNumber": ("5999998",), "swiftBic": ("ZZZZKPPY",)}
    assert party.addresses == ("2 Example Road, Pyongyang, Democratic People's Republic of Korea",)


def test_unknown_countries_are_noted() -> None:
    reading = Reading("file.xml")
    inside = "<NATIONALITY><VALUE>Congo</VALUE></NATIONALITY><ENTITY_ADDRESS><COUNTRY>Atlantis</COUNTRY></ENTITY_ADDRESS>"
    party = entity(inside, reading)
    assert (party.countries, party.addresses) == ((), ())
    assert party.remarks == "nationality: Congo; address: Atlantis"
    assert reading.unknown_places == {"Congo": 1, "Atlantis": 1}


def test_what_only_persons_have_stands_in_the_remarks_of_others() -> None:
    born = "<ENTITY_PLACE_OF_BIRTH><CITY>Veltmarsk</CITY></ENTITY_PLACE_OF_BIRTH>"
    born += "<ENTITY_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><YEAR>1950</YEAR></ENTITY_DATE_OF_BIRTH>"
    papers = "<ENTITY_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>1</NUMBER></ENTITY_DOCUMENT>"
    party = entity("<GENDER>Male</GENDER><TITLE><VALUE>Dr.</VALUE></TITLE><FLAG>A</FLAG>" + born + papers)
    assert party.properties == (("registrationNumber", ("1",)),)
    assert party.remarks == (
        "gender: Male; title: Dr.; place of birth: Veltmarsk; date of birth: exact 1950; Passport: 1; FLAG: A"
    )


def test_days_that_are_none_stay_in_the_remarks() -> None:
    party = entity("<LISTED_ON>2015-02-30</LISTED_ON><DELISTED_ON>2016-01-01</DELISTED_ON>")
    assert party.properties == ()
    assert party.remarks == "listed on: 2015-02-30; delisted on: 2016-01-01"


def test_entries_without_a_name_or_an_id_are_unread() -> None:
    reading = Reading("file.xml")
    named = "<FIRST_NAME>A</FIRST_NAME>"
    inside = f"{OTHERS}\n<ENTITY><DATAID>2</DATAID></ENTITY>\n<ENTITY>{named}</ENTITY>"
    assert [party.name for party in parties(inside, reading)] == ["Nemo"]
    assert [(row.line, row.message) for row in reading.unread] == [
        (2, "the entry 2 has no name"),
        (3, "an entry has no DATAID"),
    ]


def test_an_alias_names_an_entry_without_a_name() -> None:
    alias = "<ENTITY_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Example</ALIAS_NAME></ENTITY_ALIAS>"
    found = parties(f"{OTHERS}<ENTITY><DATAID>2</DATAID>{alias}</ENTITY>")
    assert found[1].names == (Name("Example"),)


def test_an_id_given_twice_is_unread() -> None:
    with pytest.raises(SourceError, match="stands in the publication already"):
        read_source(small("un-sc"), ROOT.format(OTHERS * 2 + OTHERS.replace("INDIVIDUAL", "ENTITY")).encode(), FILE.name)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Example Works", []),
        ("Example Works (Veltmarsk)", []),
        ("EXAMPLE, Name", []),
        ("'Abd Example", []),
        ("Example Name (previously listed as)", ["Example Name"]),
        ("EXAMPLE (COMBAT NAME)", ["EXAMPLE weak"]),
        ("Example Name, born in Veltmarsk on 1 Jan. 1960", ["Example Name"]),
        ("A Example; B Example", ["A Example", "B Example"]),
        ("مثال، مثال آخر", ["مثال", "مثال آخر"]),
        ("Example Name مثال", ["Example Name", "مثال"]),
        ("Example Name (original script: Пример)", ["Example Name", "Пример"]),
        ("مثال (Example - sub-unit name)", ["مثال", "Example"]),
        ("Example (EXM) (مثال (original script); Mithal)", ["Example", "EXM weak", "مثال", "Mithal"]),
        ("示例(香港)有限公司", []),
        ("Example (示例)", ["Example", "示例"]),
    ],
)
def test_readings(text: str, found: list[str]) -> None:
    first, *others = readings(text, "alias")
    assert first == Name(text, "alias")
    assert [f"{name.value} {name.quality}".removesuffix(" alias") for name in others] == found


def test_cells_without_a_letter_name_nobody() -> None:
    assert list(readings(" - ", "alias")) == []


@pytest.mark.parametrize(
    ("note", "names"),
    [
        ("in Arabic script: مثال", ["مثال"]),
        ("Previously listed as. In Arabic: مثال آخر", ["مثال آخر"]),
        ("Alpha Example; Beta Example", ["Alpha Example", "Beta Example"]),
        ("Alpha Example, Beta Example (transliterations of original script name)", ["Alpha Example", "Beta Example"]),
        ("Alpha Example", []),
        ("born in 1960; Beta Example", []),
    ],
)
def test_notes_on_aliases(note: str, names: list[str]) -> None:
    alias = f"<ENTITY_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Gamma</ALIAS_NAME><NOTE>{note}</NOTE></ENTITY_ALIAS>"
    party = entity(alias)
    assert [name.value for name in party.names] == ["EXAMPLE WORKS", "Gamma", *names]
    assert note in party.remarks


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("ZZ 000001", "ZZ 000001"),
        ("Z-000001", "Z-000001"),
        ("Example passport number ZZ000001", "ZZ000001"),
        ("Example passport No.: 000001", "000001"),
        ("Example national identity card number 1-000-1", "1-000-1"),
        ("Example passport number 0000 No. 000001", "0000 No. 000001"),
        ("00000001 (Example)", "00000001"),
        ("Z00000001, South Example", "Z00000001"),
        ("000000001 (Expired 25 Jan. 2016)", "000000001"),
        ("Example 000001", "000001"),
        ("No00001/129", "00001/129"),
        ("Example document (“Beispiel”) Z 000001", "Z 000001"),
        ("no digits here", "no digits here"),
    ],
)
def test_numbers_in_cells(cell: str, number: str) -> None:
    assert number_in(cell) == number


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"TYPE_OF_DOCUMENT": "Passport", "NUMBER": "1"}, {"passportNumber": "1"}),
        ({"TYPE_OF_DOCUMENT": "Número de pasaporte", "NUMBER": "1"}, {"passportNumber": "1"}),
        ({"TYPE_OF_DOCUMENT": "National Identification Number", "NUMBER": "1"}, {"idNumber": "1"}),
        ({"TYPE_OF_DOCUMENT": "X", "TYPE_OF_DOCUMENT2": "national passport", "NUMBER": "1"}, {"passportNumber": "1"}),
        ({"TYPE_OF_DOCUMENT": "X", "NUMBER": "Social Security Number 000-1 (US)"}, {"socialSecurityNumber": "000-1"}),
        ({"TYPE_OF_DOCUMENT": "X", "NOTE": "Example Fiscal Code: ZZZZZZ00Z00Z000Z"}, {"taxNumber": "ZZZZZZ00Z00Z000Z"}),
        ({"TYPE_OF_DOCUMENT": "X", "TYPE_OF_DOCUMENT2": "Example card (id) number 00001"}, {"idNumber": "00001"}),
        ({"TYPE_OF_DOCUMENT": "X", "NOTE": "00000001 issued on 18 Jun. 1999"}, {"idNumber": "00000001"}),
        ({"TYPE_OF_DOCUMENT": "Passport", "NOTE": "issued in 1993"}, {}),
    ],
)
def test_numbers_of_documents(values: dict[str, str], found: dict[str, str]) -> None:
    assert numbers_of(Part("DOCUMENT", values)) == found


def test_documents_in_words() -> None:
    assert document_text(Part("DOCUMENT", {"NUMBER": "1", "NOTE": "lost"})) == "document: 1, lost"
    assert document_text(Part("DOCUMENT", {"TYPE_OF_DOCUMENT": "Passport"})) == "Passport"


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("1960-05-06", ("1960-05-06",)),
        ("1960", ("1960",)),
        ("1958 - 1964", ("1958", "1964")),
        ("1960-02-30", ()),
        ("circa 1960", ()),
        ("", ()),
    ],
)
def test_birth_dates(text: str, dates: tuple[str, ...]) -> None:
    assert birth_dates(text) == dates


def test_days() -> None:
    assert day_of("2015-03-27-04:00") == day_of("2015-03-27") == day_of("2015-03-27T01:02:03Z") == "2015-03-27"
    assert day_of("2015-03-27 and later") == ""

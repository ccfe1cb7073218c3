"""Entries of the EU's list to parties."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest

from sekisho.errors import SourceError
from sekisho.parties.party import ListedParty, Name
from sekisho.sources.eu_fsf.documents import numbers_of
from sekisho.sources.eu_fsf.mapper import birth_dates, map_rows
from sekisho.sources.eu_fsf.names import names_of, remarks_of
from sekisho.sources.eu_fsf.reader import Part, read
from sekisho.sources.reading import Reading
from sekisho.sources.registry import read_source
from tests.sources.eu_fsf.test_reader import DATA, FILE, ROOT
from tests.sources.publications import small

ENTRY = '<sanctionEntity logicalId="{}">{}</sanctionEntity>'


def parties(inside: str, reading: Reading | None = None) -> list[ListedParty]:
    notes = Reading("file.xml") if reading is None else reading
    return list(map_rows(read(BytesIO(ROOT.format(inside).encode()), notes), notes))


def one(inside: str, code: str = "person", reading: Reading | None = None) -> ListedParty:
    named = f'<subjectType code="{code}"/><nameAlias wholeName="Example Name" strong="true"/>'
    (party,) = parties(ENTRY.format("1", named + inside), reading)
    return party


@pytest.fixture(scope="module")
def edition() -> tuple[ListedParty, ...]:
    return read_source(small("eu-fsf"), DATA, FILE.name).parties


def test_a_person(edition: tuple[ListedParty, ...]) -> None:
    party = edition[0]
    assert (party.id, party.source, party.schema) == ("eu-fsf-101", "eu-fsf", "Person")
    assert party.names == (
        Name("Vymysel Testovich PRIMEROV"),
        Name("Вымысел ПРИМЕРОВ", "alias"),
        Name("Vymysel PRIMJEROV", "alias"),
        Name("Vymysel Joined", "alias"),
        Name("Abu Example", "weak"),
        Name("The Placeholder", "weak"),
        Name("Abu Zyqor", "alias"),
        Name("Абу Зикор", "alias"),
    )
    assert party.countries == ("RU", "GR", "BY")
    assert party.addresses == ("1 Example Street, P.O. Box 55, 12345 Veltmarsk, Example Region, BELARUS",)
    assert party.citation == "2025/9999 (OJ L99992025), 2025-05-20"
    assert dict(party.properties) == {
        "birthCountry": ("RU",),
        "birthDate": ("1961-04-09", "1962", "1963-03", "1964", "1966"),
        "birthPlace": ("Veltmarsk, RUSSIAN FEDERATION",),
        "citizenship": ("RU", "GR"),
        "createdAt": ("2024-02-23",),
        "email": ("nobody@example.org",),
        "firstName": ("Вымысел", "Vymysel"),
        "gender": ("male",),
        "innCode": ("000000000001",),
        "lastName": ("ПРИМЕРОВ", "PRIMJEROV", "PRIMEROV", "Joined"),
        "middleName": ("Testovich",),
        "modifiedAt": ("2025-05-20",),
        "passportNumber": ("ZZ000001",),
        "phone": ("+00 1",),
        "position": ("Example Minister",),
        "program": ("ZZZ",),
        "sourceUrl": ("https://example.org/synthetic?a=1&b=2",),
        "taxNumber": ("000000000001",),
        "title": ("Colonel",),
    }


def test_the_rest_stands_in_the_remarks(edition: tuple[ListedParty, ...]) -> None:
    assert edition[0].remarks.split("; ") == [
        "Example remark of two lines",
        "designation: date of listing: 23.2.2024",
        "EU reference: EU.1.23",
        "UN reference: ZZi.001",
        "in force from 2025-05-21",
        "citizenship: YUGOSLAVIA",
        "citizenship: GREECE, (presumed)",
        "born: 1961-04-09, Veltmarsk, RUSSIAN FEDERATION, Then USSR",
        "born: circa 1962",
        "born: circa between 1964 and 1966",
        "born: 1343 (islamic calendar)",
        "address: 1 Example Street, P.O. Box 55, 12345 Veltmarsk, Example Region, BELARUS, as at the time of listing",
        "fax: +00 2",
        "National passport: ZZ000001, RUSSIAN FEDERATION, issued by Example Office, issued 2001-02-03, valid to 2011-02-03, "
        "diplomatic, expired",
        "Other identification number: 000000000001, Tax ID (INN no.)",
        "Abu Zyqor: (original script: Абу Зикор)",
    ]


def test_an_enterprise(edition: tuple[ListedParty, ...]) -> None:
    party = edition[1]
    assert (party.id, party.schema, party.countries, party.addresses) == ("eu-fsf-102", "Organization", ("IR",), ())
    assert party.names == (
        Name("Example Trading Co., Ltd."),
        Name("Old Example Works", "former"),
        Name("Zavod Przykładowy", "alias"),
        Name("شركة مثال", "alias"),
    )
    assert party.identifiers == {"imoNumber": ("5999999",)}
    assert "Maker of examples" in party.remarks
    assert "Other identification number: 000001001, KPP" in party.remarks
    assert "Example Trading Co., Ltd.: Type of entity: example" in party.remarks


def test_an_id_given_twice_has_its_programme(edition: tuple[ListedParty, ...]) -> None:
    party = edition[2]
    assert (party.id, party.name, party.values("program")) == ("eu-fsf-102-unli", "EXAMPLE TRADING", ("UNLI",))
    assert "to an earlier entry too" in party.remarks
    twice = ENTRY.format("7", '<nameAlias wholeName="Example"/>')
    assert [party.id for party in parties(twice + twice)] == ["eu-fsf-7", "eu-fsf-7"]
    with pytest.raises(SourceError, match="stands in the publication already"):
        read_source(small("eu-fsf"), ROOT.format(twice + twice).encode(), FILE.name)


def test_states_of_the_past_are_noted() -> None:
    reading = Reading("file.xml")
    party = one('<citizenship countryIso2Code="CS" countryDescription="SERBIA AND MONTENEGRO"/>', reading=reading)
    assert party.countries == ()
    assert party.remarks == "citizenship: SERBIA AND MONTENEGRO"
    assert reading.unknown_places == {"SERBIA AND MONTENEGRO": 1}


def test_no_country_is_none() -> None:
    reading = Reading("file.xml")
    unknown = 'countryIso2Code="00" countryDescription="UNKNOWN"'
    party = one(
        f'<address {unknown} city="Veltmarsk"/><address {unknown}/><citizenship countryIso2Code="00"/>', reading=reading
    )
    assert (party.countries, party.addresses, reading.unknown_places) == ((), ("Veltmarsk",), {})


def test_entries_without_a_name_or_an_id_are_unread() -> None:
    reading = Reading("file.xml")
    named = '<nameAlias wholeName="Example"/>'
    inside = (
        ENTRY.format("1", "") + "\n" + ENTRY.format("2", '<nameAlias wholeName=" - "/>') + "\n" + ENTRY.format("", named)
    )
    assert parties(inside + ENTRY.format("4", named), reading)[0].id == "eu-fsf-4"
    assert [(row.line, row.message) for row in reading.unread] == [
        (1, "the entry 1 has no name"),
        (2, "the entry 2 has no name"),
        (3, "an entry has no logicalId"),
    ]


def test_other_kinds_of_subjects_stay_open() -> None:
    party = one("", code="vessel")
    assert (party.schema, party.remarks) == ("LegalEntity", "subject type: vessel")


def test_what_only_persons_have_stands_in_the_remarks_of_others() -> None:
    born = '<birthdate year="1950" city="Veltmarsk" calendarType="GREGORIAN"/>'
    party = one(born + '<citizenship countryIso2Code="SY"/>', code="enterprise")
    assert (party.properties, party.countries, party.remarks) == ((), ("SY",), "born: 1950, Veltmarsk")


@pytest.mark.parametrize(
    ("values", "dates"),
    [
        ({"birthdate": "1961-04-09", "year": "1961"}, ("1961-04-09",)),
        ({"year": "1961", "monthOfYear": "4", "dayOfMonth": "9"}, ("1961-04-09",)),
        ({"year": "1961", "monthOfYear": "2", "dayOfMonth": "30"}, ("1961-02",)),
        ({"year": "1961", "monthOfYear": "13"}, ("1961",)),
        ({"year": "1961"}, ("1961",)),
        ({"year": "61"}, ()),
        ({"birthdate": "1961-02-30"}, ()),
        ({"yearRangeTo": "1980"}, ("1980",)),
        ({"yearRangeFrom": "1980", "yearRangeTo": "1980"}, ("1980",)),
        ({"year": "1402", "calendarType": "ISLAMIC", "birthdate": "1982-04-19"}, ("1982-04-19",)),
        ({"year": "1343", "calendarType": "ISLAMIC"}, ()),
        ({}, ()),
    ],
)
def test_birth_dates(values: dict[str, str], dates: tuple[str, ...]) -> None:
    assert birth_dates(values) == dates


def alias(name: str, *remarks: str, **values: str) -> Part:
    return Part("nameAlias", {"wholeName": name} | values, remarks)


@pytest.mark.parametrize(
    ("remark", "quality"),
    [
        ("low quality alias", "weak"),
        ("Lo quality alias", "weak"),
        ("born 1984; low quality a.k.a.", "weak"),
        ("good quality alias", "alias"),
        ("former name", "former"),
        ("Former name of Example Works", "former"),
        ("Korábbi elnevezése", "former"),
        ("Già", "former"),
        ("formerly known as Example Works", "alias"),
        ("Former Director of Example Works", "alias"),
        ("previously listed as", "alias"),
        ("maiden name", "alias"),
    ],
)
def test_qualities(remark: str, quality: str) -> None:
    assert names_of([alias("Example"), alias("Specimen", remark)]) == (Name("Example"), Name("Specimen", quality))


@pytest.mark.parametrize(
    ("aliases", "primary"),
    [
        ([alias("Б", nameLanguage="RU"), alias("C", nameLanguage="SV"), alias("A", nameLanguage="EN")], "A"),
        ([alias("Б"), alias("C", nameLanguage="SV")], "C"),
        ([alias("Б", nameLanguage="RU"), alias("В")], "В"),
        ([alias("A", "low quality alias"), alias("B", nameLanguage="ES")], "B"),
        ([alias("A", "former name"), alias("B")], "B"),
        ([alias("A", strong="false")], "A"),
    ],
)
def test_primary_names(aliases: list[Part], primary: str) -> None:
    first, *others = names_of(aliases)
    assert (first.value, first.quality) == (primary, "primary")
    assert len(others) == len(aliases) - 1


def test_each_name_once_with_its_best_quality() -> None:
    aliases = [alias("A"), alias("B", "low quality alias"), alias("B"), alias("A", "low quality alias")]
    assert names_of(aliases) == (Name("A"), Name("B", "alias"))


def test_parts_that_differ_from_the_whole_name_are_a_name_too() -> None:
    assert [name.value for name in names_of([alias("gar EXAMPLE", firstName="Igar", lastName="EXAMPLE")])] == [
        "gar EXAMPLE",
        "Igar EXAMPLE",
    ]


def test_remarks_on_names() -> None:
    aliases = [alias("A", "good quality alias"), alias("B", "former name"), alias("C", "low quality alias; born 1984")]
    assert list(remarks_of(aliases)) == ["C: low quality alias; born 1984"]


@pytest.mark.parametrize(
    ("code", "remark", "person", "properties"),
    [
        ("id", "", True, ["idNumber"]),
        ("regnumber", "OGRN", False, ["registrationNumber", "ogrnCode"]),
        ("regnumber", "Tax Identification Number", False, ["registrationNumber", "taxNumber"]),
        ("fiscalcode", "INN", False, ["taxNumber", "innCode"]),
        ("swiftbic", "", False, ["swiftBic"]),
        ("ssn", "", True, ["socialSecurityNumber"]),
        ("drivinglicence", "", True, ["idNumber"]),
        ("other", "", False, ["registrationNumber"]),
        ("other", "Passport or ID number", True, ["passportNumber", "idNumber"]),
        ("other", "Passport number", False, ["registrationNumber"]),
        ("other", "OKPO", False, ["okpoCode"]),
        ("other", "PSRN", False, ["ogrnCode", "registrationNumber"]),
        ("other", "KPP", False, []),
        ("other", "SWIFT/BIC", False, ["swiftBic"]),
        ("other", "VAT ID", False, ["vatCode"]),
        ("other", "Military ID", True, ["idNumber"]),
    ],
)
def test_numbers(code: str, remark: str, person: bool, properties: list[str]) -> None:
    part = Part("identification", {"identificationTypeCode": code, "number": "1"}, (remark,) if remark else ())
    found, said = numbers_of(part, person=person)
    assert list(found) == properties
    assert remark in said
    assert bool(said) == bool(remark)


def test_a_document_without_a_number_is_kept_in_words() -> None:
    part = Part("identification", {"identificationTypeCode": "passport", "knownFalse": "true"})
    assert numbers_of(part, person=True) == ({}, "passport: false")
    both = replace(part, values={"number": "١", "latinNumber": "1"})
    assert numbers_of(both, person=True) == ({"idNumber": "١"}, "document: ١, in Latin letters 1")

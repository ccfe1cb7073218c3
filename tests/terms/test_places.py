"""Every place that an official text names is found, and nothing that two places share."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.errors import DateError, PlaceError
from sekisho.terms.places import PLACES, country_of, eu_members, fold, place, place_name, split_place
from sekisho.terms.places_data import REFUSED

Official = Callable[[str], Path]

NAMES = {
    "AE": "UAE; U.A.E.; United Arab Emirates",
    "BS": "The Bahamas; Bahamas, The; Bahamas",
    "CD": "Congo (Democratic Republic of the); Congo (Democratic Republic of); Congo, Democratic Republic of the; DRC",
    "CG": "Congo (Republic of the); Congo, Republic of the; CONGO, People's Republic of",
    "CI": "Cote d'Ivoire; Côte d'Ivoire; Côte d’Ivoire; Cote d Ivoire; COTE D'IVOIRE; Cote d'lvoire",
    "CN": "China; China (PRC); CHINA, PEOPLE'S REPUBLIC OF; People's Republic of China; PRC; P.R. China; "
    "Peoples Republic of China; Ｃｈｉｎａ; cn; CHN",
    "CV": "Cape Verde; Cabo Verde",
    "CZ": "Czech Republic; Czechia",
    "FM": "Micronesia (Federated State of); Micronesia, Federated States of",
    "GB": "UK; uk; U.K.; United Kingdom; Great Britain; GBR",
    "GM": "Gambia, The; The Gambia; Gambia  The",
    "HK": "Hong Kong; China, Hong Kong Special Administrative Region; Hong Kong SAR",
    "IR": "Iran; Islamic Republic of Iran; Iran (Islamic Republic of); IRAN, ISLAMIC REPUBLIC OF",
    "KN": "St. Kitts and Nevis; Saint Kitts & Nevis; St Kitts & Nevis",
    "KP": "Korea, North; North Korea; DPRK; Korea (DPRK); KOREA, DEMOCRATIC PEOPLE'S REPUBLIC OF; KOREA, NORTH",
    "KR": "Korea, South; South Korea; Republic of Korea; Korea, Republic of; ROK; SOUTH KOREA",
    "MK": "North Macedonia; North Macedonia, The Republic of; The former Yugoslav Republic of Macedonia",
    "MM": "Burma; BURMA; Myanmar; Burma (Myanmar)",
    "MO": "Macau; Macao; Macao SAR; China, Macao Special Administrative Region",
    "PS": "Palestinian; State of Palestine; PALESTINIAN TERRITORY, Occupied; West Bank; Region: Gaza; Gaza Strip",
    "RU": "Russia; Russian Federation; RUSSIA",
    "SR": "Suriname; Surinam",
    "SC": "Seychelles; Seycheles",
    "SS": "South Sudan, Republic of; South Sudan",
    "SX": "Sint Maarten (the Dutch two-fifths of the island of Saint Martin)",
    "SY": "Syria; Syrian Arab Republic",
    "TR": "Türkiye; Turkiye; Turkey; TÜRKIYE; TURKEY; Republic of Turkey",
    "TW": "Taiwan; Taiwan, Province of China; Republic of China; Taiwan (ROC); Chinese Taipei",
    "US": "USA; U.S.; U.S.A.; United States; United States of America; the United States",
    "VA": "Vatican City; Holy See; Holy See (Vatican City State)",
    "VG": "Virgin Islands, British; VIRGIN ISLANDS (BRITISH); British Virgin Islands",
    "VI": "Virgin Islands, U.S.; United States Virgin Islands; U.S. Virgin Islands",
    "VN": "Vietnam; Viet Nam; VIET NAM",
    "XK": "Kosovo; XK; XKX",
    "UA-43": "UA-43; UA-40; Crimea; CRIMEA REGION OF UKRAINE; Crimea region of Ukraine (temporarily occupied); "
    "Sevastopol; Region: Crimea; ua-43",
    "UA-14": "UA-14; so-called Donetsk People's Republic; so-called Donetsk People's Republic region of Ukraine; DNR",
    "UA-09": "UA-09; so-called Luhansk People's Republic; so-called Luhansk People's Republic region of Ukraine; LNR",
}


@pytest.mark.parametrize(("code", "name"), [(code, name) for code, names in NAMES.items() for name in names.split("; ")])
def test_names_of_official_texts(code: str, name: str) -> None:
    assert place(name) == code


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("EU", "name the Member State"),
        ("european union", "name the Member State"),
        ("Congo", "CG is the Republic of the Congo, CD the Democratic Republic of the Congo"),
        ("the Congo", "CG is the Republic of the Congo"),
        ("Korea", "KR is South Korea, KP North Korea"),
        ("Virgin Islands", "VG is British"),
        ("St. Martin", "MF is the French part"),
        ("Yugoslavia", "it no longer exists"),
        ("SERBIA AND MONTENEGRO", "RS is Serbia, ME Montenegro"),
        ("former Soviet Union", "it no longer exists"),
        ("Donbas", "UA-14 is the Donetsk region"),
    ],
)
def test_names_that_are_not_one_country(text: str, remedy: str) -> None:
    with pytest.raises(PlaceError, match="is not one country") as caught:
        place(text)
    assert remedy in str(caught.value.remedy)
    assert caught.value.exit_status == 2


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("Austira", "did you mean AT (Austria) or AU (Australia)"),
        ("Nehterlands", "NL (Netherlands)"),
        ("Tukrey", "TR (Türkiye)"),
        ("ZZ", "give an ISO 3166-1 code, for example CN"),
        ("", "give an ISO 3166-1 code"),
        (" . ", "give an ISO 3166-1 code"),
        ("the", ""),
        ("UNKNOWN", ""),
        ("undetermined", ""),
        ("UA-65", ""),
        ("Berlin", ""),
        ("x" * 10_000, ""),
    ],
)
def test_unknown_places(text: str, remedy: str) -> None:
    with pytest.raises(PlaceError, match="unknown country or territory") as caught:
        place(text)
    assert remedy in str(caught.value.remedy)
    assert len(str(caught.value)) < 300


def test_codes_are_not_read_as_words() -> None:
    assert place("ST") == "ST"
    assert place("AND") == "AD"
    assert place(" no ") == "NO"


def test_place_name() -> None:
    assert place_name("TR") == "Türkiye"
    assert place_name("UA-43") == "Crimea region of Ukraine"
    with pytest.raises(PlaceError, match="is not a code"):
        place_name("UK")


def test_country_of() -> None:
    assert [country_of(code) for code in ("UA-43", "UA-14", "UA-09", "UA", "CN", "XK")] == [
        "UA",
        "UA",
        "UA",
        "UA",
        "CN",
        "XK",
    ]


def test_split_place() -> None:
    assert split_place("People's Republic of China 23rd Research Institute") == ("CN", "23rd Research Institute")
    assert split_place("Islamic Republic of Iran") == ("IR", "")
    assert split_place("South Sudan Trading") == ("SS", "Trading")
    with pytest.raises(PlaceError, match="does not begin with"):
        split_place("23rd Research Institute, China")
    with pytest.raises(PlaceError):
        split_place("")


def test_the_table() -> None:
    countries = [entry for entry in PLACES.values() if "-" not in entry.code]
    assert len(countries) == 249 + 1  # ISO 3166-1 and Kosovo
    assert all(re.fullmatch("[A-Z]{2}", entry.code) and re.fullmatch("[A-Z]{3}", entry.alpha3) for entry in countries)
    assert len({entry.alpha3 for entry in countries}) == len(countries)
    assert {code for code in PLACES if "-" in code} == {"UA-43", "UA-14", "UA-09"}


def test_no_name_belongs_to_two_places() -> None:
    owners = defaultdict(set)
    for code, entry in PLACES.items():
        for name in (entry.name, *entry.aliases):
            owners[fold(name)].add(code)
    assert {name: codes for name, codes in owners.items() if len(codes) > 1} == {}
    assert "" not in owners
    refused = {fold(name) for line in REFUSED.strip().splitlines() for name in line.split(" = ")[0].split(" | ")}
    assert not refused & set(owners)


def test_every_code_and_name_leads_to_itself() -> None:
    for code, entry in PLACES.items():
        for text in (code, code.lower(), entry.alpha3 or code, entry.name, entry.name.upper(), *entry.aliases):
            assert place(text) == code, text


def test_the_names_of_unicode_cldr_agree() -> None:
    # Somebody else's answer; Babel, which carries it, comes with Sphinx.
    babel = pytest.importorskip("babel")
    territories = {code: name for code, name in babel.Locale("en").territories.items() if code in PLACES}
    assert len(territories) == 250
    missing = unresolved(set(territories.values()))
    assert missing == {"St. Martin"}  # the French part to CLDR; we ask which
    assert {name for code, name in territories.items() if name not in missing and place(name) != code} == set()


@given(st.text(max_size=30))
def test_any_text_gives_a_code_or_one_error_of_ours(text: str) -> None:
    try:
        code = place(text)
    except PlaceError:
        return
    assert code in PLACES


# Official files.

NO_PLACE = {
    "UNKNOWN",
    "undetermined",
    "None Identified",
    "na",
    "Congo",  # the UN means CG; alone it is too dangerous a name to guess from
    "Netherlands Antilles",
    "YUGOSLAVIA",
    "SERBIA AND MONTENEGRO",
    "former Soviet Union",
    "Region: Commonwealth of Independent States",
    "Region: Kafia Kingi",
    "Region: Northern Mali",
}


def unresolved(names: set[str]) -> set[str]:
    missing = set()
    for name in names:
        try:
            place(name)
        except PlaceError:
            missing.add(name)
    return missing


def cells(path: Path) -> Iterator[str]:
    """Yield the first cell of every table row of an eCFR file."""
    for _, element in ET.iterparse(path):
        if element.tag.upper() == "TR" and len(element) and element[0].tag.upper() == "TD":
            yield re.sub(r"\s+", " ", "".join(element[0].itertext())).strip()


@pytest.mark.parametrize("edition", ["2026-03-25", "2026-07-23"])
def test_the_entity_unverified_and_military_end_user_lists(official: Official, edition: str) -> None:
    names = {cell for cell in cells(official(f"us/ecfr-15-744-{edition}.xml")) if cell and not cell[0].isdigit()}
    countries = {name for name in names if name == name.upper()}
    assert len(countries) > 80
    assert unresolved(countries) == set()


def test_the_country_chart_and_groups(official: Official) -> None:
    with official("us/bis-country-chart-2025-11-12.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = [row[0] for row in csv.reader(stream) if row][1:]
    chart = {re.sub(r"( \d)+$", "", name.strip()) for name in rows if name.strip()}
    with official("us/ear-country-groups-2026-07-23.csv").open(encoding="utf-8-sig", newline="") as stream:
        groups = {row["country"] for row in csv.DictReader(stream)}
    assert len(chart) > 190
    assert unresolved(chart | groups) == set()


def test_the_foreign_end_user_list_of_japan(official: Official) -> None:
    rows = json.loads(official("jp/meti-foreign-end-user-list-2025-09-29.json").read_text(encoding="utf-8"))
    addresses = {address for row in rows for address in row["addresses"]}
    # The transcription runs an alias into the country of some Chinese rows.
    run_together = unresolved(addresses)
    assert {split_place(address)[0] for address in run_together} == {"CN"}
    assert len(addresses - run_together) == 15


def test_the_names_of_the_treasury(official: Official) -> None:
    names = set()
    with gzip.open(official("us/ofac-sdn-2024-05-07.xml.gz")) as stream:
        for _, element in ET.iterparse(stream):
            if element.tag.endswith(("}country", "}vesselFlag")) and element.text:
                names.add(element.text.strip())
    assert len(names) > 150
    assert unresolved(names) <= NO_PLACE


def test_the_names_of_the_union_agree_with_its_codes(official: Official) -> None:
    pairs = set()
    with gzip.open(official("eu/fsf-full-1.1-2024-05-13.xml.gz")) as stream:
        for _, element in ET.iterparse(stream):
            if element.get("countryDescription"):
                pairs.add((element.get("countryIso2Code"), element.get("countryDescription", "")))
    assert len(pairs) > 100
    missing = unresolved({name for _, name in pairs})
    assert missing <= NO_PLACE
    assert {(code, name) for code, name in pairs if name not in missing and place(name) != code} == set()


def test_the_names_of_the_united_nations(official: Official) -> None:
    names = set()
    for _, element in ET.iterparse(official("un/un-consolidated-2024-05-15.xml")):
        if element.tag == "COUNTRY" and element.text:
            names.add(element.text.strip())
        if element.tag == "NATIONALITY":
            names |= {value.text.strip() for value in element.iter("VALUE") if value.text}
    names.discard("")
    assert len(names) > 60
    assert unresolved(names) <= NO_PLACE


def test_members_of_the_european_union() -> None:
    now = eu_members(dt.date(2026, 7, 23))
    assert len(now) == 27
    assert {"DE", "NL", "HR"} <= now
    assert not now & {"GB", "CH", "NO", "IS", "LI"}
    assert eu_members(dt.date(2020, 1, 31)) == now | {"GB"}
    assert eu_members(dt.date(2020, 2, 1)) == now
    with pytest.raises(DateError, match="not recorded"):
        eu_members(dt.date(2013, 6, 30))

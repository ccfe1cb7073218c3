"""Where a name ends and an address begins. Names are made up; the shapes are those of the lists."""

from __future__ import annotations

import pytest

from sekisho.sources.name_and_address import (
    addresses_of,
    goes_on,
    is_address,
    is_street,
    names_among,
    segments_of,
    split_name,
    split_sentence,
)


@pytest.mark.parametrize(
    ("text", "name", "address"),
    [
        ("Zyqor Works, 5 Example Street, Kabul", "Zyqor Works", "5 Example Street, Kabul"),
        ("Zyqor Works", "Zyqor Works", ""),
        ("", "", ""),
        ("Zyqor Co., Ltd., Room 1, Shenzhen", "Zyqor Co., Ltd.", "Room 1, Shenzhen"),
        ("Zyqor Co., Ltd. No. 1 Xifei Road, Xian", "Zyqor Co., Ltd.", "No. 1 Xifei Road, Xian"),
        ("Zyqor Co. Ltd. No. 1 Xifei Road, Xian", "Zyqor Co. Ltd.", "No. 1 Xifei Road, Xian"),
        ("Zyqor Co., Ltd. Kortas Branch, China", "Zyqor Co., Ltd. Kortas Branch", "China"),
        ("Zyqor Co., Ltd. (an institute of K-7), Road 1, China", "Zyqor Co., Ltd. (an institute of K-7)", "Road 1, China"),
        ("A. Plumvel Ltd.; Zahal 19, Haifa", "A. Plumvel Ltd.", " Zahal 19, Haifa"),
        ("Plumvel, OAO, Moscow", "Plumvel, OAO", "Moscow"),
        ("Odvan Plumvel, Jr., Dubai, UAE", "Odvan Plumvel, Jr.", "Dubai, UAE"),
        ("JLX Works, Hong Kong Co., Ltd., Room 9, Hong Kong", "JLX Works, Hong Kong Co., Ltd.", "Room 9, Hong Kong"),
        ("Zyqor Group. South Sudan.", "Zyqor Group.", "South Sudan."),
        ("Zyqor Technical Ltd. South Sudan", "Zyqor Technical Ltd.", "South Sudan"),
        ("Zyqor OpenLab. Istanbul, Turkey", "Zyqor OpenLab.", "Istanbul, Turkey"),
        ("APEX St. Petersburg, 140 Prospekt, Russia", "APEX St. Petersburg", "140 Prospekt, Russia"),
        ("Zyqor (Vietnam, South) Works, Hanoi", "Zyqor (Vietnam, South) Works", "Hanoi"),
        ("Zyqor Institute of Aero. Materials, No. 8 Road", "Zyqor Institute of Aero. Materials", "No. 8 Road"),
    ],
)
def test_a_name_and_its_address(text: str, name: str, address: str) -> None:
    assert split_name(text) == ([name], address)


def test_a_body_behind_the_comma_gives_a_second_reading() -> None:
    text = "Odvan Plumvel, Kortas Research Institute, P.O. Box 1, Tehran"
    names, address = split_name(text)
    assert names == ["Odvan Plumvel", "Odvan Plumvel, Kortas Research Institute"]
    assert address == "Kortas Research Institute, P.O. Box 1, Tehran"


def test_a_known_parent_belongs_to_the_name() -> None:
    text = "Zyqor Missile Corporation, NPO Plumvel, 31 Example Street, Russia"
    assert split_name(text, frozenset({"zyqor missile"})) == (
        ["Zyqor Missile Corporation, NPO Plumvel"],
        "31 Example Street, Russia",
    )


def test_an_address_without_any_comma_gives_a_second_reading() -> None:
    assert split_name("Zyqor Finance 6 Kortasbury, London")[0] == ["Zyqor Finance 6 Kortasbury", "Zyqor Finance"]
    assert split_name("Zyqor 12 Research Institute, London")[0] == ["Zyqor 12 Research Institute"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zyqor Aviation. 21 Tower, Bangkok", ("Zyqor Aviation", "21 Tower, Bangkok")),
        ("Zyqor Aviation.140/65 Tower, Bangkok", ("Zyqor Aviation", "140/65 Tower, Bangkok")),
        ("Zyqor GMBH P.O Box 50, Berlin", ("Zyqor GMBH", "P.O Box 50, Berlin")),
        ("Zyqor FZC. Sharjah Airport, Sharjah", ("Zyqor FZC", "Sharjah Airport, Sharjah")),
        ("Zyqor Ltd. Kortas Mah, Istanbul", ("Zyqor Ltd", "Kortas Mah, Istanbul")),
        ("Zyqor Co. Plumvel, 1 Road", ("Zyqor Co. Plumvel", "1 Road")),
    ],
)
def test_sentences(text: str, expected: tuple[str, str]) -> None:
    assert split_sentence(text) == expected


def test_addresses_are_parted() -> None:
    lines = [
        "5 Street, Kabul; and 6 Street, Herat, and No. 7, Balkh;",
        "Address: 8 Street",
        "Alt Address: 8 Street",
        " and ",
        "",
    ]
    assert addresses_of(lines) == ("5 Street, Kabul", "6 Street, Herat", "No. 7, Balkh", "8 Street")


def test_company_names_among_addresses() -> None:
    assert list(names_among(["Plumvel & CO, 2nd Floor, Steyning", "World Example Trading L.L.C, Area 10"])) == [
        "Plumvel & CO",
        "World Example Trading L.L.C",
    ]
    assert list(names_among(["5 Street, Kabul", "Hong Kong Ltd., Room 1", "G.K. Dianabad, BL. 32", "LLC, Dubai"])) == []


def test_small_questions() -> None:
    assert [is_address(text) for text in ("5 Street", "Room B", "Zyqor")] == [True, True, False]
    assert [is_street(text) for text in ("Example Free Zone", "Zyqor")] == [True, False]
    assert [goes_on([text]) for text in ("NPO Plumvel", "5 Example Institute Road", "Kabul")] == [True, False, False]
    assert segments_of("a, (b, c), d)") == ["a", "(b, c)", "d)"]

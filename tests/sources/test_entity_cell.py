"""What one entity cell says. Names are made up; every shape stands in the official lists."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.sources.ecfr import Cell
from sekisho.sources.entity_cell import Entity, families_of, read_entities


def read(text: str, *italics: str) -> Entity:
    (entity,) = read_entities(Cell(text, italics))
    return entity


def names(text: str) -> list[str]:
    return [f"{name.value}~" if name.quality == "weak" else name.value for name in read(text).names]


@pytest.mark.parametrize(
    ("text", "expected", "addresses"),
    [
        ("Zyqor Works, 5 Street, Kabul.", ["Zyqor Works"], ["5 Street, Kabul"]),
        (
            "Zyqor Works, a.k.a., the following two aliases:\n—Zyqor; and\n—Zyqor Plant.\n\n5 Street, Kabul; "
            "and 6 Street, Kabul.",
            ["Zyqor Works", "Zyqor", "Zyqor Plant"],
            ["5 Street, Kabul", "6 Street, Kabul"],
        ),
        (
            "Zyqor Works, a.k.a., the following one alias:\n—Zyqor, 5 Street, Kabul.",
            ["Zyqor Works", "Zyqor"],
            ["5 Street, Kabul"],
        ),
        ("Zyqor Works a.k.a the following alias:\n—Zyqor,\n\nKabul.", ["Zyqor Works", "Zyqor"], ["Kabul"]),
        ("Zyqor Works, a.k.a., the following one\nalias:\n—Zyqor.\n\nKabul", ["Zyqor Works", "Zyqor"], ["Kabul"]),
        ("Zyqor Works, a.k.a.,\n—Zyqor\n\n5 Street, Kabul", ["Zyqor Works", "Zyqor"], ["5 Street, Kabul"]),
        (
            "Zyqor Works, and the following two aliases:\n—Zyqor; and\n—Kortas.\n\nKabul",
            ["Zyqor Works", "Zyqor", "Kortas"],
            ["Kabul"],
        ),
        (
            "Zyqor Works, the following two aliases:\n—Zyqor; and\n—Kortas.\n\nKabul",
            ["Zyqor Works", "Zyqor", "Kortas"],
            ["Kabul"],
        ),
        (
            "Zyqor Works, a.k.a., the following two aliases: Zyqor; and Kortas FZC. Sharjah Airport, Sharjah",
            ["Zyqor Works", "Zyqor", "Kortas FZC"],
            ["Sharjah Airport, Sharjah"],
        ),
        (
            "Zyqor Works, a.k.a., the following one alias: Zyqor. 21 Tower, Bangkok",
            ["Zyqor Works", "Zyqor"],
            ["21 Tower, Bangkok"],
        ),
        ("Zyqor Works, a.k.a., the following nineteen aliases: Zyqor", ["Zyqor Works", "Zyqor"], []),
        ("Zyqor Works, a.k.a., the following two aliases: Zyqor;", ["Zyqor Works", "Zyqor"], []),
        ("Zyqor Works, a.k.a., Kortas Plant, 5 Street, Kabul", ["Zyqor Works", "Kortas Plant"], ["5 Street, Kabul"]),
        (
            "Zyqor Works, a.k.a. Kortas, a.k.a. Odvan Co., Ltd., Room 4, Kabul",
            ["Zyqor Works", "Kortas", "Odvan Co., Ltd."],
            ["Room 4, Kabul"],
        ),
        (
            "Odvan Plumvel, aka Odvan Kortas, London, United Kingdom.",
            ["Odvan Plumvel", "Odvan Kortas"],
            ["London, United Kingdom"],
        ),
        (
            "Odvan Plumvel, a.k.a., Odvan Kortas and Tamrin Plumvel, 27 Jalan 18, Malaysia",
            ["Odvan Plumvel", "Odvan Kortas and Tamrin Plumvel", "Odvan Kortas", "Tamrin Plumvel"],
            ["27 Jalan 18, Malaysia"],
        ),
        (
            "Zyqor, OAO (a.k.a., NPO Zyqor; a.k.a. Zyqor (Main) Works, f.k.a., Drevny Zavod)\nAddress: 3 Ul. Odvan\n"
            "Alt Address: 4 Ul. Odvan",
            ["Zyqor, OAO", "NPO Zyqor", "Zyqor (Main) Works", "Drevny Zavod"],
            ["3 Ul. Odvan", "4 Ul. Odvan"],
        ),
        (
            "Odvan Plumvel, (a.k.a. Lin Plumvel, Steven Odvan and Odvan Lin), 170 Road, Singapore",
            ["Odvan Plumvel", "Lin Plumvel, Steven Odvan and Odvan Lin", "Lin Plumvel", "Steven Odvan", "Odvan Lin"],
            ["170 Road, Singapore"],
        ),
        ("Zyqor (a.k.a. “ZYQ”, 5 Street, Kabul", ["Zyqor", "“ZYQ”, 5 Street, Kabul"], []),
        (
            "Zyqor Works, a.k.a., the following three aliases:\n—Zyqor;\nKortas Ltd.; and\nOdvan.\n\nKabul",
            ["Zyqor Works", "Zyqor", "Kortas Ltd.", "Odvan"],
            ["Kabul"],
        ),
        ("Zyqor Works, a.k.a., the following one alias:\n\nZYQO.\n\nKabul", ["Zyqor Works", "ZYQO"], ["Kabul"]),
        (
            "Zyqor Works, a.k.a., the following two aliases:\n—Zyqor;—Kortas.\n\nKabul",
            ["Zyqor Works", "Zyqor", "Kortas"],
            ["Kabul"],
        ),
        (
            "Zyqor Works, a.k.a., the following one alias:\n—Zyqor or Odvan.\n\nKabul",
            ["Zyqor Works", "Zyqor or Odvan", "Zyqor", "Odvan"],
            ["Kabul"],
        ),
        (
            "Zyqor Works, a.k.a., the following one alias:\n—Odvan Power Laboratory, Shanghai.\n\nKabul",
            ["Zyqor Works", "Odvan Power Laboratory, Shanghai", "Odvan Power Laboratory"],
            ["Kabul"],
        ),
        (
            "Zyqor Works, a.k.a., the following one alias:\n—Odvan (a.k.a., Kortas).\n\nKabul",
            ["Zyqor Works", "Kortas", "Odvan"],
            ["Kabul"],
        ),
        ("Zyqor Works,\n5 Street, Kabul", ["Zyqor Works"], ["5 Street, Kabul"]),
        (
            "Zyqor Closed Joint Stock Company (Zyqor CJSC),\n\n17, Apt 31, Yerevan",
            ["Zyqor Closed Joint Stock Company (Zyqor CJSC)", "Zyqor CJSC", "Zyqor Closed Joint Stock Company"],
            ["17, Apt 31, Yerevan"],
        ),
        (
            "Zyqor Supplies, 1 Road, Yerevan; and Zyqor Books Ltd, 2 Road, Yerevan",
            ["Zyqor Supplies", "Zyqor Books Ltd"],
            ["1 Road, Yerevan", "Zyqor Books Ltd, 2 Road, Yerevan"],
        ),
    ],
)
def test_names_aliases_and_addresses(text: str, expected: list[str], addresses: list[str]) -> None:
    assert names(text) == expected
    assert list(read(text).addresses) == addresses


@pytest.mark.parametrize(
    ("text", "see"),
    [
        ("Zyqor, Kabul. (See alternate addresses under Pakistan).", ("Pakistan",)),
        ("Zyqor, Kabul (See alternate address in Pakistan).", ("Pakistan",)),
        ("Zyqor, Yerevan (See also addresses under Greece, Pakistan, and U.K.)", ("Greece", "Pakistan", "U.K.")),
        ("Zyqor, Karachi (See alternate address under Odvan Co. in Uganda).", ("Uganda",)),
        ("Zyqor, Kabul", ()),
    ],
)
def test_references_to_other_countries(text: str, see: tuple[str, ...]) -> None:
    entity = read(text)
    assert entity.see == see
    assert [name.value for name in entity.names] == ["Zyqor"]
    assert "See" not in " ".join(entity.addresses)


def test_how_many_aliases_were_announced() -> None:
    entity = read("Zyqor, a.k.a., the following three aliases:\n—A B C;\n—D E F;\n\nKabul")
    assert (entity.stated, entity.listed) == (3, 2)
    assert read("Zyqor, a.k.a., the following 12 aliases:\n—A B C\n\nKabul").stated == 12
    assert read("Zyqor, a.k.a., the following alias:\n—A B C\n\nKabul").stated == 1
    assert read("Zyqor, a.k.a., the following umpteen aliases:\n—A B C\n\nKabul").stated is None
    assert read("Zyqor, Kabul").stated is None


def test_subordinate_institutions_are_parties_of_their_own() -> None:
    text = (
        "Zyqor Institute 14, a.k.a., the following one alias, and two subordinate institutions:\n—Institute 14.\n"
        "Subordinate institution\nOdvan Industry.\nSubordinate Institution: Kortas Works, a.k.a., the following one alias,\n"
        "—Kortas.\nThe following addresses apply to the entity and the two subordinate institutions:\n\n1 Road, Nanjing; "
        "and 2 Road, Nanjing."
    )
    main, second, third = read_entities(Cell(text))
    assert [name.value for name in main.names] == ["Zyqor Institute 14", "Institute 14"]
    assert main.remarks == ("and two subordinate institutions",)
    assert [name.value for name in second.names] == ["Odvan Industry"]
    assert second.remarks == ("listed with Zyqor Institute 14",)
    assert [name.value for name in third.names] == ["Kortas Works", "Kortas"]
    assert main.addresses == second.addresses == third.addresses == ("1 Road, Nanjing", "2 Road, Nanjing")


def test_a_subordinate_institution_in_the_head() -> None:
    entity = read(
        "Zyqor 13th Institute (ZI 13) subordinate institution: Odvan Circuits, a.k.a., the following one alias:\n"
        "—Odvan.\n\n1 Road, Hebei"
    )
    assert [name.value for name in entity.names] == ["Odvan Circuits", "Odvan"]
    assert entity.remarks == ("subordinate institution of Zyqor 13th Institute (ZI 13)",)
    listed = read("Zyqor 13th Institute (ZI 13) subordinate institution:\n—Kortas International,\n\n1 Road, Hebei")
    assert [name.value for name in listed.names] == ["Kortas International"]


def test_affiliated_entities_in_italics() -> None:
    text = (
        "Affiliated entities:\nZyqor Cloud (Suzhou) Co., Ltd., No. 6 Road, Suzhou.\n"
        "Zyqor Marine Ltd., a.k.a., the following one alias:\n—Zyqor Seas;\nZM Tech.\nBuilding 4, Dongguan, 523808."
    )
    first, second = read_entities(Cell(text, ("Zyqor Cloud (Suzhou) Co., Ltd.,", "and", "Zyqor Marine Ltd.,")))
    assert [name.value for name in first.names] == ["Zyqor Cloud (Suzhou) Co., Ltd."]
    assert first.remarks == ()
    assert [name.value for name in second.names] == ["Zyqor Marine Ltd.", "Zyqor Seas", "ZM Tech."]
    assert second.addresses == ("Building 4, Dongguan, 523808",)


def test_text_that_is_left_over_becomes_a_remark() -> None:
    entity = read(
        "Zyqor, a.k.a., the following one alias:\n—Zyqor Co., and to include the following addresses and "
        "the following 2 affiliated entities:\n\nAddresses for Zyqor: 1 Road, Shenzhen."
    )
    assert [name.value for name in entity.names] == ["Zyqor", "Zyqor Co."]
    assert entity.addresses == ("1 Road, Shenzhen",)
    assert entity.remarks == ("and to include the following addresses and the following 2 affiliated entities",)


def test_nested_aliases_of_a_subordinate() -> None:
    entity = read(
        "Zyqor Commission, a.k.a., the following one alias:\n—Odvan Complex, a.k.a., the following two "
        "aliases:\n—Odvan Centre.\n\nFateh, Punjab"
    )
    assert [name.value for name in entity.names] == ["Zyqor Commission", "Odvan Complex", "Odvan Centre"]


def test_families() -> None:
    cells = [Cell(f"Zyqor Missile Corporation, NPO Odvan {number}, 1 Road, Russia") for number in "ABC"]
    families = families_of([*cells, Cell("Kortas, Odvan Institute, 1 Road, Russia"), Cell("Zyqor")])
    assert families == {"zyqor missile"}
    (entity,) = read_entities(cells[0], families)
    assert [name.value for name in entity.names] == ["Zyqor Missile Corporation, NPO Odvan A"]
    assert entity.addresses == ("1 Road, Russia",)


@pytest.mark.parametrize("text", ["", "\n\n", "—", "(See alternate address under Pakistan)"])
def test_cells_that_name_nobody(text: str) -> None:
    assert read_entities(Cell(text)) == ()


PIECES = st.sampled_from(
    [
        "Zyqor Works",
        "Co., Ltd.",
        ", ",
        "; ",
        ".",
        "\n",
        "—",
        "a.k.a., ",
        "the following two aliases:",
        "(",
        ")",
        " and ",
        "5 Road",
        "Subordinate institution",
        "f.k.a.",
        "Affiliated entities:",
        "(See alternate addresses under ",
        "架空",
        "aka ",
    ]
)


@given(st.lists(PIECES, max_size=25))
def test_any_cell_is_read(pieces: list[str]) -> None:
    for entity in read_entities(Cell("".join(pieces), ("Zyqor Works",))):
        assert entity.names[0].quality == "primary"
        assert all(name.value.strip() == name.value for name in entity.names)
        assert len({name.value for name in entity.names}) == len(entity.names)


@pytest.mark.parametrize("piece", ["a\n", "a.k.a. ", "(a.k.a. ", "(", ";—x\n", "—a, b\n", "x, ", ". A"])
def test_long_cells_are_read_in_time(piece: str) -> None:
    read_entities(Cell("Zyqor, a.k.a., the following two aliases:\n" + piece * (19_000 // len(piece))))

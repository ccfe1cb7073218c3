"""A name as written, read into the parts that are compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.parties.matching.read import MOST_TOKENS, variants
from sekisho.parties.matching.token import NUMBER
from tests.parties.matching.made_up import ANY_TEXT, COMPANY, NAMES, PERSON, plainest

HOSTILE = (
    "'; DROP TABLE parties; --",
    "<script>alert('Zyqor')</script>",
    "%s%n{0}${jndi:ldap://zyqor}",
    "../../etc/passwd\x00.txt",
    "😀 Zyqor 👩‍👩‍👧",
    "Z̷̢̛y̸͝q̶͘o̴͗r̵̕",
    "\x1f\x1e:,\t\x00",
    "\u202eroqyZ\u202c",
)


def spellings(name: str, schema: str = COMPANY) -> list[str]:
    return [token.spellings[0] for token in plainest(name, schema).tokens]


def numbers(name: str) -> list[str]:
    return [token.spellings[0] for token in plainest(name).tokens if token.kind == NUMBER]


@given(ANY_TEXT, st.sampled_from(["", PERSON, COMPANY, "Vessel"]))
def test_any_text_is_read_into_few_parts(text: str, schema: str) -> None:
    found = variants(text, schema)
    assert len(found) == len(set(found)) <= 5
    for variant in found:
        assert 0 < len(variant.tokens) <= MOST_TOKENS
        for token in variant.tokens:
            assert all(token.spellings)
            assert 0 <= token.weight <= 1


@given(ANY_TEXT)
def test_a_name_has_a_reading_where_it_has_an_ascii_letter_or_digit(text: str) -> None:
    assert variants(f"{text} zyqor"[-300:])


@given(ANY_TEXT)
def test_reading_twice_gives_the_same(text: str) -> None:
    assert variants(text) == variants(text)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_only_names(name: str) -> None:
    for variant in variants(name):
        for token in variant.tokens:
            assert all(spelling.isalnum() for spelling in token.spellings)


@pytest.mark.parametrize("part", ["a", "zyqor ", "第", "二", "13 ", "мир", "가", "\u0301", "é", "ﷺ", "アイ"])
def test_an_endless_name_is_read_in_part(part: str) -> None:
    for variant in variants(part * 10_000):
        assert len(variant.tokens) <= MOST_TOKENS


@pytest.mark.parametrize("name", ["", " ", "...", "—", "😀", "\x00\x01", "\u200b\u202e", "\ud800"])
def test_what_has_no_letter_is_not_read(name: str) -> None:
    assert variants(name) == ()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Zyqor Microsystems Co., Ltd.", "ZYQOR MICROSYSTEMS"),
        ("Zyqor & Kortas", "Zyqor and Kortas"),
        ("Société Zyqor", "Societe Zyqor"),
        ("Kortas Seventh Institute", "Kortas 7th Institute"),
        ("Kortas VII Institute", "Kortas 7 Institute"),
        ("Plant No. 618", "Plant 618"),
        ("Plant Seven", "Plant 7"),
        ("Plant VI", "Plant 6"),
        ("第十三研究所", "第13研究所"),
        ("第１３研究所", "第13研究所"),
        ("七一二研究所", "第712研究所"),
        ("第一百零三研究所", "第103研究所"),
        ("第二十研究所", "第20研究所"),
        ("電子科技", "电子科技"),
        ("研究所١٣", "研究所13"),
    ],
)
def test_what_does_not_tell_names_apart_is_read_the_same(first: str, second: str) -> None:
    assert plainest(first) == plainest(second)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Zyqor", []),
        ("Zyqor 13th Institute", ["13"]),
        ("中国电子科技集团公司第五十五研究所", ["55"]),
        ("国营第六一八厂", ["618"]),
        ("八十二銀行", ["82"]),
        ("五十四所", ["54"]),
        ("三一重工", []),
        ("Xi Zyqor", []),
        ("Zyqor Xi", []),
        ("Vi Van Zyqor", []),
        ("Factory XI", ["11"]),
    ],
)
def test_which_words_are_numbers(name: str, expected: list[str]) -> None:
    assert numbers(name) == expected


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("哈尔滨工程大学", {"harbin", "engineering", "university"}),
        ("東京大学", {"tokyo", "university"}),
        ("삼성전자", {"samsung", "electronics"}),
        ("دانشگاه تهران", {"university", "tehran"}),
        ("Московский институт", {"moscow", "institute"}),
    ],
)
def test_words_with_a_translation_are_translated(name: str, english: set[str]) -> None:
    assert english <= {spelling for token in plainest(name).tokens for spelling in token.spellings}


@pytest.mark.parametrize(
    ("name", "reading"),
    [("Кузнецов", "kuznetsov"), ("محمد", "mohammad"), ("김정은", "kimjongun"), ("Παπαδόπουλος", "papadopoulos")],
)
def test_names_are_read_aloud(name: str, reading: str) -> None:
    (token,) = plainest(name).tokens
    assert reading in token.spellings
    assert token.native


def test_a_person_is_parted_into_family_and_given_name() -> None:
    assert spellings("김정은", PERSON)[0] == "kim"
    assert spellings("习近平", PERSON) == ["xi", "jinping"]
    assert len(variants("习近平")) > len(variants("习近平", PERSON)) >= 1
    assert all(len(variant.tokens) == 2 for variant in variants("习近平", PERSON))


def test_a_general_word_in_the_name_of_a_person_is_read_aloud_and_translated() -> None:
    aloud, translated = variants("Зыкор Завод", PERSON)
    assert [token.spellings[0] for token in aloud.tokens] == ["zykor", "zavod"]
    assert translated.tokens[1].spellings[0] == "plant"
    assert variants("Зыкор Завод", COMPANY) == (translated,)


def test_a_company_is_not() -> None:
    assert len(variants("华为", COMPANY)) == 1


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("骏烨", [["骏烨"]]),
        ("骏烨漪", [["骏烨漪"]]),
        ("骏烨漪涵", [["骏烨", "漪涵"], ["骏烨漪涵"]]),
        ("骏烨漪涵婷", [["骏烨", "漪涵婷"], ["骏烨漪", "涵婷"]]),
        ("骏烨漪涵婷萱", [["骏烨", "漪涵", "婷萱"], ["骏烨漪", "涵婷萱"]]),
    ],
)
def test_characters_without_a_translation_are_read_in_words_of_two_and_three(name: str, parts: list[list[str]]) -> None:
    assert [[token.native for token in one.tokens] for one in variants(f"{name}有限公司", COMPANY)] == parts


def test_a_legal_form_is_read_only_where_nothing_else_is_there() -> None:
    assert spellings("Zyqor Limted") == ["zyqor"]
    assert plainest("Limited").tokens


@pytest.mark.parametrize("name", NAMES)
def test_a_name_of_any_script_has_latin_spellings(name: str) -> None:
    for token in plainest(name).tokens:
        assert any(spelling.isascii() for spelling in token.spellings)

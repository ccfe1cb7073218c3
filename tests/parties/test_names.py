"""Names made comparable."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.parties.names import abbreviates, fold, has_han, prepare, without_abbreviation, words_of


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Example Technologies Co., Ltd.", "EXAMPLE TECHNOLOGIES COMPANY LIMITED"),
        ("Example Technologies", "The Example Technologies, Inc."),
        ("Ｅｘａｍｐｌｅ　Ｔｒａｄｉｎｇ", "Example Trading"),
        ("Société Générale d'Exemple S.A.", "Societe Generale dExemple"),
        ("Xi’an Example", "Xi'an Example"),
        ("Ørsted Łódź Þór", "Orsted Lodz Thor"),
        ("Müller & Söhne GmbH & Co. KG", "Muller and Sohne"),
        ("Example İnşaat Ltd. Şti.", "EXAMPLE INSAAT"),
        ("OOO «Пример»", "Пример ООО"),
        ("АО Пример", "ПРИМЕР"),
        ("13th Example Institute", "No. 13 Example Institute"),
        ("CETC55", "CETC 55"),
        ("Second Example Academy", "2nd Example Academy"),
        ("K. N. Example University", "K N Example University"),
        ("Example S.p.A.", "Example SPA"),
        ("Example Sp. z o.o.", "Example"),
        ("株式会社架空製作所", "架空製作所株式会社"),
        ("架空电子有限公 司", "架空电子有限公司"),
        ("㈱架空", "架空"),
        ("주식회사 가공", "가공"),
        ("Example (Pvt.) Ltd.", "Example Private Limited"),
        ("Example Co., Ltd. Testville Branch", "Example Testville Branch"),
        ("Example № 07", "Example 7"),
    ],
)
def test_what_is_no_difference(first: str, second: str) -> None:
    assert prepare(first).key == prepare(second).key


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Example Research Institute 13", "Example Research Institute 14"),
        ("Example Group", "Example Holding"),
        ("Example", "Examples"),
        ("ガス", "カス"),
        ("Йод", "Иод"),
        ("架空第十三研究所", "架空第十四研究所"),
        ("Example 1", "Example"),
    ],
)
def test_what_is_a_difference(first: str, second: str) -> None:
    assert prepare(first).key != prepare(second).key


def test_scripts_are_kept() -> None:
    assert words_of("Рособоронэкспорт") == ("рособоронэкспорт",)
    assert prepare("北京架空大学").words == ("北京架空大学",)
    assert words_of("اَلمثال") == ("المثال",)
    assert words_of("ガス") == ("ガス",)


def test_legal_forms_are_told_apart_from_the_words() -> None:
    prepared = prepare("Example Trading Co., Ltd.")
    assert prepared.words == ("example", "trading")
    assert prepared.forms == ("co ltd",)


@pytest.mark.parametrize("name", ["Company Limited", "Акционерное общество", "有限公司", "The Company"])
def test_a_name_that_is_only_a_legal_form_is_kept(name: str) -> None:
    assert prepare(name).words
    assert prepare(name).forms == ()


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("CETC 13th Institute", {"13"}),
        ("Example VII", {"vii"}),
        ("架空第十三研究所7号", {"十三", "7"}),
        ("No. 007 Works", {"7"}),
        ("Example 000", {"0"}),
        ("Example", set()),
        ("No7 Example", {"7"}),
    ],
)
def test_numbers(name: str, numbers: set[str]) -> None:
    assert prepare(name).numbers == numbers


@pytest.mark.parametrize("text", ["", "   ", "...", "—", "the and", "\ud800", "\x00"])
def test_names_without_words(text: str) -> None:
    assert prepare(text).words == ()


@given(st.text(max_size=60))
def test_preparing_is_stable(text: str) -> None:
    prepared = prepare(text)
    assert all(word == word.strip() and " " not in word for word in prepared.words)
    assert prepare(text.upper()).key == prepare(text.upper()).key
    assert fold(fold(text)) == fold(fold(fold(text)))


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=0x24F), max_size=40))
def test_composed_and_decomposed_letters_are_the_same(text: str) -> None:
    assert prepare(unicodedata.normalize("NFD", text)).key == prepare(unicodedata.normalize("NFC", text)).key


@given(st.lists(st.sampled_from(["alpha", "Beta", "13th", "Co.", "Ltd.", "GmbH", "бета"]), min_size=1))
def test_case_width_and_punctuation_never_matter(words: list[str]) -> None:
    plain = prepare(" ".join(words)).key
    assert prepare(", ".join(words).upper()).key == plain
    wide = "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in " ".join(words))
    assert prepare(wide).key == plain


@pytest.mark.parametrize(
    ("short", "name", "expected"),
    [
        ("BIT", "Beijing Institute of Technology", True),
        ("BIOT", "Beijing Institute of Technology", True),
        ("EEC", "Example Electronics Corporation Limited", True),
        ("Vietnam", "Example Technologies", False),
        ("BI", "Beijing Institute", False),
        ("架空", "Example", False),
    ],
)
def test_abbreviations(short: str, name: str, expected: bool) -> None:
    assert abbreviates(short, name) is expected


def test_brackets_that_abbreviate_are_taken_out() -> None:
    assert without_abbreviation("Beijing Institute of Technology (BIT)") == "Beijing Institute of Technology"
    assert without_abbreviation("Beijing Institute of Technology （ＢＩＴ） Press") is None
    assert without_abbreviation("Example Technologies (Vietnam) Ltd") is None
    assert without_abbreviation("Example") is None


def test_han() -> None:
    assert all(map(has_han, "架ガ가"))
    assert not has_han("Example Пример")


@pytest.mark.parametrize(("word", "number"), [("First", "1"), ("Twelfth", "12"), ("Thirteenth", "13"), ("Twentieth", "20")])
def test_an_ordinal_in_letters_is_a_number(word: str, number: str) -> None:
    assert prepare(f"{word} Research Institute") == prepare(f"{number}. Research Institute")

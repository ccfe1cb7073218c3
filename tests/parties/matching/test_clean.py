"""A name as it came, made fit to be read."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sekisho.parties.matching.clean import LONGEST_NAME, clean, is_latin
from sekisho.parties.matching.read import variants
from tests.parties.matching.made_up import ANY_TEXT, NAMES

UNSEEN = "\u200b\u200d\u200e\u200f\u202a\u202e\u2066\u2069\ufeff\u00ad\u2060\u034f\ufe0f\U000e0100\U000e0041"


@given(ANY_TEXT)
@example("e\u200d\u0301")
@example("и\u0301\u0306\u0301")
@example("ab аb ссс")
@example("оß\u0301с")
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(ANY_TEXT, st.integers(1, 400))
@example("ﷺ", 300)
@example("ß", 300)
def test_never_longer_than_what_is_compared(text: str, times: int) -> None:
    assert len(clean(text * times)) <= LONGEST_NAME
    assert len(clean(f"оaß {text}" + "ß" * times)) <= LONGEST_NAME


@given(ANY_TEXT)
def test_nothing_unseen_is_left(text: str) -> None:
    assert not set(clean(text)) & {*UNSEEN, *map(chr, range(32)), "\x7f", "\u3164"}


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=20)
@given(signs=st.lists(st.tuples(st.floats(0, 1), st.sampled_from(UNSEEN)), min_size=1, max_size=5))
def test_signs_nobody_sees_do_not_change_a_reading(name: str, signs: list[tuple[float, str]]) -> None:
    text = name
    for where, sign in signs:
        at = round(where * len(text))
        text = text[:at] + sign + text[at:]
    assert variants(text) == variants(name)


@pytest.mark.parametrize("gap", ["\x00", "\t", "\n", "\r\n", "\x1b", "\x7f", "\x85", "\u2028", "\u3000", "\u3164", "\ue000"])
@pytest.mark.parametrize("name", NAMES)
def test_a_control_character_parts_words_as_a_space_does(name: str, gap: str) -> None:
    assert variants(name.replace(" ", gap)) == variants(name)
    assert variants(f"{gap}{name}{gap}") == variants(name)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Zуqоr Trading", "Zyqor Trading"),
        ("ZΥQΟR Trading", "Zyqor Trading"),
        ("Рlumvеl Works", "Plumvel Works"),
        ("Huаwеi", "Huawei"),
        ("ΗUAWEI Tech", "Huawei Tech"),
        ("Νorth νenus Tech", "North venus Tech"),
        ("НUAWEI Technologies", "Huawei Technologies"),
        ("Ｐｌｕｍｖｅｌ Trading", "Plumvel Trading"),
        ("𝐏𝐥𝐮𝐦𝐯𝐞𝐥 Trading", "Plumvel Trading"),
        ("Plumvel Trading Сору", "Plumvel Trading Copy"),
    ],
)
def test_a_look_alike_among_latin_letters_is_latin(written: str, meant: str) -> None:
    assert variants(written) == variants(meant)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Plumvel Studi0", "Plumvel Studio"),
        ("5.A. Plumvel", "S.A. Plumvel"),
        ("Plumvel S.A. DEC.V.", "Plumvel S.A. DE C.V."),
    ],
)
def test_what_was_misread_or_run_together_is_put_right(written: str, meant: str) -> None:
    assert variants(written) == variants(meant)


@pytest.mark.parametrize("name", ["Plumvel 10", "Unit 5.5.A", "A0", "5.5.A. Plant"])
def test_numbers_stay_as_they_are(name: str) -> None:
    assert clean(name) == name


@pytest.mark.parametrize("name", ["ОАО Ромашка", "Сосо", "Рога и Копыта", "Ростов Plant", "Ρόδος", "НПО РОТОР (NPO Rotor)"])
def test_a_word_of_another_script_stays_in_it(name: str) -> None:
    assert not clean(name).isascii()


def test_a_word_of_look_alikes_stays_where_its_script_is_there_beyond_doubt() -> None:
    assert "РОТОР" in clean("НПО РОТОР (NPO Rotor)")
    assert "potop" in clean("Zyqor РОТОР Trading")


def test_stress_marks_are_no_part_of_a_russian_name() -> None:
    assert clean("Пу\u0301шкин") == "Пушкин"
    assert variants("Пу\u0301шкин") == variants("Пушкин")


def test_a_persian_joiner_parts_words() -> None:
    assert clean("می\u200cشود") == "می شود"


def test_a_variant_selector_does_not_part_a_japanese_name() -> None:
    assert variants("葛\U000e0100飾") == variants("葛飾")


@pytest.mark.parametrize("name", ["", " ", "\x00", "\u200b", "\ud800", "Zyqor", "Société générale"])
def test_what_is_seen_stays(name: str) -> None:
    assert clean(name).strip() == name.strip("\x00\u200b\ud800 ")


@pytest.mark.parametrize(
    ("text", "latin"),
    [("Zyqor", True), ("Société 13", True), ("", True), ("Зикор", False), ("架空", False), ("Zyqor Зикор", False)],
)
def test_letters_of_the_latin_script(text: str, latin: bool) -> None:
    assert is_latin(text) == latin

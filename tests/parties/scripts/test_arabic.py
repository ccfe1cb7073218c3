"""Arabic letters: one spelling of each letter, names as they are usually written, keys where romanisations meet."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sekisho.parties.lexicon import rows
from sekisho.parties.scripts.arabic import fold, skeleton_key, spellings

ARABIC = st.text(st.sampled_from("ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأإؤئىةپچژگکیےںٹڈڑھہۃټډړښږځڅڼګ"), max_size=24)
PLAIN = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyz0123456789"), max_size=24)


def keys(word: str) -> set[str]:
    return {skeleton_key(spelt) for spelt in spellings(word)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أحمد", "احمد"),
        ("علي", "علی"),
        ("مصطفى", "مصطفی"),
        ("شركة", "شرکه"),
        ("مُحَمَّد", "محمد"),
        ("محمـــد", "محمد"),
        ("ﻣﺤﻤﺪ", "محمد"),
        ("ﻻله", "لاله"),
        ("موسسه‌", "مؤسسة"),
        ("٢٠۵", "205"),
        ("لاہور", "لاهور"),
    ],
)
def test_written_forms_of_one_letter_are_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("محمد", {"muhammad", "mohammad", "mohammed", "mohamed"}),
        ("عبدالله", {"abdullah", "abdallah", "abdollah"}),
        ("عبدالرحمن", {"abdulrahman", "abdelrahman"}),
        ("التكريتي", {"tikriti", "altikriti"}),
        ("نورالدین", {"nureddin", "noureddine"}),
        ("ضیاءالحق", {"ziaulhaq"}),
        ("محمدباقر", {"muhammadbaqir"}),
        ("علیزاده", {"alizadeh"}),
        ("رستم‌پور", {"rostampour"}),
        ("قربان‌نژاد", {"ghorbannejad"}),
        ("شیرمحمد", {"shirmohammad"}),
        ("بن", {"bin", "ben", "ibn"}),
    ],
)
def test_common_names_and_their_compounds_are_spelt_as_usual(word: str, expected: set[str]) -> None:
    assert expected <= set(spellings(word))


@pytest.mark.parametrize(
    ("word", "latin"),
    [
        ("قذافي", ["qadhafi", "gaddafi", "kadafi", "kadhafi"]),
        ("شرعبي", ["sharabi", "charabi"]),
        ("بوطالبي", ["boutalebi", "butalbi"]),
        ("دهنوی", ["dehnavi", "dehnawi"]),
        ("ذبیان", ["dhibyan", "zebian", "debian"]),
        ("ظفیری", ["zafiri", "dhafiri", "dafiri"]),
        ("ثقفی", ["thaqafi", "saghafi", "taqafi"]),
        ("جرجاوي", ["jarjawi", "djerdjaoui", "gargawi"]),
        ("إسحاق", ["ishaq", "eshagh", "ishak"]),
        ("فتحي", ["fathi", "fethi"]),
        ("ممدوح", ["mamdouh", "mamduh"]),
        ("لونيسي", ["lounici", "lounissi"]),
        ("جودة", ["jawdah", "judat"]),
        ("والشام", ["sham", "walsham"]),
    ],
)
def test_romanisations_meet_in_the_key(word: str, latin: list[str]) -> None:
    assert {skeleton_key(one) for one in latin} <= keys(word)


@pytest.mark.parametrize(
    ("one", "other"),
    [("saleh", "chaleh"), ("salim", "halim"), ("tariq", "tahir"), ("nasir", "nazir"), ("karim", "rahim"), ("samir", "amir")],
)
def test_the_key_keeps_different_names_apart(one: str, other: str) -> None:
    assert skeleton_key(one) != skeleton_key(other)


def test_the_key_of_a_word_without_consonants_is_not_empty() -> None:
    assert skeleton_key("aya") == skeleton_key("yaya") == "y"
    assert skeleton_key("awa") == "w"
    assert skeleton_key("u") == skeleton_key("ie") == "a"
    assert skeleton_key("") == ""


@given(PLAIN)
def test_the_key_is_plain_and_never_empty(text: str) -> None:
    key = skeleton_key(text)
    assert re.fullmatch("[a-z0-9]*", key)
    assert bool(key) == bool(text)


@given(st.one_of(st.text(max_size=24), ARABIC))
@example("ء")
@example("ﷲ")
@example("ییییییییییییییییییییییییییی")
def test_any_text_gives_few_plain_spellings(text: str) -> None:
    found = spellings(text)
    assert len(found) <= 8
    assert len(set(found)) == len(found)
    assert all(re.fullmatch("[a-z0-9]+", spelt) for spelt in found)
    assert fold(fold(text)) == fold(text)


def test_words_of_other_scripts_have_no_spelling() -> None:
    assert spellings("Mohammed") == spellings("東京") == spellings("Москва") == spellings("") == ()


def test_a_word_of_hostile_length_is_read_in_line_with_its_length() -> None:
    assert len(spellings("الدیناللهی" * 2000)[0]) < 100_000


def test_the_table_of_names_agrees_with_the_letters() -> None:
    table = rows("arabic_names")
    assert len(table) >= 700
    assert [form for form, _ in table] == sorted({fold(form) for form, _ in table})
    for form, latin in table:
        assert re.fullmatch(r"[a-z]+(\|[a-z]+){0,7}", latin), form
    # A strange letter before a name leaves nothing but its letters to go by.
    astray = [form for form, latin in table if not keys("ژ" + form) & {skeleton_key("zh" + one) for one in latin.split("|")}]
    assert len(astray) <= len(table) // 30, astray


def test_the_table_of_words_is_folded_and_sorted() -> None:
    table = rows("arabic")
    forms = [form for form, _, _ in table]
    assert len(forms) >= 500
    assert forms == sorted({" ".join(map(fold, form.split())) for form in forms})
    assert {kind for _, _, kind in table} <= {"generic", "place", "form", "title", "name", "small"}
    assert all(re.fullmatch(r"[a-z0-9 ]+(\|[a-z0-9 ]+)*", english) for _, english, _ in table)


@pytest.mark.parametrize(
    ("phrase", "english"),
    [
        ("شرکت", "company"),
        ("للتجارة", "trading"),
        ("صنایع", "industries"),
        ("پژوهشگاه", "research institute"),
        ("سپاه پاسداران انقلاب اسلامی", "islamic revolutionary guard corps"),
        ("وزارة الدفاع", "ministry of defence"),
        ("دمشق", "damascus"),
    ],
)
def test_the_table_has_the_words_as_they_stand_in_names(phrase: str, english: str) -> None:
    table = {form: translations.split("|") for form, translations, _ in rows("arabic")}
    assert english in table[" ".join(map(fold, phrase.split()))]

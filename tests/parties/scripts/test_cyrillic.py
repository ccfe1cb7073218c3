"""Cyrillic words: the systems of each language, their letters kept apart, counterparts of names."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sekisho.parties.lexicon import rows
from sekisho.parties.names import fold
from sekisho.parties.scripts.cyrillic import spellings
from sekisho.parties.scripts.cyrillic_names import EQUIVALENTS

CYRILLIC = st.text(st.characters(min_codepoint=0x400, max_codepoint=0x52F), max_size=24)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Щукин", {"shchukin", "schukin", "schtschukin"}),
        ("Хрущёв", {"khrushchev", "khrushchov", "chruschtschjow"}),
        ("Жуковский", {"zhukovsky", "zhukovskiy", "zhukovskii", "schukowski"}),
        ("Александр", {"aleksandr", "alexandr", "alexander"}),
        ("Юлия", {"yuliya", "iuliia", "yulia", "julia"}),
        ("Анатольевич", {"anatolievich", "anatolyevich", "anatolevich"}),
        ("Ильич", {"ilyich", "ilich"}),
        ("Подъячев", {"podyachev", "podieiachev"}),
        ("Зеленський", {"zelensky", "zelenskyi", "zelenskyy"}),
        ("Згурський", {"zghurskyi"}),
        ("Їжакевич", {"yizhakevych", "izhakevich"}),
        ("Лукашэнка", {"lukashenka"}),
        ("Навумаў", {"navumau", "navumaw", "navumav"}),
        ("Ђорђевић", {"djordjevic"}),
        ("Његош", {"njegos", "nyegosh"}),
        ("Џафировски", {"dzafirovski", "dzhafirovski"}),
        ("Вучић", {"vucic", "vuchich"}),
        ("Върховен", {"varhoven", "vurhoven"}),
        ("Қазақстан", {"kazakstan", "qazaqstan"}),
        ("Әбдіқадыр", {"abdikadyr", "abdiqadyr"}),
        ("ИК3", {"ik3"}),
    ],
)
def test_the_usual_systems_are_among_the_spellings(word: str, expected: set[str]) -> None:
    assert expected <= set(spellings(word))


@pytest.mark.parametrize(
    ("word", "usual"),
    [("Сергей", "sergey"), ("Дмитрий", "dmitry"), ("Навумаў", "navumau"), ("Микола", "mikola"), ("Ростов", "rostov")],
)
def test_the_usual_spelling_comes_first(word: str, usual: str) -> None:
    assert spellings(word)[0] == usual


def test_no_spelling_mixes_two_systems() -> None:
    found = set(spellings("Хрящиков"))
    assert {"khryashchikov", "khriashchikov", "hryaschikov", "chrjaschtschikow"} >= found & {
        f"{kh}r{ya}{shch}iko{v}"
        for kh in ("kh", "h", "ch")
        for ya in ("ya", "ia", "ja")
        for shch in ("shch", "sch", "schtsch")
        for v in "vw"
    }


def test_letters_of_one_language_shut_out_the_others() -> None:
    assert not any("g" in spelt for spelt in spellings("Гайдаў")[:3])
    assert "horbachov" not in spellings("Горбачёв")


@pytest.mark.parametrize(
    ("russian", "latin"),
    [("Владимир", "volodymyr"), ("Уладзімір", "vladimir"), ("Сергійович", "sergeevich"), ("Пётр", "peter")],
)
def test_a_given_name_is_spelt_as_its_counterparts(russian: str, latin: str) -> None:
    assert latin in spellings(russian)


def test_counterparts_go_both_ways() -> None:
    for form, others in EQUIVALENTS.items():
        assert all(form in EQUIVALENTS[other] for other in others if not other.isascii()), form


def test_case_stress_and_composition_make_no_difference() -> None:
    assert spellings("ВИ\u0301ТЯЗЬ") == spellings("Витязь") == spellings("витязь")
    assert spellings("Й" + "ошкар") == spellings("И\u0306" + "ошкар")


def test_words_of_other_scripts_have_no_spelling() -> None:
    assert spellings("Moscow") == spellings("東京") == spellings("محمد") == spellings("") == spellings("12") == ()


@given(st.one_of(st.text(max_size=24), CYRILLIC))
@example("ъ")
@example("ӏӕѵ")
def test_any_text_gives_few_plain_spellings(text: str) -> None:
    found = spellings(text)
    assert len(found) <= 8
    assert len(set(found)) == len(found)
    assert all(re.fullmatch("[a-z0-9]+", spelt) for spelt in found)


def test_a_word_of_hostile_length_is_read_in_line_with_its_length() -> None:
    assert len(spellings("ьіеъё" * 4000)[0]) < 60_000


def test_the_table_of_words_is_folded_and_sorted() -> None:
    table = rows("cyrillic")
    forms = [form for form, _, _ in table]
    assert len(forms) >= 600
    assert forms == sorted(set(forms))
    assert {kind for _, _, kind in table} <= {"generic", "place", "form", "title", "name", "small"}
    for form, english, _ in table:
        assert fold(form) == form
        assert re.fullmatch(r"[^\W_]+( [^\W_]+)*", form)
        assert re.fullmatch(r"[a-z0-9 ]+(\|[a-z0-9 ]+)*", english), form


def test_the_table_has_the_words_as_they_stand_in_names() -> None:
    table = {form: english.split("|") for form, english, _ in rows("cyrillic")}
    assert "plant" in table["завод"]
    assert "research institute" in table["нии"]
    assert "limited liability company" in table["общество с ограниченной ответственностью"]
    assert "instrument making" in table["приборостроения"]
    assert table["московского"] == ["moscow"]

"""What there is to say of two names set side by side, in numbers."""

from __future__ import annotations

from math import isfinite

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.parties.matching.align import align
from sekisho.parties.matching.measures import MEASURES, measure
from sekisho.parties.matching.read import variants
from tests.parties.matching.made_up import ANY_TEXT, COMPANY, NAMES, PERSON, plainest


def measured(asked: str, listed: str, schema: str = COMPANY) -> dict[str, float]:
    values, _ = measure(plainest(asked, schema), plainest(listed, schema), person=schema == PERSON)
    return dict(zip(MEASURES, values, strict=True))


def test_each_measure_has_one_name() -> None:
    assert len(set(MEASURES)) == len(MEASURES)


@given(ANY_TEXT, st.one_of(ANY_TEXT, st.sampled_from(NAMES)), st.booleans())
def test_any_two_names_have_finite_measures_in_their_order(first: str, second: str, person: bool) -> None:
    for mine in variants(first):
        for theirs in variants(second):
            values, found = measure(mine, theirs, person=person)
            assert all(map(isfinite, values))
            by_name = dict(zip(MEASURES, values, strict=True))
            assert -1e-9 <= by_name["low"] <= by_name["high"] <= 1 + 1e-9
            assert by_name["person"] == person
            assert found == align(mine.tokens, theirs.tokens)


@given(ANY_TEXT, st.booleans())
def test_a_name_has_no_conflict_with_itself(text: str, person: bool) -> None:
    for variant in variants(text):
        found = dict(zip(MEASURES, measure(variant, variant, person=person)[0], strict=True))
        assert found["low"] == pytest.approx(1)
        for name, value in found.items():
            if "conflict" in name or "extra" in name or "missed" in name or name in ("turned", "typing", "number_one_side"):
                assert value == 0, name


@pytest.mark.parametrize(
    ("asked", "listed", "name"),
    [
        ("Zyqor Kortas", "Zyqor Plumvel", "conflict"),
        ("Zyqor 13", "Zyqor 14", "number_conflict"),
        ("Zyqor 13", "Zyqor", "number_one_side"),
        ("Zyqor Beijing", "Zyqor Shanghai", "place_conflict"),
        ("Zyqor Beijing", "Zyqor", "place_one_side"),
        ("Zyqor Bank", "Zyqor Plant", "generic_conflict"),
        ("Zyqor Bank", "Zyqor", "generic_extra"),
        ("Zyqor Kortas Tamrin", "Zyqor Tamrin", "extra_asked"),
        ("Zyqor Tamrin", "Zyqor Kortas Tamrin", "extra_listed"),
        ("Zyqor Plumvel", "Plumvel Zyqor", "turned"),
        ("Kortas Zyqor", "Tamrin Zyqor", "first_missed"),
        ("Zyqor Kortas", "Zyqor Tamrin", "last_missed"),
        ("Plumveltas", "Plumveltos Kortas", "one_asked"),
        ("Zyqor Plum Veltas", "Zyqor Plumveltos", "joined"),
        ("J Plumvel", "John Plumvel", "initials"),
        ("Ivan Plumvel", "John Plumvel", "kin"),
        ("架空貿易会社", "Jiakong Trading", "other_script"),
    ],
)
def test_what_a_measure_says(asked: str, listed: str, name: str) -> None:
    assert measured(asked, listed)[name] > 0
    assert measured(asked, asked)[name] == measured(listed, listed)[name] == 0


def test_a_patronymic_that_is_not_given_counts_less_than_a_name_that_is_not() -> None:
    listed = "Sergey Konstantinovich Sitnikov"
    patronymic = measured("Sergey Sitnikov", listed, PERSON)
    name = measured("Sergey Sitnikov", "Sergey Kortas Sitnikov", PERSON)
    assert patronymic["extra_listed"] < name["extra_listed"]
    assert patronymic["low"] > name["low"]


def test_another_patronymic_is_another_name() -> None:
    found = measured("Sergey Ivanovich Sitnikov", "Sergey Konstantinovich Sitnikov", PERSON)
    assert found["person_conflict"] > 0


def test_a_word_without_a_translation_may_be_a_general_word_of_the_other_side() -> None:
    asked, unread = "Завод Зыкор насосов", "Завод Зыкор журбетов"
    known = measured(asked, "Zykor Pump Plant")
    missed = measured(unread, "Zykor Pump Plant")
    brands = measured(unread, "Zykor Plumvel Plant")
    assert known["untranslated"] == brands["untranslated"] == 0 < missed["untranslated"] < 1
    assert missed["low"] < missed["low_untranslated"]
    assert brands["low_untranslated"] == brands["low"]


def test_a_word_without_a_translation_is_no_general_word_where_little_else_agrees() -> None:
    assert measured("Завод Журбетов", "Pump Plant")["untranslated"] == 0
    assert measured("Zhurbetov Plant", "Pump Plant")["untranslated"] == 0


def test_a_word_that_stands_twice_is_not_left_over() -> None:
    assert measured("Zyqor Zyqor Kortas", "Zyqor Kortas")["extra_asked"] == 0


@pytest.mark.parametrize("written", ["Zyqor Tradin", "Zyqor Trdng", "Zyqor Tradnig", "ZyqorTrading"])
def test_a_general_word_written_wrongly_is_no_telling_word(written: str) -> None:
    assert measured(written, "Zyqor Trading")["matched_one"] == 1


def test_a_rare_word_conflicts_more_than_a_common_one() -> None:
    rare, common = measured("Zyqor Plumveltas", "Zyqor Kortasyan"), measured("Zyqor Li", "Zyqor Wang")
    assert rare["conflict"] > common["conflict"]


@given(st.sampled_from(NAMES), st.sampled_from(NAMES))
def test_who_asks_does_not_matter_to_what_is_shared(first: str, second: str) -> None:
    there, back = measured(first, second), measured(second, first)
    for name in ("number_conflict", "number_one_side", "place_conflict", "place_one_side", "other_script"):
        assert there[name] == back[name]

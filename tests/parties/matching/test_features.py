"""What a name leaves in the index so that a wrong spelling still finds it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.parties.matching.features import features
from sekisho.parties.matching.read import variants
from tests.parties.matching.made_up import ANY_TEXT, NAMES, PERSON

LETTERS = "abcdefghijklmnopqrstuvwxyz"
LONG_WORDS = st.text(LETTERS, min_size=6, max_size=12)


def marks(name: str, schema: str = "") -> set[str]:
    return set(features(variants(name, schema)))


@given(ANY_TEXT)
def test_each_mark_stands_once_and_has_no_space(text: str) -> None:
    found = features(variants(text))
    assert len(found) == len(set(found))
    for mark in found:
        assert mark.split() == [mark]


@given(ANY_TEXT)
def test_what_can_be_read_can_be_found(text: str) -> None:
    for variant in variants(text):
        assert features((variant,))


@given(LONG_WORDS, st.integers(0, 11), st.sampled_from(LETTERS))
def test_a_word_with_one_wrong_letter_shares_a_mark(word: str, at: int, letter: str) -> None:
    at %= len(word)
    for wrong in (word[:at] + letter + word[at + 1 :], word[:at] + word[at + 1 :], word[:at] + letter + word[at:]):
        assert marks(f"zyqx{word}") & marks(f"zyqx{wrong}")


@pytest.mark.parametrize("name", NAMES)
def test_no_marks_without_a_reading(name: str) -> None:
    assert features(()) == []
    assert marks(name) == marks(f"  {name}\u200b ")


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("Mohammad Hossein", "Muhamad Husain"),
        ("J Plumvel", "John Plumvel"),
        ("Zyqor Plumvel", "Plumvel Zyqor"),
        ("ZyqorPlumvel", "Zyqor Plumvel"),
        ("Zyqor Plum Vel", "Zyqor Plumvel"),
        ("ZPK", "Zyqor Plumvel Kortas"),
        ("Qzyor", "Zyqor"),
        ("Tamrin Plant", "Tamrin Factory"),
        ("Zqr Plmvl", "Zyqor Plumvel"),
        ("Plant 618", "Works No. 618"),
        ("Кузнецов", "Kuznetsov"),
        ("김정은", "Kim Jong Un"),
        ("محمد حسین", "Mohammad Hossein"),
        ("哈尔滨工程大学", "Harbin Engineering University"),
        ("架空貿易会社", "架空貿易"),
    ],
)
def test_a_mark_in_common(asked: str, listed: str) -> None:
    assert marks(asked, PERSON) & marks(listed, PERSON) or marks(asked) & marks(listed)


@pytest.mark.parametrize(("first", "second"), [("Plant 13", "Plant 14"), ("第十三研究所", "第十四研究所"), ("618", "681")])
def test_numbers_leave_different_marks(first: str, second: str) -> None:
    assert marks(first) - marks(second)
    assert marks(second) - marks(first)


def test_words_that_mean_the_same_share_a_mark() -> None:
    assert marks("Factory") & marks("Plant") & marks("завод") & marks("工厂")
    assert not marks("Factory") & marks("Bank")


def test_an_endless_name_leaves_few_marks() -> None:
    assert len(marks("zyqor plumvel " * 1000)) < 300
    assert len(marks("abcdefghijklmnopqrstuvwxyz" * 1000)) < 300

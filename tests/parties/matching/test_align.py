"""Which part of one name meets which part of another."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.parties.matching.align import ACRONYM, HOMOPHONE, INITIAL, JOINED, Alignment, align, token_alike
from sekisho.parties.matching.read import variants
from sekisho.parties.matching.similarity import BEGINNING, MEANING, SAME
from sekisho.parties.matching.token import Token, latin
from tests.parties.matching.made_up import ANY_TEXT, COMPANY, NAMES, PERSON, WORDS, plainest

PARTS = st.sampled_from(
    [
        "zyqor",
        "plum",
        "vel",
        "plumvel",
        "kortas",
        "k",
        "zpk",
        "al",
        "rahman",
        "abdulrahman",
        "13",
        "14",
        "institute",
        "plant",
    ]
)
TOKENS = st.lists(st.one_of(PARTS, WORDS).map(latin), max_size=7).map(tuple)


def parted(mine: tuple[Token, ...], theirs: tuple[Token, ...], found: Alignment) -> None:
    """Assert that each place stands in one block, or is left over, and never both."""
    asked = [at for block in found.blocks for at in block.mine] + list(found.mine)
    listed = [at for block in found.blocks for at in block.theirs] + list(found.theirs)
    assert sorted(asked) == list(range(len(mine)))
    assert sorted(listed) == list(range(len(theirs)))
    for block in found.blocks:
        assert block.mine
        assert block.theirs
        assert 0 < block.value <= 1
        assert block.how


def met(asked: str, listed: str, schema: str = COMPANY) -> set[tuple[str, str, str]]:
    """Return which words met which, and how."""
    mine, theirs = plainest(asked, schema).tokens, plainest(listed, schema).tokens
    return {
        (" ".join(mine[i].spellings[0] for i in one.mine), " ".join(theirs[j].spellings[0] for j in one.theirs), one.how)
        for one in align(mine, theirs).blocks
    }


@given(TOKENS, TOKENS)
def test_each_place_is_paired_once_or_left_over(mine: tuple[Token, ...], theirs: tuple[Token, ...]) -> None:
    parted(mine, theirs, align(mine, theirs))


@given(ANY_TEXT, st.sampled_from(NAMES))
def test_whatever_is_read_can_be_paired(text: str, name: str) -> None:
    for mine in variants(text):
        for theirs in variants(name):
            parted(mine.tokens, theirs.tokens, align(mine.tokens, theirs.tokens))
            parted(theirs.tokens, mine.tokens, align(theirs.tokens, mine.tokens))


@given(TOKENS)
def test_a_name_meets_itself_wholly(tokens: tuple[Token, ...]) -> None:
    found = align(tokens, tokens)
    assert found.mine == found.theirs == ()
    assert {block.how for block in found.blocks} <= {SAME}


@given(TOKENS)
def test_nothing_meets_nothing(tokens: tuple[Token, ...]) -> None:
    assert align(tokens, ()).blocks == align((), tokens).blocks == ()


@given(TOKENS, st.randoms(use_true_random=False))
def test_the_order_of_words_does_not_keep_them_apart(tokens: tuple[Token, ...], random: Random) -> None:
    assert align(tokens, tuple(random.sample(tokens, len(tokens)))).mine == ()


@pytest.mark.parametrize(
    ("asked", "listed", "expected"),
    [
        ("Zyqor Plumvel", "Zyqor Plum Vel", ("plumvel", "plum vel", JOINED)),
        ("Zyqor Plum Vel", "Zyqor Plumvel", ("plum vel", "plumvel", JOINED)),
        ("Abdulrahman Zyqor", "Abd ul Rahman Zyqor", ("abdulrahman", "abd ul rahman", JOINED)),
        ("Abdurrahman Zyqor", "Abd al Rahman Zyqor", ("abdurrahman", "abd al rahman", JOINED)),
        ("ZPK Works", "Zyqor Plumvel Kortas Works", ("zpk", "zyqor plumvel kortas", ACRONYM)),
        ("J Plumvel", "John Plumvel", ("j", "john", INITIAL)),
        ("Zyqor Plumvel Ko", "Zyqor Plumvel Kortas", ("ko", "kortas", BEGINNING)),
        ("Zyqor Factory", "Zyqor Plant", ("factory", "plant", MEANING)),
        ("Zyqor Plumvel", "Plumvel Zyqor", ("zyqor", "zyqor", SAME)),
    ],
)
def test_how_words_meet(asked: str, listed: str, expected: tuple[str, str, str]) -> None:
    assert expected in met(asked, listed)


@pytest.mark.parametrize(
    ("asked", "listed"),
    [("Zyqor 13", "Zyqor 14"), ("618 Plant", "681 Plant"), ("Zyqor 1 3", "Zyqor 13"), ("Zyqor 13", "Zyqor Fourteenth")],
)
def test_numbers_do_not_meet_other_numbers(asked: str, listed: str) -> None:
    assert not any(one.isdigit() or other.isdigit() for one, other, _ in met(asked, listed))


def test_the_surest_pair_is_made_first() -> None:
    assert ("kortas", "kortas", SAME) in met("Kortaz Kortas", "Kortas Zyqor")
    assert ("plumvel", "plumvel", SAME) in met("P Plumvel", "Plumvel P")


@pytest.mark.parametrize(
    ("native", "spelt"),
    [
        ("김정은", "Kim Jong Un"),
        ("习近平", "Xi Jinping"),
        ("Кузнецов Сергей", "Sergey Kuznetsov"),
        ("محمد حسین", "Mohammad Hossein"),
    ],
)
def test_names_in_two_scripts_meet_wholly(native: str, spelt: str) -> None:
    found = align(plainest(native, PERSON).tokens, plainest(spelt, PERSON).tokens)
    assert found.mine == found.theirs == ()


def test_the_same_sound_in_other_characters_is_told() -> None:
    assert HOMOPHONE in {how for _, _, how in met("张伟", "章伟", PERSON)}


def test_another_syllable_is_another_name() -> None:
    kim, park = plainest("김정은", PERSON).tokens, plainest("박정은", PERSON).tokens
    assert token_alike(kim[0], latin("kim")).value > token_alike(park[0], latin("kim")).value
    assert token_alike(kim[0], park[0]).value < 1


@given(st.lists(st.one_of(PARTS, WORDS), min_size=2, max_size=2))
def test_two_parts_are_as_alike_in_either_order(words: list[str]) -> None:
    first, second = map(latin, words)
    assert token_alike(first, second) == token_alike(second, first)

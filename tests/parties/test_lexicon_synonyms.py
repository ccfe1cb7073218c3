"""The table of general words that translators put for one another."""

from __future__ import annotations

from sekisho.parties.lexicon import GENERIC, PLACE, TITLE, english, rows, synonyms
from sekisho.parties.matching.read import variants

GROUPS = [row[0].split() for row in rows("synonyms")]


def test_every_word_stands_for_a_meaning_that_tells_little() -> None:
    known = {word.meaning for word in english().values() if word.kind in (GENERIC, TITLE, PLACE)}
    assert {word for group in GROUPS for word in group} <= known


def test_a_group_has_several_words_and_none_is_part_of_another() -> None:
    assert all(len(group) == len(set(group)) > 1 for group in GROUPS)
    sets = [set(group) for group in GROUPS]
    assert not [one for at, one in enumerate(sets) for other in (*sets[:at], *sets[at + 1 :]) if one <= other]


def test_what_stands_for_a_word_has_that_word_stand_for_it() -> None:
    for word, others in synonyms().items():
        assert word not in others
        assert all(word in synonyms()[other] for other in others)


def spellings(name: str) -> set[str]:
    return {spelling for token in variants(name, "Company")[0].tokens for spelling in token.spellings}


def test_a_translation_has_them_and_a_word_in_latin_letters_has_not() -> None:
    assert {"plant", "workshop"} <= spellings("Завод Зыкор")
    assert spellings("Zykor Plant") == {"zykor", "plant"}


def test_a_word_that_is_read_aloud_has_none() -> None:
    assert spellings("Зыкор").isdisjoint(synonyms())

"""The tables of Latin words, nicknames, homoglyphs and frequencies are well formed, and hold what screening relies on."""

from __future__ import annotations

import importlib.resources
import itertools
import unicodedata
from pathlib import Path

import pytest

from sekisho.parties.generic_words import GENERIC
from sekisho.parties.names import fold, words_of

FOLDER = importlib.resources.files("sekisho.parties").joinpath("lexicon")
SCRIPTS = Path(__file__).parents[2] / "scripts"
KINDS = {"generic", "place", "form", "title", "person", "small"}
NUMBERS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
)
ORDINALS = "nineteen twenty first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth twentieth"


def rows(name: str) -> list[list[str]]:
    """Return the rows of a table, the header first."""
    text = FOLDER.joinpath(name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if not line.startswith("#")]


ENGLISH = {word: (kind, of) for word, kind, of in rows("english.tsv")[1:]}
NICKNAMES = [tuple(row) for row in rows("nicknames.tsv")[1:]]
CONFUSABLES = {char: (latin, kind) for char, latin, kind in rows("confusables.tsv")[1:]}
FREQUENCIES = {word: (int(persons), int(others)) for word, persons, others in rows("frequencies.tsv")[1:]}


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("english.tsv", ["word", "kind", "class"]),
        ("nicknames.tsv", ["form", "class", "quality"]),
        ("confusables.tsv", ["char", "latin", "kind"]),
        ("frequencies.tsv", ["word", "persons", "others"]),
    ],
)
def test_a_table_is_sorted_by_its_folded_first_column(name: str, header: list[str]) -> None:
    first, *others = rows(name)
    words = [row[0] for row in others]
    assert first == header
    assert {len(row) for row in others} == {len(header)}
    assert words == sorted(words)
    assert [word for word in words if fold(word) != word] == []


def test_a_word_stands_once() -> None:
    for name, table in (("english.tsv", ENGLISH), ("confusables.tsv", CONFUSABLES), ("frequencies.tsv", FREQUENCIES)):
        assert len(rows(name)) - 1 == len(table)
    assert len({(form, of) for form, of, _ in NICKNAMES}) == len(NICKNAMES)


def test_english_words_are_single_latin_words_of_a_known_kind() -> None:
    assert {kind for kind, _ in ENGLISH.values()} == KINDS
    assert [word for word in ENGLISH if not (word.isascii() and word.isalnum())] == []


def test_a_class_of_words_is_reached_in_one_step() -> None:
    classes = {of for _, of in ENGLISH.values() if of}
    assert [of for of in classes if ENGLISH[of][1]] == []
    assert [word for word, (_, of) in ENGLISH.items() if word == of] == []


def test_no_generic_word_of_the_present_screening_is_missing() -> None:
    assert sorted(word for word in GENERIC if word.isascii() and word not in ENGLISH) == []


def test_numbers_and_what_folding_drops_are_not_words_of_the_table() -> None:
    assert [word for word in f"{NUMBERS} {ORDINALS}".split() if word in ENGLISH] == []
    assert "the" not in ENGLISH
    assert "and" not in ENGLISH


@pytest.mark.parametrize(
    "alike",
    [
        "plant factory works mill zavod gongchang",
        "institute institution yanjiusuo kenkyujo",
        "research nauchno_ issledovatelskii pazhuhesh",
        "university daxue daigaku universitet danishgah",
        "company co corporation corp gongsi hoesa kaisha sherkat",
        "trading trade commerce commercial maoyi muyok",
        "technology technologies technical tech keji tekhnologii",
        "industry industries industrial sanat kogyo",
        "electronics electronic dianzi",
        "machine machinery kigye",
        "centre center",
        "china chinese chungguk",
        "russia russian rossiiskii",
        "korea korean choson chosun",
        "ltd limited llc gmbh ooo",
    ],
)
def test_words_that_translators_interchange_are_of_one_class(alike: str) -> None:
    words = [word for word in alike.split() if not word.endswith("_")]
    assert len({ENGLISH[word][1] or word for word in words}) == 1


@pytest.mark.parametrize(
    "apart", ["institute academy university college", "korea dprk", "bank trust", "import export", "research development"]
)
def test_words_that_tell_two_bodies_apart_are_of_different_classes(apart: str) -> None:
    classes = [ENGLISH[word][1] or word for word in apart.split()]
    assert len(set(classes)) == len(classes)


def relation(first: str, second: str) -> str:
    """Return how two forms of a name are related: same, kin or nothing."""
    held = {of: quality for form, of, quality in NICKNAMES if form == first}
    found = {
        "kin" if "kin" in (quality, held[of]) else "same" for form, of, quality in NICKNAMES if form == second and of in held
    }
    return "same" if "same" in found else "kin" if found else ""


def test_a_class_of_nicknames_is_a_form_of_itself() -> None:
    forms = {(form, of): quality for form, of, quality in NICKNAMES}
    assert set(forms.values()) == {"same", "kin"}
    assert sorted({of for _, of, _ in NICKNAMES if forms.get((of, of)) != "same"}) == []


@pytest.mark.parametrize(
    "alike", ["bob robert", "vanya ivan", "sasha oleksandr", "mohd mehmet", "park pak bak", "choi choe", "hsu xu"]
)
def test_nicknames_and_spellings_are_the_same(alike: str) -> None:
    assert {relation(one, other) for one, other in itertools.combinations(alike.split(), 2)} == {"same"}


@pytest.mark.parametrize(
    "alike", ["john juan ivan jean", "wong huang", "chan chen tan", "alejandro alexander", "joseph yusuf"]
)
def test_a_name_in_another_language_is_kin(alike: str) -> None:
    assert {relation(one, other) for one, other in itertools.combinations(alike.split(), 2)} == {"kin"}


def test_different_names_are_not_related() -> None:
    assert relation("ali", "omar") == relation("robert", "william") == relation("kim", "park") == ""


def test_homoglyphs_stand_for_latin_letters() -> None:
    assert {kind for _, kind in CONFUSABLES.values()} == {"letter", "leet"}
    for char, (latin, kind) in CONFUSABLES.items():
        assert all(one.isascii() and one.isalpha() for one in latin.split("|")), char
        assert len(char) == 1
        assert (kind == "leet") == char.isascii()
        assert kind == "leet" or unicodedata.category(char).startswith("L"), char


def test_a_name_in_mixed_scripts_becomes_latin() -> None:
    mixed = fold("НUАWЕІ ΤΕСНΝΟLΟGΙΕЅ")
    assert "".join(CONFUSABLES.get(char, (char, ""))[0].split("|")[0] for char in mixed) == "huawei technologies"


def test_common_names_have_a_least_frequency() -> None:
    text = (SCRIPTS / "common_names.tsv").read_text(encoding="utf-8")
    listed = [line.split("\t") for line in text.splitlines()[1:] if not line.startswith("#")]
    names = [name for name, _ in listed]
    assert names == sorted(set(names))
    assert {kind for _, kind in listed} == {"given", "surname", "both"}
    assert [name for name in names if fold(name) != name or FREQUENCIES[name][0] < 40] == []


def test_frequencies_are_of_latin_words_of_three_parties_or_more() -> None:
    assert len(FREQUENCIES) <= 20_000
    assert [word for word in FREQUENCIES if words_of(word) != (word,) or not word.isascii()] == []
    assert min(map(sum, FREQUENCIES.values())) >= 3
    assert FREQUENCIES["technology"][1] > FREQUENCIES["huawei"][1]

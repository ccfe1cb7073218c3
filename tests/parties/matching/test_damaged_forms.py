"""What is left of a legal form is told from names."""

from __future__ import annotations

import pytest

from sekisho.parties.matching.damaged_forms import is_cut_form, is_damaged_form
from sekisho.parties.matching.read import variants


@pytest.mark.parametrize(
    "word", ["lmtd", "lblty", "cmpny", "stck", "gm8h", "c0mpany", "llk", "liabikity", "obshchstvo", "stok"]
)
def test_a_damaged_form_is_one(word: str) -> None:
    assert is_damaged_form(word)


@pytest.mark.parametrize("word", ["stork", "chunsik", "rimera", "pasa", "nolan", "sparta", "min", "companer0s"])
def test_a_name_is_none(word: str) -> None:
    assert not is_damaged_form(word)


def test_a_form_cut_off_is_one_after_a_form_or_with_four_letters() -> None:
    assert is_cut_form("compa", after_form=False)
    assert is_cut_form("st", after_form=True)
    assert not is_cut_form("st", after_form=False)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("JNT STCK CMPNY RIMERA", ["rimera"]),
        ("LIMITED LIABILITY C0MPANY STORK", ["stork"]),
        ("RIMERA JOINT STOCK COMPA", ["rimera"]),
        ("JOINT RIMERA", ["joint", "rimera"]),
        ("S. Nikolayevich PERMINOV", ["s", "nikolayevich", "perminov"]),
    ],
)
def test_names_are_read_without_what_is_left_of_a_form(name: str, words: list[str]) -> None:
    (found,) = variants(name)
    assert [token.spellings[0] for token in found.tokens] == words

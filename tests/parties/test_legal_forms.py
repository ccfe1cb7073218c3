"""The table of legal forms."""

from __future__ import annotations

import pytest

from sekisho.parties.legal_forms import HAN_TABLE, TABLE, without_forms
from sekisho.parties.names import words_of


def test_every_row_is_cited_and_written_as_names_are_folded() -> None:
    seen: set[str] = set()
    for text, _, citation in (*TABLE, *HAN_TABLE):
        assert citation.strip()
        for form in text.split("|"):
            assert form not in seen, form
            seen.add(form)
            if form not in ("s de rl de cv", "sp z oo"):  # single letters between words stay apart here
                assert " ".join(words_of(form)) == form


@pytest.mark.parametrize(
    ("name", "words", "forms"),
    [
        ("example co ltd", "example", ["co ltd"]),
        ("ooo example", "example", ["ooo"]),
        ("oy example", "example", ["oy"]),
        ("example ag", "example", ["ag"]),
        ("ag example", "ag example", []),
        ("example ltd works", "example works", ["ltd"]),
        ("jsc example ltd", "example", ["ltd", "jsc"]),
        ("company", "company", []),
        ("株式会社架空", "架空", ["株式会社"]),
        ("株式会社架空公司", "架空", ["公司", "株式会社"]),
        ("example 有限公司", "example", ["有限公司"]),
    ],
)
def test_forms_are_parted(name: str, words: str, forms: list[str]) -> None:
    rest, taken = without_forms(tuple(name.split()))
    assert " ".join(rest) == words
    assert list(taken) == forms

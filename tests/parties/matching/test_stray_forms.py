"""What is left of a legal form is dropped where it is known for what it is."""

from __future__ import annotations

import pytest

from sekisho.parties.matching.read import variants


def _words(name: str) -> list[str]:
    return [token.spellings[0] for token in variants(name, "Company")[0].tokens]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("LIMITED LIABILITY FOREPOST TRADING", ["forepost", "trading"]),
        ("JOINT COMPANY KAZAN HELICOPTERS", ["kazan", "helicopters"]),
        ("VTB LEASING JOONT STOCK COMPANY", ["vtb", "leasing"]),
        ("JOlNT STOCK COMPANY KAZAN HELICOPTERS", ["kazan", "helicopters"]),
        ("SPRL ORIENTAL IRON COMPANY", ["oriental", "iron"]),
        ("COMPANY IRAN TIRE MANUFACTURING", ["iran", "tire", "manufacturing"]),
        ("NOVE DEVELOPMENT S.A. CV", ["nove", "development"]),
    ],
)
def test_pieces_of_a_form_are_dropped(name: str, words: list[str]) -> None:
    assert _words(name) == words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("JOINT RIMERA", ["joint", "rimera"]),
        ("MBP TRADING", ["mbp", "trading"]),
        ("STORK LIMITED LIABILITY COMPANY", ["stork"]),
        ("LIMITED LIABILITY C0MPANY STORK", ["stork"]),
        ("THE COMPANY", ["company"]),
    ],
)
def test_what_is_most_likely_the_name_is_kept(name: str, words: list[str]) -> None:
    assert _words(name) == words


def test_a_piece_in_front_tells_less_than_a_name() -> None:
    piece, name = variants("JOINT RIMERA", "Company")[0].tokens
    assert piece.weight < name.weight / 2


def test_a_person_has_no_legal_form() -> None:
    assert [token.spellings[0] for token in variants("Fu ad Azizi", "Person")[0].tokens] == ["fu", "ad", "azizi"]

"""Ordinary names: customers and suppliers as an exporter has them, to see how many alerts they cause.

Decides that one half are persons and one half companies, that each people and each country is as likely as the next, and
that **nothing is filtered**: no list is looked at, so an ordinary name that a listed party bears too stays in and counts as
an alert. A screening desk would see it too; `equal_to_listed` tells how many there are, for they are a floor under the rate.

Names are drawn by SHA-256 of their number, so the same ones come on every machine; the first n of more are the same n.
"""

from __future__ import annotations

import functools
import hashlib
import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_HERE: Final = Path(__file__).parent
_SEED: Final = "ordinary-1"
_STARTS: Final = (
    "al am ar ba bel bri ca cen cor da del dy el em en eu fi flex ge glo ha hy in in ka kel la li lu ma me mi mo na neo no"
)
_MIDDLES: Final = "ba bi ca co da de do fi ga go la le li lo ma mi mo na ni no pa ra ri ro sa so ta ti to va ve vi"
_ENDS: Final = (
    "bex col corp da dex fab fix gen lab land lex line lux max med mix net nix nova pack pro ra rex ria san sis "
    "soft tec tek tex tra trix via vis"
)


@dataclass(frozen=True, slots=True)
class Ordinary:
    """An ordinary name.

    Attributes:
        name: The name.
        schema: ``Person`` or ``Company``.
        group: The people or the country whose words it is made of.
    """

    name: str
    schema: str
    group: str


@dataclass(frozen=True, slots=True)
class _People:
    orders: tuple[str, ...]
    given: tuple[str, ...]
    surnames: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Country:
    forms: tuple[str, ...]
    trades: tuple[str, ...]
    places: tuple[str, ...]
    brands: tuple[str, ...]
    surnames: tuple[str, ...]
    patterns: tuple[str, ...]


def ordinary(count: int = 10_000, *, native: bool = False) -> list[Ordinary]:
    """Return ordinary names, persons and companies in turn, each name once.

    Args:
        count: How many.
        native: Whether in other scripts than Latin: Cyrillic, Arabic, Han, kana, hangul and Greek.
    """
    seen: set[str] = set()
    made: list[Ordinary] = []
    number = 0
    while len(made) < count:
        one = _person(number, native) if len(made) % 2 == 0 else _company(number, native)
        number += 1
        if one.name.casefold() not in seen:
            seen.add(one.name.casefold())
            made.append(one)
    return made


def equal_to_listed(names: Sequence[Ordinary], listed: Collection[str]) -> int:
    """Return how many of these names are, case and order of words aside, among the listed ones."""
    keys = {_key(one) for one in listed}
    return sum(_key(one.name) in keys for one in names)


def _key(name: str) -> str:
    return " ".join(sorted("".join(c if c.isalnum() else " " for c in name.casefold()).split()))


def _random(number: int) -> random.Random:
    return random.Random(hashlib.sha256(f"{_SEED}:{number}".encode()).digest())


def _rows(file: str) -> list[list[str]]:
    lines = (_HERE / file).read_text(encoding="utf-8").splitlines()
    return [[cell.strip() for cell in line.split("|")] for line in lines if line and not line.startswith("#")]


@functools.cache
def _peoples(native: bool) -> dict[str, _People]:
    return {
        name: _People(tuple(orders.split(",")), tuple(given.split()), tuple(surnames.split()))
        for name, orders, given, surnames in _rows(f"ordinary_{'native_' if native else ''}people.txt")
    }


@functools.cache
def _countries(native: bool) -> dict[str, _Country]:
    return {
        name: _Country(
            tuple(forms.split(";")),
            tuple(trades.split(";")),
            tuple(places.split()),
            tuple(brands.split()),
            tuple(surnames.split()),
            tuple(patterns.split(";")),
        )
        for name, forms, trades, places, brands, surnames, patterns in _rows(
            f"ordinary_{'native_' if native else ''}companies.txt"
        )
    }


def _person(number: int, native: bool) -> Ordinary:
    draw = _random(number)
    group = draw.choice(list(_peoples(native)))
    people = _peoples(native)[group]
    used: list[str] = []
    order = draw.choice(people.orders)
    joined = "+" if native and "+" in order else " "
    name = joined.join(_part(one, people, draw, used) for one in order.replace("+", " ").split())
    return Ordinary(_written(name) if native else name, "Person", group)


def _written(name: str) -> str:
    return name.replace("+", "").replace("_", " ")


def _part(word: str, people: _People, draw: random.Random, used: list[str]) -> str:
    """Return one part of a name; the letters of an order also stand within a word, as in ``al-s`` and ``g-g``."""
    pools = {"g": people.given, "p": people.given, "s": people.surnames}
    pieces = []
    for piece in word.split("-"):
        if piece == "i":
            pieces.append(f"{draw.choice('ABCDEFGHJKLMNPRSTVW')}.")
            continue
        if piece not in pools:
            pieces.append(piece if piece in _SMALL else piece.title())
            continue
        pool = pools[piece][::2] if piece == "p" else pools[piece]  # men's names stand first, and every other after it
        drawn = draw.choice([one for one in pool if one not in used] or list(pool))
        used.append(drawn)
        pieces.append(drawn)
    joined = "-".join(pieces)
    return joined[0].upper() + joined[1:] if word.startswith("al-") else joined


_SMALL: Final = frozenset({"al", "el", "bin", "binti", "van", "de", "da", "dos", "der"})


def _company(number: int, native: bool) -> Ordinary:
    draw = _random(number)
    group = draw.choice(list(_countries(native)))
    country = _countries(native)[group]
    pattern = draw.choice(country.patterns)
    name = "".join(_word(one, country, draw) for one in _split(pattern))
    return Ordinary(_written(name) if native else name, "Company", group)


def _split(pattern: str) -> list[str]:
    """Return the pattern in words and what parts them."""
    pieces = [""]
    for letter in pattern:
        if letter.isalnum() != pieces[-1].isalnum():
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _word(piece: str, country: _Country, draw: random.Random) -> str:
    pools = {
        "B": country.brands,
        "S": country.surnames,
        "P": country.places,
        "T": country.trades,
        "F": country.forms,
    }
    if piece in pools:
        return draw.choice(pools[piece]).replace("-", " " if piece == "P" else "-")
    if piece == "C":
        return _coined(draw)
    if piece == "I":
        return "".join(draw.choice("ABCDEFGHIJKLMNOPRSTUVW") for _ in range(3))
    return piece


def _coined(draw: random.Random) -> str:
    middle = draw.choice(["", draw.choice(_MIDDLES.split())])
    return (draw.choice(_STARTS.split()) + middle + draw.choice(_ENDS.split())).title()

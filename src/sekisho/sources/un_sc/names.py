"""Names of the Security Council's list, with what its cells hold besides a name.

Decides which names a cell gives. The cell as printed is always one; a cell with a name in two scripts, in brackets or side
by side, or with several names between semicolons, gives each of them too: the Council prints "عبدالله السندي (Abdullah
Sindhi)" for one alias. Words in brackets that are no name ("previously listed as", "birth name") are left off in such a
reading, and a cell in one script keeps its other brackets, because they may tell two branches apart. Notes give names after
"original script:" or "In Arabic:", and where they are nothing but names between semicolons. A reading of nothing but
capitals (HTS) is weak.

"Previously listed as" says under which name the Council printed a party before, not that nobody uses it: such a name has the
quality that the Council gives it. Only ``f.k.a.`` is a former name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sekisho.parties.party import Name
from sekisho.sources.un_sc.reader import Row

_QUALITIES: Final = {"good": "alias", "low": "weak", "a.k.a.": "alias", "f.k.a.": "former"}
_RANK: Final = {"primary": 0, "alias": 1, "former": 2, "weak": 3}
_FOREIGN_LETTER: Final = "\u0370-\u1dff\u3040-\ud7ff\uf900-\ufaff\ufb1d-\ufdff\ufe70-\ufeff"
_FOREIGN: Final = re.compile(f"[{_FOREIGN_LETTER}]")
_LATIN: Final = re.compile(r"[A-Za-z\u00c0-\u024f]")
_RUNS: Final = re.compile(f"[{_FOREIGN_LETTER}][{_FOREIGN_LETTER}\\s'’-]*|[^{_FOREIGN_LETTER}]+")
_NO_NAME: Final = re.compile(
    r"\s*\((?:(?:previously|formerly) listed as|original script|combat name|birth name|false identity\b[^()]*)\)",
    re.IGNORECASE,
)
_WORDS_BEFORE: Final = re.compile(r"(?:original script|in arabic(?: script)?)\s*:?", re.IGNORECASE)
_SUB_UNIT: Final = re.compile(r"\s*-\s*sub-unit name\b", re.IGNORECASE)
_BORN: Final = re.compile(r",\s*born\b.*", re.IGNORECASE)
_SEVERAL: Final = re.compile(r"[;؛،]")
_PARTED: Final = re.compile(r"[();؛،,]")
_CAPITALS: Final = re.compile(r"[A-Z0-9-]{2,8}")
_IN_NOTE: Final = re.compile(
    f"(?:original script|in arabic(?: script)?)\\s*:\\s*([{_FOREIGN_LETTER}][{_FOREIGN_LETTER}\\s'’-]*)", re.IGNORECASE
)
_PLAIN_NAME: Final = re.compile(r"[A-Z][A-Za-z’'‘` -]{3,80}")
_TRANSLITERATED: Final = re.compile(r"[(]?\btransliterations\b[^;:,)]*[):]?", re.IGNORECASE)
_LETTER: Final = re.compile(r"[^\W_]")


def names_of(row: Row) -> tuple[Name, ...]:
    """Return the names of an entry, each once, the primary first; none if it has none."""
    found: dict[str, str] = {}
    for name in _names(row):
        quality = "primary" if not found else "alias" if name.quality == "primary" else name.quality
        held = found.get(name.value)
        if held is None or _RANK[quality] < _RANK[held]:
            found[name.value] = quality
    return tuple(Name(value, quality) for value, quality in found.items())


def _names(row: Row) -> Iterator[Name]:
    parts = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
    yield from readings(" ".join(row.first(tag) for tag in parts if row.first(tag)), "primary")
    for text in row.values.get("NAME_ORIGINAL_SCRIPT", ()):
        yield from readings(text, "alias")
    for part in row.of("ALIAS"):
        quality = _QUALITIES.get(part.get("QUALITY").lower(), "alias")
        yield from readings(part.get("ALIAS_NAME"), quality)
        yield from _in_note(part.get("NOTE"), quality)
    for part in row.of("DOCUMENT"):
        yield from _in_note(part.get("NOTE"), "alias", plain=False)


def readings(text: str, quality: str) -> Iterator[Name]:
    """Yield the names that a cell gives: as printed, then each of several.

    Args:
        text: The cell, white space collapsed.
        quality: By the source's own word; readings of a primary name are aliases.
    """
    if not _LETTER.search(text):
        return
    yield Name(text, quality)
    other = "alias" if quality == "primary" else quality
    plain = _BORN.sub("", _NO_NAME.sub("", text))
    if _FOREIGN.search(plain) and _LATIN.search(plain):
        plain = _SUB_UNIT.sub("", _WORDS_BEFORE.sub(" ", plain))
        pieces = [piece for run in _RUNS.findall(plain) for piece in _PARTED.split(run)]
    else:
        pieces = _SEVERAL.split(plain)
    for piece in pieces:
        name = " ".join(piece.split()).strip(" -")
        if len(_LETTER.findall(name)) > 1 and name != text:
            yield Name(name, "weak" if _CAPITALS.fullmatch(name) else other)


def _in_note(note: str, quality: str, *, plain: bool = True) -> Iterator[Name]:
    for found in _IN_NOTE.finditer(note):
        yield Name(found.group(1).strip(" '’-"), quality)
    listed = _TRANSLITERATED.sub(" ", note)
    pieces = [" ".join(piece.split()).strip(" ()") for piece in re.split(r"[;,]" if listed != note else ";", listed)]
    pieces = [piece for piece in pieces if piece]
    if plain and (len(pieces) > 1 or listed != note) and all(_PLAIN_NAME.fullmatch(piece) for piece in pieces):
        for piece in pieces:
            yield Name(piece, quality)

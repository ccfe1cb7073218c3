"""Entries of the Foreign End User List to listed parties.

Decides the country, the codes of concern and the names in Han and kana that stand in brackets. Where the transcription
put the name behind the country, it is taken from there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from sekisho.errors import PlaceError, SourceError
from sekisho.parties.party import ListedParty
from sekisho.sources.jp_end_user_list.reader import Row
from sekisho.sources.printed import names_of
from sekisho.sources.reading import Reading
from sekisho.terms.places import split_place

SOURCE: Final = "jp-end-user-list"
CONCERNS: Final = ("B", "C", "M", "N", "CW")
_WORDS: Final = {"生物": "B", "化学": "C", "ミサイル": "M", "核": "N", "通常兵器": "CW"}
_CODE: Final = re.compile(r"(?<![A-Z])(CW|[BCMN])(?![A-Z])")
_NUMBER: Final = re.compile(r"(\d+)\D*$")
_MISPLACED: Final = "the transcription has the name behind the country"


def map_rows(rows: Iterable[Row], reading: Reading) -> Iterator[ListedParty]:
    """Return the parties of the Foreign End User List, in order.

    Raises:
        SourceError: An entry has no name, no known country or no concern; the error names its line.
    """
    for row in rows:
        try:
            yield _party(row)
        except (SourceError, PlaceError) as problem:
            raise SourceError(
                problem.message, file=reading.file, line=row.line, place=row.id, remedy=problem.remedy
            ) from problem


def _party(row: Row) -> ListedParty:
    countries, addresses = [], []
    name, remarks = row.name, [row.reason]
    for text in row.places:
        country, rest = split_place(text)
        countries.append(country)
        if rest and not name:
            name = rest
            remarks.append(_MISPLACED)
        elif rest:
            addresses.append(rest)
    names = names_of([(name, "primary"), *((alias, "alias") for alias in row.aliases)])
    if not names:
        raise SourceError("an entry names nobody")
    number = _NUMBER.search(row.id)
    return ListedParty(
        id=f"{SOURCE}-{number.group(1) if number else row.id}",
        source=SOURCE,
        schema="Organization",
        names=names,
        countries=tuple(dict.fromkeys(countries)),
        addresses=tuple(addresses),
        concerns=concerns_of(row.reason),
        citation="; ".join(part for part in ("METI, Foreign End User List (外国ユーザーリスト)", row.address) if part),
        remarks="; ".join(remarks),
    )


def concerns_of(reason: str) -> tuple[str, ...]:
    """Return the codes of concern: B, C, M, N (weapons of mass destruction) and CW (conventional weapons).

    Words and codes must agree: a code without its word, or the other way round, is a slip of the transcription.

    Raises:
        SourceError: No code, or words and codes differ.
    """
    text = unicodedata.normalize("NFKC", reason)
    codes = set(_CODE.findall(text))
    said = {code for word, code in _WORDS.items() if re.search(rf"{word}(?!兵器)", text)}
    if not codes or codes != said:
        raise SourceError(f"the concern {reason[:60]!r} cannot be read", remedy="compare the entry with the publication")
    return tuple(code for code in CONCERNS if code in codes)

"""Documents of the Security Council's list.

Decides which number a document gives, and which FollowTheMoney property it is. The list prints words into its cells for
numbers ("Afghan passport number SE 012820", "00016161 (Yemen)"): the number is taken out of them, and where the cell is
empty, out of the words that name the document. The whole document, as printed, stands in the remarks.
"""

from __future__ import annotations

import re
from typing import Final

from sekisho.sources.un_sc.reader import Part

_PASSPORT: Final = re.compile(r"passport|passeport|pasaporte", re.IGNORECASE)
_KINDS: Final = (
    (re.compile(r"social security|\bSSN\b", re.IGNORECASE), "socialSecurityNumber"),
    (re.compile(r"fiscal", re.IGNORECASE), "taxNumber"),
    (_PASSPORT, "passportNumber"),
)
_AFTER: Final = re.compile(
    r".*?\b(?:(?:passport|card)\s+)?(?:numbers?|no\b\.?|SSN|code)\s*[.:]*\s*(?=\S*[ -]*\d)"
    r"|[A-Z][^\d]*[)”]\s*(?=[A-Z]{0,3} ?\d)",
    re.IGNORECASE,
)
_BEHIND: Final = re.compile(r"(?:\s*\([^()]*\)|,.*|\s+(?:issued|expired|expires|under)\b.*)+$", re.IGNORECASE)
_WORDS: Final = re.compile(r"(?:[A-Z][a-z]{2,}\s+)+(?=\S*\d)|No\.?(?=\d)")
_NUMBER: Final = re.compile(r"(?=[^\d]*\d)[A-Z0-9][\w./° -]*", re.IGNORECASE)
_IN_WORDS: Final = re.compile(
    r"(?:\b(?i:number|code|SSN)\s*:?\s*|^)((?=[A-Z]*[ -]{0,2}\d|[A-Z0-9]{10})[A-Z]{0,6}[ -]{0,2}[\dA-Z][\dA-Z/-]{2,})"
)


def numbers_of(part: Part) -> dict[str, str]:
    """Return the number of a document by property; empty where it gives none."""
    number = number_in(part.get("NUMBER")) or _number_in_words(part)
    return {_property(part): number} if number else {}


def number_in(text: str) -> str:
    """Return the number that a cell gives, without the words around it; the cell itself where they cannot be told apart."""
    plain = _BEHIND.sub("", _WORDS.sub("", _AFTER.sub("", text, count=1), count=1)).strip(" .,:")
    return plain if _NUMBER.fullmatch(plain) else text


def document_text(part: Part) -> str:
    """Return a document as printed: its kind, its number and whatever else is said of it."""
    first = ("TYPE_OF_DOCUMENT", "TYPE_OF_DOCUMENT2", "NUMBER")
    labels = {"DATE_OF_ISSUE": "issued "}
    more = dict.fromkeys(f"{labels.get(tag, '')}{text}" for tag, text in part.values.items() if tag not in first)
    kind = " / ".join(dict.fromkeys(part.values[tag] for tag in first[:2] if tag in part.values)).rstrip(" :")
    return f"{kind or 'document'}: {', '.join(one for one in (part.get('NUMBER'), *more) if one)}".rstrip(" :")


def _property(part: Part) -> str:
    own = part.get("TYPE_OF_DOCUMENT2")
    for words in (f"{own} {part.get('NUMBER')}", part.get("TYPE_OF_DOCUMENT")):
        for pattern, name in _KINDS:
            if pattern.search(words):
                return name
    noted = part.get("NOTE")
    if not part.get("NUMBER"):
        for pattern, name in _KINDS:
            if pattern.search(noted):
                return name
    return "idNumber"


def _number_in_words(part: Part) -> str:
    for text in (part.get("TYPE_OF_DOCUMENT2"), part.get("NOTE")):
        if found := _IN_WORDS.search(text):
            return found.group(1).strip()
    return ""

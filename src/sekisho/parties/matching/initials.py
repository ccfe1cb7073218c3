"""Single letters in a row: initials of given names, or of the words of a company.

Decides that letters written apart at the edge of a name ("I. V. Shestakov", "J. S. C. K. Helicopters") may be initials, even
where together they look like a number or a legal form, and which of them are the initials of a legal form. Refuses to say
whose initials they are (`sekisho.parties.matching.align`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

_FIRST: Final = re.compile(r"[\W_]*((?:[a-z](?:\.\s*|\s+)){2,9})(?=[^\W\d_]{2})", re.ASCII | re.IGNORECASE)
_LAST: Final = re.compile(r"(?<=\w)[\s,]+((?:[a-z]\.\s*){1,3}[a-z]\.?)\s*", re.ASCII | re.IGNORECASE)
_NO_LETTER: Final = re.compile(r"[^a-z]")
_FORMS_FIRST: Final = ("ojsc", "pjsc", "cjsc", "jsc", "llc", "osoo", "ooo", "ao")
"""Initials of legal forms that stand in front of a name, longer ones first."""
_FORMS_LAST: Final = {"company": ("llc", "pjsc", "ojsc", "cjsc", "jsc"), "limited": ("cl", "pl"), "ltd": ("cl", "pl")}
"""Legal forms by their last word, as their initials: "V. R. E. L. L. Company" is a limited liability company."""


def first_initials(name: str) -> str:
    """Return the letters written apart in front of a name, small and together; empty where there are fewer than two."""
    found = _FIRST.match(name) if name[1:2] in (".", " ") or not name[:1].isalpha() else None
    return _together(found)


def last_initials(name: str) -> str:
    """Return the letters with full stops after a name, small and together: "Shestakov I.V."; empty where there are none."""
    found = _LAST.search(name) if name[-2:-1] in (".", " ") or name[-1:] in (".", " ") else None
    return _together(found) if found and found.end() == len(name) else ""


def _together(found: re.Match[str] | None) -> str:
    return _NO_LETTER.sub("", found.group(1).lower()) if found else ""


def without_form_initials(letters: str, forms: Sequence[str]) -> Iterator[str]:
    """Return what initials in front of a company's name may be once those of its legal form are taken out, likeliest first.

    Args:
        letters: As `first_initials` returns them.
        forms: The legal forms that were taken out of the name.
    """
    for form in _FORMS_FIRST:
        if letters.startswith(form) and len(letters) > len(form):
            yield letters[len(form) :]
            return
    yield letters
    last = forms[0].rpartition(" ")[2] if forms else ""
    for form in _FORMS_LAST.get(last, ()):
        if letters.endswith(form[:-1]) and len(letters) > len(form):
            yield letters[: 1 - len(form)]
            return

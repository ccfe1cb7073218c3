"""Names of the EU's list: which is primary, which are former, and which are weak.

Decides the quality of each name. In practice the list marks every name ``strong``; that a name is a low-quality alias or a
former name stands in its remark, in English or, for former names, in the language of the name. "Previously listed as" and
"maiden name" say that a name was printed or borne before, not that nobody uses it any more: they stay aliases. The language
of a name only helps to choose the primary one and is not kept: names are compared by their script.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from sekisho.parties.party import Name
from sekisho.sources.eu_fsf.reader import Part

_WEAK: Final = re.compile(r"\b(?:low?|weak)[ -]quality\b", re.IGNORECASE)
_QUALITY_ONLY: Final = re.compile(
    r"\(?(?:low?|weak|good|god|qood|high)[ -]quality (?:ali+as|a\.?k\.?a)[.:;]*\)?", re.IGNORECASE
)
_FORMER_OF: Final = re.compile(r"(?:former|previous) name of\b", re.IGNORECASE)
_SAID_OF_FORMER: Final = (
    "formerly known as|former name|previous name|former name of|Agrāk zināms kā|Agrākais nosaukums|"
    "Anciennement connue sous le nom d’|Anksčiau žinoma kaip|Anteriormente conhecida como|Anteriormente denominada|"
    "Ar a dtugtaí an|Conocida anteriormente como|Cunoscută anterior ca o|Cunoscută anterior drept|Dawniej znane jako|"
    "Dawniej znany jako|Dříve znám jako|Entinen|Già|Korábbi elnevezése|Predtým známy ako|Prej imenovano|"
    "Qabel kienet magħrufa bħala|Ranije poznato kao|Tidigare känt som|Tidligere kendt som|Voorheen bekend als|vormals|"
    "antes conocida como|Παλαιότερα γνωστή ως|Προηγουμένως γνωστή ως|Известно преди като"
)
_FORMER: Final = frozenset(_SAID_OF_FORMER.casefold().split("|"))
_SCRIPT: Final = re.compile(r"\(?original script: ([^()]+)\)?", re.IGNORECASE)
_NOT_LATIN: Final = re.compile(r"[^\W\d_a-zA-Z\u00aa-\u024f\u0259\u1e00-\u1eff]")
_LETTER: Final = re.compile(r"[^\W_]")
_RANK: Final = {"primary": 0, "alias": 1, "former": 2, "weak": 3}


def names_of(aliases: Iterable[Part]) -> tuple[Name, ...]:
    """Return the names of an entry, each once, the primary first; none if it has none.

    The primary name is the first alias in English or without a language, one in Latin letters before one in others; without
    one, the first alias in Latin letters; without one, the first in English or without a language; without one, the first.
    """
    found = [(part.values.get("nameLanguage", ""), name) for part in aliases for name in _names(part)]
    if not found:
        return ()
    primary = min(enumerate(found), key=lambda one: (*_distance(*one[1]), one[0]))[1][1].value
    names = {primary: "primary"}
    for _, name in found:
        held = names.get(name.value)
        if held is None or _RANK[name.quality] < _RANK[held]:
            names[name.value] = name.quality
    return tuple(Name(value, quality) for value, quality in names.items())


def remarks_of(aliases: Iterable[Part]) -> Iterator[str]:
    """Yield the remarks on names, save those that say no more than the quality of the name."""
    for part in aliases:
        for text in part.remarks:
            said = text.strip(" .:;").casefold()
            if not _QUALITY_ONLY.fullmatch(text) and said not in _FORMER and said != "original script":
                yield f"{_printed(part)}: {text}"


def _distance(language: str, name: Name) -> tuple[bool, bool, bool]:
    """Return how far a name is from being the primary one."""
    return name.quality != "alias", _is_foreign(name.value), language not in ("", "EN")


def _is_foreign(name: str) -> bool:
    return _NOT_LATIN.search(name) is not None


def _names(part: Part) -> Iterator[Name]:
    quality, printed = _quality(part), _printed(part)
    joined = _joined(part)
    scripts = (found.group(1).strip() for text in part.remarks if (found := _SCRIPT.fullmatch(text)))
    for name in (printed, joined, *scripts):
        if _LETTER.search(name):
            yield Name(name, quality)


def _quality(part: Part) -> str:
    if part.values.get("strong", "true").lower() != "true" or any(_WEAK.search(text) for text in part.remarks):
        return "weak"
    former = any(text.strip(" .:;").casefold() in _FORMER or _FORMER_OF.match(text) for text in part.remarks)
    return "former" if former else "alias"


def _printed(part: Part) -> str:
    return part.values.get("wholeName", "") or _joined(part)


def _joined(part: Part) -> str:
    return " ".join(part.values[name] for name in ("firstName", "middleName", "lastName") if name in part.values)

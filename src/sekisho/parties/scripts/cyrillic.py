"""Cyrillic words in Latin letters: every common system, each followed consistently.

Decides how a Russian, Ukrainian, Belarusian, Serbian, Macedonian, Bulgarian, Kazakh, Kyrgyz, Tatar or Tajik word may stand
in Latin letters: after BGN/PCGN, the passport rule of 2014 (ICAO 9303), ISO 9 without its marks, the national rules of
Ukraine (2010), Belarus (2007) and Bulgaria (2009), Gaj's alphabet without its marks, and the habits of English, German and
French. Letters that only one language has choose the systems; a word without them is read as Russian first, then as the
others where that makes a difference. Refuses to know what a word means, and to mix two systems within one word.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sekisho.parties.scripts.cyrillic_names import EQUIVALENTS
from sekisho.parties.scripts.shared import plain

_MOST: Final = 8
_OWN: Final = 5
_CYRILLIC: Final = re.compile("[\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f]")
_STRESS: Final = re.compile("[\u0300-\u0302\u0304\u0305\u0307\u0309-\u0314\u0483-\u0489]")


def _pairs(letters: str, sounds: str) -> dict[str, str]:
    return dict(zip(letters, sounds.split(" "), strict=True))


# Letter by letter, as English writers read them; the systems below change what differs.
_BASE: Final = {
    **_pairs("абвгдезийклмнопрстуфхыэ", "a b v g d e z i y k l m n o p r s t u f kh y e"),
    **_pairs("ёжцчшщюя", "yo zh ts ch sh shch yu ya"),
    **_pairs("іїєґўѣѳѵ", "i yi ye g u e f i"),
    **_pairs("ђѓћќѕјљњџ", "dj gj c kj dz j lj nj dz"),
    **_pairs("қғүұңөәһҳҷӣӯҡҙҫӕӊҥ", "k g u u ng o a h h j i u k z s ae ng ng"),
    **dict.fromkeys("ъьӏ", ""),
}


@dataclass(frozen=True, slots=True)
class _System:
    """One way of writing Cyrillic in Latin letters: first the rules for letters in their place, then single letters."""

    table: dict[int, str]
    rules: tuple[tuple[re.Pattern[str], str], ...]

    def read(self, word: str) -> str:
        for pattern, latin in self.rules:
            word = pattern.sub(latin, word)
        return word.translate(self.table)


def _system(letters: str, *rules: str) -> _System:
    """Make a system from its differences ("г:h х:kh") and its rules ("ий$ y")."""
    changed = dict(pair.split(":") for pair in letters.split())
    pairs = (rule.partition(" ") for rule in rules)
    return _System(str.maketrans({**_BASE, **changed}), tuple((re.compile(left), right) for left, _, right in pairs))


_OPEN: Final = "(?<![бвгджзйклмнпрстфхцчшщґѓќђћљњџќғңһҳҷa-z])"  # at the start and after a vowel, ь or ъ
_AFTER_VOWEL: Final = "(?<=[аеёиоуыэюяьъ])"
_SHUSHED: Final = "(?<=[жчшщ])ё o"

_PLAIN: Final = _system("ё:e", "[иы]й$ y", "ье ie", "ьё yo", "ьо yo", "[ьъ]и yi")
_BGN: Final = _system("", _SHUSHED, "ий$ iy", "ый$ yy", f"{_OPEN}е ye", "ьо yo", "[ьъ]и yi")
_PASSPORT: Final = _system("ё:e й:i ю:iu я:ia ъ:ie", "ый$ yi", "ьо e")
_CASUAL: Final = _system(
    "х:h ц:c щ:sch й:i ё:e", "викто victo", "кс x", "ий$ i", "ый$ y", "ия$ ia", "ье ie", "ьё ie", "ья ia", "[ьъ]и i"
)
_WITH_X: Final = _system("", "викто victo", "кс x", "ий$ iy", "ый$ y", "ия$ ia", f"{_AFTER_VOWEL}е ye", "ья ia", "[ьъ]и yi")
_SCHOLAR: Final = _system("ж:z х:h ц:c ч:c ш:s щ:sc й:j ю:ju я:ja ё:e є:je ї:ji")
_GERMAN: Final = _system("в:w ж:sch з:s х:ch ц:z ч:tsch ш:sch щ:schtsch й:i ю:ju я:ja ё:jo є:je ї:ji", "ий$ i", "ый$ y")
_FRENCH: Final = _system(
    "ж:j ч:tch ш:ch щ:chtch у:ou ю:iou я:ia й:i ё:io є:ie", "г(?=[еиієї]) gu", "ин$ ine", "ий$ i", "ый$ y"
)
_RUSSIAN: Final = (_PLAIN, _BGN, _PASSPORT, _CASUAL, _WITH_X)
_FOREIGN: Final = (_SCHOLAR, _GERMAN, _FRENCH)

_START_Y: Final = ("^є ye", "^ї yi", "^й y", "^ю yu", "^я ya", "зг zgh")
_UKRAINIAN_2010: Final = _system("г:h и:y є:ie ї:i й:i ю:iu я:ia", *_START_Y)
_UKRAINIAN_BGN: Final = _system("г:h и:y", "зг zgh")
_UKRAINIAN_SHORT: Final = _system("г:h и:y є:ie ї:i", "ий$ y", "ій$ iy", "ія$ ia", *_START_Y)
_UKRAINIAN_RUSSIAN: Final = _system("є:e ї:i", "ий$ y", "ьє ie")
_UKRAINIAN_CASUAL: Final = _system("г:g и:y є:ie ї:i й:i ю:iu я:ia", "ий$ y")
_UKRAINIAN: Final = (_UKRAINIAN_2010, _UKRAINIAN_BGN, _UKRAINIAN_SHORT, _UKRAINIAN_RUSSIAN, _UKRAINIAN_CASUAL)

_BELARUSIAN_BGN: Final = _system("г:h ў:w", f"{_OPEN}е ye", "[ьъ]і yi")
_BELARUSIAN_PASSPORT: Final = _system("г:h й:i ё:io ю:iu я:ia")
_BELARUSIAN_2007: Final = _system(
    "г:h ж:z х:ch ц:c ч:c ш:s й:j е:ie ё:io ю:iu я:ia", f"{_OPEN}е je", f"{_OPEN}я ja", f"{_OPEN}ю ju"
)
_BELARUSIAN_SHORT: Final = _system("г:h", "ія$ ia", "ье ie")
_BELARUSIAN_RUSSIAN: Final = _system("ў:v", "і$ y", "ье ie")
_BELARUSIAN: Final = (_BELARUSIAN_PASSPORT, _BELARUSIAN_BGN, _BELARUSIAN_SHORT, _BELARUSIAN_2007, _BELARUSIAN_RUSSIAN)

# A word with і and no other sign may be Ukrainian or Belarusian.
_NORTHERN: Final = (*_UKRAINIAN[:2], _BELARUSIAN_PASSPORT, *_UKRAINIAN[2:4], _BELARUSIAN_BGN, _BELARUSIAN_2007)

_GAJ: Final = _system("ж:z х:h ц:c ч:c ш:s щ:st ю:ju я:ja й:j")
_GAJ_BARE: Final = _system("ж:z х:h ц:c ч:c ш:s ђ:d")
_SOUTH_ENGLISH: Final = _system("х:h ћ:ch џ:dzh ј:y љ:ly њ:ny ѓ:g ќ:k ђ:dj")
_SOUTH_SHORT: Final = _system("х:h ћ:c џ:dj ј:i љ:l њ:n ѓ:gj ќ:kj ђ:dj")
_SOUTH: Final = (_GAJ, _GAJ_BARE, _SOUTH_ENGLISH, _SOUTH_SHORT)

_BULGARIAN_2009: Final = _system("ъ:a щ:sht х:h", "ия$ ia")
_BULGARIAN_U: Final = _system("ъ:u щ:sht х:h й:i", "дж j", "ия$ ia")
_BULGARIAN_KH: Final = _system("ъ:a щ:sht х:kh й:i ю:iu я:ia")
_BULGARIAN: Final = (_BULGARIAN_2009, _BULGARIAN_U, _BULGARIAN_KH)

_TURKIC_Q: Final = _system("қ:q ғ:gh ү:u ұ:u ң:n ө:o ә:a х:kh й:y і:i ҷ:j ҳ:h ӯ:u", "дж j", "ий$ i")
_TURKIC_SHORT: Final = _system("қ:k ғ:g ү:u ң:n ө:o ә:e х:h й:i ж:j", "дж j", "ий$ i")
_TURKIC: Final = (_PLAIN, _TURKIC_Q, _TURKIC_SHORT, _PASSPORT)


_HARD_VOWEL: Final = re.compile("ъ(?![еёюя])")
_UKRAINIAN_END: Final = re.compile("[сцз]ьк(?:ий|а|е|ого|ої|их)$")
_RUSSIAN_ONLY: Final = frozenset("ыэё")
_NONE: Final[frozenset[str]] = frozenset()
# The first line of which the word has a letter, and a letter of the second set where there is one, chooses.
_CHOICE: Final = (
    (frozenset("қғүұңөәһҳҷӣӯҡҙҫӊҥ"), _NONE, _TURKIC),
    (frozenset("ђѓћќѕјљњџ"), _NONE, (*_SOUTH, _PLAIN)),
    (frozenset("ў"), _NONE, (*_BELARUSIAN, _SCHOLAR)),
    (frozenset("і"), _RUSSIAN_ONLY, (*_BELARUSIAN, _SCHOLAR)),
    (frozenset("їєґ"), _NONE, (*_UKRAINIAN, _SCHOLAR)),
    (frozenset("і"), frozenset("и"), (*_UKRAINIAN, _SCHOLAR)),
    (frozenset("і"), _NONE, _NORTHERN),
    (_RUSSIAN_ONLY, _NONE, (*_RUSSIAN, *_FOREIGN)),
)
_UNTOLD: Final = (*_RUSSIAN, _UKRAINIAN_SHORT, _BULGARIAN_2009, _GAJ, _UKRAINIAN_2010, *_FOREIGN)


def _systems(word: str) -> tuple[_System, ...]:
    """Choose the systems by the letters that tell the languages apart."""
    letters = frozenset(word)
    if _HARD_VOWEL.search(word):
        return (*_BULGARIAN, _PASSPORT)
    if _UKRAINIAN_END.search(word):
        return (*_UKRAINIAN, _SCHOLAR)
    chosen = (systems for one, other, systems in _CHOICE if letters & one and (not other or letters & other))
    return next(chosen, _UNTOLD)


def _fold(word: str) -> str:
    """Return the word in small letters, without stress marks and apostrophes, precomposed."""
    text = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", word).casefold())
    return unicodedata.normalize("NFC", _STRESS.sub("", text))


def _read(word: str) -> list[str]:
    return [plain(system.read(word)) for system in _systems(word)]


@lru_cache(maxsize=16384)
def spellings(word: str) -> tuple[str, ...]:
    """Return the Latin spellings of one Cyrillic word, the usual one first.

    A given name or patronymic is also spelt as its Russian, Ukrainian and Belarusian counterparts are (Николай, Микола,
    Мікалай), because lists take any of the three for the same person.

    Args:
        word: One word, in any case, with or without stress marks.

    Returns:
        At most eight spellings of ASCII small letters and digits; none where the word has no Cyrillic letter.
    """
    folded = _fold(word)
    if _CYRILLIC.search(folded) is None:
        return ()
    found = _read(folded)
    others = _counterparts(folded)
    if others:
        own = list(dict.fromkeys(found))
        found = [*own[:_OWN], *others, *own[_OWN:]]
    return tuple(dict.fromkeys(spelt for spelt in found if spelt))[:_MOST]


def _counterparts(word: str) -> list[str]:
    """Return the commonest spelling of each counterpart of a name, then the second commonest ones."""
    read = [[form] if form.isascii() else list(dict.fromkeys(_read(form))) for form in EQUIVALENTS.get(word, ())]
    return [forms[rank] for rank in (0, 1) for forms in read if rank < len(forms)]

"""Words in Arabic letters (Arabic, Persian, Urdu, Pashto, Kurdish): their Latin spellings and the key both sides share.

Decides which written forms of a letter are the same letter, how the parts of personal names are usually spelt, and what of
a Latin spelling can be trusted when the vowels are missing. Everything not in the table of names is written consonant by
consonant. Refuses to know what a word means, and to guess short vowels.

Consonants fall together in ``skeleton_key`` where romanisations of one and the same word disagree:

* b and p, because Arabic has no p (Pakistan is باكستان);
* k, q, g and gh, because ق is written in all four ways (Qasim, Kassem, Gasem, Ghasem) and ك and گ are one letter in Arabic;
* c before e, i and y is s (Lounici, Belkacem), else k;
* h and kh, because ه, ح and خ are h, h and kh in English, and h or kh elsewhere;
* sh and ch, because ش is ch in French, which is چ in English; apart from s, which no system writes for them;
* j and dj; d and dh (د and one reading of ذ ض ظ); t and th (ت ط and one reading of ث); f and ph;
* w, v, y and all vowels vanish, and with them ع and hamza; so does an h at the end (Fatima, Fatimah; Zade, Zadeh).

ث ذ ض ظ are s z z z in Persian, th dh d z in Arabic, t d d d in the Maghreb. These are not folded: each reading is a spelling
of its own, and two words meet where one spelling of each has the same key.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Final

from sekisho.parties.lexicon import rows
from sekisho.parties.scripts.shared import plain

_MOST: Final = 8
_ARABIC: Final = re.compile("[\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufefc]")
_MARKS: Final = re.compile(
    "[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u0897-\u089f\u08ca-\u08ff\u200b-\u200f\u202a-\u202e\u2066-\u2069]"
)

# One letter, several written forms: the Persian one stands for all.
_LETTERS: Final = str.maketrans(
    {
        **dict.fromkeys("أإآٱٲٳٵ", "ا"),
        **dict.fromkeys("ؤۆۇۈۋۉۊٶٷ", "و"),
        **dict.fromkeys("يىئېێےۓۍٸ", "ی"),
        **dict.fromkeys("كڪڬ", "ک"),
        **dict.fromkeys("ګڭݣڨ", "گ"),
        **dict.fromkeys("ةۃهہھەۀۂ", "ه"),
        **dict(zip("ڵڕڼ", "لرن", strict=True)),
        "ء": "",
        **dict(zip("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789", strict=True)),
    }
)


def _pairs(letters: str, sounds: str) -> dict[str, str]:
    return dict(zip(letters, sounds.split(" "), strict=True))


_ENGLISH: Final = {
    **_pairs("بپتثجحخدذرزژسشصضطظ", "b p t th j h kh d dh r z zh s sh s d t z"),
    **_pairs("عغفقکگلمنه", "a gh f q k g l m n h"),
    **_pairs("اچڤٹټڈډڑړںښږځڅ", "a ch v t t d d r r n sh zh dz ts"),
}
# The differences of each tradition: Arabic in English, Persian and Urdu, Maghrebi in French, Gulf and Iraq, Egypt.
_Tradition = tuple[str, str, dict[str, str]]
_TRADITIONS: Final[tuple[_Tradition, ...]] = (
    ("w", "u", {}),
    ("v", "u", {"ث": "s", "ذ": "z", "ض": "z", "ظ": "z", "ق": "gh", "ژ": "j"}),
    ("ou", "ou", {"ث": "t", "ذ": "d", "ض": "d", "ظ": "d", "ج": "dj", "ش": "ch", "ق": "k"}),
    ("w", "oo", {"ذ": "th", "ض": "dh", "ظ": "th"}),
    ("w", "ou", {"ث": "s", "ذ": "z", "ظ": "z", "ج": "g", "ق": "k"}),
)

# In this order; a capital is the class of a sound, so that what is written for one digraph never makes another.
_DIGRAPHS: Final = (
    *(("tch", "X"), ("sch", "X"), ("ck", "K"), ("kh", "H"), ("gh", "K"), ("sh", "X"), ("ch", "X"), ("th", "T")),
    *(("dh", "D"), ("dj", "J"), ("ph", "F"), ("ce", "Se"), ("ci", "Si"), ("cy", "Si")),
)
_SOUND_CLASS: Final = {written: heard.lower() for written, heard in _DIGRAPHS}
_BEFORE_H: Final = frozenset("kgscdtp")
_CLASSES: Final = str.maketrans("pqgcXKHTDJFS", "bkkkxkhtdjfs")
_VOWELS: Final = str.maketrans("", "", "aeiouywv")
_TWICE: Final = re.compile(r"([^aeiouywv0-9])\1+")


def fold(word: str) -> str:
    """Return the word in one spelling of each letter, without vowel signs, hamza and kashida, with European digits.

    Alef with or without hamza is ا, ye and alef maqsura are ی, kaf is ک, he and te marbuta are ه; final forms and ligatures
    are taken apart.
    """
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", word).casefold())
    return _MARKS.sub("", text).translate(_LETTERS)


@lru_cache(maxsize=65536)
def skeleton_key(latin: str) -> str:
    """Return the consonants of a Latin spelling, folded where romanisations of one word disagree.

    Args:
        latin: ASCII small letters and digits.

    Returns:
        The key; ``w`` or ``y`` or ``a`` for a word that has no other consonant, empty for an empty word.
    """
    text = latin
    if latin.endswith("h") and latin[-2:-1] not in _BEFORE_H:
        text = latin[:-1]
    if "h" in text or "c" in text or "j" in text:
        for written, heard in _DIGRAPHS:
            text = text.replace(written, heard)
    return _TWICE.sub(r"\1", text.translate(_CLASSES)).translate(_VOWELS) or _last_resort(latin)


def _last_resort(latin: str) -> str:
    return next((sound for sound in ("w", "y", "h") if sound in latin.replace("v", "w")), latin[:1] and "a")


@cache
def _names() -> dict[str, tuple[str, ...]]:
    return {form: tuple(spelt.split("|")) for form, spelt in rows("arabic_names")}


# Endings of family and given names, longest first.
_ENDINGS: Final = {
    "اخوندزاده": ("akhundzada",),
    "الدین": ("uddin", "eddin", "aldin", "addin", "eddine", "oddin"),
    "الله": ("ullah", "ollah", "allah"),
    "ابادی": ("abadi",),
    "زاده": ("zadeh", "zada"),
    "نژاد": ("nejad", "nezhad"),
    "پور": ("pour", "pur", "poor"),
    "یان": ("ian", "yan"),
    "وند": ("vand",),
    "نیا": ("nia", "niya"),
    "خواه": ("khah",),
    "دوست": ("doust", "dost"),
    "خیل": ("khel", "khail"),
    "خان": ("khan",),
    "خانی": ("khani",),
    "جان": ("jan",),
    "شاه": ("shah",),
    "چی": ("chi",),
    "زی": ("zai", "zi", "zay"),
    "لو": ("lou", "lu"),
    "یی": ("ei", "ai", "aei", "aee"),
    "ی": ("i", "y"),
}
_BEGINNINGS: Final = {
    "عبدال": ("abdul", "abdel", "abdol", "abdal"),
    "ابوال": ("abul", "abol", "abual"),
    "ابو": ("abu", "abou"),
    "عبد": ("abd", "abdul"),
    "ام": ("um", "umm"),
    "بن": ("ben", "bin"),
    "بو": ("bou", "bu"),
}
_PREFIXES: Final = {"وال": ("wal",), "بال": ("bil",), "لل": ("lil", "lel"), "ال": ("al", "el")}
_SUN: Final = frozenset("tdrzsnl")
_LEAST_STEM: Final = 3
_LONGEST: Final = 40


@lru_cache(maxsize=16384)
def spellings(word: str) -> tuple[str, ...]:
    """Return the Latin spellings of one word in Arabic letters, the usual one first.

    Args:
        word: One word, with or without vowel signs; a leading article may be joined to it, as it is written.

    Returns:
        At most eight spellings of ASCII small letters and digits; none where the word has no Arabic letter. A word with the
        article comes without it first, then with it joined (``tikriti``, ``altikriti``).
    """
    if _ARABIC.search(word) is None:
        return ()
    folded = fold(word)
    if len(folded) > _LONGEST:
        return _without_repeats([], [_guess(folded, _TRADITIONS[0])])
    named = _known(folded) or _prefixed(folded) or _composed(folded)
    construct = unicodedata.normalize("NFKC", word).endswith(("ة", "ۃ"))
    return _without_repeats(named, _guesses(folded, construct))


def _without_repeats(named: Iterable[str], guessed: Iterable[str]) -> tuple[str, ...]:
    """Return the known spellings, then the guesses that bring a new key; all guesses where nothing is known."""
    found = dict.fromkeys(one for one in map(plain, named) if one)
    known = bool(found)
    keys = {skeleton_key(one) for one in found}
    for one in map(plain, guessed):
        if one and not (known and skeleton_key(one) in keys):
            keys.add(skeleton_key(one))
            found[one] = None
    return tuple(found)[:_MOST]


def _known(folded: str) -> tuple[str, ...]:
    return _names().get(folded, ())


def _prefixed(folded: str) -> tuple[str, ...]:
    """Return the spellings of a word with an article or a small word before it: bare first, then joined to it."""
    for prefix, spelt in _PREFIXES.items():
        rest = folded.removeprefix(prefix)
        if rest != folded and len(rest) >= 2:
            bare = _known(rest) or _composed(rest) or _guesses(rest)
            joined = [before + one for before in spelt for one in bare[: _MOST // 2]]
            return (*bare[: _MOST // 2], *joined[: _MOST // 2 - 1])
    return ()


def _composed(folded: str) -> tuple[str, ...]:
    """Return the spellings of a word made of known parts: two names, or a name and an ending or beginning."""
    for cut in range(len(folded) - 2, 1, -1):
        left, right = _known(folded[:cut]), folded[cut:]
        if left and cut > 2 and _known(right):
            return _joined(left, _known(right))
        if left and right.startswith("ال") and _known(right[2:]):
            return _joined(left, _assimilated(_known(right[2:])))
    for beginning, spelt in _BEGINNINGS.items():
        if folded.startswith(beginning):
            return _joined(spelt, _known(folded[len(beginning) :]))
    for ending, spelt in _ENDINGS.items():
        stem = folded.removesuffix(ending)
        if stem != folded and len(stem) >= _LEAST_STEM:
            return _joined(_known(stem) or _composed(stem), spelt)
    return ()


def _assimilated(right: tuple[str, ...]) -> tuple[str, ...]:
    """Return a second part with the article before it, as it is spoken and as it is written."""
    spoken = [f"u{one[0] if one[0] in _SUN else 'l'}{one}" for one in right[:2]]
    return (*spoken, *(f"al{one}" for one in right[:2]), *(f"ol{one}" for one in right[:1]))


def _joined(left: tuple[str, ...], right: tuple[str, ...]) -> tuple[str, ...]:
    """Return the pairs, those of the commonest spellings first."""
    pairs = [(one + two, first, second) for first, one in enumerate(left) for second, two in enumerate(right)]
    return tuple(pair for pair, *_ in sorted(pairs, key=lambda pair: (pair[1] + pair[2], pair[2])))


def _guesses(folded: str, construct: bool = False) -> tuple[str, ...]:
    """Return the word letter by letter in each tradition; in the construct state its feminine ending is a ``t``."""
    read = [_guess(folded, tradition) for tradition in _TRADITIONS]
    read.append(_guess(folded, _TRADITIONS[0], apart=False))
    if construct:
        read.append(_guess(folded.removesuffix("ه") + "ت", _TRADITIONS[0]))
    return tuple(read)


def _guess(folded: str, tradition: _Tradition, apart: bool = True) -> str:
    """Write a word letter by letter; an ``a`` keeps apart what would read as one letter (d and h, m and m; not l and l)."""
    start, inner, changes = tradition
    written = ""
    last = ""
    for place, letter in enumerate(folded):
        near = (folded[place - 1 : place], folded[place + 1 : place + 2])
        sound = _half_vowel(near, start if letter == "و" else "y", inner) if letter in "وی" else changes.get(letter)
        sound = sound or _ENGLISH.get(letter, letter)
        aspirated = apart and sound[0] == "h" and last in _BEFORE_H
        doubled = last not in ("", "l") and _SOUND_CLASS.get(last, last) == _SOUND_CLASS.get(sound, sound)
        if aspirated or doubled:
            written += "a"
        written += sound
        last = sound
    return written


def _half_vowel(near: tuple[str, str], consonant: str, vowel: str) -> str:
    """Return how و or ی sounds: as a consonant at the start and beside ا, as a vowel elsewhere."""
    before, after = near
    if not before or (before == "ا" and after) or after == "ا":
        return consonant
    return vowel if consonant != "y" else "i"

"""A name as written, read into the parts that are compared.

Decides which script a word is in, which words of it have a translation, and that what is left is read aloud: in Latin
letters, in as many spellings as its romanisations give. Translation and transliteration stand side by side. Refuses to know
the rules of any one script (`sekisho.parties.scripts`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Final

from sekisho.parties.lexicon import FORM, GENERIC, NAME, PLACE, Phrase, english, longest, phrases, synonyms
from sekisho.parties.matching.clean import clean, without_accents
from sekisho.parties.matching.initials import first_initials, last_initials, without_form_initials
from sekisho.parties.matching.stray_forms import is_form, telling, whole
from sekisho.parties.matching.token import NUMBER, Token, Variant, initials, latin, weigh
from sekisho.parties.names import ROMAN_OR_NAME, prepare

MOST_TOKENS: Final = 24
"""Most parts of a name that are compared."""
_MOST_SPELLINGS: Final = 12
_MOST_WITH_SYNONYMS: Final = 20
_PERSONS: Final = frozenset({"", "Person", "LegalEntity"})
"""Types of which a person may be."""
_LONGEST_PHRASE: Final = 4
_LONGEST_PERSON: Final = 6
_SEVERAL_WORDS: Final = 4
"""So many Han characters are several words."""

_GENERAL: Final = frozenset({GENERIC, PLACE})
_SPACED: Final = frozenset({"cyrillic", "arabic", "greek"})
"""Scripts with spaces, of whose words there is a table."""

_KANA: Final = re.compile("[\u3040-\u30ff]")
_CARDINALS: Final = {
    word: str(number)
    for number, word in enumerate(
        ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), start=2
    )
}
_HAN_DIGITS: Final = {char: number for number, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_HAN_UNITS: Final = {"十": 10, "百": 100}
_HAN_NUMBER: Final = "零〇一二两三四五六七八九十百"
_NUMERAL: Final = re.compile(rf"第([{_HAN_NUMBER}\d]+)|(\d+)|([{_HAN_NUMBER}]{{3,}}|(?=.?[十百])[{_HAN_NUMBER}]{{2}})")
_AFTER_NUMERAL: Final = re.compile(f"([{_HAN_NUMBER}]{{1,2}})(?=所|院|厂|局|号|部|师|研究|設計|设计)")


def variants(name: str, schema: str = "") -> tuple[Variant, ...]:
    """Return the ways to read a name, the plainest first.

    Args:
        name: As written; any script, any characters.
        schema: FollowTheMoney schema where it is known: a Person's name in Han or hangul is parted into family and given.

    Returns:
        One variant or more; none where the name has no letter or digit.
    """
    cleaned = clean(name)
    prepared = prepare(cleaned)
    words = _numbered(prepared.words[:MOST_TOKENS])
    if not words:
        return ()
    if all(map(str.isascii, words)):
        read = _with_initials(cleaned, words, prepared.forms, schema)
        return tuple(dict.fromkeys(Variant(telling(whole(one), prepared.forms)) for one in read))
    found = [Variant(telling(read, prepared.forms)) for read in _readings(words, schema == "Person")]
    as_person = _person(words) if schema in _PERSONS else ()
    if schema == "Person" and as_person:
        found = []
    found += as_person
    return tuple(dict.fromkeys(one for one in found if one.tokens))


def _with_initials(name: str, words: tuple[str, ...], forms: tuple[str, ...], schema: str) -> Iterator[tuple[Token, ...]]:
    """Yield the words as tokens; letters written apart at an edge are initials, whatever else they look like together."""
    plain = tuple(map(_latin, words))
    first, last = first_initials(name), last_initials(name)
    person = schema == "Person"
    if person:  # which has no legal form
        plain = tuple(initials(word) if token.kind == FORM else token for token, word in zip(plain, words, strict=True))
    if first == words[0] and (len(words) > 1 or forms):
        if is_form(first) and not person:
            yield plain
            if schema not in _PERSONS:
                return
        for letters in (first,) if person else without_form_initials(first, forms):
            yield initials(letters), *plain[1:]
        return
    if first in forms:
        apart = (initials(first), *plain)
    elif last in forms and person:
        apart = (*plain, initials(last))
    elif last == words[-1] and len(words) > 1:
        apart = (*plain[:-1], initials(last))
    else:
        yield plain
        return
    if not person:
        yield plain
    if schema in _PERSONS:
        yield apart


def _numbered(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words with "VI" and "XI" as numbers after a word that is no name: elsewhere they are family names."""
    if ROMAN_OR_NAME.keys().isdisjoint(words):
        return words
    before = ("", *words)
    return tuple(
        ROMAN_OR_NAME[word] if word in ROMAN_OR_NAME and _is_general(last) else word
        for last, word in zip(before, words, strict=False)
    )


def _is_general(word: str) -> bool:
    return word.isascii() and word != "" and weigh(word)[0] != NAME


def _latin(word: str) -> Token:
    return latin(_CARDINALS.get(word, word))


def _readings(words: tuple[str, ...], person: bool) -> Iterator[tuple[Token, ...]]:
    """Yield the words as tokens; where Han characters are read aloud in several words, also with three in the first one.

    General words of a person's name are read aloud, and translated in another reading: few names mean what they say.
    """
    if person:
        yield tuple(_read(words, 2, person))[:MOST_TOKENS]
    read = tuple(_read(words, 2, False))[:MOST_TOKENS]
    yield read
    if any(map(all, pairwise(token.kind == NAME and _script(token.native or "a") == "han" for token in read))):
        yield tuple(_read(words, 3, False))[:MOST_TOKENS]


def _read(words: tuple[str, ...], first: int, aloud: bool) -> Iterator[Token]:
    """Read words of any script one after another; phrases of several words first, general ones where not read aloud."""
    at = 0
    while at < len(words):
        word = words[at]
        script = _script(word)
        if script == "latin":
            yield _latin(word)
        elif script in _SPACED:
            size, phrase = _phrase(words[at : at + _LONGEST_PHRASE], script)
            if phrase is not None and not (aloud and phrase.kind in _GENERAL):
                joined = " ".join(words[at : at + size])
                yield from _translated(phrase, joined, _spellings(script, words[at]) if size == 1 else ())
                at += size - 1
            else:
                yield _spelt(word, _spellings(script, word))
        elif script in ("han", "hangul"):
            yield from _unspaced(word, script, first)
        else:
            yield _spelt(word, _spellings("other", word))
        at += 1


_SCRIPTS: Final = (
    (0x0370, 0x03FF, "greek"),
    (0x1F00, 0x1FFF, "greek"),
    (0x0400, 0x052F, "cyrillic"),
    (0x0600, 0x06FF, "arabic"),
    (0x0750, 0x077F, "arabic"),
    (0xFB50, 0xFEFF, "arabic"),
    (0xAC00, 0xD7AF, "hangul"),
    (0x1100, 0x11FF, "hangul"),
    (0x2E80, 0x9FFF, "han"),
    (0xF900, 0xFAFF, "han"),
    (0x20000, 0x3FFFF, "han"),
)
"""First and last character of what is read by rules of its own."""


def _script(word: str) -> str:
    if word.isascii():
        return "latin"
    for char in word:
        code = ord(char)
        if code >= _SCRIPTS[0][0]:
            for first, last, script in _SCRIPTS:
                if first <= code <= last:
                    return script
    return "other"


def _phrase(words: tuple[str, ...], script: str) -> tuple[int, Phrase | None]:
    if script == "arabic":
        from sekisho.parties.scripts.arabic import fold

        words = tuple(map(fold, words))
    elif script == "greek":
        words = tuple(map(without_accents, words))
    table = phrases(script)
    for size in range(len(words), 0, -1):
        joined = " ".join(words[:size])
        if joined in table:
            return size, table[joined]
    return 1, None


def _translated(phrase: Phrase, native: str, spelt: tuple[str, ...]) -> Iterator[Token]:
    """Return a translation as tokens; other translations of one word, and the reading, go with its last word."""
    *before, last = phrase.english[0]
    for word in before:
        token = _latin(word)
        yield token._replace(spellings=_with_synonyms(token.spellings, token.spellings))
    others = tuple(words[-1] for words in phrase.english[1:] if len(words) == 1 or len(words) == len(before) + 1)
    head = _latin(last)
    translations = (*head.spellings, *others)
    spellings = tuple(dict.fromkeys((*translations, *spelt)))[:_MOST_SPELLINGS]
    yield Token(_with_synonyms(spellings, translations), head.kind, head.weight, native)


def _with_synonyms(spellings: tuple[str, ...], translations: tuple[str, ...]) -> tuple[str, ...]:
    """Return spellings with what other translators put for the general words among the translations."""
    known = [english().get(word) for word in translations]
    others = [synonyms().get(word.meaning, ()) for word in known if word is not None and word.kind == GENERIC]
    return tuple(dict.fromkeys((*spellings, *(other for words in others for other in words))))[:_MOST_WITH_SYNONYMS]


def _spelt(word: str, spellings: Iterable[str]) -> Token:
    found = tuple(dict.fromkeys(one for one in spellings if one))[:_MOST_SPELLINGS]
    if not found:
        return Token((word,), "name", 0.6, word)
    kind, weight = weigh(found[0])
    return Token(found, kind, weight, word)


def _unspaced(word: str, script: str, first: int) -> Iterator[Token]:
    """Part a word of a script without spaces into what has a translation, numbers, and what is read aloud."""
    texts = _folded(word) if script == "han" else (word,)
    yield from _least([tuple(_parted(text, script, first)) for text in texts])


def _least(parted: list[tuple[tuple[tuple[Token, ...], int], ...]]) -> Iterator[Token]:
    """Yield the tokens of the parting that leaves the fewest characters to be read aloud."""
    best = min(parted, key=lambda pieces: sum(length for _, length in pieces))
    for tokens, _ in best:
        yield from tokens


def _parted(text: str, script: str, first: int) -> Iterator[tuple[tuple[Token, ...], int]]:
    """Yield the pieces of a text as tokens, each with how many of its characters had no translation.

    Of all ways to part it, the one that leaves the fewest characters to be read aloud counts, then the one in fewest pieces.
    """
    rest = at = 0
    steps = _steps(text, script)
    while at < len(text):
        size, found = steps[at]
        if not size:
            at += 1
            continue
        if rest < at:
            yield _aloud(text[rest:at], script, first), at - rest
        piece = text[at : at + size]
        if isinstance(found, Phrase):
            yield tuple(_translated(found, piece, _read_briefly(piece, script))), 0
        else:
            yield (Token((str(found),), NUMBER, 0.6),), 0
        at += size
        rest = at
    if rest < len(text):
        yield _aloud(text[rest:], script, first), len(text) - rest


def _steps(text: str, script: str) -> list[tuple[int, Phrase | str]]:
    """Return for each place how many characters have a translation or a value there, and which; none where read aloud."""
    end = len(text)
    costs: list[tuple[int, int]] = [(0, 0)] * (end + 1)
    steps: list[tuple[int, Phrase | str]] = [(0, "")] * (end + 1)
    for at in range(end - 1, -1, -1):
        unread, pieces = costs[at + 1]
        opens = at + 1 == end or steps[at + 1][0] > 0
        costs[at], steps[at] = (unread + 1, pieces + opens), (0, "")
        for size, found in _known(text, at, script):
            unread, pieces = costs[at + size]
            if (unread, pieces + 1) < costs[at]:
                costs[at], steps[at] = (unread, pieces + 1), (size, found)
    return steps


def _known(text: str, at: int, script: str) -> Iterator[tuple[int, Phrase | str]]:
    """Yield what has a translation or a value at a place, the longest first; a number alone, where one stands."""
    number = _number(text, at) if script == "han" else None
    if number is not None:
        yield number[1] - at, number[0]
        return
    tables = ("chinese", "japanese") if script == "han" else ("korean",)
    for size in range(min(max(map(longest, tables)), len(text) - at), 1, -1):
        piece = text[at : at + size]
        table = next((table for table in tables if piece in phrases(table)), "")
        if table:
            yield size, phrases(table)[piece]


def _number(text: str, at: int) -> tuple[str, int] | None:
    match = _NUMERAL.match(text, at) or _AFTER_NUMERAL.match(text, at)
    if match is None:
        return None
    digits = next(group for group in match.groups() if group)
    return str(_value(digits)), match.end()


def _value(digits: str) -> int:
    """Return the value of a numeral in digits or in Han characters, positional ("一〇") or with units ("十三")."""
    if digits.isdecimal():
        return int(digits)
    if not any(char in _HAN_UNITS for char in digits):
        return int("".join(str(_HAN_DIGITS.get(char, 0)) for char in digits))
    total, one = 0, 0
    for char in digits:
        if char in _HAN_UNITS:
            total += max(1, one) * _HAN_UNITS[char]
            one = 0
        else:
            one = _HAN_DIGITS.get(char, 0)
    return total + one


def _aloud(text: str, script: str, first: int) -> tuple[Token, ...]:
    """Return what has no translation, read aloud: four Han characters or more are a brand and a word that no table has.

    Most words have two characters; the first one has as many as is asked for, the last may have three.
    """
    if script != "han" or len(text) < _SEVERAL_WORDS or _KANA.search(text):
        return (_spelt(text, _read_aloud(text, script)),)
    cuts = [0, *range(first, len(text) - 1, 2), len(text)]
    return tuple(_spelt(text[at:end], _read_aloud(text[at:end], script)) for at, end in pairwise(cuts))


def _read_aloud(text: str, script: str) -> tuple[str, ...]:
    from sekisho.parties.scripts import chinese, japanese, korean

    if script == "hangul":
        return korean.spellings(text)
    if _KANA.search(text):
        return japanese.spellings(text)
    return (*chinese.spellings(text)[:5], *korean.hanja_spellings(text)[:5], *japanese.spellings(text)[:2])


def _read_briefly(text: str, script: str) -> tuple[str, ...]:
    """Return a few readings of a piece that has a translation, Korean ones among them: a brand may be of such pieces."""
    from sekisho.parties.scripts import chinese, korean

    if script == "hangul" or _KANA.search(text):
        return _read_aloud(text, script)[:3]
    return (*chinese.spellings(text)[:2], *korean.hanja_spellings(text)[:3])


def _person(words: tuple[str, ...]) -> tuple[Variant, ...]:
    """Read a name as a person's, parted into family and given name, where it is in a script that does not part them."""
    text = "".join(words)
    script = _script(text)
    if script not in ("han", "hangul") or len(text) > _LONGEST_PERSON or any(_script(word) != script for word in words):
        return ()
    from sekisho.parties.scripts import chinese, japanese, korean

    if script == "hangul":
        return _parts(text, korean.person(text), korean.spellings)
    return (
        *_parts(text, chinese.person(text), chinese.spellings),
        *_parts(text, korean.hanja_person(text), korean.hanja_spellings),
        *_parts(text, japanese.person(text), None),
    )


def _parts(
    text: str, parts: tuple[tuple[str, ...], ...], spellings: Callable[[str], tuple[str, ...]] | None
) -> tuple[Variant, ...]:
    """Return the variant of these parts; where it can be told, each with the characters that it is the reading of."""
    if not parts or not all(parts):
        return ()
    natives = [""] * len(parts)
    if spellings is not None and len(parts) == 2:
        size = 1 if len(text) < 4 or set(parts[0]) & set(spellings(text[:1])) else 2
        natives = [text[:size], text[size:]]
    made = zip(parts, natives, strict=True)
    return (Variant(tuple(Token(part[:_MOST_SPELLINGS], *weigh(part[0]), native) for part, native in made)),)


def _folded(word: str) -> tuple[str, ...]:
    """Return Han text with variant characters brought together, as Chinese and as Japanese forms are folded."""
    from sekisho.parties.scripts.chinese import han_key, japanese_key

    return tuple(dict.fromkeys((han_key(word), japanese_key(word))))


def _spellings(script: str, word: str) -> tuple[str, ...]:
    if script == "cyrillic":
        from sekisho.parties.scripts.cyrillic import spellings
    elif script == "arabic":
        from sekisho.parties.scripts.arabic import spellings
    else:
        from sekisho.parties.scripts.other import spellings
    return spellings(word)

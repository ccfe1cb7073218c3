"""Which part of one name meets which part of another.

Decides the pairing: the surest pairs first, then words that were joined or parted, then initials that stand for words.
Refuses to judge what the pairing is worth (`sekisho.parties.matching.score`).
"""

from __future__ import annotations

from typing import Final, NamedTuple

from rapidfuzz.distance import Indel

from sekisho.parties.lexicon import NAME
from sekisho.parties.matching.similarity import (
    BEGINNING,
    DIFFERENT,
    INITIAL,
    SAME,
    SOUND,
    VOWELS,
    Alike,
    alike,
    alike_ones,
    beginning,
    look,
)
from sekisho.parties.matching.token import NUMBER, Token
from sekisho.parties.scripts.korean_sounds import syllable_key

JOINED: Final = "words joined or parted"
ACRONYM: Final = "initials of the words"
HOMOPHONE: Final = "same sound, other characters"
_LEAST: Final = 0.5
_JOIN_LEAST: Final = 0.78
_FEW_LETTERS: Final = 0.4
"""Words that share fewer letters in order are never so alike that one is the other, joined."""
_LONGEST_JOIN: Final = 4
_ARTICLES: Final = frozenset({"al", "el", "ul", "ur", "ar", "er", "ud", "ad", "ed", "as", "us", "an", "un", "ol"})
_STRICT: Final = 0.84
_LATER: Final = frozenset({BEGINNING, INITIAL})
_NEVER_INITIALS: Final = frozenset({NUMBER})
_NOTHING: Final = Alike(0.0, DIFFERENT)


class Block(NamedTuple):
    """Parts of two names that meet.

    Attributes:
        mine: Places in the name asked about.
        theirs: Places in the listed name.
        value: How alike, from 0 to 1.
        how: Why.
    """

    mine: tuple[int, ...]
    theirs: tuple[int, ...]
    value: float
    how: str


class Alignment(NamedTuple):
    """Two names set side by side.

    Attributes:
        blocks: The parts that meet.
        mine: Places in the name asked about that meet nothing.
        theirs: Places in the listed name that meet nothing.
    """

    blocks: tuple[Block, ...]
    mine: tuple[int, ...]
    theirs: tuple[int, ...]


def align(mine: tuple[Token, ...], theirs: tuple[Token, ...]) -> Alignment:
    """Pair the parts of two names.

    Args:
        mine: Tokens of the name asked about.
        theirs: Tokens of the listed name.

    Returns:
        The pairs, and what is left on either side.
    """
    blocks: list[Block] = []
    left = list(range(len(mine)))
    right = list(range(len(theirs)))
    if len(mine) != len(theirs):
        _join_same(mine, theirs, left, right, blocks)
    pairs = _alike_pairs(mine, theirs, left, right)
    _pair(pairs, left, right, blocks, later=False)
    if left and right:
        _join(mine, theirs, left, right, blocks, swapped=False)
        if left and right:
            _join(theirs, mine, right, left, blocks, swapped=True)
    if left and right:
        _pair(pairs, left, right, blocks, later=True)
    if left and right:
        _cut_short(mine, theirs, left, right, blocks)
    if left and right:
        _initials(mine, theirs, left, right, blocks, swapped=False)
        if left and right:
            _initials(theirs, mine, right, left, blocks, swapped=True)
    return Alignment(tuple(blocks), tuple(left), tuple(right))


def _join_same(
    mine: tuple[Token, ...], theirs: tuple[Token, ...], left: list[int], right: list[int], blocks: list[Block]
) -> None:
    """Let a word meet several words in a row that make exactly it, before anything else can."""
    swapped = len(mine) > len(theirs)
    short, long = (theirs, mine) if swapped else (mine, theirs)
    free_short, free_long = (right, left) if swapped else (left, right)
    texts = [token.spellings[0] for token in long]
    for i, token in enumerate(short):
        if len(token.spellings[0]) < 4 or token.spellings[0] in texts:
            continue
        places = _exact_run(token.spellings, texts, free_long)
        if places:
            _meet(i, places, free_short, free_long)
            blocks.append(_block(i, places, 1.0, JOINED, swapped=swapped))


def _meet(one: int, several: tuple[int, ...], free: list[int], free_others: list[int]) -> None:
    """Take a place of one name and several of the other out of what is free."""
    free.remove(one)
    for place in several:
        free_others.remove(place)


def _block(one: int, several: tuple[int, ...], value: float, how: str, *, swapped: bool) -> Block:
    """Return the block of a place that meets several; ``swapped`` where the several are of the name asked about."""
    mine, theirs = (several, (one,)) if swapped else ((one,), several)
    return Block(mine, theirs, value, how)


def _exact_run(spellings: tuple[str, ...], texts: list[str], free: list[int]) -> tuple[int, ...]:
    for start in range(len(texts) - 1):
        joined = texts[start]
        if not any(spelling.startswith(joined) for spelling in spellings):
            continue
        for end in range(start + 1, min(len(texts), start + _LONGEST_JOIN)):
            joined += texts[end]
            if joined in spellings:
                places = tuple(range(start, end + 1))
                return places if all(place in free for place in places) else ()
    return ()


_AlikePair = tuple[float, int, int, int, Alike]
"""How sure, negative; how far apart; the two places; how alike."""


def _alike_pairs(mine: tuple[Token, ...], theirs: tuple[Token, ...], left: list[int], right: list[int]) -> list[_AlikePair]:
    """Return the single words that are alike, the surest first."""
    pairs: list[_AlikePair] = []
    plain = [j for j in right if len(theirs[j].spellings) == 1 and not theirs[j].native]
    looked = [look(theirs[j].spellings[0]) for j in plain]
    for i in left:
        first = mine[i]
        if len(first.spellings) > 1 or first.native:
            found = [(j, token_alike(first, theirs[j])) for j in right]
        else:
            found = [(plain[at], one) for at, one in alike_ones(look(first.spellings[0]), looked)]
            if len(plain) < len(right):
                found += [(j, token_alike(first, theirs[j])) for j in right if j not in plain]
        for j, one in found:
            value = one[0]
            if value >= _LEAST:
                weight = first.weight if first.weight > theirs[j].weight else theirs[j].weight
                pairs.append((-value - 0.2 * weight, abs(i - j), i, j, one))
    pairs.sort()
    return pairs


def _pair(pairs: list[_AlikePair], left: list[int], right: list[int], blocks: list[Block], *, later: bool) -> None:
    """Pair single words, the surest first; beginnings and initials only once joined words have been looked for."""
    for _, _, i, j, (value, how) in pairs:
        if i in left and j in right and (how in _LATER) == later:
            left.remove(i)
            right.remove(j)
            blocks.append(Block((i,), (j,), value, how))


def token_alike(first: Token, second: Token) -> Alike:
    """Compare two tokens: by their own script where both have the same one, else by the closest spellings."""
    if first.native and second.native and _same_script(first.native, second.native):
        found = alike(first.native, second.native)
        if found.value < 0.85 and any(one in second.spellings for one in first.spellings):
            return Alike(0.85, HOMOPHONE)
        return found
    mine, theirs = first.spellings, second.spellings
    if len(mine) == 1 and len(theirs) == 1:
        return alike(mine[0], theirs[0])
    best = _NOTHING
    for one in mine:
        for other in theirs:
            found = alike(one, other)
            if found.value > best.value:
                if found.how == SAME:
                    return found
                best = found
    native = first.native or second.native
    if native and native[0] >= "\u2e80" and first.kind == NAME:
        return _syllables(first, second, best)
    return best


def _syllables(first: Token, second: Token, best: Alike) -> Alike:
    """Judge a reading of Han or hangul that no spelling meets exactly: another syllable is another name."""
    mine, theirs = {syllable_key(one) for one in first.spellings}, {syllable_key(one) for one in second.spellings}
    if mine & theirs:
        return Alike(0.94, SOUND)
    return best if best.value >= _STRICT and best.how not in (SOUND, VOWELS) else Alike(best.value * 0.6, best.how)


def _same_script(first: str, second: str) -> bool:
    return (first[0] >= "\u2e80") == (second[0] >= "\u2e80") and abs(ord(first[0]) - ord(second[0])) < 0x7000


def _join(
    whole: tuple[Token, ...],
    parts: tuple[Token, ...],
    left: list[int],
    right: list[int],
    blocks: list[Block],
    *,
    swapped: bool,
) -> None:
    """Let one word meet several words in a row that were written apart."""
    for i in list(left):
        token = whole[i]
        if token.kind == NUMBER or len(token.spellings[0]) < 4:
            continue
        run = _best_run(token, parts, right)
        if run is None:
            continue
        places, value = run
        _meet(i, places, left, right)
        blocks.append(_block(i, places, value, JOINED, swapped=swapped))
        if not right:
            return


def _best_run(token: Token, parts: tuple[Token, ...], free: list[int]) -> tuple[tuple[int, ...], float] | None:
    best: tuple[tuple[int, ...], float] | None = None
    lengths = [len(spelling) for spelling in token.spellings]
    shortest, longest = min(lengths) - 3, max(lengths) + 3
    for start in range(len(free) - 1):
        for size in range(2, min(_LONGEST_JOIN, len(free) - start) + 1):
            places = tuple(free[start : start + size])
            if places[-1] - places[0] != size - 1:
                break
            length = sum([len(parts[j].spellings[0]) for j in places])
            if length > longest + 2 * (size - 1) or length < shortest:
                continue  # articles apart, none of its texts has the length
            for text in _texts(parts, places):
                for spelling in token.spellings:
                    if abs(len(spelling) - len(text)) > 3 or Indel.normalized_similarity(spelling, text) < _FEW_LETTERS:
                        continue
                    value = alike(spelling, text).value
                    if value >= _JOIN_LEAST and (best is None or value > best[1]):
                        best = places, value
    return best


def _texts(parts: tuple[Token, ...], places: tuple[int, ...]) -> tuple[str, ...]:
    words = [parts[j].spellings[0] for j in places]
    found = ["".join(words)]
    if len(words) == 2:
        found.append(words[1] + words[0])
    bare = words[0] + "".join(_without_article(word) for word in words[1:])
    return (*found, bare) if bare != found[0] else tuple(found)


def _without_article(word: str) -> str:
    """Return a word of Arabic origin without its article, which assimilates: al-Rahman, ar-Rahman, ur-Rahman."""
    if word in _ARTICLES:
        return ""
    return word[2:] if word[:2] in _ARTICLES and len(word) > 4 else word


def _cut_short(
    mine: tuple[Token, ...], theirs: tuple[Token, ...], left: list[int], right: list[int], blocks: list[Block]
) -> None:
    """Let a last letter or two meet the word that they begin, where all before is the same: a short field cut it off."""
    last = len(mine) - 1
    if last < 2 or last not in left or last not in right:
        return
    text, whole = mine[last].spellings[0], theirs[last].spellings[0]
    if len(text) > 2 or not whole.startswith(text) or mine[last].native or theirs[last].native:
        return
    if all(one.spellings[0] == other.spellings[0] for one, other in zip(mine[:last], theirs, strict=False)):
        _meet(last, (last,), left, right)
        blocks.append(Block((last,), (last,), *beginning(text, whole)))


def _initials(
    short: tuple[Token, ...],
    long: tuple[Token, ...],
    left: list[int],
    right: list[int],
    blocks: list[Block],
    *,
    swapped: bool,
) -> None:
    """Let a short word meet the words whose initials it is made of."""
    for i in list(left):
        text = short[i].spellings[0]
        if not 2 <= len(text) <= 6 or not text.isalpha() or short[i].native or short[i].kind in _NEVER_INITIALS:
            continue
        for start in range(len(right) - len(text) + 1):
            places = tuple(right[start : start + len(text)])
            if "".join(long[j].spellings[0][0] for j in places) == text:
                _meet(i, places, left, right)
                blocks.append(_block(i, places, 0.55 if len(text) == 2 else 0.7, ACRONYM, swapped=swapped))
                break
        if not right:
            return


__all__ = ["ACRONYM", "HOMOPHONE", "INITIAL", "JOINED", "Alignment", "Block", "align", "token_alike"]

"""Names as official lists print them, with their brackets, made into names to look for.

Decides what a bracket after a name is: an abbreviation of it, the name in another script, another name, or part of the
name ("(Vietnam)" tells two companies apart). The name as printed always comes first and is never changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from sekisho.parties.generic_words import PLACE_WORDS, is_distinctive
from sekisho.parties.names import abbreviates, prepare, words_of
from sekisho.parties.party import Name

_OPEN: Final = "(（"
_CLOSE: Final = ")）"
_CAPITALS: Final = re.compile(r"[A-Z0-9][A-Z0-9&./ -]*[A-Z0-9]")
_CAPITAL: Final = re.compile(r"[A-Z]")
_DESCRIPTION: Final = re.compile(r"(?:a|an|the|of|in|at|see|formerly|including|parent|subordinate|named|all|also)\b")
_FOREIGN: Final = re.compile(r"[^\W\d_a-zA-Z\u00c0-\u024f]{2}")
_TWO_SCRIPTS: Final = re.compile(r"([\x20-\x7e\u00a0-\u024f]*[A-Za-z)][.)]?)\s+([\u3040-\u30ff\u3400-\u9fff][^A-Za-z]*)")
_INSIDE: Final = re.compile(r"(\S{1,200})\s{0,20}[(（]([^()（）]+)[)）]")
_ABBREVIATED: Final = (
    "acad assoc bhd bros co corp dept dr elec eng ent est exp imp ind inc ins inst int int'l intl jr labs lim ltd mfg "
    "mr no pte pty pvt sci sdn sr st std sti şti tech tic tur univ"
)
_ABBREVIATIONS: Final = frozenset(_ABBREVIATED.split())
_SPACES: Final = re.compile(r"\s+")


def tidy(text: str) -> str:
    """Return one line without blanks or separators at its ends; a dot that ends an abbreviation or a form stays."""
    text = _SPACES.sub(" ", text).replace(" ,", ",").strip(" ,;:—–-\u200b")
    if text.endswith(".") and not _ends_with_abbreviation(text):
        text = text[:-1].rstrip(" ,;")
    return text


def names_of(printed: Iterable[tuple[str, str]]) -> tuple[Name, ...]:
    """Return the names that printed texts give, the first of them primary.

    Args:
        printed: Texts with the quality that each has by the source's own word; the first is the primary name.
    """
    found: dict[str, Name] = {}
    for number, (text, quality) in enumerate(printed):
        for name in _readings(tidy(text), "primary" if number == 0 else quality):
            if name.value and prepare(name.value).words:
                found.setdefault(name.value, Name(name.value, "weak") if quality == "weak" and number else name)
    names = list(found.values())
    if names:
        names[0] = Name(names[0].value, "primary")
    return tuple(names)


def _readings(text: str, quality: str) -> Iterator[Name]:
    yield Name(text, _plain_quality(text, quality))
    scripts = _TWO_SCRIPTS.fullmatch(text)
    if scripts:
        yield Name(tidy(scripts.group(1)), "alias")
        yield Name(tidy(scripts.group(2)), "alias")
    base, brackets = trailing_brackets(text)
    for inner in brackets:
        yield from _bracket(inner, base)
    if brackets and any(_sets_apart(inner, base) for inner in brackets):
        yield Name(base, _plain_quality(base, "alias"))
    for found in _INSIDE.finditer(base):
        rest = tidy(base[: found.start(2) - 1] + " " + base[found.end() :])
        if abbreviates(found.group(2), base[: found.start(2) - 1]) or _is_acronym(found.group(2), base):
            yield Name(rest, "alias")
            if is_form(base[found.end() :]):
                yield Name(tidy(found.group(2)), "weak")
        elif _is_variant(found.group(2), found.group(1)):
            yield Name(rest, "alias")
            yield Name(tidy(base[: found.start(1)] + found.group(2) + base[found.end() :]), "alias")


def trailing_brackets(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the text before the brackets at its end, and what stands in these, from left to right."""
    brackets: list[str] = []
    rest = text.rstrip(" .,;")
    while rest and rest[-1] in _CLOSE:
        depth, at = 0, len(rest)
        while at > 0:
            at -= 1
            depth += (rest[at] in _CLOSE) - (rest[at] in _OPEN)
            if depth == 0:
                break
        if depth or not rest[:at].strip():
            break
        brackets.insert(0, rest[at + 1 : -1].strip())
        rest = rest[:at].rstrip(" ,;")
    return (rest, tuple(brackets)) if brackets else (text, ())


def _bracket(inner: str, base: str) -> Iterator[Name]:
    words = words_of(inner)
    if not words or _DESCRIPTION.match(inner.lower()) or is_form(inner):
        return
    if _FOREIGN.search(inner):
        yield Name(tidy(inner), "alias")
    elif abbreviates(inner, base) or _is_acronym(inner, base):
        yield Name(tidy(inner), "alias" if len(words) > 1 else "weak")
    elif _is_name(inner):
        yield Name(tidy(inner), "alias")
    elif is_distinctive(words[0]) and len(words) <= 2:
        yield Name(tidy(inner), "weak")  # a short name, or a town that we do not know


def _sets_apart(inner: str, base: str) -> bool:
    """Tell whether the name stands by itself without this bracket."""
    words = words_of(inner)
    return bool(words) and bool(
        is_form(inner)
        or _DESCRIPTION.match(inner.lower())
        or _FOREIGN.search(inner)
        or abbreviates(inner, base)
        or _is_acronym(inner, base)
        or _is_name(inner)
    )


def _is_name(inner: str) -> bool:
    """Tell whether a bracket holds a name of its own: with a legal form, or at least three words, not only places."""
    prepared = prepare(inner)
    if all(word in PLACE_WORDS for word in prepared.words):
        return False
    return len(prepared.words) > 2 or (bool(prepared.forms) and any(map(is_distinctive, prepared.words)))


def _is_acronym(inner: str, base: str) -> bool:
    """Tell whether a bracket is written as an acronym; where all is in capitals, that says nothing."""
    words = words_of(inner)
    written = _CAPITALS.fullmatch(inner.strip()) or (len(words) == 1 and len(_CAPITAL.findall(inner)) > 1)
    if not written or len(inner) < 3 or base.isupper() or is_form(inner):
        return False
    return any(map(is_distinctive, words))


def is_form(text: str) -> bool:
    """Tell whether a text is a legal form and nothing else: "Co., Ltd."."""
    return bool(words_of(text)) and prepare(f"xx {text}").words == ("xx",)


def _is_variant(inner: str, before: str) -> bool:
    """Tell whether a bracket spells the word before it in another way: "Sergei (Sergi)"."""
    first, second = words_of(before), words_of(inner)
    return len(first) == len(second) == 1 and first[0][:3] == second[0][:3] and is_distinctive(second[0])


def _plain_quality(text: str, quality: str) -> str:
    """Call a name weak that is only a legal form or a single generic word."""
    if quality == "primary":
        return quality
    prepared = prepare(text)
    if all(not is_distinctive(word) for word in prepared.words) and len(prepared.words) < 2:
        return "weak"
    return "weak" if is_form(text) else quality


def _ends_with_abbreviation(text: str) -> bool:
    last = text.rsplit(" ", 1)[-1][:-1]
    return "." in last or is_abbreviation(last)


def is_abbreviation(word: str) -> bool:
    """Tell whether a word without its dot is one that is written with a dot: "Ltd", "Inst", an initial."""
    return len(word) == 1 or word.rsplit("-", 1)[-1].lower().lstrip("(") in _ABBREVIATIONS

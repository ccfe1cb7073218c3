"""Where a name ends and an address begins, in lists that run both together.

Decides that by commas, legal forms and the words that streets, buildings and bodies are called by. Knows nothing of
aliases and of the layout of a cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from sekisho.parties.generic_words import PLACE_WORDS, is_distinctive
from sekisho.parties.names import prepare, words_of
from sekisho.sources.printed import is_abbreviation, is_form, tidy

_FORMS_BEFORE_NAMES: Final = frozenset({"Ltd", "LTD", "Limited", "LLC", "Inc", "Co", "Corp", "GmbH", "Pte", "Pvt"})
ADDRESS_LABEL: Final = re.compile(r"^(?:alt\.? )?address(?:es)?(?: for [^:]*)?:\s*", re.IGNORECASE)
_ADDRESS_WORD: Final = re.compile(
    r"\d|^(?:no\.|p\.?\s?o\.?\b|room|rm\.?\b|flat|suite|unit|shop|floor|office|apt|plot|house|block|bldg|building|"
    r"near|opposite|tower|villa|level|ground|corner|km\b|ul\.|str\.|c/o)|"
    r"\b(?:street|st|str|road|rd|avenue|ave|lane|ln|boulevard|blvd|highway|building|bldg|floor|district|village|"
    r"square|plaza|province|ulitsa|prospekt|pereulok|naberezhnaya|shosse|cad|caddesi|sokak|sok|mah|mahalle|jalan|p\.o)\b",
    re.IGNORECASE,
)
_BODY_WORD: Final = re.compile(
    r"\b(?:institut\w*|universit\w*|academy|department|laborator\w+|bureau|cent(?:er|re)|branch|division|factory|"
    r"faculty|design|corporation|company|ministry|plant|association|organi[sz]ation|enterprise|bank|group|concern|npo|okb|"
    r"jsc|pjsc|ojsc)\b",
    re.IGNORECASE,
)
_FULL_STOP: Final = re.compile(r"\.\s+(?=[A-Z0-9#])|(?<=[a-z])\.(?=\d)")
_ADDRESS_START: Final = re.compile(
    r"(?:No\.|Room|Rm\b|Flat|Unit|Floor|#|\d+[A-Z]?\s(?!\w+\s\w+\s(?:plant|institute)))", re.IGNORECASE
)
_LOOSE_ADDRESS: Final = re.compile(r"(\w[\w.'-]*\s.*?\w)\s+((?:Office\s|Cargo City\s|\d+\s).*)")
_STREET_WORD: Final = re.compile(
    r"\b(?:street|st|str|road|rd|avenue|ave|building|bldg|floor|room|tower|zone|park|district|village|square|plaza|"
    r"province|p\.o)\b",
    re.IGNORECASE,
)
ADDRESS_PARTS: Final = re.compile(r";\s*(?:and\b\s*)?|\s*\n\s*(?:and\b\s*)?|,\s+and\s+(?=\d|No\.|Room|Flat|Unit|P\.O)")


def split_name(text: str, families: frozenset[str] = frozenset()) -> tuple[list[str], str]:
    """Part a name from the address behind it: at the first comma that no legal form follows."""
    before, semicolon, after = text.partition(";")
    if semicolon and "," not in before:
        return [before], after
    segments = segments_of(text)
    name = segments.pop(0) if segments else ""
    while segments:
        form, rest = _leading_form(segments[0])
        if not form and not _is_local_company(segments[0]):
            break
        name = f"{name}, {form or segments[0]}"
        segments.pop(0)
        if rest and _ADDRESS_WORD.search(rest) and not rest.startswith("("):
            segments.insert(0, rest)
            break
        name = f"{name} {rest}" if rest else name
    name, glued = _glued_address(name, last=not segments)
    names = [name]
    if segments and not glued and goes_on(segments):
        whole = f"{name}, {segments[0]}"
        if prepare(name).key in families:
            return [whole], ", ".join(segments[1:])
        names = [name, whole]
    elif segments and (found := _LOOSE_ADDRESS.fullmatch(name)) and not _BODY_WORD.search(found.group(2)):
        names = [name, found.group(1)]
    return names, ", ".join([glued, *segments] if glued else segments)


def is_street(text: str) -> bool:
    """Tell whether a text names a street, a building or a zone."""
    return _STREET_WORD.search(text) is not None


def goes_on(segments: Sequence[str]) -> bool:
    """Tell whether a segment after a comma may still name the body: "…, NPO Electromechanics, 31 Mendeleev Street"."""
    after = segments[0]
    return bool(_BODY_WORD.search(after)) and not is_street(after) and not _ADDRESS_START.match(after)


def _glued_address(name: str, *, last: bool) -> tuple[str, str]:
    """Part an address that follows a name without a comma: "Co. Ltd. No. 1 Xifei Road", "OpenLab. Istanbul"."""
    for found in _FULL_STOP.finditer(name):
        word = name[: found.start()].rsplit(" ", 1)[-1]
        rest = name[found.end() :]
        place = words_of(rest[:60])[:1]
        town = bool(place) and place[0] in PLACE_WORDS and (last if is_form(word) else not is_abbreviation(word))
        if town or _ADDRESS_START.match(rest):
            return name[: found.start() + 1], rest
    return name, ""


def _is_local_company(segment: str) -> bool:
    """Tell whether a segment is only a place and a legal form: "JLD Technology, Hong Kong Co., Ltd."."""
    prepared = prepare(segment)
    return bool(prepared.forms) and all(word in PLACE_WORDS for word in prepared.words)


def _leading_form(segment: str) -> tuple[str, str]:
    """Return the legal form that a segment begins with, and what follows it."""
    words = segment.split()
    for count in range(len(words), 0, -1):
        form = " ".join(words[:count])
        rest = " ".join(words[count:])
        if is_form(form) and (not rest or form.split()[-1].rstrip(".") in _FORMS_BEFORE_NAMES):
            return form, rest
    if words and words[0].strip(".").lower() in ("jr", "sr"):
        return segment, ""
    return "", ""


def is_address(text: str) -> bool:
    """Tell whether a text has a number or a word of an address."""
    return _ADDRESS_WORD.search(text) is not None


def split_sentence(text: str) -> tuple[str, str]:
    """Part "Alias. 21 Tower, …" or "Alias P.O. Box …"."""
    found = re.search(r"\s+(?=P\.\s?O)", text)
    if found:
        return text[: found.start()], text[found.end() :]
    for found in _FULL_STOP.finditer(text):
        last = text[: found.start()].rsplit(" ", 1)[-1]
        if not is_abbreviation(last) or _ADDRESS_WORD.search(text[found.end() :].partition(",")[0]):
            return text[: found.start()], text[found.end() :]
    names, address = split_name(text)
    return names[0], address


def segments_of(text: str) -> list[str]:
    """Split at commas outside brackets."""
    parts: list[str] = []
    depth, start = 0, 0
    for at, char in enumerate(text):
        depth += (char in "(（") - (char in ")）" and depth > 0)
        if char == "," and depth == 0:
            parts.append(text[start:at].strip())
            start = at + 1
    parts.append(text[start:].strip())
    return [part for part in parts if part]


def addresses_of(lines: Sequence[str]) -> tuple[str, ...]:
    """Return the addresses in these lines, each once, without "and" and labels."""
    found: list[str] = []
    for line in lines:
        for part in ADDRESS_PARTS.split(line):
            address = re.sub(r"^and\b\s*|\s*\band$", "", ADDRESS_LABEL.sub("", tidy(part))).strip(" .,;")
            if words_of(address):
                found.append(address)
    return tuple(dict.fromkeys(found))


def names_among(addresses: Sequence[str]) -> Iterator[str]:
    """Return the company names that head an address: "and Hayes & CO, 2nd Floor, …"."""
    for address in addresses:
        names, rest = split_name(address)
        words = names[0].split()
        core = prepare(names[0]).words
        telling = len(core) > 2 or any(map(is_distinctive, core))
        if rest and telling and len(words) > 1 and is_form(words[-1]) and not _ADDRESS_WORD.search(names[0]):
            yield names[0]

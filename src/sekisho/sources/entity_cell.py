"""What one entity cell of a list of the Export Administration Regulations says: who, also known as, where.

Decides where a name ends and an address begins, which lines are aliases, and which subordinate or affiliated bodies a
cell lists besides. Where the print leaves it open, a text is taken as a name too many rather than one too few. Knows
nothing of requirements and matching.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sekisho.parties.generic_words import PLACE_WORDS, is_distinctive
from sekisho.parties.names import prepare, words_of
from sekisho.parties.party import Name
from sekisho.sources.ecfr import Cell
from sekisho.sources.name_and_address import (
    ADDRESS_LABEL,
    ADDRESS_PARTS,
    addresses_of,
    goes_on,
    is_address,
    is_street,
    names_among,
    segments_of,
    split_name,
    split_sentence,
)
from sekisho.sources.printed import is_form, names_of, tidy

_AKA: Final = re.compile(
    r"(?<![\w.])(?:[afn]\.\s?k\.\s?a(?!\w)|aka(?!\w)|(?:and\s+)?(?=the\s+following\s+[\w-]+\s+alias))\s?\.?\s*,?\s*",
    re.IGNORECASE,
)
_LIST: Final = re.compile(
    r"(?:(?:and|as|including|the|follow(?:ing)?)\s+)*(?P<count>[\w-]+)?\s*(?:following\s+)?"
    r"\b(?:alias\w*|aliaes|entity)\b(?:(?P<more>[^:\n]*):|,?$|,)",
    re.IGNORECASE,
)
_NUMERALS: Final = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
_COUNTS: Final = {word: number for number, word in enumerate(_NUMERALS.split(), start=1)}
_FAMILY: Final = 3
_DASHES: Final = "—–-"
_SUBORDINATE: Final = re.compile(r"subordinate instit\w*\s*:?\s*", re.IGNORECASE)
_INLINE_SUBORDINATE: Final = re.compile(r"\s*subordinate institution:\s*", re.IGNORECASE)
_SHARED: Final = re.compile(r"(?:the following )?addresses apply to the entity and .*?:\s*", re.IGNORECASE)
_SEE: Final = re.compile(
    r"[,.]?\s*\(\s*See (?:also )?(?:alternate )?address(?:es)?\s+(?:for \w+ )?(?:under|in)\s+([^()]*)\)\.?",
    re.IGNORECASE,
)
_ALSO: Final = re.compile(r",?\s*(?:and )?to include the following .*$", re.IGNORECASE | re.DOTALL)
_ALIAS_ENDS_OPEN: Final = re.compile(r"(?:;|\band)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entity:
    """A body that a cell lists.

    Attributes:
        names: The primary name first.
        addresses: As printed.
        remarks: What else the cell says of it.
        see: Countries under which the cell says more addresses stand, as printed.
        stated: How many aliases the cell says that it gives; None if it does not say.
        listed: How many it gave as such a list.
    """

    names: tuple[Name, ...]
    addresses: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    see: tuple[str, ...] = ()
    stated: int | None = None
    listed: int = 0


def read_entities(cell: Cell, families: frozenset[str] = frozenset()) -> tuple[Entity, ...]:
    """Read a cell; the first entity is the one that the row is about, unless the row only goes on from the one above.

    Args:
        cell: The cell.
        families: What `families_of` found in the whole table.
    """
    text, see = _take_references(cell.text)
    lines = [line.strip() for line in text.split("\n")]
    sections, shared = _sections(lines, cell.italics)
    entities: list[Entity] = []
    for number, section in enumerate(sections):
        entity = _read_section(section, shared, families)
        if not entity.names:
            continue
        remarks = entity.remarks
        if number and sections[0] and entities:
            remarks = (*remarks, f"listed with {entities[0].names[0].value}")
        entities.append(Entity(entity.names, entity.addresses, remarks, tuple(see), entity.stated, entity.listed))
    return tuple(entities)


def shared_addresses(cell: Cell) -> tuple[str, ...]:
    """Return the addresses that a cell says apply to an entity and to its subordinate institutions."""
    lines = [line.strip() for line in cell.text.split("\n")]
    return addresses_of(_sections(lines, ())[1])


def families_of(cells: Iterable[Cell]) -> frozenset[str]:
    """Return the beginnings of cells that name a parent, as keys: "Tactical Missile Corporation, …", time and again."""
    counts: dict[str, int] = {}
    for cell in cells:
        segments = segments_of(cell.text.partition("\n")[0])
        if len(segments) > 2 and goes_on(segments[1:]):
            key = prepare(segments[0]).key
            counts[key] = counts.get(key, 0) + 1
    return frozenset(key for key, count in counts.items() if count >= _FAMILY)


def _take_references(text: str) -> tuple[str, list[str]]:
    see: list[str] = []
    for found in _SEE.finditer(text):
        places = re.split(r",\s*(?:and\s+)?|\s+and\s+|;\s*", " ".join(found.group(1).split()))
        see += [re.sub(r"^(?:.* in )?(?:the )?", "", place).strip() for place in places if place.strip()]
    return _SEE.sub(".", text), see


def _sections(lines: Sequence[str], italics: Sequence[str]) -> tuple[list[list[str]], list[str]]:
    """Part the lines by subordinate and affiliated bodies, and the addresses that hold for all of them."""
    sections: list[list[str]] = [[]]
    shared: list[str] = []
    heads = tuple(piece for piece in italics if len(piece) > 3 and piece[0].isupper())
    affiliates = False
    target = sections[0]
    announced: list[str] = []
    for line in lines:
        subordinate = _SUBORDINATE.match(line)
        if line.lower().startswith("affiliated entities"):
            affiliates, target = True, announced
        elif subordinate or (affiliates and (line.startswith(heads) or (line and target is announced))):
            target = [line[subordinate.end() :]] if subordinate else [line]
            sections.append(target)
        elif _SHARED.match(line):
            target = shared
            target.append(_SHARED.sub("", line, count=1))
        else:
            target.append(line)
    return sections, shared


def _read_section(lines: list[str], shared: list[str], families: frozenset[str]) -> Entity:
    while lines and not lines[0]:
        lines = lines[1:]
    if not lines:
        return Entity(())
    head, rest = _head(lines)
    remarks: list[str] = []
    found = _INLINE_SUBORDINATE.search(head)
    if found and not _AKA.search(head, 0, found.start()):
        remarks.append(f"subordinate institution of {tidy(head[: found.start()])}")
        head = head[found.end() :]
        if not head and rest:
            head, rest = rest[0].lstrip(_DASHES), rest[1:]
    reading = _Reading(families)
    addresses = addresses_of([*reading.read(head, rest), *shared])
    remarks += reading.remarks
    names = [*reading.names, *((name, "alias") for name in names_among(addresses))]
    return Entity(
        names=names_of(names),
        addresses=addresses,
        remarks=tuple(remarks),
        stated=reading.stated,
        listed=reading.listed,
    )


def _head(lines: Sequence[str]) -> tuple[str, list[str]]:
    """Return the first lines as one, up to an alias, a blank line or a finished introduction of aliases."""
    count = 1
    while count < len(lines) and lines[count] and lines[count][0] not in _DASHES:
        so_far = " ".join(lines[:count])
        if so_far.endswith((":", ";", ".")) or ADDRESS_LABEL.match(lines[count]) or _AKA.search(so_far) is None:
            break
        count += 1
    return " ".join(lines[:count]), list(lines[count:])


class _Reading:
    """The names of one section, as they are found."""

    def __init__(self, families: frozenset[str]) -> None:
        self.families = families
        self.names: list[tuple[str, str]] = []
        self.remarks: list[str] = []
        self.stated: int | None = None
        self.listed = 0

    def read(self, head: str, rest: list[str]) -> list[str]:
        """Take the names out and return the lines of the address."""
        head, bracketed = _bracketed_aliases(head)
        found = _AKA.search(head)
        introduced = _LIST.match(head, found.end()) if found else None
        if found and introduced:
            before = head[: found.start()]
            self._add(before)
            self._add_aliases(bracketed)
            more = tidy(introduced.group("more") or "")
            if more:
                self.remarks.append(more)
            self.stated = _count(introduced.group("count"))
            inline = head[introduced.end() :].strip()
            return [*self._inline_list(inline), *self._listed(rest, open_list=not inline)]
        if found:
            self._add(head[: found.start()])
            self._add_aliases(bracketed)
            return [self._inline(head[found.start() :], bool(rest)), *self._listed(rest, open_list=False)]
        name, address = _split_first_line(head, bool("".join(rest)), self.families)
        for number, part in enumerate(name):
            self._add(part, "weak" if number else "alias")
        self._add_aliases(bracketed)
        return [address, *self._listed(rest, open_list=False)]

    def _add(self, text: str, quality: str = "alias") -> None:
        if tidy(text):
            self.names.append((text, quality))

    def _add_aliases(self, texts: Sequence[str]) -> None:
        for text in texts:
            self._add(text)

    def _inline_list(self, text: str) -> list[str]:
        """Take a list of aliases that stands in the line that announces it; return what follows it."""
        count = self.stated or 1
        while text and count:
            count -= 1
            piece, separator, after = _partition(ADDRESS_PARTS, text)
            if not count or not separator:
                name, text = split_sentence(piece.strip(_DASHES + " "))
                self._add(name)
                self.listed += 1
                return [f"{text}{separator}{after}"]
            self._add(piece.strip(_DASHES + " "))
            self.listed += 1
            text = after
        return [text]

    def _inline(self, text: str, more_lines: bool) -> str:
        """Take names after "a.k.a." in running text; return the address behind the last of them."""
        pieces = [piece for piece in _AKA.split(text) if piece]
        for piece in pieces[:-1]:
            self._add(piece)
        segments = segments_of(pieces[-1]) if pieces else []
        names: list[str] = []
        while segments and not (names and _begins_address(segments, more_lines)):
            name = segments.pop(0)
            if names and is_form(name):
                names[-1] = f"{names[-1]}, {name}"
            else:
                names.append(name)
        for name in names:
            self._add(name)
            self._add_aliases(_persons(name))
        return ", ".join(segments)

    def _listed(self, lines: Sequence[str], *, open_list: bool) -> list[str]:
        """Take the alias lines out and return the others."""
        address: list[str] = []
        last = max((number for number, line in enumerate(lines) if line), default=0)
        for number, line in enumerate(lines):
            later = number < last
            unmarked = open_list and bool(line) and (self.listed > 0 or (self.stated is not None and later))
            if line[:1] and (line[0] in _DASHES or (unmarked and not is_address(line))):
                open_list = bool(_ALIAS_ENDS_OPEN.search(line))
                for part in re.split(r";\s*[—–]", line.lstrip(_DASHES + " ")):
                    address += self._alias_line(part, any(address) or later)
            elif line or self.listed:
                open_list = False
                address.append(line)
        return address

    def _alias_line(self, line: str, address_elsewhere: bool) -> list[str]:
        self.listed += 1
        also = _ALSO.search(line)
        if also:
            self.remarks.append(tidy(also.group()))
            line = line[: also.start()]
        found = _AKA.search(line)
        if found and _LIST.match(line, found.end()):
            line = line[: found.start()]
        line, bracketed = _bracketed_aliases(_ALIAS_ENDS_OPEN.sub("", line))
        self._add_aliases(bracketed)
        if address_elsewhere and not _has_street(line) and not re.match(r"[^,]*\),", line):
            choices = re.split(r"\s+or\s+(?=[A-Z])|;\s*", line)
            self._add_aliases([line, *choices] if len(choices) > 1 else [line])
            self._add_aliases(_without_town(line))
            return []
        names, address = split_name(line)
        self._add_aliases(names)
        return [address] if address else []


def _without_town(line: str) -> list[str]:
    """Return "The High Power Laser Laboratory" for that name with ", Shanghai" behind it."""
    name, _, rest = line.partition(",")
    towns = words_of(rest)
    return [name] if towns and all(word in PLACE_WORDS for word in towns) and len(words_of(name)) > 2 else []


def _has_street(line: str) -> bool:
    segments = segments_of(line)
    return len(segments) > 2 and any(map(is_address, segments[1:]))


def _bracketed_aliases(head: str) -> tuple[str, list[str]]:
    """Take out "(a.k.a., …)" and "(f.k.a., …)"."""
    aliases: list[str] = []
    while True:
        found = re.search(r"[,;]?\s*\(\s*(?=[afn]\.\s?k\.)", head, re.IGNORECASE)
        if not found:
            return head, aliases
        depth, at = 1, found.end()
        while at < len(head) and depth:
            depth += (head[at] == "(") - (head[at] == ")")
            at += 1
        inner = head[found.end() : at - 1 if depth == 0 else at]
        head = f"{head[: found.start()]} {head[at:]}".strip()
        for piece in _AKA.split(inner):
            aliases += _bracket_pieces(piece)


def _bracket_pieces(text: str) -> Iterator[str]:
    for piece in re.split(r";\s*(?:and\s+)?", text):
        yield piece
        parts = re.split(r",\s+(?:and\s+)?|\s+and\s+", tidy(piece))
        if len(parts) > 1 and all(len(part.split()) > 1 and not is_form(part) for part in parts):
            yield from parts


def _split_first_line(line: str, more_lines: bool, families: frozenset[str]) -> tuple[list[str], str]:
    if more_lines and line.rstrip().endswith(",") and not is_address(line):
        return [line], ""
    return split_name(line, families)


def _persons(text: str) -> list[str]:
    """Return the two names in "Mark Ong and Matti Chong"."""
    parts = re.split(r"\s+and\s+", text)
    telling = all(is_distinctive(word) for part in parts for word in words_of(part))
    return parts if len(parts) == 2 and telling else []


def _begins_address(segments: Sequence[str], more_lines: bool) -> bool:
    """Tell whether what is left is an address: a street, or the last two parts (town and country)."""
    if is_form(segments[0]):
        return False
    return is_address(segments[0]) or is_street(segments[0]) or (len(segments) <= 2 and not more_lines)


def _partition(pattern: re.Pattern[str], text: str) -> tuple[str, str, str]:
    found = pattern.search(text)
    return (text[: found.start()], found.group(), text[found.end() :]) if found else (text, "", "")


def _count(word: str | None) -> int | None:
    if word is None:
        return 1
    return int(word) if word.isdigit() else _COUNTS.get(word.lower())

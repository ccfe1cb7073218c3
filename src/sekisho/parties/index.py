"""Where the names of listed parties are looked up.

Decides how names are laid out so that one query costs milliseconds: a block of bytes in which a name, a name without
its spaces, a name with its words sorted, and each word can be found, and from which a party is read only when it is
needed. Refuses to know what counts as a match (`sekisho.parties.match`).

The block is derived data. It carries its own SHA-256, so a damaged file is noticed and not searched.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from typing import Final, Self

from sekisho.errors import SourceError
from sekisho.parties.legal_forms import FORM_WORDS
from sekisho.parties.names import prepare
from sekisho.parties.party import ListedParty
from sekisho.parties.record import dump_party, load_party

_MAGIC: Final = "sekisho-parties-1"
_SECTIONS: Final = ("keys", "words", "names", "parties")
_REMEDY: Final = "load the source again with `sekisho sources load`"
_SQUEEZED: Final = "~"
_SORTED: Final = "^"
ADDRESS: Final = "address"
"""Quality of an index name that is the address of an address-only entry."""


@dataclass(frozen=True, slots=True)
class IndexName:
    """A name in the index.

    Attributes:
        number: Its place in the index.
        party: Number of the party that bears it.
        quality: ``primary``, ``alias``, ``weak``, or ``address`` for an address-only entry.
        words: Its words, folded, without legal form.
        forms: Its legal forms, folded.
        printed: As printed.
    """

    number: int
    party: int
    quality: str
    words: tuple[str, ...]
    forms: tuple[str, ...]
    printed: str


class Index:
    """A searchable block of listed parties; make one with `build` or `load`.

    Attributes:
        parties: How many parties it holds.
        sources: How many of them each source has.
    """

    __slots__ = ("_data", "_keys", "_name_lines", "_names", "_party_lines", "_records", "_words", "parties", "sources")

    def __init__(self, data: bytes, header: dict[str, object], sections: dict[str, bytes]) -> None:
        self._data = data
        self._keys, self._words = sections["keys"], sections["words"]
        self._names, self._records = sections["names"], sections["parties"]
        self._name_lines: list[bytes] | None = None
        self._party_lines: list[bytes] | None = None
        self.sources = _counts(header.get("sources"))
        self.parties = sum(self.sources.values())

    @classmethod
    def build(cls, parties: Iterable[ListedParty]) -> Self:
        """Lay out the names of these parties."""
        keys: dict[str, list[int]] = {}
        words: dict[str, list[int]] = {}
        names: list[str] = []
        records: list[str] = []
        sources: dict[str, int] = {}
        for number, party in enumerate(parties):
            records.append(dump_party(party))
            sources[party.source] = sources.get(party.source, 0) + 1
            for value, quality in _names_of(party):
                prepared = prepare(value)
                for key in _keys_of(prepared.words):
                    keys.setdefault(key, []).append(len(names))
                for word in set(prepared.words):
                    words.setdefault(word, []).append(len(names))
                forms = "|".join(prepared.forms)
                names.append(f"{number}\t{quality}\t{prepared.key}\t{forms}\t{' '.join(value.split())}")
        sections = {"keys": _table(keys), "words": _table(words), "names": _lines(names), "parties": _lines(records)}
        header: dict[str, object] = {"sources": sources, "lengths": {name: len(sections[name]) for name in _SECTIONS}}
        body = json.dumps(header, separators=(",", ":")).encode() + b"\n" + b"".join(sections[n] for n in _SECTIONS)
        seal = f"{_MAGIC} {hashlib.sha256(body).hexdigest()}\n".encode()
        return cls(seal + body, header, sections)

    @classmethod
    def load(cls, data: bytes, file: str | None = None) -> Self:
        """Take up a block that `dump` wrote.

        Raises:
            SourceError: It is not such a block, or it was damaged.
        """
        seal, _, body = data.partition(b"\n")
        magic, _, digest = seal.decode("ascii", "replace").partition(" ")
        if magic != _MAGIC:
            raise SourceError("not an index of parties of this version of Sekisho", file=file, remedy=_REMEDY)
        if hashlib.sha256(body).hexdigest() != digest:
            raise SourceError("the index of parties is damaged", file=file, remedy=_REMEDY)
        first, _, rest = body.partition(b"\n")
        header: dict[str, object] = json.loads(first)
        lengths = _counts(header.get("lengths"))
        sections: dict[str, bytes] = {}
        at = 0
        for name in _SECTIONS:
            sections[name] = rest[at : at + lengths[name]]
            at += lengths[name]
        return cls(data, header, sections)

    def dump(self) -> bytes:
        """Return the block, to be stored and given to `load` later."""
        return self._data

    def with_key(self, key: str) -> Iterator[IndexName]:
        """Return the names whose words are these, in this order."""
        return map(self.name, self._find(self._keys, key))

    def with_letters(self, words: tuple[str, ...]) -> Iterator[IndexName]:
        """Return the names that have the same letters in the same order, however they are parted into words."""
        return map(self.name, self._either("".join(words), _SQUEEZED))

    def with_same_words(self, words: tuple[str, ...]) -> Iterator[IndexName]:
        """Return the names that have the same words in any order."""
        return map(self.name, self._either(_in_order(words), _SORTED))

    def numbers_with_word(self, word: str) -> list[int]:
        """Return the numbers of the names in which a folded word stands."""
        return self._find(self._words, word)

    def words_beginning(self, letter: str) -> Iterator[str]:
        """Return every word of the index with this first letter."""
        at = self._words.find(f"\n{letter}".encode())
        block = self._words
        while at >= 0 and block.startswith(letter.encode(), at + 1):
            end = block.index(b"\t", at)
            yield block[at + 1 : end].decode()
            at = block.index(b"\n", end)

    def keys_containing(self, text: str) -> Iterator[IndexName]:
        """Return the names in which a piece of text stands; for scripts without spaces."""
        needle = text.encode()
        at = self._keys.find(needle)
        while at >= 0:
            start = self._keys.rindex(b"\n", 0, at) + 1
            end = self._keys.index(b"\n", at)
            key, _, numbers = self._keys[start:end].partition(b"\t")
            if not key.startswith((_SQUEEZED.encode(), _SORTED.encode())):
                yield from (self.name(int(number)) for number in numbers.split(b","))
            at = self._keys.find(needle, end)

    def addresses(self) -> Iterator[IndexName]:
        """Return the addresses of the address-only entries."""
        marker = f"\t{ADDRESS}\t".encode()
        if marker in self._names:
            yield from (self.name(number) for number, line in enumerate(self._lines_of_names()) if marker in line)

    @property
    def names(self) -> int:
        """Return how many names there are."""
        return len(self._lines_of_names())

    def name(self, number: int) -> IndexName:
        """Return a name by its number."""
        party, quality, key, forms, printed = self._lines_of_names()[number].decode().split("\t")
        split = tuple(form for form in forms.split("|") if form)
        return IndexName(number, int(party), quality, tuple(key.split(" ")), split, printed)

    def party(self, number: int) -> ListedParty:
        """Return a party by its number."""
        if self._party_lines is None:
            self._party_lines = self._records.split(b"\n")[:-1]
        return load_party(self._party_lines[number])

    def ids(self) -> Iterator[str]:
        """Return the id of every party, without reading the rest of it."""
        decode = json.JSONDecoder().raw_decode
        for line in self._records.split(b"\n")[:-1]:
            yield decode(line[1:].decode())[0]

    def with_ids(self, wanted: Set[str]) -> Iterator[ListedParty]:
        """Return the parties with these ids, without reading the others."""
        return (self.party(number) for number, name in enumerate(self.ids()) if name in wanted)

    def __iter__(self) -> Iterator[ListedParty]:
        """Return every party."""
        return map(self.party, range(self.parties))

    def _lines_of_names(self) -> list[bytes]:
        if self._name_lines is None:
            self._name_lines = self._names.split(b"\n")[:-1]
        return self._name_lines

    def _either(self, text: str, mark: str) -> list[int]:
        return sorted({*self._find(self._keys, text), *self._find(self._keys, mark + text)})

    @staticmethod
    def _find(block: bytes, key: str) -> list[int]:
        """Look up a row in a section: its rows are sorted, as bytes and as text alike."""
        wanted = key.encode()
        low, high = 1, len(block)
        while low < high:
            start = block.rfind(b"\n", 0, (low + high) // 2) + 1
            tab = block.index(b"\t", start)
            found = block[start:tab]
            if found == wanted:
                return [int(number) for number in block[tab + 1 : block.index(b"\n", tab)].split(b",")]
            if found < wanted:
                low = block.index(b"\n", tab) + 1
            else:
                high = start
        return []


def _names_of(party: ListedParty) -> Iterator[tuple[str, str]]:
    if party.schema == "Address":
        for address in party.addresses:
            yield address, ADDRESS
        return
    for name in party.names:
        yield name.value, name.quality


def _keys_of(words: tuple[str, ...]) -> Iterator[str]:
    key = " ".join(words)
    if not key:
        return
    yield key
    squeezed = "".join(words)
    if squeezed != key:
        yield _SQUEEZED + squeezed
    in_order = _in_order(words)
    if in_order != key:
        yield _SORTED + in_order


def _in_order(words: tuple[str, ...]) -> str:
    """Return the words sorted; without words that are a legal form where they stand last, for order hides that."""
    return " ".join(sorted(word for word in words if word not in FORM_WORDS) or sorted(words))


def _table(entries: dict[str, list[int]]) -> bytes:
    rows = (f"{key}\t{','.join(map(str, numbers))}\n" for key, numbers in sorted(entries.items()))
    return b"\n" + "".join(rows).encode(errors="replace")


def _lines(rows: list[str]) -> bytes:
    return "".join(f"{row}\n" for row in rows).encode(errors="replace")


def _counts(value: object) -> dict[str, int]:
    if not isinstance(value, dict):
        raise SourceError("the index of parties is damaged", remedy=_REMEDY)
    return {sys.intern(str(name)): int(count) for name, count in value.items()}

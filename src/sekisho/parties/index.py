"""Where the names of listed parties are looked up.

Decides how prepared names, the postings that find them and the stores of the parties that bear them make one index, and
that a small one is built in memory. Refuses to know what counts as a match (`sekisho.parties.match`) and where files are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Self

from sekisho.parties.matching.postings import Found, MemoryPostings, Postings
from sekisho.parties.matching.table import Bearer, NameTable, TableBuilder
from sekisho.parties.party import ListedParty
from sekisho.parties.store import PartyStore


class Index:
    """A searchable set of listed parties; a small one is made with `build` or `of`.

    Args:
        table: The prepared names.
        postings: Finds them.
        stores: The parties, in the order of the table's stores.

    Attributes:
        table: The prepared names.
        stores: The parties.
    """

    __slots__ = ("_postings", "stores", "table")

    def __init__(self, table: NameTable, postings: Postings, stores: Sequence[PartyStore]) -> None:
        self.table, self._postings, self.stores = table, postings, tuple(stores)

    @classmethod
    def build(cls, parties: Iterable[ListedParty]) -> Self:
        """Return an index of these parties, in memory."""
        return cls.of((PartyStore.build(parties),))

    @classmethod
    def of(cls, stores: Sequence[PartyStore]) -> Self:
        """Return an index of the parties of these stores, in memory."""
        builder = TableBuilder()
        for store in stores:
            builder.add(store.digest, store)
        table = builder.build()
        return cls(table, MemoryPostings(table.marked()), stores)

    def search(self, marks: Sequence[str], limit: int, *, thorough: bool = False) -> Found:
        """Return the readings that share most with these marks, best first, each with how much.

        Args:
            marks: What is looked for.
            limit: At most so many readings.
            thorough: Whether to read more, for a name that may be spelt in many ways.
        """
        return self._postings.search(marks, limit, thorough=thorough)

    def party(self, bearer: Bearer) -> ListedParty:
        """Return who bears a name.

        Raises:
            SourceError: The record is damaged.
        """
        return self.stores[bearer.store].party(bearer.party)

    def addresses(self) -> Iterator[tuple[int, str]]:
        """Return the addresses of the address-only entries: their numbers among printed names, and as printed."""
        for number in self.table.addresses:
            yield number, self.table.printed(number).text

"""Names found by their marks, kept by tantivy.

Decides how marks are laid out on disk, which of a query's marks are worth reading, and how many postings a query may read.
Refuses to know what a mark means (`sekisho.parties.matching.features`). The engine opens damaged files without a word, so
whoever opens them must check their digest first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import tantivy

from sekisho.errors import SourceError
from sekisho.parties.matching.postings import rarity

BUDGET: Final = 4_000
"""Most postings that a query reads: the rarest marks first, twelve marks at least."""
_LEAST_MARKS: Final = 12
THOROUGH: Final = 40_000
"""Most postings that a thorough query reads; it has more marks, most of which the name that is meant does not bear."""
_HEAP: Final = 128_000_000
_REMEDY: Final = "remove the folder; the next screening makes it again"


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("mark", tokenizer_name="marks", index_option="freq")
    builder.add_unsigned_field("name", fast=True, indexed=True)
    return builder.build()


def _registered(index: tantivy.Index) -> tantivy.Index:
    index.register_tokenizer("marks", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    return index


class NamePostings:
    """The names that bear a mark; make them with `build`, or open what it made.

    Args:
        folder: Where they are.
        budget: Most postings that a query reads, unless it is thorough.

    Raises:
        SourceError: They cannot be opened.
    """

    def __init__(self, folder: Path, budget: int = BUDGET) -> None:
        try:
            self._index = _registered(tantivy.Index.open(str(folder)))
        except (ValueError, OSError) as problem:
            raise SourceError("the index of names cannot be opened", file=str(folder), remedy=_REMEDY) from problem
        self._budget = budget
        self._schema = self._index.schema
        self._searcher = self._index.searcher()
        self._names = self._searcher.num_docs
        self._frequencies: dict[str, int] = {}

    @classmethod
    def build(cls, folder: Path, marked: Iterable[tuple[int, Iterable[str]]]) -> None:
        """Lay out names by their marks in an empty folder.

        Args:
            folder: Where.
            marked: The number of each name, with its marks: text without spaces.
        """
        index = _registered(tantivy.Index(_schema(), path=str(folder)))
        writer = index.writer(heap_size=_HEAP, num_threads=1)
        for number, marks in marked:
            document = tantivy.Document()
            document.add_text("mark", " ".join(marks))
            document.add_unsigned("name", number)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()

    def search(self, marks: Sequence[str], limit: int, *, thorough: bool = False) -> list[tuple[int, float]]:
        """Return the names that share most with these marks, by number, best first, each with the share of their weight.

        Args:
            marks: What is looked for.
            limit: At most so many names.
            thorough: Whether to read more, for a name that may be spelt in many ways.
        """
        chosen = self._chosen(marks, THOROUGH if thorough else self._budget)
        if not chosen:
            return []
        whole = sum(rarity(self._names, self._frequency(mark)) for mark in chosen)
        parts = [(tantivy.Occur.Should, tantivy.Query.term_query(self._schema, "mark", mark, "freq")) for mark in chosen]
        hits = self._searcher.search(tantivy.Query.boolean_query(parts), limit, False).hits
        numbers = self._searcher.fast_field_values("name", [address for _, address in hits])
        return [(int(number or 0), float(score) / whole) for number, (score, _) in zip(numbers, hits, strict=True)]

    def _chosen(self, marks: Sequence[str], budget: int) -> list[str]:
        counted = sorted((self._frequency(mark), mark) for mark in marks)
        chosen: list[str] = []
        spent = 0
        for count, mark in counted:
            if not count:
                continue
            if spent + count > budget and len(chosen) >= _LEAST_MARKS:
                break
            spent += count
            chosen.append(mark)
        return chosen

    def _frequency(self, mark: str) -> int:
        found = self._frequencies.get(mark)
        if found is None:
            if len(self._frequencies) > 500_000:
                self._frequencies.clear()
            found = self._frequencies[mark] = self._searcher.doc_freq("mark", mark)
        return found

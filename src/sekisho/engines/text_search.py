"""The paragraphs of a control list that speak of given words.

Decides which paragraphs match and in which order: by BM25 of SQLite's FTS5 over each paragraph's own words and notes, and by
how many of the words are said there or in the heading and the paragraphs above. Knows no trade and no entry of a rulebook.
"""

from __future__ import annotations

import heapq
import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sekisho.engines.text_index import Built, build, check_content, check_file, connected, damaged
from sekisho.engines.text_words import Group, Query, Term, cited, read_query

if TYPE_CHECKING:
    import sqlite3

__all__ = ["Built", "Found", "Hit", "build", "search"]

SNIPPET_WORDS: Final = 40

_NOTES: Final = 0.3
"""What a word counts in a note, against 1 in the paragraph itself."""
_ABOVE: Final = (0.6, 0.45, 0.4)
"""What a word counts that stands in the paragraph above, in the next one, and further up."""
_ALIKE: Final = 0.8
"""What other words for the same count."""
_ADJACENT: Final = 0.75
"""What two words count in addition that stand side by side as in the query."""
_COVERAGE: Final = 1.5
"""How much a paragraph loses that has not all of the words: its score times the share that it has, to this power."""
_LEAST: Final = 0.1
"""A paragraph with less than this share of the best is not shown: it has one of many words."""
_HEADING: Final = 1.4
"""What a heading counts against a paragraph."""
_AGAIN: Final = (1.0, 0.8, 0.65)
"""What each paragraph of a heading counts, so that one long entry does not fill the page; further ones are only named."""
_WORTH: Final = 0.4
"""A paragraph with less than this share of its heading's best is not named."""
_FIRST: Final = 10_000.0
"""The score of what the query names by code."""
_UNDER, _CITED, _NAMED = 9.0, 6.0, 3.0
"""What being below such a code counts, what citing it, and how much a paragraph lacks that does neither."""
_ON, _OFF = "\x02", "\x03"


@dataclass(frozen=True, slots=True)
class Hit:
    """A paragraph that speaks of the words.

    Attributes:
        list_id: The list.
        code: Of the paragraph: ``3A001.b.2``.
        label: The same without the heading's code; empty for the heading itself.
        score: Higher is better; comparable within one search of one list only.
        snippet: The place around the words, shortened.
        matched: The words as they are printed in what is shown here.
        heading: The heading.
        above: The paragraphs above, from the top.
        text: The paragraph without its label; of a heading, what is printed without a label.
        notes: The notes that bear on it.
        line: Where it begins in the publication.
        others: Further paragraphs of the same heading that match, said once.
    """

    list_id: str
    code: str
    label: str
    score: float
    snippet: str
    matched: tuple[str, ...]
    heading: str
    above: tuple[str, ...]
    text: str
    notes: tuple[str, ...]
    line: int
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gave.

    Attributes:
        hits: Best first.
        absent: Words that no paragraph has.
        rows: How many paragraphs have at least one of the words.
    """

    hits: tuple[Hit, ...]
    absent: tuple[str, ...]
    rows: int


def search(
    path: Path,
    words: str,
    most: int = 20,
    *,
    sha256: str | None = None,
    alike: Sequence[Sequence[str]] = (),
) -> Found:
    """Return the paragraphs that speak of the words.

    Args:
        path: An index that ``build`` wrote.
        words: What to look for; a code such as ``3B001.c`` gives that paragraph first.
        most: So many at most.
        sha256: Digest that the file must have; None: it is checked by SQLite alone.
        alike: Groups of words that say the same.

    Raises:
        InputError: There is no word in the query, or too much.
        MissingError: There is no such file.
        EngineError: SQLite lacks FTS5, or the file is damaged.
    """
    query = read_query(words, alike)
    check_file(path, sha256)
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    with connected(path, address, "the index of a text is damaged") as connection:
        try:
            check_content(connection, sha256 is None)
            return _Search(connection, query).run(most)
        except (ValueError, LookupError, TypeError, AttributeError) as problem:
            raise damaged(path, str(problem)) from problem


class _Search:
    """One search over one index."""

    def __init__(self, connection: sqlite3.Connection, query: Query) -> None:
        self._connection = connection
        self._query = query
        facts = dict(connection.execute("SELECT name, value FROM meta"))
        self._list = facts["list"]
        self._rows = int(facts["rows"])
        self._above: dict[int, int] = {}
        self._section: dict[int, int] = {}
        for row, above, section in connection.execute("SELECT id, above, section FROM place"):
            self._above[row], self._section[row] = above, section

    def run(self, most: int) -> Found:
        """Return what is found."""
        first, unprinted = self._coded()
        scores, absent, touched = self._scored(frozenset(first))
        for number, row in enumerate(first):
            scores[row] = _FIRST - number
        chosen, others = self._chosen(scores, first, max(most, 0))
        hits = tuple(self._hits(chosen, others))
        return Found(hits, (*unprinted, *absent), len(touched | set(first)))

    def _coded(self) -> tuple[list[int], list[str]]:
        """Return the paragraphs that the query names by code, or what is printed above them, and the codes not printed."""
        found: list[int] = []
        unprinted: list[str] = []
        for code in self._query.codes:
            near = code
            while near:
                rows = self._connection.execute("SELECT id FROM place WHERE code = ? COLLATE NOCASE ORDER BY id", (near,))
                if ids := [row for (row,) in rows]:
                    found.extend(ids)
                    break
                near = near.rpartition(".")[0]
            if near != code:
                unprinted.append(code)
        return list(dict.fromkeys(found)), unprinted

    def _scored(self, coded: frozenset[int]) -> tuple[dict[int, float], tuple[str, ...], set[int]]:
        """Return the score of each paragraph with a word of its own, the words nobody has, and who has one."""
        absent: list[str] = []
        touched: set[int] = set()
        measured: list[tuple[Mapping[int, float], float]] = []
        for group in self._query.groups:
            for own, weight, term in self._group(group):
                if not own and term is not None and term.needed:
                    absent.append(term.words)
                touched.update(own)
                measured.append((own, weight))
        if self._query.codes:
            named, under = dict.fromkeys(self._cited(), _CITED), dict.fromkeys(self._under(coded), _UNDER)
            touched.update(named, () if self._query.groups else under)
            measured.append(({**named, **under}, _NAMED))
        beside: dict[int, float] = {}
        for pair in self._query.adjacent:
            for row, score in self._matches(pair).items():
                beside[row] = beside.get(row, 0.0) + _ADJACENT * score
        whole = sum(weight for own, weight in measured if own)
        scores: dict[int, float] = {}
        for row in touched:
            chain = self._chain(row)
            score = covered = 0.0
            for own, weight in measured:
                best = max((own[one] * share for one, share in chain if one in own), default=0.0)
                if best:
                    score += best
                    covered += weight * (1.0 if row in own else 0.9)
            score += max((beside[one] * share for one, share in chain if one in beside), default=0.0)
            heading = 1.0 if self._above[row] else _HEADING
            scores[row] = heading * score * ((covered / whole) ** _COVERAGE if whole else 1.0)
        return scores, tuple(dict.fromkeys(absent)), touched

    def _group(self, group: Group) -> Iterator[tuple[Mapping[int, float], float, Term | None]]:
        """Yield what each term gives, and its weight; where other words can stand for all, they count for each."""
        other: dict[int, float] = {}
        for expression in group.others:
            for row, score in self._matches(expression).items():
                other[row] = max(other.get(row, 0.0), _ALIKE * score)
        share = 1.0 / len(group.terms)
        for term in group.terms:
            own: dict[int, float] = {}
            for expression, factor in term.ways:
                for row, score in self._matches(expression).items():
                    own[row] = max(own.get(row, 0.0), factor * score)
            for row, score in other.items():
                own[row] = max(own.get(row, 0.0), score * share)
            rarity = math.log(1.0 + self._rows / len(own)) if own and term.needed else 0.0
            yield own, rarity, term

    def _matches(self, expression: str) -> dict[int, float]:
        """Return the paragraphs that an expression matches, in their own words or in their notes."""
        found: dict[int, float] = {}
        for table, share in (("words", 1.0), ("remarks", _NOTES)):
            statement = f"SELECT rowid, -bm25({table}) FROM {table} WHERE {table} MATCH ?"
            for row, score in self._connection.execute(statement, (expression,)):
                found[row] = found.get(row, 0.0) + share * max(score, 1e-6)
        return found

    def _cited(self) -> set[int]:
        """Return the paragraphs that name a code of the query."""
        found: set[int] = set()
        for code in self._query.codes:
            found.update(self._matches(cited(code)))
        return found

    def _under(self, coded: frozenset[int]) -> set[int]:
        """Return the paragraphs below those that the query names."""
        if not coded:
            return set()
        return {row for row in self._above if coded.intersection(one for one, _ in self._chain(row))}

    def _chain(self, row: int) -> list[tuple[int, float]]:
        """Return a paragraph and those above it, with what their words count for it."""
        chain = [(row, 1.0)]
        above = self._above[row]
        while above and len(chain) < 64:
            chain.append((above, _ABOVE[min(len(chain), len(_ABOVE)) - 1]))
            above = self._above[above]
        return chain

    def _chosen(
        self, scores: Mapping[int, float], first: Sequence[int], most: int
    ) -> tuple[list[tuple[int, float]], Mapping[int, tuple[int, ...]]]:
        """Return the best paragraphs, few of one heading, and what else matches under the heading of each first one."""
        by_section: dict[int, list[int]] = {}
        for row in sorted((one for one in scores if scores[one] > 0), key=lambda one: (-scores[one], one)):
            by_section.setdefault(self._section[row], []).append(row)
        floors = {
            section: _WORTH * max((scores[row] for row in rows if row not in first), default=0.0)
            for section, rows in by_section.items()
        }
        queue = [
            (scores[row] * share, -row)
            for section, rows in by_section.items()
            for row, share in zip(rows, _AGAIN, strict=False)
            if scores[row] >= floors[section]
        ]
        least = _LEAST * max((scores[row] for row in scores if row not in first), default=0.0)
        best = heapq.nlargest(most, (one for one in queue if one[0] >= least))
        chosen = [(-row, score) for score, row in best]
        taken = {row for row, _ in chosen}
        others: dict[int, tuple[int, ...]] = {}
        said: set[int] = set()
        for row, _ in chosen:
            section = self._section[row]
            if section not in said:
                said.add(section)
                left = (one for one in by_section[section] if scores[one] >= floors[section] and one not in taken)
                others[row] = tuple(sorted(left))
        return chosen, others

    def _hits(self, chosen: Sequence[tuple[int, float]], others: Mapping[int, tuple[int, ...]]) -> Iterator[Hit]:
        shown = dict.fromkeys(one for row, _ in chosen for one, _ in self._chain(row))
        marks = self._marks(tuple(shown))
        for row, score in chosen:
            place = self._place(row)
            chain = [one for one, _ in self._chain(row)][1:]
            heading = place if not chain else self._place(chain[-1])
            above = tuple(f"{one[1]} {one[3]}" for one in map(self._place, reversed(chain[:-1])))
            snippet, _ = marks.get(row, ("", ()))
            matched = dict.fromkeys(word for one in (row, *chain) for word in marks.get(one, ("", ()))[1])
            numbers = json.loads(place[4])
            notes = tuple(self._note(number) for number in numbers)
            yield Hit(
                self._list,
                place[0],
                place[1],
                float(f"{score:.4g}"),
                snippet or place[3] or heading[2],
                tuple(matched),
                heading[2],
                above,
                place[3],
                notes,
                place[5],
                tuple(dict.fromkeys(self._place(one)[0] for one in others.get(row, ()))),
            )

    def _place(self, row: int) -> tuple[str, str, str, str, str, int]:
        found: Any = self._connection.execute(
            "SELECT code, label, heading, text, notes, line FROM place WHERE id = ?", (row,)
        ).fetchone()
        code, label, heading, text, notes, line = found
        return code, label, heading, text, notes, line

    def _note(self, number: int) -> str:
        (text,) = self._connection.execute("SELECT text FROM note WHERE id = ?", (number,)).fetchone()
        return str(text)

    def _marks(self, rows: Sequence[int]) -> dict[int, tuple[str, tuple[str, ...]]]:
        """Return, for each row, the place around the words and the words as printed."""
        parts = [*dict.fromkeys(self._query.expressions), *(cited(one) for one in self._query.codes)]
        found: dict[int, tuple[str, tuple[str, ...]]] = {}
        for table in ("words", "remarks"):
            statement = (
                f"SELECT rowid, snippet({table}, 0, '', '', '…', {SNIPPET_WORDS}), highlight({table}, 0, ?, ?) FROM {table} "
                f"WHERE {table} MATCH ? AND rowid IN ({','.join('?' * len(rows))})"
            )
            for row, snippet, text in self._connection.execute(statement, (_ON, _OFF, " OR ".join(parts), *rows)):
                near, words = found.get(row, ("", ()))
                more = re.findall(f"{_ON}([^{_OFF}]*){_OFF}", text)
                found[row] = (near or " ".join(snippet.split()), tuple(dict.fromkeys((*words, *more))))
        return found

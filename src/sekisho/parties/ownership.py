"""Whether listed parties own a body, alone or together, directly or through others.

Decides by the method of the United States (OFAC, revised guidance of 13 August 2014, FAQ 398 to 402; 15 CFR 744 Supp. 8):

* Only ownership counts, not control.
* The shares of all listed owners are added up.
* A share held through somebody counts whole where listed parties own that somebody, and not at all where they do not. It
  is a cascade: shares are never multiplied.

What is not stated can be anything. So two sums are made: what listed parties hold at least, and what they can hold at most
if every open question went against the body. The answer is YES where the first reaches the threshold, NO where the second
does not, and UNKNOWN between. Owners in a circle count only if a listed party stands at some point of it.

Knows no list and no law: who is listed, and from which share on it matters, is told to it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Final

from sekisho.logic.truth import Truth
from sekisho.parties.shares import ALWAYS, UNSTATED, Share, Span, percent

HALF: Final = Fraction(1, 2)
_SHOWN: Final = 8


@dataclass(frozen=True, slots=True)
class Holding:
    """That somebody holds a share of a body.

    Attributes:
        owner: Key of who holds it.
        asset: Key of the body.
        share: How much.
        span: When.
        source: Who says so; empty for the transaction itself.
    """

    owner: str
    asset: str
    share: Share = UNSTATED
    span: Span = ALWAYS
    source: str = ""


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who may hold or be held.

    Attributes:
        name: As printed.
        listed: Whether it is on a list that matters.
        lists: On which, for the reader: ``us-sdn``.
        owned: What is stated of it: whether listed parties own it. NO closes what is not known of its owners; a person, whom
            nobody owns, is NO too.
    """

    name: str
    listed: Truth = Truth.NO
    lists: str = ""
    owned: Truth = Truth.UNKNOWN


@dataclass(frozen=True, slots=True)
class Contribution:
    """A listed owner who counts, or may count.

    Attributes:
        owner: Its key.
        truth: Whether it counts.
        path: From it to the body: who holds how much of whom.
    """

    owner: str
    truth: Truth
    path: str


@dataclass(frozen=True, slots=True)
class Ownership:
    """Whether listed parties own a body.

    Attributes:
        verdict: The answer.
        low: What they hold at least.
        high: What they can hold at most, by the shares that are stated.
        lines: The arithmetic: a line for the body, and one for each owner through whom it goes.
        contributions: The listed owners who count, or may.
        missing: What is not stated and could matter, a clause each.
        rest: Whether owners who are not stated could matter.
        stated: Whether any owner is stated.
    """

    verdict: Truth
    low: Fraction
    high: Fraction
    lines: tuple[str, ...]
    contributions: tuple[Contribution, ...]
    missing: tuple[str, ...]
    rest: bool
    stated: bool


@dataclass(frozen=True)
class Holdings:
    """Who holds what on a day.

    Attributes:
        holders: Everybody, by key.
        holdings: Who holds what, whenever; their keys are among the holders.
        on: The day.
        threshold: From which share on listed parties own a body.
    """

    holders: Mapping[str, Holder]
    holdings: tuple[Holding, ...]
    on: dt.date
    threshold: Fraction = HALF

    def of(self, key: str) -> Ownership:
        """Return whether listed parties own a body; whether it is listed itself does not matter."""
        could = tuple(self._above(key, self._possible))
        return Ownership(
            verdict=self._owned(key),
            low=self._least(key, self._certain),
            high=self._most(key, self._possible),
            lines=tuple(self._line(one) for one in self._above(key, self.holders.keys()) if one == key or one in self._held),
            contributions=tuple(self._contributions(key)),
            missing=tuple(text for one in could if self._owned(one) is Truth.UNKNOWN for text in self._missing(one)),
            rest=any(self._rest(one) for one in could),
            stated=key in self._held,
        )

    @cached_property
    def _held(self) -> dict[str, dict[str, Share]]:
        """Return for each body who holds how much of it on the day.

        The same share of the same body, stated twice, counts once. Different ones may be two holdings or a correction: the
        smallest is certain, their sum is possible. A holding of which it is not known whether it has begun or has ended is
        not certain at all.
        """
        stated: dict[str, dict[str, set[Share]]] = {}
        for one in self.holdings:
            holds = one.span.holds(self.on)
            if holds is not Truth.NO:
                share = one.share if holds is Truth.YES else Share(Fraction(0), one.share.high)
                stated.setdefault(one.asset, {}).setdefault(one.owner, set()).add(share)
        return {asset: {owner: _joined(found) for owner, found in owners.items()} for asset, owners in stated.items()}

    @cached_property
    def _sources(self) -> dict[tuple[str, str], tuple[str, ...]]:
        found: dict[tuple[str, str], dict[str, None]] = {}
        for one in self.holdings:
            found.setdefault((one.owner, one.asset), {})[one.source] = None
        return {pair: tuple(sources) for pair, sources in found.items()}

    @cached_property
    def _certain(self) -> Set[str]:
        """Return who is listed, or owned by listed parties, whatever the open questions bring."""
        found = {key for key, one in self.holders.items() if Truth.YES in (one.listed, one.owned)}
        return self._cascade(found, lambda key: self._least(key, found) >= self.threshold)

    @cached_property
    def _possible(self) -> Set[str]:
        """Return who is listed, or owned by listed parties, if every open question goes against it."""
        found = {key for key, one in self.holders.items() if one.listed is not Truth.NO} | self._certain
        return self._cascade(
            found, lambda key: self.holders[key].owned is Truth.UNKNOWN and self._most(key, found) >= self.threshold
        )

    def _cascade(self, found: set[str], reaches: Callable[[str], bool]) -> Set[str]:
        """Add whoever is reached, until nobody is added any more."""
        while True:
            new = [key for key in self.holders if key not in found and reaches(key)]
            if not new:
                return found
            found.update(new)

    def _least(self, key: str, counting: Set[str]) -> Fraction:
        """Return what those who count hold of a body at least."""
        return sum((share.low for owner, share in self._shares(key) if owner in counting), Fraction(0))

    def _most(self, key: str, counting: Set[str]) -> Fraction:
        """Return what those who count, with owners who are not stated, can hold of a body at most."""
        if self._contradictory(key):
            return Fraction(1)
        return 1 - sum((share.low for owner, share in self._shares(key) if owner not in counting), Fraction(0))

    def _shares(self, key: str) -> tuple[tuple[str, Share], ...]:
        return tuple(self._held.get(key, {}).items())

    def _total(self, key: str) -> Fraction:
        return sum((share.low for _, share in self._shares(key)), Fraction(0))

    def _contradictory(self, key: str) -> bool:
        """Tell whether the shares of a body add up to more than there is, or leave nothing for an owner who is stated."""
        total = self._total(key)
        return total > 1 or (total == 1 and any(not share.low for _, share in self._shares(key)))

    def _owned(self, key: str) -> Truth:
        one = self.holders[key]
        if one.owned is Truth.YES or self._least(key, self._certain) >= self.threshold:
            return Truth.YES
        if one.owned is Truth.NO or self._most(key, self._possible) < self.threshold:
            return Truth.NO
        return Truth.UNKNOWN

    def _above(self, key: str, through: Set[str]) -> Iterator[str]:
        """Yield a body and those of its owners, and of theirs, who are not listed themselves, the nearest first."""
        seen, queue = {key}, [key]
        for one in queue:
            yield one
            for owner, _ in self._shares(one):
                if owner not in seen and owner in through and self.holders[owner].listed is not Truth.YES:
                    seen.add(owner)
                    queue.append(owner)

    def _missing(self, key: str) -> Iterator[str]:
        """Yield what is not stated of the owners of a body."""
        name, total = self.holders[key].name, self._total(key)
        if not self._shares(key):
            yield f"who owns {name}"
            return
        if self._contradictory(key):
            yield f"which of the shares in {name} are right (they come to {percent(total)})"
            return
        for owner, share in self._shares(key):
            if share.low != share.high:
                yield f"the share of {self.holders[owner].name} in {name}"
        if all(share.low == share.high for _, share in self._shares(key)) and total < 1:
            yield f"who holds the other {percent(1 - total)} of {name}"

    def _rest(self, key: str) -> bool:
        """Tell whether owners of a body who are not stated could matter."""
        owned = self.holders[key].owned
        return owned is Truth.YES or (owned is Truth.UNKNOWN and (self._total(key) < 1 or self._contradictory(key)))

    def _contributions(self, key: str) -> Iterator[Contribution]:
        sure = dict(self._paths(key, self._certain, sure=True))
        for owner, path in self._paths(key, self._possible, sure=False):
            listed = self.holders[owner].listed
            if listed is not Truth.NO:
                yield Contribution(owner, listed if owner in sure else Truth.UNKNOWN, sure.get(owner, path))

    def _paths(self, key: str, through: Set[str], *, sure: bool) -> Iterator[tuple[str, str]]:
        """Yield every owner who counts, with the way from it to a body; the nearest first, each once.

        In a circle the body itself is among them.
        """
        seen: set[str] = set()
        queue = [(key, "")]
        for one, way in queue:
            for owner, share in self._shares(one):
                if owner in seen or owner not in through or (sure and not share.low):
                    continue
                seen.add(owner)
                step = f"{self._called(owner)} holds {share} of {self.holders[one].name}"
                told = f"{step}, {way}" if way else step
                yield owner, told
                if self.holders[owner].listed is not Truth.YES and owner != key:
                    queue.append((owner, told))

    def _called(self, key: str) -> str:
        """Return a name, and why it counts or may count."""
        one = self.holders[key]
        if one.listed is not Truth.NO:
            return f"{one.name} ({'on' if one.listed is Truth.YES else 'perhaps on'} {one.lists})"
        if key in self._certain:
            return f"{one.name} (counts: owned by listed parties)"
        return f"{one.name} (may count: not all its owners are known)" if key in self._possible else one.name

    def _line(self, key: str) -> str:
        """Return the arithmetic of one body."""
        name, shares = self.holders[key].name, self._shares(key)
        told = [f"{self._called(owner)} holds {share}{self._said(owner, key)}" for owner, share in shares[:_SHOWN]]
        more = [f"and {len(shares) - _SHOWN} more"] if len(shares) > _SHOWN else []
        parts = ", ".join((*told, *more)) if shares else "no owner is stated"
        return f"{name}: {parts}: {self._sum(key)}"

    def _said(self, owner: str, asset: str) -> str:
        sources = [source for source in self._sources[owner, asset] if source]
        return f" (by {', '.join(sources)})" if sources else ""

    def _sum(self, key: str) -> str:
        low, high, limit = self._least(key, self._certain), self._most(key, self._possible), percent(self.threshold)
        counting = [owner for owner, _ in self._shares(key) if owner in self._certain]
        stated = self.holders[key].owned
        if low >= self.threshold:
            against = ", although it is stated that they do not own it" if stated is Truth.NO else ""
            return f"{'together ' if len(counting) > 1 else ''}{percent(low)}, at least {limit}{against}"
        if stated is not Truth.UNKNOWN:
            return f"it is stated that listed parties {'own' if stated is Truth.YES else 'do not own'} it"
        if high < self.threshold:
            return f"listed parties hold at most {percent(high)}, less than {limit}"
        return f"listed parties hold at least {percent(low)} and at most {percent(high)}"


def _joined(shares: Set[Share]) -> Share:
    return Share(min(one.low for one in shares), min(Fraction(1), sum((one.high for one in shares), Fraction(0))))

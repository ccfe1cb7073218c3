"""A sum of small decision trees that can only go one way.

Decides how such a sum is read, added up, and taken apart into what each measure brought. The trees are fitted so that more
agreement never lowers the sum and more conflict never raises it. Refuses to know what a measure means.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import inf, isfinite
from typing import Any, Final, NamedTuple

_LEAF: Final = -1
_GROUP: Final = 10
"""So many trees are added up before it is asked whether the rest can matter."""


class Node(NamedTuple):
    """A node of a tree.

    Attributes:
        measure: Number of the measure that is asked; -1 for a leaf.
        threshold: To the left where the measure is not above it.
        left: Number of the left node.
        right: Number of the right node.
        value: Of a leaf, what it adds; of another node, what those below it add on average.
    """

    measure: int
    threshold: float
    left: int
    right: int
    value: float


Tree = tuple[Node, ...]


def read_trees(rows: Sequence[Sequence[Sequence[Any]]], measures: int) -> tuple[Tree, ...]:
    """Read trees from the rows of a file of weights.

    Args:
        rows: A list of nodes for each tree.
        measures: How many measures there are to ask.

    Raises:
        ValueError: A tree is empty, a row is not a node, asks what is not measured, or leads outside its tree.
    """
    trees = tuple(tuple(Node(int(a), float(b), int(c), int(d), float(e)) for a, b, c, d, e in tree) for tree in rows)
    for tree in trees:
        if not tree:
            raise ValueError("a tree is empty")
        for number, node in enumerate(tree):
            if not (_LEAF <= node.measure < measures and isfinite(node.threshold) and isfinite(node.value)):
                raise ValueError("a node asks what is not measured, or has no figure")
            if node.measure != _LEAF and not (number < node.left < len(tree) and number < node.right < len(tree)):
                raise ValueError("a node leads outside its tree")
    return trees


class Sum:
    """The trees made into functions that add them up and take them apart: several times as fast as walking through them.

    Args:
        trees: As read; their figures are numbers, so that nothing else comes into the function.

    Attributes:
        most: What no sum is above.
    """

    __slots__ = ("_add", "_brought", "_leaves", "most")

    def __init__(self, trees: Sequence[Tree]) -> None:
        highest = [max(node.value for node in tree if node.measure == _LEAF) for tree in trees]
        self.most = sum(highest)
        asked = 1 + max((node.measure for tree in trees for node in tree), default=_LEAF)
        parted = f" {', '.join(f'x{at}' for at in range(asked))}{', ' if asked else ''}*_, = measures"
        lines = ["def add(measures, least):", parted, " total = 0.0"]
        for number, tree in enumerate(trees, start=1):
            lines.append(f" total += {_written(tree, 0, [repr(node.value) for node in tree])}")
            if number % _GROUP == 0:
                lines.append(f" if total + {sum(highest[number:])!r} < least: return total + {sum(highest[number:])!r}")
        leaves = [f"  {_written(tree, 0, [str(at) for at in range(len(tree))])}," for tree in trees]
        lines += [" return total", "def leaves(measures):", parted, " return [", *leaves, " ]"]
        made: dict[str, Callable[..., Any]] = {}
        exec("\n".join(lines), {}, made)
        self._add: Callable[[Sequence[float], float], float] = made["add"]
        self._leaves: Callable[[Sequence[float]], list[int]] = made["leaves"]
        self._brought = [{leaf: _merged(way) for leaf, way in _ways(tree, 0, ())} for tree in trees]

    def of(self, measures: Sequence[float], least: float = -inf) -> float:
        """Return the sum of the leaves that the measures lead to.

        Args:
            measures: In the order in which the trees were fitted.
            least: Below this the sum is not needed: it may end early, with a figure that is below, too.
        """
        return self._add(measures, least)

    def apart(self, measures: Sequence[float]) -> list[float]:
        """Return what each measure brought: how the average changed wherever it was asked."""
        brought = [0.0] * len(measures)
        for ways, leaf in zip(self._brought, self._leaves(measures), strict=True):
            for measure, change in ways[leaf]:
                brought[measure] += change
        return brought


_Way = tuple[tuple[int, float], ...]
"""The measures that are asked on the way to a leaf, each with how the answer changed the average."""


def _ways(tree: Tree, at: int, way: _Way) -> Iterator[tuple[int, _Way]]:
    """Return the way to each leaf below a node."""
    node = tree[at]
    if node.measure == _LEAF:
        yield at, way
        return
    for below in (node.left, node.right):
        yield from _ways(tree, below, (*way, (node.measure, tree[below].value - node.value)))


def _merged(way: _Way) -> _Way:
    """Return a way with each measure once."""
    changes: dict[int, float] = {}
    for measure, change in way:
        changes[measure] = changes.get(measure, 0.0) + change
    return tuple(changes.items())


def _written(tree: Tree, at: int, leaves: Sequence[str]) -> str:
    """Return a node as an expression, with what stands for each leaf."""
    node = tree[at]
    if node.measure == _LEAF:
        return leaves[at]
    left, right = _written(tree, node.left, leaves), _written(tree, node.right, leaves)
    return f"({left} if x{node.measure} <= {node.threshold!r} else {right})"

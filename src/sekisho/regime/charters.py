"""The charters that are shipped: templates without keys, to be filled in by those who found a framework.

Decides which there are. What in them was reported and what is our own choice, each says in its ``provisions``.
"""

from __future__ import annotations

from importlib.resources import files

from sekisho.errors import MissingError
from sekisho.terms.spelling import did_you_mean

SHIPPED = ("five-states", "three-states", "two-states", "wassenaar-like")


def shipped_charter(name: str) -> bytes:
    """Return the YAML file of a shipped charter.

    Args:
        name: One of SHIPPED.

    Raises:
        MissingError: There is no such charter.
    """
    if name not in SHIPPED:
        remedy = did_you_mean(name, SHIPPED, f"charters: {', '.join(SHIPPED)}")
        raise MissingError(f"there is no shipped charter {name!r}", remedy=remedy)
    return files("sekisho.regime").joinpath("charters", f"{name}.yaml").read_bytes()

"""What several scripts need: letters made plain, and Han characters of one usage turned into those of another."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from anyascii import anyascii

if TYPE_CHECKING:
    from opencc import OpenCC

_NOT_PLAIN: Final = re.compile("[^a-z0-9]+")


def plain(text: str) -> str:
    """Return what is left as ASCII small letters and digits; letters no system knows go as ``anyascii`` writes them."""
    return _NOT_PLAIN.sub("", text if text.isascii() else anyascii(text).lower())


@cache
def converter(direction: str) -> OpenCC:
    """Return what turns characters of one usage into those of another (``t2s``, ``jp2t``, ...); loaded once each."""
    from opencc import OpenCC

    return OpenCC(direction)

"""Where an answer goes: JSON as it is, or text through the renderer of its kind."""

from __future__ import annotations

import contextlib
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

Tick = Callable[[str, int, int], None]


_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """Return a text in which control characters and direction marks are written out, so that none reaches a terminal."""
    return _HIDDEN.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def emit(
    answer: Mapping[str, Any], as_json: bool, kind: str, *, every_step: bool = False, notes: Sequence[str] = ()
) -> None:
    """Print an answer on standard output, and notes (never part of the answer) on standard error."""
    for note in notes:
        print(f"note: {note}", file=sys.stderr)
    if as_json:
        sys.stdout.write(to_json(answer))
        return
    from sekisho.cli import render

    render.show(kind, answer, every_step=every_step)


def to_json(answer: Mapping[str, Any]) -> str:
    """Return the answer as text: two spaces of indentation, key order as given, a final line break."""
    return json.dumps(answer, ensure_ascii=False, indent=2) + "\n"


def progress_line(as_json: bool) -> Callable[[str], None]:
    """Return a function that says, on a terminal only, what takes a while."""

    def say(sentence: str) -> None:
        if not as_json and sys.stderr.isatty():
            print(f"{sentence} ...", file=sys.stderr)

    return say


@contextlib.contextmanager
def counter(as_json: bool) -> Iterator[Tick]:
    """Yield a function ``tick(what, done, total)`` that draws a progress bar on a terminal and nothing elsewhere."""
    if as_json or not sys.stderr.isatty():
        yield lambda what, done, total: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)
        yield lambda what, done, total: bar.update(task, description=what, completed=done, total=total or None)

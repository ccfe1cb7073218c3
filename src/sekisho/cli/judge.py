"""Matches judged one after another on the terminal; every answer is kept at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sekisho.cli.output import printable
from sekisho.cli.render import Page, show_matches
from sekisho.cli.render_judgements import whom
from sekisho.licensing.answer import screening_rows
from sekisho.parties.judgement_record import dump_query
from sekisho.parties.party import Match
from sekisho.workspace.asking import Asked
from sekisho.workspace.judging import judge

HELP = "true: it is this party; false: it is another; skip, or an empty line: leave it open; quit: leave, all is kept"
_VERDICTS = {"true": True, "t": True, "false": False, "f": False}


def hold(asked: Sequence[Asked], by: str, reason: str, workspace: Path | None) -> int:
    """Show the matches that nobody has judged and ask for each; return the exit status.

    Args:
        asked: The counterparties.
        by: Who judges; asked for if empty.
        reason: The reason of every judgement; asked for each if empty.
        workspace: The workspace folder; by the usual order if None.
    """
    waiting = [(one, match) for one in asked for match in one.open]
    if not waiting:
        print("Nothing is left to judge.")
        return 0
    print(f"{len(waiting)} match{'es' if len(waiting) > 1 else ''} to judge. {HELP}")
    done = _all(waiting, by, reason, workspace)
    left = len(waiting) - done
    print(f"{done} judged, {left} left." + (" The same command goes on." if left else ""))
    return 0


def _all(waiting: Sequence[tuple[Asked, Match]], by: str, reason: str, workspace: Path | None) -> int:
    """Ask about each match; return how many were judged."""
    done = 0
    try:
        who = by.strip() or _insist("Who judges (name, office)")
        for one, match in waiting:
            _show(one, match)
            verdict = _verdict()
            if verdict is not None:
                judge(one, [match.listed.id], verdict, by=who, reason=reason or _insist("Reason"), workspace=workspace)
                done += 1
    except (EOFError, KeyboardInterrupt):
        print()
    return done


def _verdict() -> bool | None:
    while True:
        text = input("true, false, skip or quit> ").strip().lower()
        if text in ("quit", "q"):
            raise EOFError
        if text in ("", "skip", "s"):
            return None
        if text in _VERDICTS:
            return _VERDICTS[text]
        print(f"  {HELP}")


def _insist(what: str) -> str:
    while True:
        text = input(f"{what}> ").strip()
        if text:
            return text
        print("  it is kept with the judgement, and must be said")


def _show(one: Asked, match: Match) -> None:
    print(printable(f"\n{whom(dump_query(one.query))} may be:"))
    page = Page()
    rows = screening_rows(one.screening)["matches"]
    show_matches(page, [row for row in rows if (row["source"], row["id"]) == match.key])
    for address in match.listed.addresses:
        page.bullet("·", f"address: {address}", 4)
    for what, values in match.listed.properties:
        page.bullet("·", f"{what}: {', '.join(values)}", 4)

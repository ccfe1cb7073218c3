"""The interview of ``sekisho classify``: one question at a time on the terminal, or one a call with ``--json``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sekisho.cli.output import emit, printable, progress_line, to_json
from sekisho.errors import Error, InputError

if TYPE_CHECKING:
    from sekisho.controls.interview import Ask
    from sekisho.workspace.interview import Session

HELP = "an empty line: not known; back: take back the last answer; quit: leave and keep all; ?: what is asked for"


def hold(
    file: Path,
    kind: str | None,
    lists: Sequence[str],
    date: str | None,
    as_of: str | None,
    answers: Sequence[str],
    workspace: Path | None,
    as_json: bool,
) -> int:
    """Hold an interview, and then classify what is known.

    Args:
        file: The file that keeps it.
        kind: Kind of the item, to begin.
        lists: Ids of the lists; all if empty.
        date: The day whose law applies.
        as_of: Use only what was recorded by this day.
        answers: ``NAME=VALUE`` each, taken before anything is asked.
        workspace: Where the lists of frameworks are.
        as_json: Print where the interview stands, with the next question, and ask nothing.

    Raises:
        InputError: The file, an answer or an argument is wrong.
    """
    from sekisho.workspace.interview import open_session

    session = open_session(file, kind=kind, lists=lists, date=date, as_of=as_of, progress=progress_line(as_json))
    for one in answers:
        name, sign, text = one.partition("=")
        if not sign:
            raise InputError(f"{one!r} is no answer", remedy="write NAME=VALUE, or NAME= for not known")
        if text.strip():
            session.answer(name.strip(), text)
        else:
            session.skip(name.strip())
    session.save()
    if as_json:
        sys.stdout.write(to_json(session.state()))
        return 0
    finished = _ask(session)
    if not finished:
        return 0
    from sekisho.workspace.classify import classify_file

    chosen = [one.id for one in session.interview.lists]
    found = classify_file(file, lists=chosen, date=session.interview.on.isoformat(), as_of=as_of, workspace=workspace)
    emit(found, False, "classify")
    return 0


def _ask(session: Session) -> bool:
    """Ask until nothing decides any more; tell whether it came to that."""
    print(f"{session.item.kind}, law of {session.interview.on}; answers are kept in {session.path}")
    print(HELP)
    while True:
        ask = session.next()
        if ask is None:
            print("\nNo further answer can change a verdict." if not session.skipped else "\nWhat is open now is not known.")
            return True
        _show(ask)
        try:
            text = input("> ").strip()
        except (EOFError, KeyboardInterrupt):
            text = "quit"
            print()
        if text == "quit":
            print(f"Kept. Go on with: sekisho classify {session.path} --interview")
            return False
        _take(session, ask, text)


def _show(ask: Ask) -> None:
    one = ask.parameter
    choice = f" ({' | '.join(one.values)})" if one.values else ""
    choice = " (true | false)" if one.type.value == "flag" else choice
    choice = " (codes with commas, or none)" if one.reference else choice
    choice += ", with commas where several hold" if one.several else ""
    unit = "" if one.unit in ("", "1") else f", in {one.unit}"
    print(printable(f"\n{one.text}{choice}{unit}"))
    rest = len(ask.open) - 1
    others = f"{rest} further question{'s' * (rest != 1)} may matter"
    print(printable(f"  {one.name}: decides {_some(ask.decides)}; {others}"))


def _some(codes: Sequence[str], most: int = 6) -> str:
    shown = ", ".join(codes[:most])
    return shown if len(codes) <= most else f"{shown} and {len(codes) - most} more"


def _take(session: Session, ask: Ask, text: str) -> None:
    """Act on one line of the user; an answer that cannot be is explained, and asked again."""
    try:
        if text == "?":
            print(printable(f"  {ask.parameter.text}\n  {HELP}\n  decides {', '.join(ask.decides)}"))
        elif text == "back":
            print(printable(f"  taken back: {session.back() or 'nothing is left to take back'}"))
        elif not text:
            session.skip(ask.parameter.name)
        else:
            session.answer(ask.parameter.name, text)
            if session.dropped:
                print(printable(f"  no longer matters: {', '.join(session.dropped)}"))
    except Error as problem:
        print(printable(f"  {problem.message}" + (f"; {problem.remedy}" if problem.remedy else "")))

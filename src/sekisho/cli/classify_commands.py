"""``sekisho classify`` and ``sekisho compare``: one item against the lists, by file, by interview or by words."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from typer._click.exceptions import MissingParameter

from sekisho.cli.output import emit, progress_line
from sekisho.errors import InputError

_File = Annotated[Path, typer.Argument(help="Item file, YAML or JSON; - reads standard input.")]
_Lists = Annotated[list[str] | None, typer.Option("--list", metavar="ID", help="Only this list; repeat for several.")]
_Date = Annotated[str | None, typer.Option("--date", metavar="DATE", help="Law of this day. Default: today.")]
_AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="Use only what Sekisho had recorded by this day. Default: now."),
]
_Workspace = Annotated[
    Path | None, typer.Option("--workspace", metavar="DIR", help="Folder that keeps the lists of frameworks.")
]
_Json = Annotated[bool, typer.Option("--json", help="Print JSON (schemas/ in the repository) and nothing else.")]


def add_classifying(app: typer.Typer) -> None:
    """Add the commands to ``sekisho``."""
    app.command(
        epilog="Examples: sekisho classify examples/quantum-computer-item.yaml --date 2026-07-23; "
        "sekisho classify machine.json --interview --kind quantum_computer; "
        'sekisho classify --text "helium dilution refrigerator below 20 mK"'
    )(classify)
    app.command(epilog="Example: sekisho compare examples/quantum-computer-item.yaml")(compare)


def classify(
    context: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(help="Item file, YAML or JSON; - reads standard input. Left out with --text.", show_default=False),
    ] = None,
    lists: _Lists = None,
    date: _Date = None,
    as_of: _AsOf = None,
    workspace: _Workspace = None,
    interview: Annotated[
        bool,
        typer.Option(
            "--interview", help="Ask what still decides, the most decisive first; FILE keeps the answers after each."
        ),
    ] = False,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="KIND", help="Kind of the item, to begin an interview.")
    ] = None,
    answer: Annotated[
        list[str] | None,
        typer.Option(
            "--answer",
            metavar="NAME=VALUE",
            help="Answer without being asked, NAME= for not known; with --json the next question is printed.",
        ),
    ] = None,
    text: Annotated[
        str | None,
        typer.Option(
            "--text",
            metavar="WORDS",
            help="Search the loaded texts of the lists for these words, or a code, and name what would decide.",
        ),
    ] = None,
    as_json: _Json = False,
) -> int:
    """Hold an item against every list: yes, no or unknown for each entry, and the questions that would decide."""
    if text is not None:
        if file is not None or interview or kind is not None or answer:
            raise InputError(
                "--text searches the texts of the lists; it goes with no item file and no interview",
                remedy="search first, then describe the item: sekisho classify FILE --interview --kind KIND",
            )
        return _search(text, lists or [], date, as_of, workspace, as_json)
    if file is None:
        raise MissingParameter(ctx=context, param_hint="'file'", param_type="argument")
    if interview or kind is not None or answer:
        from sekisho.cli.interview import hold

        return hold(file, kind, lists or [], date, as_of, answer or [], workspace, as_json)
    from sekisho.workspace.classify import classify_file

    found = classify_file(
        file, lists=lists or [], date=date, as_of=as_of, workspace=workspace, progress=progress_line(as_json)
    )
    emit(found, as_json, "classify")
    return 0


def _search(words: str, lists: list[str], date: str | None, as_of: str | None, workspace: Path | None, as_json: bool) -> int:
    """Search the texts of the lists and print what was found."""
    from sekisho.workspace.search_text import search_text

    found = search_text(words, lists=lists, workspace=workspace, date=date, as_of=as_of, progress=progress_line(as_json))
    if as_json:
        emit(found, as_json, "search")
        return 0
    from sekisho.cli.render import Page
    from sekisho.cli.render_search import show_search

    show_search(Page(), found)
    return 0


def compare(
    file: _File,
    lists: _Lists = None,
    date: _Date = None,
    as_of: _AsOf = None,
    workspace: _Workspace = None,
    as_json: _Json = False,
) -> int:
    """Put the lists side by side for one item: which catches it, which does not and why, and what is open."""
    from sekisho.workspace.compare import compare_file

    found = compare_file(
        file, lists=lists or [], date=date, as_of=as_of, workspace=workspace, progress=progress_line(as_json)
    )
    if as_json:
        emit(found, as_json, "compare")
        return 0
    from sekisho.cli.render import Page
    from sekisho.cli.render_compare import show_comparison

    show_comparison(Page(), found)
    return 0

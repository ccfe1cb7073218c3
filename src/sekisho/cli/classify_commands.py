"""``sekisho classify`` and ``sekisho compare``: one item against the lists, by file or by interview."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sekisho.cli.output import emit, progress_line

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
        "sekisho classify machine.json --interview --kind quantum_computer"
    )(classify)
    app.command(epilog="Example: sekisho compare examples/quantum-computer-item.yaml")(compare)


def classify(
    file: _File,
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
    as_json: _Json = False,
) -> int:
    """Hold an item against every list: yes, no or unknown for each entry, and the questions that would decide."""
    if interview or kind is not None or answer:
        from sekisho.cli.interview import hold

        return hold(file, kind, lists or [], date, as_of, answer or [], workspace, as_json)
    from sekisho.workspace.classify import classify_file

    found = classify_file(
        file, lists=lists or [], date=date, as_of=as_of, workspace=workspace, progress=progress_line(as_json)
    )
    emit(found, as_json, "classify")
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

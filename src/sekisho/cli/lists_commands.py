"""``sekisho lists``: which control lists there are, how much of each is executable, and what changed on a framework's."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sekisho.cli.output import emit, progress_line

lists_app = typer.Typer(help="Show the control lists.", rich_markup_mode=None)

_Workspace = Annotated[
    Path | None, typer.Option("--workspace", metavar="DIR", help="Folder that keeps the lists of frameworks.")
]


@lists_app.callback(invoke_without_command=True, epilog="Example: sekisho lists show us-ccl")
def lists(
    context: typer.Context,
    workspace: _Workspace = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")] = False,
) -> None:
    """List the control lists: authority, edition, executable entries, coverage; and each framework's list with its age."""
    if context.invoked_subcommand is not None:
        return
    from sekisho.workspace.framework import all_lists

    answer = all_lists(workspace, progress_line(as_json))
    emit(answer, as_json, "lists")
    if not as_json and answer["frameworks"]:
        from sekisho.cli.render import Page
        from sekisho.cli.render_lists import show_frameworks

        show_frameworks(Page(), answer["frameworks"])


@lists_app.command(epilog="Example: sekisho lists show de-ausfuhrliste")
def show(
    list_id: Annotated[str, typer.Argument(help="Id of a list, for example us-ccl.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")] = False,
) -> None:
    """Show one list: its entries with dates, and its coverage by kind."""
    from sekisho.workspace.explain import show_list

    emit(show_list(list_id, progress=progress_line(as_json)), as_json, "list")


@lists_app.command(epilog="Example: sekisho lists diff --framework five-states")
def diff(
    old: Annotated[Path | None, typer.Argument(help="Folder of the older edition, as `sekisho sync` keeps it.")] = None,
    new: Annotated[Path | None, typer.Argument(help="Folder of the newer edition.")] = None,
    framework: Annotated[
        str | None, typer.Option("--framework", metavar="NAME", help="The last two editions kept of this framework.")
    ] = None,
    workspace: _Workspace = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")] = False,
) -> None:
    """Say what changed between two editions of a framework's list: added, removed, amended and renewed entries."""
    from sekisho.errors import InputError
    from sekisho.workspace.list_diff import diff_editions, diff_kept

    progress = progress_line(as_json)
    if framework is not None and old is None:
        answer = diff_kept(framework, workspace, progress)
    elif framework is None and old is not None and new is not None:
        answer = diff_editions(old, new, progress)
    else:
        raise InputError("two editions are compared", remedy="give OLD and NEW, or --framework NAME")
    if as_json:
        emit(answer, as_json, "lists diff")
        return
    from sekisho.cli.render import Page
    from sekisho.cli.render_lists import show_difference

    show_difference(Page(), answer)

"""``sekisho lists``: which control lists there are, and how much of each is executable."""

from __future__ import annotations

from typing import Annotated

import typer

from sekisho.cli.output import emit, progress_line

lists_app = typer.Typer(help="Show the control lists.", rich_markup_mode=None)


@lists_app.callback(invoke_without_command=True, epilog="Example: sekisho lists show us-ccl")
def lists(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")] = False,
) -> None:
    """List the control lists: authority, edition, number of executable entries, what is covered."""
    if context.invoked_subcommand is not None:
        return
    from sekisho.workspace.explain import list_lists

    emit(list_lists(progress=progress_line(as_json)), as_json, "lists")


@lists_app.command(epilog="Example: sekisho lists show de-ausfuhrliste")
def show(
    list_id: Annotated[str, typer.Argument(help="Id of a list, for example us-ccl.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")] = False,
) -> None:
    """Show one list: its entries with dates, and its coverage by kind."""
    from sekisho.workspace.explain import show_list

    emit(show_list(list_id, progress=progress_line(as_json)), as_json, "list")

"""``sekisho sources``: the official publications that parties are screened against."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sekisho.cli.output import counter, emit

sources_app = typer.Typer(help="Load and show the official publications.", rich_markup_mode=None)

WorkspaceOption = Annotated[
    Path | None,
    typer.Option("--workspace", metavar="DIR", help="Folder with the loaded sources. Default: as for `sekisho check`."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")]


@sources_app.callback(invoke_without_command=True, epilog="Example: sekisho sources load downloads/")
def sources(context: typer.Context, workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """List the sources: what each is, what is loaded, how old it is."""
    if context.invoked_subcommand is not None:
        return
    from sekisho.workspace.sources import source_status

    emit(source_status(workspace), as_json, "sources")


@sources_app.command(epilog="Example: sekisho sources load downloads/ --only us-entity-list")
def load(
    folder: Annotated[Path, typer.Argument(help="Folder (or one file) with official publications, as published.")],
    only: Annotated[list[str] | None, typer.Option("--only", metavar="ID", help="Only this source; repeat.")] = None,
    snapshot: Annotated[
        str | None,
        typer.Option("--snapshot", metavar="DATE", help="Day of the content, where the file name does not say it."),
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Read official publications into the workspace; what is malformed or implausible is refused and changes nothing."""
    from sekisho.workspace.sources import load_folder

    with counter(as_json) as tick:
        answer = load_folder(folder, only=only or [], snapshot=snapshot, workspace=workspace, progress=tick)
    emit(answer, as_json, "loaded")


@sources_app.command(epilog="Example: sekisho sources remove us-entity-list 2026-03-25")
def remove(
    source_id: Annotated[str, typer.Argument(help="Id of a source, for example us-entity-list.")],
    snapshot: Annotated[str, typer.Argument(help="Day of the snapshot to take out, as `sekisho sources` lists it.")],
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take a loaded snapshot out of the workspace: the undo of `load`."""
    from sekisho.workspace.sources import remove_snapshot

    emit(remove_snapshot(source_id, snapshot, workspace), as_json, "removed")

"""``sekisho regime``: the framework's record, read and recounted."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from sekisho.cli.output import emit, progress_line
from sekisho.cli.regime_sign_commands import add_signing

regime_app = typer.Typer(
    help="Decide together: charter, ballots, record, recount. Everything works offline, with files to carry.",
    invoke_without_command=True,
    rich_markup_mode=None,
)

RecordOption = Annotated[
    str | None,
    typer.Option(
        "--record", metavar="PLACE", help="Record: a file *.jsonl, a store (path or database URL). Default: the workspace's."
    ),
]
RootOption = Annotated[
    str | None,
    typer.Option("--root", metavar="DIGEST", help="Digest of charter 1 that you trust, got by another way than the record."),
]
WorkspaceOption = Annotated[
    Path | None,
    typer.Option("--workspace", metavar="DIR", help="Folder with the record. Default: as for `sekisho check`."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")]
add_signing(regime_app)


@regime_app.callback()
def _help(context: typer.Context) -> None:
    """Decide together: charter, ballots, record, recount. Everything works offline, with files to carry."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@regime_app.command(epilog="Example: sekisho regime charter five-states")
def charter(
    name: Annotated[
        str | None, typer.Argument(help="A shipped charter or a charter file; lists the shipped ones if left out.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Show a charter, or say why it is refused. Who decides what, by which rule and clock, what it survives and costs."""
    from sekisho.workspace.charters import list_charters, show_charter

    emit(list_charters() if name is None else show_charter(name), as_json, "charters" if name is None else "charter")


@regime_app.command(epilog="Example: sekisho regime show --record record.jsonl")
def show(
    name: Annotated[str | None, typer.Argument(help="Number or digest of a matter; the whole record if left out.")] = None,
    record: RecordOption = None,
    root: RootOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show where every matter of a record stands. Replays it; says what is proved, what was set aside and why."""
    from sekisho.workspace.records import place_of, show_matter, show_record

    place = place_of(record, workspace)
    progress_line(as_json)("replaying the record")
    if name is None:
        emit(show_record(place, root), as_json, "record")
    else:
        emit(show_matter(place, name, root), as_json, "matter")


@regime_app.command(epilog="Example: sekisho regime tally Q-2026-1 --record record.jsonl --evidence receipt.json")
def tally(
    name: Annotated[str, typer.Argument(help="Number of the matter, or the beginning of its digest.")],
    record: RecordOption = None,
    root: RootOption = None,
    evidence: Annotated[
        list[Path] | None,
        typer.Option("--evidence", metavar="FILE", help="A ballot or receipt carried beside the record; repeat."),
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Recount a ballot and print each rule applied. From the record alone, and what you carry as evidence."""
    from sekisho.workspace.records import place_of
    from sekisho.workspace.records import tally as recount

    emit(recount(place_of(record, workspace), name, root, evidence or []), as_json, "tally")


@regime_app.command("list", epilog="Example: sekisho regime list --record record.jsonl > list.json")
def list_entries(
    record: RecordOption = None,
    root: RootOption = None,
    workspace: WorkspaceOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Accepted for uniformity: the list is JSON in any case.")] = False,
) -> None:
    """Print the framework's list in JSON. As the record makes it, and as `sekisho propose --base` takes it."""
    from sekisho.workspace.records import list_document, place_of

    emit(list_document(place_of(record, workspace), root), True, "list")


@regime_app.command(epilog="Example: sekisho regime export record.jsonl --circle public")
def export(
    out: Annotated[Path, typer.Argument(help="File to write, *.jsonl.")],
    circle: Annotated[
        list[str] | None,
        typer.Option("--circle", metavar="ID", help="Give bodies of this circle only; repeat. Default: every body held."),
    ] = None,
    record: RecordOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the record as a file to carry. With --circle, bodies of other circles stay here; their leaves go along."""
    from sekisho.workspace.records import export as write
    from sekisho.workspace.records import place_of

    emit(write(place_of(record, workspace), out, circle or []), as_json, "done")


@regime_app.command("copy", epilog="Example: sekisho regime copy record.jsonl --record mine.db")
def copy_record(
    source: Annotated[str, typer.Argument(help="A record that was carried here.")],
    record: RecordOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Lengthen your own copy of the log. A log that was shown in two versions is refused."""
    from sekisho.workspace.records import copy_into, place_to_found

    emit(copy_into(place_to_found(record, workspace), source), as_json, "done")


@regime_app.command(epilog="Example: sekisho regime erase 17 18 --record record.db --yes")
def erase(
    leaf: Annotated[list[int], typer.Argument(help="Indexes of the leaves.")],
    record: RecordOption = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Destroy bodies and salts for good. That something was said at these leaves stays known."""
    from sekisho.workspace.records import erase as destroy
    from sekisho.workspace.records import place_of

    if not yes:
        typer.confirm(f"Destroy the bodies of {len(leaf)} leaves? This cannot be undone.", abort=True, err=True)
    emit(destroy(place_of(record, workspace), leaf), as_json, "done")


@regime_app.command(epilog="Example: sekisho regime demo --keep story/")
def demo(
    keep: Annotated[
        Path | None,
        typer.Option("--keep", metavar="DIR", help="Leave every artefact in this new folder, to recount yourself."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Tell the story of one entry, from concern to effect. Made-up states and clock; real keys, logs and proofs."""
    from sekisho.workspace.story import tell

    def show_step(row: dict[str, Any]) -> None:
        if not as_json:
            emit(row, False, "story")

    answer = tell(keep, show_step)
    emit(answer, as_json, "story_end")

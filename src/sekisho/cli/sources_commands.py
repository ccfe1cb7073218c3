"""``sekisho sources``: the official publications that parties are screened against and control lists are read in."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sekisho.cli.output import counter, emit, printable

if TYPE_CHECKING:
    from sekisho.workspace.intake import Override

sources_app = typer.Typer(help="Load, fetch, compare and show the official publications.", rich_markup_mode=None)

WorkspaceOption = Annotated[
    Path | None,
    typer.Option("--workspace", metavar="DIR", help="Folder with the loaded sources. Default: as for `sekisho check`."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")]
OnlyOption = Annotated[list[str] | None, typer.Option("--only", metavar="ID", help="Only this source; repeat.")]
SnapshotOption = Annotated[
    list[str] | None,
    typer.Option(
        "--snapshot",
        metavar="[ID=]DATE",
        help="Day of the content, where neither it nor the file name says it; repeat with ID= for several sources.",
    ),
]
AcceptOption = Annotated[
    bool, typer.Option("--accept", help="Accept what is implausible; needs --by and --reason, which are kept.")
]
ByOption = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who accepts it.")]
ReasonOption = Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why it is right as it is.")]


@sources_app.callback(invoke_without_command=True, epilog="Example: sekisho sources load downloads/")
def sources(context: typer.Context, workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """List the sources: what each is, what is loaded, how old it is, what is in quarantine."""
    if context.invoked_subcommand is not None:
        return
    from sekisho.workspace.sources import source_status

    emit(source_status(workspace), as_json, "sources")


@sources_app.command(epilog="Example: sekisho sources status")
def status(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """Say in short what is loaded, how old it is, and what is in quarantine."""
    from sekisho.workspace.sources import source_status

    emit(source_status(workspace), as_json, "sources status")


@sources_app.command(epilog="Example: sekisho sources load downloads/ --snapshot us-ccl=2026-06-30")
def load(
    folder: Annotated[Path, typer.Argument(help="Folder (or one file) with official publications, as published.")],
    only: OnlyOption = None,
    snapshot: SnapshotOption = None,
    accept_it: AcceptOption = False,
    by: ByOption = None,
    reason: ReasonOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take official publications in; what is malformed or implausible goes to quarantine, and what is in use stays."""
    from sekisho.workspace.sources import load_folder

    override = _override(accept_it, by, reason)
    with counter(as_json) as tick:
        answer = load_folder(
            folder, only=only or [], snapshot=snapshot or [], override=override, workspace=workspace, progress=tick
        )
    _tell(answer, as_json)


@sources_app.command(epilog="Example: sekisho sources update --only us-sdn --only eu-fsf")
def update(
    only: OnlyOption = None,
    from_folder: Annotated[
        Path | None,
        typer.Option("--from", metavar="DIR", help="Take the publications from a folder instead of the network, as `load`."),
    ] = None,
    snapshot: SnapshotOption = None,
    address: Annotated[
        list[str] | None,
        typer.Option(
            "--address",
            metavar="ID=ADDRESS",
            help="Fetch a source from here, now and later: a mirror, or a dataset (ftm-NAME=...). ID= goes back.",
        ),
    ] = None,
    accept_it: AcceptOption = False,
    by: ByOption = None,
    reason: ReasonOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Fetch what changed from the publishers, by TLS only; SSL_CERT_FILE names the certificates of a company's own proxy."""
    from sekisho.errors import InputError

    override = _override(accept_it, by, reason)
    with counter(as_json) as tick:
        if from_folder is not None:
            from sekisho.workspace.sources import load_folder

            if address:
                raise InputError("--from takes no --address", remedy="leave one of them out")
            answer = load_folder(
                from_folder, only=only or [], snapshot=snapshot or [], override=override, workspace=workspace, progress=tick
            )
        else:
            from sekisho.workspace.update import update_sources

            if snapshot:
                raise InputError("--snapshot goes with --from", remedy="what is fetched says its day itself")
            answer = update_sources(
                only=only or [], addresses=address or [], override=override, workspace=workspace, progress=tick
            )
    _tell(answer, as_json)


@sources_app.command(
    epilog='Example: sekisho sources accept us-sdn --by "A. Example, compliance" --reason "a large delisting, seen"'
)
def accept(
    source_id: Annotated[str, typer.Argument(help="Id of a source, for example us-entity-list.")],
    snapshot: Annotated[
        str | None, typer.Argument(help="Day or first digits of the SHA-256, where several are in quarantine.")
    ] = None,
    by: ByOption = None,
    reason: ReasonOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Accept a snapshot that is in quarantine; who did, and why, is kept with it."""
    from sekisho.workspace.sources import accept_snapshot

    _tell(accept_snapshot(source_id, snapshot, by=by or "", reason=reason or "", workspace=workspace), as_json)


@sources_app.command(epilog="Example: sekisho sources diff us-entity-list 2026-03-25 2026-07-23")
def diff(
    source_id: Annotated[str, typer.Argument(help="Id of a source, for example us-entity-list.")],
    old: Annotated[str, typer.Argument(metavar="FROM", help="Day of the older snapshot, or first digits of its SHA-256.")],
    new: Annotated[str, typer.Argument(metavar="TO", help="Day of the newer snapshot, or first digits of its SHA-256.")],
    everything: Annotated[
        bool, typer.Option("--all", help="Also print what changed in punctuation, spaces, case or order only.")
    ] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say what two snapshots differ in: added, removed and changed records, field by field."""
    from sekisho.workspace.source_diff import diff_snapshots

    answer = diff_snapshots(source_id, old, new, workspace)
    if as_json:
        emit(answer, as_json, "sources diff")
        return
    from sekisho.cli.render import Page
    from sekisho.cli.render_sources import show_difference

    show_difference(Page(), answer, everything)


@sources_app.command(epilog="Example: sekisho sources export eu-fsf --out eu-fsf.ftm.json")
def export(
    source_id: Annotated[str, typer.Argument(help="Id of a source of parties, for example eu-fsf.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where to; - is standard output.")] = Path("-"),
    snapshot: Annotated[
        str | None, typer.Option("--snapshot", metavar="DATE", help="Which snapshot. Default: the newest.")
    ] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Write the parties of a snapshot as FollowTheMoney JSON, one entity a line, for other tools."""
    from sekisho.workspace.source_diff import export_snapshot
    from sekisho.workspace.user_files import write_lines

    lines = export_snapshot(source_id, snapshot, workspace)
    if str(out) == "-":
        sys.stdout.writelines(f"{line}\n" for line in lines)
        return
    count = write_lines(out, lines)
    print(f"{count:,} entities in {out}", file=sys.stderr)


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


def _override(accepted: bool, by: str | None, reason: str | None) -> Override | None:
    from sekisho.errors import InputError
    from sekisho.workspace.sources import override_of

    if accepted:
        return override_of(by, reason)
    if by or reason:
        raise InputError("--by and --reason go with --accept", remedy="add --accept, or leave them out")
    return None


def _tell(answer: Mapping[str, Any], as_json: bool) -> None:
    """Print what became of each publication, then, as an error, what was not accepted."""
    from sekisho.workspace.sources import refusal_of

    emit(answer, as_json, "loaded")
    refusal = refusal_of(answer)
    if refusal is not None:
        refusal.message = printable(refusal.message)
        raise refusal

"""``sekisho sync`` and ``sekisho verify``: the published list, fetched and proved."""

from __future__ import annotations

from typing import Annotated

import typer

from sekisho.cli.output import emit, progress_line
from sekisho.cli.regime_sign_commands import WorkspaceOption

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")]
_ROOT = "Digest of charter 1, or a file with it, got from a member by another way than the mirror."


def add_syncing(app: typer.Typer) -> None:
    """Add the commands to ``sekisho``."""
    app.command(epilog="Example: sekisho sync https://lists.example/five-states --root 79f7b01d…")(sync)
    app.command(epilog="Example: sekisho verify repository --root 79f7b01d…")(verify)


def sync(
    place: Annotated[str, typer.Argument(metavar="URL|DIR", help="A mirror of the repository; it is trusted for nothing.")],
    root: Annotated[
        str | None, typer.Option("--root", metavar="FILE|DIGEST", help=f"{_ROOT} Needed once; kept in the workspace.")
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Fetch a framework's list, verify it from charter to each adoption, and use it in `check`. Else what is held stays."""
    from sekisho.workspace.clock import moment
    from sekisho.workspace.folder import workspace_to_write
    from sekisho.workspace.syncing import sync as fetch

    answer = fetch(place, workspace_to_write(workspace), root, moment(), progress_line(as_json))
    emit(answer, as_json, "sync")


def verify(
    place: Annotated[str, typer.Argument(metavar="DIR|URL", help="A repository, as it was released or mirrored.")],
    root: Annotated[str, typer.Option("--root", metavar="FILE|DIGEST", help=_ROOT)],
    record: Annotated[
        str | None,
        typer.Option("--record", metavar="PLACE", help="Your own copy of the record, to recount every ballot."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Prove a repository: root, charter, edition, the adoption of each entry. By certificates, or ballots with --record."""
    from sekisho.workspace.clock import moment
    from sekisho.workspace.syncing import read_root
    from sekisho.workspace.verifying import verify_place

    progress_line(as_json)("verifying root, charter, edition and every adoption")
    emit(verify_place(place, read_root(root), record, moment()), as_json, "verify")

"""``sekisho regime``: what a member tests again, what it owes, and what an outsider can check."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sekisho.cli.output import counter, emit, to_json
from sekisho.cli.regime_sign_commands import RecordOption, RootOption, WorkspaceOption

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")]


def add_checking(app: typer.Typer) -> None:
    """Add the commands to ``sekisho regime``."""
    app.command("test", epilog="Example: sekisho regime test EXAMPLE-1 --record record.jsonl")(run_again)
    app.command(epilog="Example: sekisho regime held --record mine.db --out owed/")(held)
    app.command(epilog="Example: sekisho regime certificates --record public.jsonl --root 79f7b01d…")(certificates)


def run_again(
    name: Annotated[str, typer.Argument(help="Number of the proposal, or the beginning of its digest.")],
    record: RecordOption = None,
    root: RootOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> int:
    """Run a proposal's cases and checks again, from the bytes that were signed: do not believe that it was tested.

    The exit status is 0 for a proposal that passes, 2 for one that does not.
    """
    from sekisho.workspace.records import place_of
    from sekisho.workspace.retest import retest

    with counter(as_json) as tick:
        checked = retest(place_of(record, workspace), name, root, tick)
    if as_json:
        typer.echo(to_json(checked.report), nl=False)
        return checked.exit_status
    from sekisho.cli.render import Page
    from sekisho.cli.render_propose import show_proposal

    page = Page()
    show_proposal(page, checked.report, None)
    page.heading("The package gives the changes that were signed" if checked.report["same"] else "Not the signed changes")
    return checked.exit_status


def held(
    record: RecordOption = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="New folder for what has no leaf, to hand it in again.")
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """List what was lodged with you for others; while the log lacks it you do not cosign."""
    from sekisho.workspace.held import list_held
    from sekisho.workspace.records import place_of

    emit(list_held(place_of(record, workspace), out), as_json, "held")


def certificates(
    root: Annotated[str, typer.Option("--root", metavar="DIGEST", help="Digest of the charter that you trust.")],
    record: RecordOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check, as an outsider, which results enough members have certified; ballots are not needed and not shown."""
    from sekisho.workspace.held import check_certificates
    from sekisho.workspace.records import place_of

    emit(check_certificates(place_of(record, workspace), root), as_json, "certificates")

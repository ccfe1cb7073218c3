"""``sekisho publish``: the list of a framework, drafted, signed apart and released."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from sekisho.cli.output import emit, progress_line
from sekisho.cli.regime_sign_commands import (
    ByOption,
    KeyOption,
    PasswordOption,
    RecordOption,
    RootOption,
    WorkspaceOption,
    YesOption,
    load_private,
)

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")]
DraftArgument = Annotated[Path, typer.Argument(help="Folder that `sekisho publish draft` made.")]
EarlierOption = Annotated[Path | None, typer.Option("--earlier", metavar="DIR", help="The repository as published so far.")]
publish_app = typer.Typer(
    help="Publish the list: every byte follows from the record, each member signs what it has computed itself.",
    invoke_without_command=True,
    rich_markup_mode=None,
)


@publish_app.callback()
def _help(context: typer.Context) -> None:
    """Publish the list: every byte follows from the record, each member signs what it has computed itself."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@publish_app.command(epilog="Example: sekisho publish draft draft --record JP.db --earlier repository")
def draft(
    out: Annotated[Path, typer.Argument(help="New folder for the draft.")],
    record: RecordOption = None,
    earlier: EarlierOption = None,
    root: RootOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Compute what the record gives at its newest checkpoint that counts. Whoever drafts decides nothing."""
    from sekisho.workspace.publishing import make_draft
    from sekisho.workspace.records import place_of

    progress_line(as_json)("replaying the record")
    emit(make_draft(place_of(record, workspace), out, earlier, root), as_json, "publish_draft")


@publish_app.command(
    epilog="Example: sekisho publish sign draft --as JP --key keys/JP/publication.pem --record JP.db --out JP.signatures"
)
def sign(
    folder: DraftArgument,
    by: ByOption,
    key: KeyOption,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="New file for the signatures, to be carried.")],
    record: RecordOption = None,
    earlier: EarlierOption = None,
    root: RootOption = None,
    workspace: WorkspaceOption = None,
    password_file: PasswordOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Sign a draft that your own copy of the record gives to the byte; refused otherwise. Certifies the tally."""
    from sekisho.workspace.carried import refuse_taken, write_new
    from sekisho.workspace.publishing import draft_lines, open_draft, sign_draft
    from sekisho.workspace.records import place_of

    refuse_taken(out)
    private = load_private(key, password_file)
    progress_line(as_json)("recounting every ballot and computing every file")
    opened = open_draft(place_of(record, workspace), folder, root)
    for line in draft_lines(opened, earlier):
        print(line, file=sys.stderr)
    if not yes:
        typer.confirm("\nSign this?", abort=True, err=True)
    data = sign_draft(opened, by, private)
    write_new(out, data)
    emit({"file": str(out), "bytes": len(data), "size": opened.plan.size}, as_json, "done")


@publish_app.command(epilog="Example: sekisho publish merge draft *.signatures --record JP.db")
def merge(
    folder: DraftArgument,
    signatures: Annotated[list[Path], typer.Argument(help="Files that `sekisho publish sign` made.")],
    record: RecordOption = None,
    root: RootOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Put signatures on a draft, each verified first; says who could still sign what."""
    from sekisho.workspace.publishing import merge as put_on
    from sekisho.workspace.records import place_of

    emit(put_on(place_of(record, workspace), folder, signatures, root), as_json, "publish_draft")


@publish_app.command(
    epilog="Example: sekisho publish release draft --to repository --key keys/secretariat/timestamp.pem --record log.db"
)
def release(
    folder: DraftArgument,
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="The repository: any file server may carry it.")],
    key: KeyOption,
    record: RecordOption = None,
    root: RootOption = None,
    workspace: WorkspaceOption = None,
    password_file: PasswordOption = None,
    as_json: JsonOption = False,
) -> None:
    """Verify a signed draft as a client would, sign its timestamp, and put it into the repository, the timestamp last."""
    from sekisho.workspace.clock import moment
    from sekisho.workspace.publishing import release as put_out
    from sekisho.workspace.records import place_of

    private = load_private(key, password_file)
    emit(put_out(place_of(record, workspace), folder, to, private, moment(), root), as_json, "publish_release")


@publish_app.command(epilog="Example: sekisho publish timestamp repository --key keys/secretariat/timestamp.pem")
def timestamp(
    repository: Annotated[Path, typer.Argument(help="The repository.")],
    key: KeyOption,
    password_file: PasswordOption = None,
    as_json: JsonOption = False,
) -> None:
    """Sign the timestamp again, so that the list does not go stale: at least every seven days."""
    from sekisho.workspace.clock import moment
    from sekisho.workspace.publishing import renew_timestamp

    emit(renew_timestamp(repository, load_private(key, password_file), moment()), as_json, "done")


@publish_app.command(epilog="Example: sekisho publish status --record JP.db")
def status(
    record: RecordOption = None,
    root: RootOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say who has certified the tally of each result, who has not, until when; and the breaches with their remedy."""
    from sekisho.workspace.publishing import status as said
    from sekisho.workspace.records import place_of

    emit(said(place_of(record, workspace), root), as_json, "publish_status")

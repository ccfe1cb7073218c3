"""``sekisho transposition``: how members give effect to what is adopted, recorded and looked up."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from sekisho.cli.output import emit, progress_line, to_json
from sekisho.cli.regime_sign_commands import (
    JsonOption,
    KeyOption,
    OutOption,
    PasswordOption,
    RecordOption,
    RootOption,
    WorkspaceOption,
    YesOption,
    load_private,
)
from sekisho.errors import InputError

transposition_app = typer.Typer(
    help="Record the act by which an entry becomes law, and see where it has.", no_args_is_help=True
)
AsOption = Annotated[str, typer.Option("--as", metavar="ID", help="The member that acts, such as JP.")]
_FORMATS = ("text", "json", "csv", "akn")


@transposition_app.command(
    epilog="Example: sekisho transposition record act.yaml --as JP --key keys/JP/ballot.pem --record JP.db --out act.json"
)
def record(
    file: Annotated[Path, typer.Argument(help="The act, YAML or JSON (docs/how-to/record-a-transposition.md).")],
    by: AsOption,
    key: KeyOption,
    out: OutOption,
    place: RecordOption = None,
    root: RootOption = None,
    workspace: WorkspaceOption = None,
    password_file: PasswordOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Say by which act you give effect to entries. One act for several members is signed by each."""
    _state("transposition", file, by, key, out, place, root, workspace, password_file, yes, as_json)


@transposition_app.command(
    epilog="Example: sekisho transposition equivalence r.yaml --as US --key keys/US/ballot.pem --record US.db --out r.json"
)
def equivalence(
    file: Annotated[Path, typer.Argument(help="The relief, YAML or JSON (docs/how-to/record-a-transposition.md).")],
    by: AsOption,
    key: KeyOption,
    out: OutOption,
    place: RecordOption = None,
    root: RootOption = None,
    workspace: WorkspaceOption = None,
    password_file: PasswordOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Say that you regard the control of others as equivalent. It is yours alone to say: no act of theirs opens it."""
    _state("equivalence", file, by, key, out, place, root, workspace, password_file, yes, as_json)


@transposition_app.command(
    "matrix", epilog="Example: sekisho transposition matrix --record JP.db --format csv --out matrix.csv"
)
def show_matrix(
    place: RecordOption = None,
    state: Annotated[
        Path | None, typer.Option("--state", metavar="FILE", help="state.json that sync keeps. Default: the workspace's.")
    ] = None,
    date: Annotated[str | None, typer.Option("--date", metavar="DATE", help="The day (YYYY-MM-DD). Default: today.")] = None,
    form: Annotated[str, typer.Option("--format", help="text, json, csv or akn (Akoma Ntoso).")] = "text",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="File to write; an existing one is not replaced.")
    ] = None,
    root: RootOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show for each entry and member where it is given effect, by which act, with which deviation, and how it lags."""
    from sekisho.workspace.carried import refuse_taken
    from sekisho.workspace.clock import day
    from sekisho.workspace.transpositions import matrix_of

    form = "json" if as_json and form == "text" else form
    if form not in _FORMATS:
        raise InputError(f"there is no format {form!r}", remedy=f"formats: {', '.join(_FORMATS)}")
    if place is not None and state is not None:
        raise InputError("the list is read from a record or from a state", remedy="leave out --record or --state")
    if out is not None:
        refuse_taken(out)
    progress_line(as_json)("reading the list and its acts")
    answer = matrix_of(None if date is None else day(date), record=place, state=state, workspace=workspace, root=root)
    _put(answer, form, out, as_json)


def _put(answer: dict[str, object], form: str, out: Path | None, as_json: bool) -> None:
    """Write the matrix in a format, to a file or to standard output."""
    from sekisho.workspace.carried import write_new
    from sekisho.workspace.transpositions import EXPORTS

    if form == "text":
        if out is not None:
            raise InputError("text is for the terminal", remedy="name --format json, csv or akn with --out")
        from sekisho.cli.render import Page
        from sekisho.cli.render_transposition import show_matrix

        show_matrix(Page(), answer)
        return
    data = EXPORTS[form](answer) if form in EXPORTS else to_json(answer).encode()
    if out is None and form == "json":
        emit(answer, True, "matrix")
        return
    if out is None:
        # A table holds what members wrote, to the byte: a terminal would obey control characters in it.
        if sys.stdout.isatty():
            raise InputError(f"{form} is not for the terminal", remedy="name --out FILE")
        typer.echo(data, nl=False)
        return
    write_new(out, data)
    emit({"file": str(out), "bytes": len(data)}, as_json, "done")


def _state(
    kind: str,
    file: Path,
    by: str,
    key: Path,
    out: Path,
    place: str | None,
    root: str | None,
    workspace: Path | None,
    password_file: Path | None,
    yes: bool,
    as_json: bool,
) -> None:
    """Show the statement as its signer must see it, ask, sign exactly that and write it."""
    from sekisho.workspace.carried import refuse_taken, write_new
    from sekisho.workspace.records import place_of
    from sekisho.workspace.regime_acts import seal
    from sekisho.workspace.transpositions import draft_act, others_to_sign

    refuse_taken(out)
    private = load_private(key, password_file)
    progress_line(as_json)("replaying the record")
    one = draft_act(place_of(place, workspace), kind, file, by, private, root)
    for line in one.lines:
        print(line, file=sys.stderr)
    if not yes:
        typer.confirm("\nSign these bytes?", abort=True, err=True)
    data = seal(one, private)
    write_new(out, data)
    others = others_to_sign(one)
    emit({"file": str(out), "bytes": len(data), "still_to_sign": others}, as_json, "done")
    if not as_json:
        sys.stdout.flush()
        joined = f"{', '.join(others)} must join a signature with `sekisho regime sign {out}`; then " if others else ""
        print(f"next: {joined}`sekisho regime lodge {out}`, at the secretariat or through another member", file=sys.stderr)

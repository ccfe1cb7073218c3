"""The commands, and how an error leaves the process."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from typer._click.exceptions import ClickException, UsageError

from sekisho.cli.classify_commands import add_classifying
from sekisho.cli.lists_commands import lists_app
from sekisho.cli.notices_commands import notices_app
from sekisho.cli.options import AsOfOption, JsonOption, WorkspaceOption
from sekisho.cli.output import emit, printable, progress_line
from sekisho.cli.propose_commands import propose
from sekisho.cli.publish_commands import publish_app
from sekisho.cli.regime_check_commands import add_checking
from sekisho.cli.regime_commands import regime_app
from sekisho.cli.screen_commands import screen_app
from sekisho.cli.sources_commands import sources_app
from sekisho.cli.sync_commands import add_syncing
from sekisho.cli.transposition_commands import transposition_app
from sekisho.errors import Error

app = typer.Typer(
    name="sekisho",
    help="Classify items, screen parties and say what each jurisdiction requires of a transaction, with reasons.",
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(screen_app, name="screen")
app.add_typer(lists_app, name="lists")
app.add_typer(sources_app, name="sources")
app.add_typer(regime_app, name="regime")
app.add_typer(notices_app, name="notices")
app.add_typer(publish_app, name="publish")
app.add_typer(transposition_app, name="transposition")
add_checking(regime_app)
add_classifying(app)


@app.command(epilog="Example: sekisho check examples/quantum-and-gpu.yaml --record decision.json")
def check(
    file: Annotated[Path, typer.Argument(help="Transaction file, YAML or JSON; - reads standard input.")],
    record: Annotated[
        Path | None, typer.Option("--record", metavar="FILE", help="Also write inputs, digests and answer to FILE.")
    ] = None,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = None,
    reasons: Annotated[bool, typer.Option("--all", help="Print every step, also the rules that do not apply.")] = False,
    as_json: JsonOption = False,
) -> int:
    """Say whether a transaction may go, under which law, why, and what is missing."""
    from sekisho.workspace.check import check_file

    checked = check_file(file, workspace=workspace, as_of=as_of, progress=progress_line(as_json))
    if record is not None:
        from sekisho.workspace.record import write_record

        write_record(record, checked)
    emit(checked.answer, as_json, "check", every_step=reasons)
    return checked.exit_status


@app.command(epilog="Example: sekisho replay decision.json")
def replay(
    file: Annotated[Path, typer.Argument(help="A file that `sekisho check --record` wrote.")],
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> int:
    """Make a recorded decision again: print the same answer with the same exit status, or say exactly what differs."""
    from sekisho.workspace.record import replay_file

    replayed = replay_file(file, workspace=workspace, progress=progress_line(as_json))
    emit(replayed.answer, as_json, "check", notes=replayed.notes)
    return replayed.exit_status


@app.command(epilog="Example: sekisho explain 4A906.a.1")
def explain(
    entry: Annotated[str, typer.Argument(help="Code of an entry, such as 4A906.a.1, or of its parent, such as 4A906.")],
    list_id: Annotated[str | None, typer.Option("--list", metavar="ID", help="Only in this list.")] = None,
    correlations: Annotated[
        bool | None,
        typer.Option(
            "--correlations/--no-correlations",
            help="Say what corresponds in the other lists; by default where few entries are shown.",
        ),
    ] = None,
    as_json: JsonOption = False,
) -> int:
    """Show an entry: text, thresholds with units, history as differences, cases, what corresponds elsewhere, citation."""
    from sekisho.cli.output import counter
    from sekisho.workspace.explain import explain_entry

    with counter(as_json) as tick:
        answer = explain_entry(entry, list_id, progress=progress_line(as_json), correlations=correlations, tick=tick)
    emit(answer, as_json, "explain")
    return 0


@app.command(epilog="Example: sekisho vocabulary quantum_computer")
def vocabulary(
    word: Annotated[str | None, typer.Argument(help="A kind, a parameter, or a part of either; all if left out.")] = None,
    as_json: JsonOption = False,
) -> int:
    """List the kinds of item and the parameters with their units."""
    from sekisho.workspace.explain import list_vocabulary

    emit(list_vocabulary(word, progress=progress_line(as_json)), as_json, "vocabulary")
    return 0


@app.callback(invoke_without_command=True)
def _root(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and leave.")] = False,
) -> None:
    """Classify items, screen parties and say what each jurisdiction requires of a transaction, with reasons."""
    if version:
        from sekisho import __version__

        typer.echo(__version__)
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit


add_syncing(app)
app.command(epilog="Example: sekisho propose examples/proposal-analogue-simulator")(propose)


def run(arguments: list[str]) -> int:  # noqa: PLR0911  (a status for each kind of ending)
    """Run one command and return the exit status; every error is printed once, on standard error."""
    as_json = "--json" in arguments
    _prepare_streams(as_json)
    try:
        result: Any = typer.main.get_command(app).main(args=arguments, prog_name="sekisho", standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except Error as problem:
        _complain(problem.as_json(), str(problem), as_json)
        return problem.exit_status
    except ClickException as problem:
        remedy = "see `sekisho --help`"
        if isinstance(problem, UsageError) and problem.ctx is not None:
            remedy = f"see `{problem.ctx.command_path} --help`"
        message = problem.format_message()
        _complain({"code": "bad_usage", "message": message, "remedy": remedy}, f"{message} ({remedy})", as_json)
        return 2
    except (typer.Abort, KeyboardInterrupt):
        _complain({"code": "interrupted", "message": "interrupted"}, "interrupted; nothing was changed", as_json)
        return 130
    except BrokenPipeError:
        _silence(sys.stdout)
        return 141
    except OSError as problem:
        where = f": {problem.filename}" if problem.filename else " (writing the answer)"
        message = f"{problem.strerror or problem}{where}"
        remedy = "check the path, its permissions and the space on the disk"
        if not problem.filename:
            _silence(sys.stdout)
        _complain({"code": "output", "message": message, "remedy": remedy}, f"{message} ({remedy})", as_json)
        return 2
    except Exception as problem:
        if os.environ.get("SEKISHO_DEBUG"):
            raise
        message = f"internal error: {type(problem).__name__}: {problem}"
        remedy = "please report it; SEKISHO_DEBUG=1 shows where"
        _complain({"code": "internal", "message": message, "remedy": remedy}, f"{message} ({remedy})", as_json)
        return 1


def _silence(stream: Any) -> None:
    """Let nothing more be written to a stream that is closed or full, so that the end of the process is quiet."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _complain(body: dict[str, object], text: str, as_json: bool) -> None:
    """Print one error on standard error, as JSON or as a line."""
    line = json.dumps({"error": body}, ensure_ascii=False) if as_json else f"error: {printable(text)}"
    with contextlib.suppress(OSError):
        print(line, file=sys.stderr)


def _prepare_streams(as_json: bool) -> None:
    """Make every character writable: JSON in UTF-8, text with escapes where the terminal cannot show it."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8" if as_json else None, errors="backslashreplace")

"""``sekisho screen``: look for a party, judge what was found, keep the good list.

``sekisho screen NAME`` looks a name up; a first word that is a command (``resolve``, ``judgements``, ``good``) is one. A
party of that name is looked up with ``sekisho screen -- NAME``.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer._click.core import Context
from typer._click.formatting import HelpFormatter
from typer.core import TyperCommand, TyperGroup

from sekisho.cli.options import AsOfOption, JsonOption, WorkspaceOption
from sekisho.cli.output import counter, emit, progress_line
from sekisho.errors import InputError

if TYPE_CHECKING:
    from sekisho.workspace.asking import Asked

_NAME = "screen"
_NEEDS_INFORMATION = 40


class _Screen(TyperCommand):
    """The command that looks a name up; its help names the commands beside it."""

    group: ScreenGroup | None = None

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Print the options, then the commands."""
        super().format_options(ctx, formatter)
        if self.group is not None:
            self.group.format_commands(ctx, formatter)


class ScreenGroup(TyperGroup):
    """Commands beside one that is meant where the first word names none of them."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._default = self.commands.pop(_NAME)
        if isinstance(self._default, _Screen):
            self._default.group = self

    def make_context(self, info_name: str | None, args: list[str], parent: Context | None = None, **extra: Any) -> Context:
        """Take the words for a command of the group where the first is one, else for the command that looks a name up."""
        if args and args[0] in self.commands:
            return super().make_context(info_name, args, parent, **extra)
        return self._default.make_context(info_name, args, parent, **extra)


screen_app = typer.Typer(
    cls=ScreenGroup,
    help="Look for a party on the loaded lists and explain every match; judge matches.",
    rich_markup_mode=None,
)
good_app = typer.Typer(help="Counterparties that are known to be good.", rich_markup_mode=None)

CountryOption = Annotated[
    str | None, typer.Option("--country", help="Where the party is; explains a match, never excludes one.")
]
AddressOption = Annotated[str, typer.Option("--address", metavar="TEXT", help="Its address, as written.")]
IdentifierOption = Annotated[
    list[str] | None,
    typer.Option("--identifier", metavar="KIND=VALUE", help="A number of it, such as registrationNumber=1234; repeat."),
]
TypeOption = Annotated[
    str,
    typer.Option("--type", metavar="SCHEMA", help="What it is, where known: Person, Company, Organization, Vessel, ..."),
]
BornOption = Annotated[str, typer.Option("--born", metavar="DATE", help="Of a person: YYYY, YYYY-MM or YYYY-MM-DD.")]
DateOption = Annotated[str | None, typer.Option("--date", metavar="DATE", help="Lists of this day. Default: today.")]
ByOption = Annotated[str, typer.Option("--by", metavar="NAME", help="Who decides it.")]
ReasonOption = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.")]
FileOption = Annotated[
    Path | None,
    typer.Option(
        "--file", metavar="FILE", help="Take the parties, and the day, from this transaction file, as `check` does."
    ),
]


@screen_app.command(
    _NAME,
    cls=_Screen,
    epilog='Example: sekisho screen "Huawei Technologies Co., Ltd." --country CN\n\n'
    "Example: sekisho screen --batch customers.csv --out matches.parquet",
)
def screen(
    name: Annotated[
        str | None, typer.Argument(help="Name of the party, in any case and script.", show_default=False)
    ] = None,
    country: CountryOption = None,
    address: AddressOption = "",
    identifier: IdentifierOption = None,
    schema: TypeOption = "",
    born: BornOption = "",
    batch: Annotated[
        Path | None,
        typer.Option(
            "--batch", metavar="FILE", help="Screen every row of this file (.csv, .jsonl, .parquet) by its column `name`."
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Where the matches of a batch go: .parquet, .csv or .jsonl.")
    ] = None,
    since: Annotated[
        Path | None,
        typer.Option(
            "--since", metavar="FILE", help="Matches of an earlier batch (.parquet); screen only what has changed."
        ),
    ] = None,
    processes: Annotated[
        int | None, typer.Option("--processes", metavar="N", help="How many share a batch. Default: one for each core.")
    ] = None,
    date: DateOption = None,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> int:
    """Look for a party on the loaded lists and explain every match; or screen a file of parties.

    A batch that was stopped goes on where it was when the same command is given again. It ends with status 40 where a row
    could not be screened; the file of matches says which and why.
    """
    from sekisho.workspace.asking import identifiers_of
    from sekisho.workspace.screen import screen_name

    if batch is not None:
        return _batch(batch, out, name, since, processes, date, as_of, workspace, as_json)
    if name is None:
        raise InputError("no party is named", remedy="give its name, or --batch with a file of parties")
    if out is not None or since is not None or processes is not None:
        raise InputError("--out, --since and --processes are for a batch", remedy="give --batch with a file of parties")

    answer = screen_name(
        name,
        country=country,
        address=address,
        identifiers=identifiers_of(identifier or []),
        schema=schema,
        birth_date=born,
        date=date,
        as_of=as_of,
        workspace=workspace,
        progress=progress_line(as_json),
    )
    emit(answer, as_json, "screen")
    return 0


def _batch(
    batch: Path,
    out: Path | None,
    name: str | None,
    since: Path | None,
    processes: int | None,
    date: str | None,
    as_of: str | None,
    workspace: Path | None,
    as_json: bool,
) -> int:
    from sekisho.workspace.batch import screen_file
    from sekisho.workspace.batch_rows import UNREAD

    if name is not None:
        raise InputError("a name and --batch are two questions", remedy="leave one of them out")
    if out is None:
        raise InputError("it is not said where the matches go", remedy="give --out, for example --out matches.parquet")
    with counter(as_json) as tick:
        answer = screen_file(
            batch,
            out,
            since=since,
            date=date,
            as_of=as_of,
            workspace=workspace,
            processes=processes,
            progress=progress_line(as_json),
            tick=lambda done, total: tick(f"screening {batch.name}", done, total),
        )
    emit(answer, as_json, "batch")
    return _NEEDS_INFORMATION if answer["counts"][UNREAD] else 0


@screen_app.command(
    epilog='Example: sekisho screen resolve "Zyqor Trading" --country DE --id us-entity-list-cn-1a2b3c4d --false '
    '--by "A. Example, compliance" --reason "another company: registered in Hamburg since 1950"'
)
def resolve(
    name: Annotated[str | None, typer.Argument(help="The counterparty, as it is looked up.", show_default=False)] = None,
    match: Annotated[
        list[str] | None, typer.Option("--id", metavar="ID", help="Of the listed party, as `screen` prints it; repeat.")
    ] = None,
    is_true: Annotated[bool, typer.Option("--true", help="The counterparty is this listed party.")] = False,
    is_false: Annotated[bool, typer.Option("--false", help="The counterparty is somebody else.")] = False,
    take_back: Annotated[bool, typer.Option("--withdraw", help="Take back what was judged: the undo.")] = False,
    by: ByOption = "",
    reason: ReasonOption = "",
    country: CountryOption = None,
    address: AddressOption = "",
    identifier: IdentifierOption = None,
    file: FileOption = None,
    date: DateOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> int:
    """Say that a match is true or false. A false one is not shown again until either side changes; a true one is certain.

    On a terminal, and without --id, the matches are shown one after another; what was answered is kept at once, so that you
    can leave and go on later. It holds for this name, country, address and identifiers, and for what the list says now.
    """
    asked = _asked(name, country, address, identifier or [], file, date, workspace)
    verdict = _verdict(is_true, is_false, take_back)
    if match is None and verdict is None and not take_back:
        return _one_by_one(asked, by, reason, workspace, as_json)
    one = _the_one(asked, match or [])
    if take_back:
        from sekisho.workspace.judging import withdraw

        answer = withdraw(one.query, match or [], by=by, reason=reason, workspace=workspace)
    else:
        from sekisho.workspace.judging import judge

        if verdict is None:
            raise InputError("whether the match is true or false is not said", remedy="add --true or --false, or --withdraw")
        answer = judge(one, match or [], verdict, by=by, reason=reason, workspace=workspace)
    _tell(answer, as_json)
    return 0


@screen_app.command(epilog='Example: sekisho screen judgements --undo 1a2b3c4d5e6f --by "A. Example" --reason "wrong party"')
def judgements(
    name: Annotated[str | None, typer.Argument(help="Only of this counterparty.", show_default=False)] = None,
    everything: Annotated[bool, typer.Option("--all", help="Also what was withdrawn or replaced.")] = False,
    undo_it: Annotated[
        str | None, typer.Option("--undo", metavar="ID", help="Take a judgement back; needs --by and --reason.")
    ] = None,
    by: ByOption = "",
    reason: ReasonOption = "",
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> int:
    """List what was judged of matches: by whom, when, why, and on which state of the list."""
    from sekisho.parties.judgement import Judgement
    from sekisho.workspace.judging import judgements_of, undo

    if undo_it is not None:
        _tell(undo(undo_it, Judgement, by=by, reason=reason, workspace=workspace), as_json)
        return 0
    _list(judgements_of(name, everything=everything, as_of=as_of, workspace=workspace), as_json)
    return 0


@good_app.callback(invoke_without_command=True, epilog="Example: sekisho screen good list")
def good(context: typer.Context, workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """Counterparties that are known to be good: their possible matches with parties listed so far are not raised.

    Certain matches are, and so is whoever is added to a list, or changes there, later.
    """
    if context.invoked_subcommand is None:
        list_good(workspace=workspace, as_json=as_json)


@good_app.command(
    epilog='Example: sekisho screen good add "Zyqor Trading" --country DE --by "A. Example" --reason "audited in June" '
    "--until 2027-06-30"
)
def add(
    name: Annotated[str | None, typer.Argument(help="The counterparty, as it is looked up.", show_default=False)] = None,
    by: ByOption = "",
    reason: ReasonOption = "",
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="The last day on which it holds. Default: no end.")
    ] = None,
    country: CountryOption = None,
    address: AddressOption = "",
    identifier: IdentifierOption = None,
    file: FileOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> int:
    """Put a counterparty on the good list, and say which possible matches are no longer raised."""
    from sekisho.workspace.judging import add_good

    asked = _the_one(_asked(name, country, address, identifier or [], file, None, workspace), [])
    _tell(add_good(asked, by=by, reason=reason, until=until, workspace=workspace), as_json)
    return 0


@good_app.command("list", epilog="Example: sekisho screen good list --json")
def list_good(
    name: Annotated[str | None, typer.Argument(help="Only this counterparty.", show_default=False)] = None,
    everything: Annotated[bool, typer.Option("--all", help="Also what was removed or replaced.")] = False,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> int:
    """List the counterparties that are known to be good: by whom, since when, why, until when."""
    from sekisho.parties.judgement import Good
    from sekisho.workspace.judging import judgements_of

    _list(judgements_of(name, kind=Good, everything=everything, as_of=as_of, workspace=workspace), as_json)
    return 0


@good_app.command(epilog='Example: sekisho screen good remove "Zyqor Trading" --by "A. Example" --reason "sold"')
def remove(
    name: Annotated[str, typer.Argument(help="The counterparty, or the id of the entry.")],
    by: ByOption = "",
    reason: ReasonOption = "",
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> int:
    """Take a counterparty from the good list."""
    from sekisho.parties.judgement import Good
    from sekisho.workspace.judging import undo

    _tell(undo(name, Good, by=by, reason=reason, workspace=workspace), as_json)
    return 0


screen_app.add_typer(good_app, name="good")


def _asked(
    name: str | None,
    country: str | None,
    address: str,
    identifiers: Sequence[str],
    file: Path | None,
    date: str | None,
    workspace: Path | None,
) -> tuple[Asked, ...]:
    from sekisho.workspace.asking import ask, ask_file, query_of

    if file is not None:
        if country or address or identifiers or date:
            raise InputError("with --file, particulars and day stand in the file", remedy="leave one of them out")
        return ask_file(file, name, workspace=workspace, progress=progress_line(False))
    if name is None:
        raise InputError("no counterparty is named", remedy="give its name, or --file with a transaction file")
    query = query_of(name, country, address, identifiers)
    return (ask(query, date=date, workspace=workspace, progress=progress_line(False)),)


def _the_one(asked: Sequence[Asked], ids: Sequence[str]) -> Asked:
    """Return the counterparty that is meant: the only one, or the only one with these matches."""
    with_them = [one for one in asked if ids and {*ids} <= {match.listed.id for match in one.found.matches}]
    found = asked if len(asked) == 1 else with_them
    if len(found) != 1:
        there = ", ".join(one.query.name for one in asked)
        raise InputError("the file names several parties", remedy=f"give the name of one: {there}")
    return found[0]


def _verdict(is_true: bool, is_false: bool, take_back: bool) -> bool | None:
    if is_true + is_false + take_back > 1:
        raise InputError("--true, --false and --withdraw exclude each other", remedy="give one of them")
    return is_true if is_true or is_false else None


def _one_by_one(asked: Sequence[Asked], by: str, reason: str, workspace: Path | None, as_json: bool) -> int:
    if not as_json and sys.stdin is not None and sys.stdin.isatty():
        from sekisho.cli.judge import hold

        return hold(asked, by, reason, workspace)
    rows = [f"{match.listed.id} ({match.listed.name})" for one in asked for match in one.open]
    there = f"name a match with --id: {', '.join(rows[:10])}" if rows else "nothing is left to judge"
    raise InputError("matches are judged one after another on a terminal only", remedy=there)


def _tell(answer: dict[str, Any], as_json: bool) -> None:
    if as_json:
        emit(answer, True, "judged")
        return
    from sekisho.cli.render import Page
    from sekisho.cli.render_judgements import show_recorded

    show_recorded(Page(), answer)


def _list(answer: dict[str, Any], as_json: bool) -> None:
    if as_json:
        emit(answer, True, "judgements")
        return
    from sekisho.cli.render import Page
    from sekisho.cli.render_judgements import show_list

    show_list(Page(), answer)

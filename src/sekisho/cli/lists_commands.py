"""``sekisho lists``: which control lists there are, how much of each is executable, and what changed on a framework's."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sekisho.cli.output import emit, progress_line

lists_app = typer.Typer(help="Show the control lists.", rich_markup_mode=None)

_Workspace = Annotated[
    Path | None, typer.Option("--workspace", metavar="DIR", help="Folder that keeps the lists of frameworks.")
]


@lists_app.callback(invoke_without_command=True, epilog="Example: sekisho lists show us-ccl")
def lists(
    context: typer.Context,
    workspace: _Workspace = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")] = False,
) -> None:
    """List the control lists: authority, edition, executable entries, coverage; and each framework's list with its age."""
    if context.invoked_subcommand is not None:
        return
    from sekisho.workspace.framework import all_lists

    answer = all_lists(workspace, progress_line(as_json))
    emit(answer, as_json, "lists")
    if not as_json and answer["frameworks"]:
        from sekisho.cli.render import Page
        from sekisho.cli.render_lists import show_frameworks

        show_frameworks(Page(), answer["frameworks"])


@lists_app.command(epilog="Example: sekisho lists show de-ausfuhrliste")
def show(
    list_id: Annotated[str, typer.Argument(help="Id of a list, for example us-ccl.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")] = False,
) -> None:
    """Show one list: its entries with dates, and its coverage by kind."""
    from sekisho.workspace.explain import show_list

    emit(show_list(list_id, progress=progress_line(as_json)), as_json, "list")


@lists_app.command(epilog="Example: sekisho lists diff --framework five-states")
def diff(
    old: Annotated[Path | None, typer.Argument(help="Folder of the older edition, as `sekisho sync` keeps it.")] = None,
    new: Annotated[Path | None, typer.Argument(help="Folder of the newer edition.")] = None,
    framework: Annotated[
        str | None, typer.Option("--framework", metavar="NAME", help="The last two editions kept of this framework.")
    ] = None,
    workspace: _Workspace = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")] = False,
) -> None:
    """Say what changed between two editions of a framework's list: added, removed, amended and renewed entries."""
    from sekisho.errors import InputError
    from sekisho.workspace.list_diff import diff_editions, diff_kept

    progress = progress_line(as_json)
    if framework is not None and old is None:
        answer = diff_kept(framework, workspace, progress)
    elif framework is None and old is not None and new is not None:
        answer = diff_editions(old, new, progress)
    else:
        raise InputError("two editions are compared", remedy="give OLD and NEW, or --framework NAME")
    if as_json:
        emit(answer, as_json, "lists diff")
        return
    from sekisho.cli.render import Page
    from sekisho.cli.render_lists import show_difference

    show_difference(Page(), answer)


@lists_app.command(epilog="Example: sekisho lists correlate us-ccl eu-annex-i --entry 3A090")
def correlate(
    first: Annotated[str, typer.Argument(metavar="A", help="Id of the list whose entries are asked about.")],
    second: Annotated[str, typer.Argument(metavar="B", help="Id of the list that they are held against.")],
    entry: Annotated[
        str | None, typer.Option("--entry", metavar="CODE", help="Only this entry of A and what is below it.")
    ] = None,
    date: Annotated[str | None, typer.Option("--date", metavar="DATE", help="Law of this day. Default: today.")] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Also entries that merely overlap where a closer correspondence is known.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")] = False,
) -> None:
    """Say which entry of A corresponds to which of B: same, narrower, wider, overlapping; with an item for each difference.

    Derived by comparing the rules with a solver, not typed by hand. What was compared once is kept.
    """
    from sekisho.cli.output import counter
    from sekisho.workspace.correlate import correlate_lists

    with counter(as_json) as tick:
        answer = correlate_lists(
            first, second, entry=entry, date=date, everything=everything, progress=progress_line(as_json), tick=tick
        )
    if as_json:
        emit(answer, as_json, "lists correlate")
        return
    from sekisho.cli.render import Page
    from sekisho.cli.render_compare import show_correlation

    show_correlation(Page(), answer)


@lists_app.command(epilog="Example: sekisho lists coverage us-ccl")
def coverage(
    list_id: Annotated[str | None, typer.Argument(metavar="LIST", help="Only this list; all if left out.")] = None,
    date: Annotated[str | None, typer.Option("--date", metavar="DATE", help="On this day. Default: today.")] = None,
    workspace: _Workspace = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")] = False,
) -> None:
    """Say how much of each list is executable and how much is text only (read or not), by category."""
    from sekisho.workspace.coverage import coverage_of

    answer = coverage_of(list_id, date=date, workspace=workspace, progress=progress_line(as_json))
    if as_json:
        emit(answer, as_json, "lists coverage")
        return
    from sekisho.cli.render import Page
    from sekisho.cli.render_compare import show_coverage_table

    show_coverage_table(Page(), answer, whole=list_id is not None)


@lists_app.command(epilog="Example: sekisho lists review us-ccl ecfr-15-774-supp1.xml")
def review(
    list_id: Annotated[str, typer.Argument(metavar="LIST", help="Id of a list whose official text can be read: us-ccl.")],
    file: Annotated[
        Path | None, typer.Argument(help="The official text, as published. Default: the newest that is loaded.")
    ] = None,
    workspace: _Workspace = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")] = False,
) -> None:
    """Hold every entry against its official paragraph: which text has changed since it was encoded, and what is not met."""
    from sekisho.workspace.review import review_list

    answer = review_list(list_id, file, workspace=workspace, progress=progress_line(as_json))
    if as_json:
        emit(answer, as_json, "lists review")
        return
    from sekisho.cli.render import Page
    from sekisho.cli.render_compare import show_review

    show_review(Page(), answer)


@lists_app.command(epilog='Example: sekisho lists confirm us-ccl 3A090.a.1 --by "A. Example" --reason "only a comma moved"')
def confirm(
    list_id: Annotated[str, typer.Argument(metavar="LIST", help="Id of a list whose text is loaded: us-ccl.")],
    entries: Annotated[
        list[str] | None, typer.Argument(metavar="ENTRY...", help="Entries whose changed paragraph you have read.")
    ] = None,
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who confirms it.")] = "",
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why the entries still hold.")] = "",
    everything: Annotated[bool, typer.Option("--all", help="Every entry that is to be reviewed.")] = False,
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Take the confirmation back: the undo.")] = False,
    workspace: _Workspace = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")] = False,
) -> None:
    """Say that entries still hold although their official paragraph changed; until then answers that rest on them refer."""
    from sekisho.workspace.text_review import confirm_entries

    answer = confirm_entries(
        list_id,
        entries or [],
        by=by,
        reason=reason,
        everything=everything,
        withdraw=withdraw,
        workspace=workspace,
        progress=progress_line(as_json),
    )
    if as_json:
        emit(answer, as_json, "lists confirm")
        return
    if withdraw:
        typer.echo(f"{answer['withdrawn']} confirmations taken back")
    else:
        typer.echo(f"confirmed: {', '.join(answer['confirmed'])}")

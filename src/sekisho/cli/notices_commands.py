"""``sekisho notices``: denials sealed to other members, compared with a proposed licence, and the consultation on them."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sekisho.cli.output import emit, progress_line
from sekisho.cli.regime_sign_commands import (
    JsonOption,
    KeyOption,
    PasswordOption,
    RecordOption,
    RootOption,
    WorkspaceOption,
    YesOption,
    load_private,
)

if TYPE_CHECKING:
    import datetime as dt

    from sekisho.workspace.notices import Bureau, Note

notices_app = typer.Typer(
    help="Tell other members of denied licences, and learn of theirs before you grant.", no_args_is_help=True
)
AsOption = Annotated[str, typer.Option("--as", metavar="ID", help="The member that acts, such as JP.")]
CharterOption = Annotated[
    str | None,
    typer.Option("--charter", metavar="FILE", help="Charter with keys, where you have no record; it knows no rotation."),
]
OutOption = Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for the sealed file, such as a mailbox.")]
ReasonsOption = Annotated[str, typer.Option("--reasons", metavar="TEXT", help="Reasons, in words.")]
DenialArgument = Annotated[str, typer.Argument(help="Reference of the denial, or the beginning of its digest.")]


def _day(text: str | None) -> dt.date:
    from sekisho.workspace.clock import day

    return day(text)


def _bureau(
    member: str, record: str | None, charter: str | None, root: str | None, workspace: Path | None, write: bool = True
) -> Bureau:
    from sekisho.workspace.notices import bureau

    return bureau(member, record, charter, root, workspace, write=write)


def _finish(desk: Bureau, note: Note, key: Path, password: Path | None, out: Path, yes: bool, as_json: bool) -> None:
    """Show what would be signed, ask, then sign, seal and keep exactly that."""
    from sekisho.workspace.notices import finish

    for line in note.lines:
        print(line, file=sys.stderr)
    private = load_private(key, password)
    if not yes:
        typer.confirm("\nSign these bytes?", abort=True, err=True)
    answer = finish(desk, note, private, out)
    _show(answer, as_json, "notice")
    if not as_json:
        sys.stdout.flush()
        print(f"next: carry {answer['file']} to {', '.join(answer['to'])}", file=sys.stderr)


def _show(answer: Mapping[str, Any], as_json: bool, kind: str) -> None:
    if as_json:
        emit(answer, True, kind)
        return
    from sekisho.cli.render import Page
    from sekisho.cli.render_notices import RENDERERS

    RENDERERS[kind](Page(), answer)


@notices_app.command(epilog="Example: sekisho notices issue denial.yaml --as US --key keys/US/ballot.pem --out outbox")
def issue(
    file: Annotated[Path, typer.Argument(help="The denial, YAML or JSON (docs/reference/notices.md).")],
    by: AsOption,
    key: KeyOption,
    out: OutOption,
    record: RecordOption = None,
    charter: CharterOption = None,
    root: RootOption = None,
    workspace: WorkspaceOption = None,
    password_file: PasswordOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Make a denial notice: signed inside with your ballot key, sealed outside to its recipients."""
    from sekisho.workspace.notices import draft_denial

    desk = _bureau(by, record, charter, root, workspace)
    _finish(desk, draft_denial(desk, file), key, password_file, out, yes, as_json)


@notices_app.command(epilog="Example: sekisho notices renew US-2026-17 --as US --key keys/US/ballot.pem --out outbox")
def renew(
    denial: DenialArgument,
    by: AsOption,
    key: KeyOption,
    out: OutOption,
    reviewed: Annotated[str | None, typer.Option("--reviewed", metavar="DATE", help="Default: today.")] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="First day without it. Default: as the charter allows.")
    ] = None,
    reasons: ReasonsOption = "",
    record: RecordOption = None,
    charter: CharterOption = None,
    root: RootOption = None,
    workspace: WorkspaceOption = None,
    password_file: PasswordOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Renew a denial of your own after you have reviewed it."""
    from sekisho.workspace.notices import draft_renewal

    desk = _bureau(by, record, charter, root, workspace)
    note = draft_renewal(desk, denial, _day(reviewed), None if until is None else _day(until), reasons)
    _finish(desk, note, key, password_file, out, yes, as_json)


@notices_app.command(epilog="Example: sekisho notices withdraw US-2026-17 --as US --key keys/US/ballot.pem --out outbox")
def withdraw(
    denial: DenialArgument,
    by: AsOption,
    key: KeyOption,
    out: OutOption,
    start: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="First day without it. Default: today.")
    ] = None,
    reasons: ReasonsOption = "",
    record: RecordOption = None,
    charter: CharterOption = None,
    root: RootOption = None,
    workspace: WorkspaceOption = None,
    password_file: PasswordOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Withdraw a denial of your own. It stays withdrawn, in whatever order the notices arrive."""
    from sekisho.workspace.notices import draft_withdrawal

    desk = _bureau(by, record, charter, root, workspace)
    _finish(desk, draft_withdrawal(desk, denial, _day(start), reasons), key, password_file, out, yes, as_json)


@notices_app.command(epilog="Example: sekisho notices send outbox --to-dir /media/stick/JP")
def send(
    files: Annotated[list[Path], typer.Argument(help="Sealed files, or folders of them.")],
    mailbox: Annotated[Path, typer.Option("--to-dir", metavar="DIR", help="Mailbox: any folder.")],
    as_json: JsonOption = False,
) -> None:
    """Copy sealed files into a mailbox. What is there already is left as it is."""
    from sekisho.workspace.notices import send as deliver

    _show(deliver(files, mailbox), as_json, "sent")


@notices_app.command("open", epilog="Example: sekisho notices open inbox --as JP --key keys/JP/notices.pem")
def open_notices(
    place: Annotated[Path, typer.Argument(metavar="FILE|DIR", help="A sealed file or a mailbox.")],
    by: AsOption,
    key: KeyOption,
    record: RecordOption = None,
    charter: CharterOption = None,
    root: RootOption = None,
    workspace: WorkspaceOption = None,
    password_file: PasswordOption = None,
    as_json: JsonOption = False,
) -> int:
    """Open what is for you, verify it and keep it. The exit status is 2 if something in a mailbox was refused."""
    from sekisho.workspace.notices import open_all

    answer = open_all(_bureau(by, record, charter, root, workspace), place, load_private(key, password_file))
    _show(answer, as_json, "opened")
    return 2 if answer["refused"] else 0


@notices_app.command("list", epilog="Example: sekisho notices list --as JP")
def list_all(
    by: AsOption,
    date: Annotated[str | None, typer.Option("--date", metavar="DATE", help="Default: today.")] = None,
    record: RecordOption = None,
    charter: CharterOption = None,
    root: RootOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the denials and consultations that you keep, and where each stands on a day."""
    from sekisho.workspace.notices import list_notices

    _show(list_notices(_bureau(by, record, charter, root, workspace, write=False), _day(date)), as_json, "list")


@notices_app.command(epilog="Example: sekisho notices check licence.yaml --as JP")
def check(
    file: Annotated[Path, typer.Argument(help="Transaction file, YAML or JSON; - reads standard input.")],
    by: AsOption,
    record: RecordOption = None,
    charter: CharterOption = None,
    root: RootOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Hold a proposed licence against the denials that you keep. It proposes; a person decides. The exit status is 0."""
    from sekisho.workspace.notices_check import check_denials

    desk = _bureau(by, record, charter, root, workspace, write=False)
    _show(check_denials(desk, file, progress=progress_line(as_json), workspace=workspace), as_json, "check")


@notices_app.command(epilog="Example: sekisho notices consult US-2026-17 licence.yaml --as JP --key ballot.pem --out outbox")
def consult(
    denial: DenialArgument,
    file: Annotated[Path, typer.Argument(help="The transaction file for which a licence is asked.")],
    by: AsOption,
    key: KeyOption,
    out: OutOption,
    asked: Annotated[
        str | None, typer.Option("--asked", metavar="DATE", help="Day of the question. Default: today.")
    ] = None,
    holidays: Annotated[
        list[str] | None,
        typer.Option("--holiday", metavar="DATE", help="No working day, beside Saturdays and Sundays; repeat."),
    ] = None,
    record: RecordOption = None,
    charter: CharterOption = None,
    root: RootOption = None,
    workspace: WorkspaceOption = None,
    password_file: PasswordOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Ask the member that denied whether your transaction is essentially identical. Its silence means that it is not."""
    from sekisho.workspace.notices import draft_inquiry
    from sekisho.workspace.notices_check import summary_of_file

    desk = _bureau(by, record, charter, root, workspace)
    summary = summary_of_file(file, progress_line(as_json))
    note = draft_inquiry(desk, denial, summary, _day(asked), [_day(one) for one in holidays or []])
    _finish(desk, note, key, password_file, out, yes, as_json)


@notices_app.command(epilog="Example: sekisho notices answer 4f2a yes --as US --key keys/US/ballot.pem --out outbox")
def answer(
    inquiry: Annotated[str, typer.Argument(help="Beginning of the digest of the question.")],
    choice: Annotated[str, typer.Argument(help="Essentially identical: yes, no, or more_information.")],
    by: AsOption,
    key: KeyOption,
    out: OutOption,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="With more_information: the day agreed for the reply.")
    ] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="Day of the answer. Default: today.")] = None,
    text: Annotated[str, typer.Option("--text", metavar="TEXT", help="What you ask or say besides.")] = "",
    record: RecordOption = None,
    charter: CharterOption = None,
    root: RootOption = None,
    workspace: WorkspaceOption = None,
    password_file: PasswordOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Answer a question on a denial of your own."""
    from sekisho.workspace.notices import draft_answer

    desk = _bureau(by, record, charter, root, workspace)
    note = draft_answer(desk, inquiry, choice, None if until is None else _day(until), _day(on), text)
    _finish(desk, note, key, password_file, out, yes, as_json)


@notices_app.command(
    epilog="Example: sekisho notices grant US-2026-17 --reference L-9 --as JP --key ballot.pem --out outbox"
)
def grant(
    denial: DenialArgument,
    reference: Annotated[str, typer.Option("--reference", metavar="TEXT", help="Of the licence that was granted.")],
    by: AsOption,
    key: KeyOption,
    out: OutOption,
    inquiry: Annotated[str, typer.Option("--inquiry", metavar="ID", help="Your question, if you asked one.")] = "",
    decided: Annotated[str | None, typer.Option("--decided", metavar="DATE", help="Default: today.")] = None,
    reasons: ReasonsOption = "",
    record: RecordOption = None,
    charter: CharterOption = None,
    root: RootOption = None,
    workspace: WorkspaceOption = None,
    password_file: PasswordOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Notify that you have granted what another member denied, with reasons where the charter asks for them."""
    from sekisho.workspace.notices import draft_grant

    desk = _bureau(by, record, charter, root, workspace)
    note = draft_grant(desk, denial, inquiry, reference, _day(decided), reasons)
    _finish(desk, note, key, password_file, out, yes, as_json)

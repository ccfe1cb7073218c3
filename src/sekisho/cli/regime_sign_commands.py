"""``sekisho regime``: the acts that need a key. What is signed is shown first, from the bytes themselves."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sekisho.cli.output import emit
from sekisho.errors import InputError

if TYPE_CHECKING:
    from sekisho.ledger.keys import PrivateKey
    from sekisho.workspace.regime_acts import Draft

RecordOption = Annotated[
    str | None,
    typer.Option("--record", metavar="PLACE", help="Record file or store. Default: the workspace's."),
]
WorkspaceOption = Annotated[
    Path | None, typer.Option("--workspace", metavar="DIR", help="Folder with the record. Default: as for `sekisho check`.")
]
KeyOption = Annotated[Path, typer.Option("--key", metavar="FILE", help="Private key that `sekisho regime keys` made.")]
PasswordOption = Annotated[
    Path | None,
    typer.Option("--password-file", metavar="FILE", help="File with the key's password. Default: none, or asked for."),
]
ByOption = Annotated[str, typer.Option("--as", metavar="ID", help="Who acts: a member such as JP, or secretariat.")]
OutOption = Annotated[Path, typer.Option("--out", metavar="FILE", help="File to write; an existing one is not replaced.")]
YesOption = Annotated[bool, typer.Option("--yes", help="Sign without asking; the screen is still printed.")]
RootOption = Annotated[str | None, typer.Option("--root", metavar="DIGEST", help="Digest of charter 1 that you trust.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")]


def add_signing(app: typer.Typer) -> None:
    """Add the commands to ``sekisho regime``."""
    app.command(epilog="Example: sekisho regime keys JP --out keys/JP")(keys)
    app.command(epilog="Example: sekisho regime fill five-states --keys keys/ --out charter.json")(fill)
    app.command(epilog="Example: sekisho regime sign charter.json --key keys/JP/ballot.pem --out charter.JP.json")(sign)
    app.command(epilog="Example: sekisho regime found charter.signed.json --record record.db")(found)
    app.command(
        epilog="Example: sekisho regime say step --about Q-1 --set move=deliberate --as JP --key JP/ballot.pem --out s.json"
    )(say)
    app.command(epilog="Example: sekisho regime vote Q-2026-1 yes --as JP --key keys/JP/ballot.pem --out ballot.json")(vote)
    app.command(epilog="Example: sekisho regime lodge ballot.json --record record.db")(lodge)
    app.command(epilog="Example: sekisho regime receipt ballot.json --as GB --key keys/GB/ballot.pem --out receipt.json")(
        receipt
    )
    app.command(epilog="Example: sekisho regime checkpoint --key keys/secretariat/log.pem --out note.txt")(checkpoint)
    app.command(epilog="Example: sekisho regime cosign note.txt --as JP --key keys/JP/cosign.pem --out note.JP.txt")(cosign)
    app.command(
        "file", epilog="Example: sekisho regime file note.*.txt --as secretariat --key keys/secretariat/statement.pem"
    )(file_checkpoint)


def keys(
    owner: Annotated[str, typer.Argument(help="Member id such as JP, or secretariat.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for the keys, one file for each role.")],
    algorithm: Annotated[
        str, typer.Option("--algorithm", help="ed25519, ml-dsa-65 or ed25519+ml-dsa-65 (both must verify).")
    ] = "ed25519",
    password_file: PasswordOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make the keys of a member or of the secretariat; public.json is what the others get."""
    from sekisho.workspace.regime_acts import make_keys

    emit(make_keys(owner, out, algorithm, _from_file(password_file)), as_json, "done")


def fill(
    template: Annotated[str, typer.Argument(help="A shipped charter or a charter file.")],
    keys_folder: Annotated[
        Path, typer.Option("--keys", metavar="DIR", help="Folder with everybody's public.json below it.")
    ],
    out: OutOption,
    framework: Annotated[str | None, typer.Option("--framework", help="Id of the framework, if not the template's.")] = None,
    origin: Annotated[str | None, typer.Option("--origin", help="Origin of the log, if not the template's.")] = None,
    heard: Annotated[
        str, typer.Option("--heard", metavar="DATE", help="Day on which the founders were heard on their eligibility.")
    ] = "",
    as_json: JsonOption = False,
) -> None:
    """Fill a charter with everybody's public keys; the result is what every founder signs."""
    from sekisho.workspace.charters import fill_charter

    emit(fill_charter(template, keys_folder, out, framework, origin, heard), as_json, "done")


def sign(
    file: Annotated[Path, typer.Argument(help="A charter, or an envelope that takes a further signature.")],
    key: Annotated[list[Path], typer.Option("--key", metavar="FILE", help="Private key; repeat for several.")],
    out: OutOption,
    password_file: PasswordOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Sign a charter with every key of yours, or join a signature to an envelope."""
    from sekisho.workspace.regime_acts import draft_signature

    _sign(draft_signature(file), [_load(one, password_file) for one in key], out, yes, as_json)


def found(
    statement: Annotated[Path, typer.Argument(help="The charter with every founder's signatures.")],
    record: RecordOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Found a framework: make its record. Refused unless every key in the charter has signed it."""
    from sekisho.workspace.records import place_to_found
    from sekisho.workspace.regime_acts import found as begin

    emit(begin(place_to_found(record, workspace), statement), as_json, "done")


def say(
    kind: Annotated[
        str, typer.Argument(help="Kind of statement: concern, proposal, step, objection, reply, round, close …")
    ],
    by: ByOption,
    key: KeyOption,
    out: OutOption,
    about: Annotated[
        str | None,
        typer.Option("--about", metavar="ID", help="Number or digest of the matter (or digest of the objection)."),
    ] = None,
    fields: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="A field of the statement; repeat.")
    ] = None,
    body: Annotated[
        Path | None, typer.Option("--body", metavar="FILE", help="Fields from a file that `sekisho propose --out` wrote.")
    ] = None,
    record: RecordOption = None,
    root: RootOption = None,
    workspace: WorkspaceOption = None,
    password_file: PasswordOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Make a statement: what follows from the record is filled in, the rest you set; shown, then signed."""
    from sekisho.workspace.records import place_of
    from sekisho.workspace.regime_acts import draft_statement
    from sekisho.workspace.user_files import read_bytes

    private = _load(key, password_file)
    data = None if body is None else read_bytes(body)[1]
    place = place_of(record, workspace)
    _sign(
        draft_statement(place, kind, by, private, _pairs(fields or []), about=about, body=data, root=root),
        [private],
        out,
        yes,
        as_json,
    )


def vote(
    name: Annotated[str, typer.Argument(help="Number of the matter, or the beginning of its digest.")],
    choice: Annotated[str, typer.Argument(help="yes, no, abstain, or withdraw (takes your ballot back).")],
    by: ByOption,
    key: KeyOption,
    out: OutOption,
    reasons: Annotated[
        Path | None, typer.Option("--reasons", metavar="FILE", help="Your reasons; the ballot signs their digest.")
    ] = None,
    record: RecordOption = None,
    root: RootOption = None,
    workspace: WorkspaceOption = None,
    password_file: PasswordOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Cast a ballot, change it or take it back, until the close. Lodge it here or with any other member."""
    import hashlib

    from sekisho.workspace.records import place_of
    from sekisho.workspace.regime_acts import draft_statement
    from sekisho.workspace.user_files import read_bytes

    private = _load(key, password_file)
    fields = {"choice": choice}
    if reasons is not None:
        fields["reasons"] = hashlib.sha256(read_bytes(reasons)[1]).hexdigest()
    place = place_of(record, workspace)
    _sign(draft_statement(place, "ballot", by, private, fields, about=name, root=root), [private], out, yes, as_json)


def lodge(
    files: Annotated[list[Path], typer.Argument(help="Signed statements, in order.")],
    record: RecordOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Log statements as the host of the record; what is logged already is not doubled."""
    from sekisho.workspace.records import place_of
    from sekisho.workspace.regime_acts import lodge as append

    emit(append(place_of(record, workspace), files), as_json, "lodged")


def receipt(
    ballot: Annotated[Path, typer.Argument(help="A ballot that another member lodges with you.")],
    by: ByOption,
    key: KeyOption,
    out: OutOption,
    record: RecordOption = None,
    workspace: WorkspaceOption = None,
    password_file: PasswordOption = None,
    as_json: JsonOption = False,
) -> None:
    """Keep a ballot that was lodged with you, and give a dated receipt: as good as the secretariat's."""
    from sekisho.workspace.records import place_of
    from sekisho.workspace.regime_acts import receipt as give
    from sekisho.workspace.regime_acts import write_new

    write_new(out, give(place_of(record, workspace), ballot, by, _load(key, password_file)))
    emit({"file": str(out)}, as_json, "done")


def checkpoint(
    key: KeyOption,
    out: OutOption,
    record: RecordOption = None,
    workspace: WorkspaceOption = None,
    password_file: PasswordOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make a checkpoint of the log as it stands; it counts only with enough cosignatures."""
    from sekisho.workspace.records import place_of
    from sekisho.workspace.regime_acts import checkpoint as make
    from sekisho.workspace.regime_acts import write_new

    write_new(out, make(place_of(record, workspace), _load(key, password_file)).encode())
    emit({"file": str(out)}, as_json, "done")


def cosign(
    note: Annotated[Path, typer.Argument(help="A checkpoint.")],
    by: ByOption,
    key: KeyOption,
    out: OutOption,
    record: RecordOption = None,
    workspace: WorkspaceOption = None,
    password_file: PasswordOption = None,
    as_json: JsonOption = False,
) -> None:
    """Cosign a checkpoint, if your own copy of the log and your own clock agree with it."""
    from sekisho.workspace.records import place_of
    from sekisho.workspace.regime_acts import cosign_note, write_new

    write_new(out, cosign_note(place_of(record, workspace), note, by, _load(key, password_file)).encode())
    emit({"file": str(out)}, as_json, "done")


def file_checkpoint(
    notes: Annotated[list[Path], typer.Argument(help="Copies of one checkpoint with the members' cosignatures.")],
    by: ByOption,
    key: KeyOption,
    record: RecordOption = None,
    workspace: WorkspaceOption = None,
    password_file: PasswordOption = None,
    as_json: JsonOption = False,
) -> None:
    """Join the cosignatures of a checkpoint and file it in the log: from then on it tells the time."""
    from sekisho.workspace.records import place_of
    from sekisho.workspace.regime_acts import file_notes

    emit(file_notes(place_of(record, workspace), notes, by, _load(key, password_file)), as_json, "done")


def _sign(one: Draft, keys: list[PrivateKey], out: Path, yes: bool, as_json: bool) -> None:
    """Show what would be signed, ask, sign exactly that and write it."""
    from sekisho.workspace.regime_acts import seal, write_new

    for line in one.lines:
        print(line, file=sys.stderr)
    if not yes:
        typer.confirm("\nSign these bytes?", abort=True, err=True)
    data = seal(one, keys[0], keys[1:])
    write_new(out, data)
    emit({"file": str(out), "bytes": len(data)}, as_json, "done")


def _load(path: Path, password_file: Path | None) -> PrivateKey:
    from sekisho.workspace.regime_acts import load_key
    from sekisho.workspace.user_files import read_bytes

    password = _from_file(password_file)
    if password is None and b"ENCRYPTED" in read_bytes(path)[1]:
        password = str(typer.prompt(f"Password of {path}", hide_input=True, err=True)).encode()
    return load_key(path, password)


def _from_file(path: Path | None) -> bytes | None:
    if path is None:
        return None
    from sekisho.workspace.user_files import read_bytes

    return read_bytes(path)[1].rstrip(b"\r\n")


def _pairs(fields: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in fields:
        name, equals, value = one.partition("=")
        if not equals:
            raise InputError(f"{one!r} is no NAME=VALUE", remedy="write --set move=deliberate")
        found[name] = value
    return found

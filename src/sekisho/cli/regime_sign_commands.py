"""``sekisho regime``: the acts that need a key. What is signed is shown first, from the bytes themselves."""

from __future__ import annotations

import sys
from collections.abc import Mapping
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
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON alone on standard output.")]


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
    """Make the keys of a member or the secretariat. The others get public.json of them."""
    from sekisho.workspace.carried import make_keys

    answer = make_keys(owner, out, algorithm, _password(password_file))
    _done(answer, as_json, f"give {out / 'public.json'} to whoever fills the charter; the .pem files never leave you")


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
    """Fill a charter with everybody's public keys. The result is what every founder signs."""
    from sekisho.workspace.charters import fill_charter

    answer = fill_charter(template, keys_folder, out, framework, origin, heard)
    _done(answer, as_json, f"read it with `sekisho regime charter {out}`, then every founder signs it with all its keys")


def sign(
    file: Annotated[Path, typer.Argument(help="A charter, or an envelope that takes a further signature.")],
    key: Annotated[list[Path], typer.Option("--key", metavar="FILE", help="Private key; repeat for several.")],
    out: OutOption,
    password_file: PasswordOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Sign a charter with all your keys. Or join a further signature to a signed statement."""
    from sekisho.workspace.carried import signing_keys
    from sekisho.workspace.regime_acts import draft_signature

    keys = signing_keys([load_private(one, password_file) for one in key])
    _sign(draft_signature(file), keys, out, yes, as_json, join=True)


def found(
    statement: Annotated[Path, typer.Argument(help="The charter with every founder's signatures.")],
    record: RecordOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Found a framework: make its record. Refused unless every key in the charter has signed it."""
    from sekisho.workspace.records import place_to_found
    from sekisho.workspace.regime_acts import found as begin

    answer = begin(place_to_found(record, workspace), statement)
    _done(answer, as_json, "root is what every member trusts: each compares it with the charter it has signed")


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
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="A field of the statement, or title.en for a language; repeat."),
    ] = None,
    files: Annotated[
        list[str] | None,
        typer.Option("--from", metavar="NAME=FILE", help="A field from a file: its text, or the envelope in it; repeat."),
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
    """Make a statement, shown before it is signed. What follows from the record is filled in; the rest you set."""
    from sekisho.workspace.carried import refuse_taken
    from sekisho.workspace.records import place_of
    from sekisho.workspace.regime_acts import draft_statement
    from sekisho.workspace.user_files import read_bytes

    refuse_taken(out)
    private = load_private(key, password_file)
    data = None if body is None else read_bytes(body)[1]
    given = _pairs(fields or [], files or [], envelopes=kind == "challenge")
    place = place_of(record, workspace)
    draft = draft_statement(place, kind, by, private, given, about=about, body=data, root=root)
    _sign(draft, [private], out, yes, as_json, first=_JOINED.get(kind, ""))


def vote(
    name: Annotated[str, typer.Argument(help="Number of the matter, or the beginning of its digest.")],
    choice: Annotated[str, typer.Argument(help="yes, no, abstain, or withdraw (takes your ballot back).")],
    by: ByOption,
    key: KeyOption,
    out: OutOption,
    reasons: Annotated[
        Path | None, typer.Option("--reasons", metavar="FILE", help="Your reasons; the ballot signs their digest.")
    ] = None,
    after: Annotated[
        Path | None,
        typer.Option("--after", metavar="FILE", help="Your last ballot, where your copy of the record has it not yet."),
    ] = None,
    record: RecordOption = None,
    root: RootOption = None,
    workspace: WorkspaceOption = None,
    password_file: PasswordOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Cast a ballot, change it or take it back. Lodge it before the close, here or with any other member."""
    import hashlib

    from sekisho.regime.statements import CHOICES
    from sekisho.workspace.carried import refuse_taken
    from sekisho.workspace.records import place_of
    from sekisho.workspace.regime_acts import draft_statement
    from sekisho.workspace.user_files import read_bytes

    if choice not in CHOICES:
        raise InputError(f"{choice!r} is no vote", remedy=f"vote {', '.join(CHOICES[:-1])} or {CHOICES[-1]}")
    refuse_taken(out)
    private = load_private(key, password_file)
    fields = {"choice": choice}
    if reasons is not None:
        fields["reasons"] = hashlib.sha256(read_bytes(reasons)[1]).hexdigest()
    place = place_of(record, workspace)
    draft = draft_statement(place, "ballot", by, private, fields, about=name, after=after, root=root)
    _sign(draft, [private], out, yes, as_json)


def lodge(
    files: Annotated[list[Path], typer.Argument(help="Signed statements, in order.")],
    record: RecordOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Log statements as the host of the record. What is logged already is not doubled."""
    from sekisho.workspace.records import place_of
    from sekisho.workspace.regime_acts import lodge as append

    emit(append(place_of(record, workspace), files), as_json, "lodged")


def receipt(
    ballot: Annotated[Path, typer.Argument(help="A ballot or an objection that another member lodges with you.")],
    by: ByOption,
    key: KeyOption,
    out: OutOption,
    record: RecordOption = None,
    workspace: WorkspaceOption = None,
    password_file: PasswordOption = None,
    as_json: JsonOption = False,
) -> None:
    """Keep a ballot or objection, and give a receipt. It is dated, and as good as the secretariat's."""
    from sekisho.workspace.carried import refuse_taken, write_new
    from sekisho.workspace.records import place_of
    from sekisho.workspace.regime_acts import receipt as give

    refuse_taken(out)
    write_new(out, give(place_of(record, workspace), ballot, by, load_private(key, password_file)))
    _done({"file": str(out)}, as_json, f"give the receipt back, and send {ballot} on to the secretariat")


def checkpoint(
    key: KeyOption,
    out: OutOption,
    record: RecordOption = None,
    workspace: WorkspaceOption = None,
    password_file: PasswordOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make a checkpoint of the log as it stands. It counts only with enough cosignatures."""
    from sekisho.workspace.carried import refuse_taken, write_new
    from sekisho.workspace.records import place_of
    from sekisho.workspace.regime_notes import checkpoint as make

    refuse_taken(out)
    write_new(out, make(place_of(record, workspace), load_private(key, password_file)).encode())
    _done({"file": str(out)}, as_json, "carry it with the exported record to the members: they copy, then cosign")


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
    """Cosign a checkpoint. It is refused unless your own copy of the log and your own clock agree with it."""
    from sekisho.workspace.carried import refuse_taken, write_new
    from sekisho.workspace.records import place_of
    from sekisho.workspace.regime_notes import cosign_note

    refuse_taken(out)
    write_new(out, cosign_note(place_of(record, workspace), note, by, load_private(key, password_file)).encode())
    _done({"file": str(out)}, as_json, "send it back; `sekisho regime file` joins what comes back")


def file_checkpoint(
    notes: Annotated[list[Path], typer.Argument(help="Copies of one checkpoint with the members' cosignatures.")],
    by: ByOption,
    key: KeyOption,
    record: RecordOption = None,
    workspace: WorkspaceOption = None,
    password_file: PasswordOption = None,
    as_json: JsonOption = False,
) -> None:
    """Join cosignatures and file the checkpoint. From then on it tells the time of the log."""
    from sekisho.workspace.records import place_of
    from sekisho.workspace.regime_notes import file_notes

    emit(file_notes(place_of(record, workspace), notes, by, load_private(key, password_file)), as_json, "done")


_JOINED = {
    "exit": "join your other keys with `sekisho regime sign`, then ",
    "rotation": "join the new key with `sekisho regime sign`, then ",
}
"""What comes before lodging, for statements that several keys sign."""


def _sign(
    one: Draft, keys: list[PrivateKey], out: Path, yes: bool, as_json: bool, join: bool = False, first: str = ""
) -> None:
    """Show what would be signed, ask, sign exactly that and write it; an occupied name is refused before."""
    from sekisho.workspace.carried import refuse_taken, write_new
    from sekisho.workspace.regime_acts import seal, still_to_sign

    refuse_taken(out)
    for line in one.lines:
        print(line, file=sys.stderr)
    if not yes:
        typer.confirm("\nSign these bytes?", abort=True, err=True)
    data = seal(one, keys[0], keys[1:])
    write_new(out, data)
    answer: dict[str, object] = {"file": str(out), "bytes": len(data)}
    if not join:
        _done(answer, as_json, f"{first}`sekisho regime lodge {out}`, at the secretariat or through another member")
        return
    left = still_to_sign(data)
    following = "pass it on to them: each joins its signatures with `sekisho regime sign`"
    _done({**answer, "still_to_sign": left}, as_json, following if left else "every key it names has signed it")


def _done(answer: Mapping[str, object], as_json: bool, following: str) -> None:
    """Print what was done; and, for people, what comes next, which is no part of the answer."""
    emit(answer, as_json, "done")
    if not as_json:
        sys.stdout.flush()
        print(f"next: {following}", file=sys.stderr)


def load_private(path: Path, password_file: Path | None) -> PrivateKey:
    """Read a private key with the password that a file holds, if one is named."""
    from sekisho.workspace.carried import load_key
    from sekisho.workspace.user_files import read_bytes

    password = _password(password_file)
    if password is None and b"ENCRYPTED" in read_bytes(path)[1]:
        if not sys.stdin.isatty():
            raise InputError(
                "the key is encrypted, and there is no terminal to ask", file=str(path), remedy="give --password-file"
            )
        password = str(typer.prompt(f"Password of {path}", hide_input=True, err=True)).encode()
    return load_key(path, password)


def _password(path: Path | None) -> bytes | None:
    """Return the password in a file, without the line break at its end."""
    if path is None:
        return None
    from sekisho.workspace.user_files import read_bytes

    found = read_bytes(path)[1].rstrip(b"\r\n")
    if not found:
        raise InputError("the password is empty", file=str(path), remedy="write it on one line")
    return found


def _pairs(fields: list[str], files: list[str], *, envelopes: bool) -> dict[str, object]:
    """Return the fields that options give; ``title.en`` is the text of ``title`` in a language."""
    found: dict[str, object] = {}
    for option, pairs in (("--set", fields), ("--from", files)):
        for one in pairs:
            name, equals, value = one.partition("=")
            if not equals or not name:
                raise InputError(f"{one!r} is not NAME=VALUE", remedy=f"write {option} {_EXAMPLES[option]}")
            text = value if option == "--set" else _field_file(Path(value), envelope=envelopes)
            _put(found, name, text)
    return found


_EXAMPLES = {"--set": "move=deliberate", "--from": "text=concern.txt"}


def _put(found: dict[str, object], name: str, text: str) -> None:
    outer, dot, inner = name.partition(".")
    within = found.setdefault(outer, {}) if dot else found
    if not isinstance(within, dict) or (inner or outer) in within:
        raise InputError(f"the field {name} is given twice", remedy="give it once")
    within[inner or outer] = text


def _field_file(path: Path, *, envelope: bool) -> str:
    """Return a field from a file: text, or for a challenge the base64 of a statement."""
    import base64

    from sekisho.workspace.carried import read_statement
    from sekisho.workspace.user_files import read_bytes

    if envelope:
        return base64.b64encode(read_statement(path).data).decode()
    try:
        return read_bytes(path)[1].decode("utf-8").rstrip("\n")
    except UnicodeDecodeError as problem:
        raise InputError("it is not text in UTF-8", file=str(path), remedy="save it as UTF-8") from problem

"""A note says one thing, and only the lines of those who signed it count."""

from __future__ import annotations

import contextlib
import hashlib
from base64 import b64decode, b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.errors import RecordError
from sekisho.ledger.checkpoint import (
    MAX_LINES,
    MAX_NOTE,
    MAX_NUMBER,
    Checkpoint,
    add_lines,
    cosign,
    cosigners,
    key_hash,
    log_signed,
    read_note,
    sign_checkpoint,
)
from sekisho.ledger.keys import SIGNING, PrivateKey, PublicKey
from sekisho.ledger.merkle import empty_root

NOW = 1_790_000_000
ROOT = bytes(range(32))
ORIGIN = "sekisho.example/log"
CHECKPOINT = Checkpoint(ORIGIN, 12, ROOT, NOW)
LOG = PrivateKey.from_seed("ed25519", b"l" * 32)
MEMBERS = {name: PrivateKey.from_seed("ed25519", name.encode() * 16) for name in ("DE", "GB", "JP", "NL", "US")}
PUBLIC: dict[str, list[PublicKey]] = {name: [key.public] for name, key in MEMBERS.items()}
BARE = sign_checkpoint(CHECKPOINT, LOG)
HEAD = f"{ORIGIN}\n12\n{b64encode(ROOT).decode()}\ntime {NOW}\n\n"
LINE = "— someone AAAAAAA=\n"


def by(*names: str, note: str = BARE, time: int = NOW) -> str:
    return add_lines(note, [cosign(note, name, MEMBERS[name], time) for name in names])


def seen(note: str, delta: int = 60) -> dict[str, int]:
    return cosigners(read_note(note), PUBLIC, delta)


def test_a_note_is_written_as_the_record_page_says() -> None:
    assert CHECKPOINT.text + "\n" == HEAD
    assert BARE.startswith(HEAD + f"— {ORIGIN} ")
    raw = b64decode(BARE.split()[-1])
    assert raw[:4] == hashlib.sha256(ORIGIN.encode() + b"\n\x01" + LOG.public.raw).digest()[:4]
    assert LOG.public.verify(raw[4:], CHECKPOINT.text.encode())


def test_a_cosignature_is_written_as_the_record_page_says() -> None:
    mark, name, text = cosign(BARE, "NL", MEMBERS["NL"], NOW + 7).split(" ")
    raw = b64decode(text)
    assert (mark, name, len(raw)) == ("—", "NL", 76)
    assert raw[:4] == hashlib.sha256(b"NL\n\x04" + MEMBERS["NL"].public.raw).digest()[:4]
    assert int.from_bytes(raw[4:12], "big") == NOW + 7
    assert MEMBERS["NL"].public.verify(raw[12:], f"cosignature/v1\ntime {NOW + 7}\n{CHECKPOINT.text}".encode())


@pytest.mark.parametrize("algorithm", SIGNING)
def test_every_algorithm_signs_and_cosigns(algorithm: str) -> None:
    key = PrivateKey.from_seed(algorithm, b"k" * 32)
    note = sign_checkpoint(CHECKPOINT, key)
    note = add_lines(note, [cosign(note, "NL", key, NOW)])
    assert log_signed(read_note(note), key.public)
    assert cosigners(read_note(note), {"NL": [key.public]}, 0) == {"NL": NOW}
    kind = {"ed25519": b"\x04"}.get(algorithm, b"\xffcosignature/" + algorithm.encode())
    assert key_hash("NL", key.public, cosigner=True) == hashlib.sha256(b"NL\n" + kind + key.public.raw).digest()[:4]
    kind = {"ed25519": b"\x01"}.get(algorithm, b"\xff" + algorithm.encode())
    assert key_hash("NL", key.public) == hashlib.sha256(b"NL\n" + kind + key.public.raw).digest()[:4]


NAMES = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E, exclude_characters="+"), min_size=1, max_size=20)


@given(NAMES, st.integers(0, MAX_NUMBER), st.binary(min_size=32, max_size=32), st.integers(0, MAX_NUMBER))
def test_a_note_reads_back(origin: str, size: int, root: bytes, time: int) -> None:
    checkpoint = Checkpoint(origin, size, root, time)
    note = sign_checkpoint(checkpoint, LOG)
    found = read_note(note)
    assert (found.checkpoint, found.text, found.data) == (checkpoint, checkpoint.text, note)
    assert log_signed(found, LOG.public)


def test_only_the_logs_own_line_is_the_logs() -> None:
    note = read_note(BARE)
    assert log_signed(note, LOG.public)
    assert not log_signed(note, MEMBERS["NL"].public)
    assert not log_signed(note, PrivateKey.generate("x25519").public)
    renamed = BARE.replace(f"— {ORIGIN}", "— another")
    assert not log_signed(read_note(renamed), LOG.public)
    assert not log_signed(read_note(BARE.replace("\n12\n", "\n13\n")), LOG.public)
    assert not log_signed(read_note(BARE.replace(f"time {NOW}", f"time {NOW + 1}")), LOG.public)
    elsewhere = sign_checkpoint(Checkpoint("other.example/log", 12, ROOT, NOW), LOG)
    assert not log_signed(read_note(HEAD + elsewhere.split("\n\n")[1].replace("other.example/log", ORIGIN)), LOG.public)


def test_members_are_counted_once_however_often_they_sign() -> None:
    note = by("NL", "JP")
    note = by("NL", note=note, time=NOW + 1)
    assert seen(note) == {"NL": NOW, "JP": NOW}
    second = PrivateKey.generate("ed25519")
    note = add_lines(note, [cosign(note, "NL", second, NOW + 2)])
    keys = {**PUBLIC, "NL": [second.public, *PUBLIC["NL"]]}
    assert cosigners(read_note(note), keys, 60) == {"NL": NOW, "JP": NOW}
    assert cosigners(read_note(note), {"NL": [second.public]}, 60) == {"NL": NOW + 2}


def test_a_line_under_anothers_name_is_nobodys() -> None:
    line = cosign(BARE, "NL", MEMBERS["NL"], NOW)
    assert seen(add_lines(BARE, [line.replace("— NL", "— JP")])) == {}
    assert seen(add_lines(BARE, [cosign(BARE, "JP", MEMBERS["NL"], NOW)])) == {}
    assert seen(add_lines(BARE, [cosign(BARE, "FR", MEMBERS["NL"], NOW)])) == {}


@pytest.mark.parametrize(("off", "counts"), [(0, True), (60, True), (-60, True), (61, False), (-61, False)])
def test_a_cosigners_clock_must_agree(off: int, counts: bool) -> None:
    assert seen(by("NL", time=NOW + off)) == ({"NL": NOW + off} if counts else {})


def test_a_line_out_of_time_does_not_hide_a_later_one() -> None:
    note = by("NL", time=NOW + 500)
    assert seen(by("NL", note=note, time=NOW + 5)) == {"NL": NOW + 5}


def test_the_time_of_a_cosignature_is_signed() -> None:
    raw = bytearray(b64decode(cosign(BARE, "NL", MEMBERS["NL"], NOW).split(" ")[2]))
    raw[11] ^= 1
    assert seen(add_lines(BARE, [f"— NL {b64encode(bytes(raw)).decode()}"])) == {}


def test_a_cosignature_is_for_one_checkpoint() -> None:
    other = sign_checkpoint(Checkpoint(ORIGIN, 12, empty_root(), NOW), LOG)
    assert seen(add_lines(other, [cosign(BARE, "NL", MEMBERS["NL"], NOW)])) == {}


def test_the_logs_signature_is_no_cosignature_and_the_other_way() -> None:
    one = PrivateKey.from_seed("ed25519", b"one key in two roles, 32 bytes!!")
    note = read_note(sign_checkpoint(Checkpoint("NL", 12, ROOT, NOW), one))
    assert cosigners(note, {"NL": [one.public]}, 10**18) == {}
    crossed = f"{note.text}\n{cosign(note.data, 'NL', one, NOW)}\n"
    assert not log_signed(read_note(crossed), one.public)


def test_keys_that_do_not_sign_and_short_lines_are_passed_over() -> None:
    keys = {"NL": [PrivateKey.generate("x25519").public, *PUBLIC["NL"]]}
    assert cosigners(read_note(by("NL")), keys, 60) == {"NL": NOW}
    start = key_hash("NL", PUBLIC["NL"][0], cosigner=True)
    for data in (
        start + b"\0",
        start + bytes(8),
        start + NOW.to_bytes(8, "big"),
        start + NOW.to_bytes(8, "big") + bytes(64),
    ):
        assert seen(add_lines(BARE, [f"— NL {b64encode(data).decode()}"])) == {}


def test_lines_are_added_at_the_end_and_once() -> None:
    lines = [cosign(BARE, name, MEMBERS[name], NOW) for name in MEMBERS]
    note = add_lines(add_lines(BARE, lines[:2]), [lines[1] + "\n", lines[0], *lines[2:], lines[2]])
    assert note == BARE + "".join(line + "\n" for line in lines)
    assert add_lines(note, []) == note
    assert list(seen(note)) == list(MEMBERS)


@pytest.mark.parametrize(
    ("note", "message"),
    [
        ("", "a note is a text, an empty line"),
        (HEAD, "a note is a text"),
        (HEAD[:-1], "a note is a text"),
        (HEAD + LINE[:-1], "a note is a text"),
        (HEAD + LINE + "\n", "begins with an em dash"),
        (HEAD + "\n" + LINE, "begins with an em dash"),
        (HEAD + "- someone AAAAAAA=\n", "signature line 1: a signature line begins with an em dash"),
        (HEAD + LINE + "—  AAAAAAA=\n", "name of a signature"),
        (HEAD + "— some+one AAAAAAA=\n", "'some+one' cannot be the name"),
        (HEAD + "— some\u00a0one AAAAAAA=\n", "name of a signature"),
        (HEAD + "— someone\r AAAAAAA=\n", "name of a signature"),
        (HEAD + f"— {'a' * 201} AAAAAAA=\n", "name of a signature"),
        (HEAD + "— someone AAAAAAA\n", "is not base64"),
        (HEAD + "— someone AAAAAAA= \n", "is not base64"),
        (HEAD + "— some one AAAAAAA=\n", "is not base64"),
        (HEAD + "— someone AAAAAAB=\n", "is not base64"),
        (HEAD + "— someone\n", "longer than the 4 bytes"),
        (HEAD + "— someone AAAAAA==\n", "longer than the 4 bytes"),
        (HEAD + LINE * (MAX_LINES + 1), "signature lines"),
        ("a" * (MAX_NOTE + 1), "are not read"),
        (HEAD.replace("\n12\n", "\n012\n") + LINE, "size: '012' is not a number"),
        (HEAD.replace("\n12\n", "\n+12\n") + LINE, "is not a number"),
        (HEAD.replace("\n12\n", "\n-0\n") + LINE, "is not a number"),
        (HEAD.replace("\n12\n", "\n١٢\n") + LINE, "is not a number"),
        (HEAD.replace("\n12\n", f"\n{10**16}\n") + LINE, "is not a number"),
        (HEAD.replace("time ", "time 0") + LINE, "time: '0179"),
        (HEAD.replace("time ", "time  ") + LINE, "is not a number"),
        (HEAD.replace("time ", "Time ") + LINE, "a checkpoint is four lines"),
        (HEAD.replace("\n\n", "\nmore\n\n") + LINE, "a checkpoint is four lines"),
        (HEAD.replace("12\n", "") + LINE, "a checkpoint is four lines"),
        (HEAD.replace(ORIGIN, "two words") + LINE, "name of a signature"),
        (HEAD.replace(ORIGIN, "a+b") + LINE, "name of a signature"),
        (HEAD.replace(ORIGIN, "") + LINE, "name of a signature"),
        (HEAD.replace(b64encode(ROOT).decode(), b64encode(ROOT[1:]).decode()) + LINE, "a root has 32 bytes, not 31"),
        (HEAD.replace("=\n", "\n") + LINE, "root: this is not base64"),
        (BARE.replace("\n", "\r\n"), "a note is a text"),
    ],
)
def test_a_note_in_another_form_is_refused(note: str, message: str) -> None:
    with pytest.raises(RecordError) as caught:
        read_note(note)
    assert message in str(caught.value)


@given(st.text(max_size=60), st.integers(0, len(BARE)))
def test_no_text_makes_reading_raise_otherwise(text: str, index: int) -> None:
    for note in (text, BARE[:index] + text + BARE[index:]):
        with contextlib.suppress(RecordError):
            assert read_note(note).data == note


def test_what_cannot_be_signed_is_refused() -> None:
    x25519 = PrivateKey.generate("x25519")
    with pytest.raises(RecordError, match="signs no checkpoint"):
        sign_checkpoint(CHECKPOINT, x25519)
    with pytest.raises(RecordError, match="sign"):
        cosign(BARE, "NL", x25519, NOW)
    for name in ("", "N L", "N+L", "N\nL", "N\u2028L"):
        with pytest.raises(RecordError, match="name of a signature"):
            cosign(BARE, name, MEMBERS["NL"], NOW)
    for time in (-1, MAX_NUMBER + 1):
        with pytest.raises(RecordError, match="time of a cosignature"):
            cosign(BARE, "NL", MEMBERS["NL"], time)
        with pytest.raises(RecordError, match="size and time"):
            Checkpoint(ORIGIN, 1, ROOT, time)
        with pytest.raises(RecordError, match="size and time"):
            Checkpoint(ORIGIN, time, ROOT, 1)
    for line in ("", "— NL", LINE + LINE, LINE + "\n", "x"):
        with pytest.raises(RecordError):
            add_lines(BARE, [line])

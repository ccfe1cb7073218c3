"""A judge for the stateful test: a tally of its own, from the bytes of the leaves, by docs/reference/record.md.

It believes the replay in one thing only, which leaves were set aside; what an adoption rests on it works out again. For
groups whose keys never change.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from sekisho.ledger.store import Leaf

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Said:
    """A statement as its bytes have it."""

    index: int
    digest: str
    body: Row
    envelope: Row

    def signed(self, charter: Row, role: str) -> bool:
        """Tell whether the key of a role that the charter gives its maker has signed it."""
        payload = base64.b64decode(self.envelope["payload"])
        name = self.envelope["payloadType"].encode()
        message = b"DSSEv1 %d %b %d %b" % (len(name), name, len(payload), payload)
        rows = [key for key in keys(charter, self.body["by"]) if key["role"] == role]
        signatures = [row["sig"] for row in self.envelope["signatures"] if row["keyid"] == self.body["key"]]
        return any(
            _fingerprint(row) == self.body["key"] and verified(row["public"], base64.b64decode(signature), message)
            for row in rows
            for signature in signatures
        )


@dataclass(frozen=True)
class Point:
    """A checkpoint that counts."""

    size: int
    root: bytes
    time: dt.datetime
    cosigners: frozenset[str]
    index: int = -1


@lru_cache(maxsize=100_000)
def verified(public: str, signature: bytes, message: bytes) -> bool:
    """Tell whether an Ed25519 signature verifies."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def keys(charter: Row, party: str) -> list[Row]:
    """Return the keys that a charter gives a party."""
    if party == "secretariat":
        return list(charter["secretariat"]["keys"])
    return [key for row in charter["members"] if row["id"] == party for key in row["keys"]]


def _fingerprint(row: Row) -> str:
    text = f'{{"algorithm":"{row["algorithm"]}","public":"{row["public"]}"}}'
    return hashlib.sha256(text.encode()).hexdigest()


def said(data: bytes, index: int = -1) -> Said | None:
    """Read a statement; None for what is none."""
    try:
        envelope = json.loads(data)
        payload = base64.b64decode(envelope["payload"])
        return Said(index, hashlib.sha256(payload).hexdigest(), json.loads(payload), envelope)
    except (ValueError, KeyError, TypeError):
        return None


def point(note: str, charter: Row, index: int = -1) -> Point | None:
    """Return what a note proves if it counts: signed by the log, and by k members within delta."""
    head, _, tail = note.partition("\n\n")
    origin, size, root, time = head.split("\n")
    clock = int(time.removeprefix("time "))
    text = f"{head}\n".encode()
    lines = [(row.split(" ")[1], base64.b64decode(row.split(" ")[2])) for row in tail.splitlines()]
    log = next(row["public"] for row in keys(charter, "secretariat") if row["role"] == "log")
    own = origin == charter["origin"] and any(
        name == origin and data[:4] == _hash(name, b"\x01", log) and verified(log, data[4:], text) for name, data in lines
    )
    cosigners = set()
    for name, data in lines:
        when = int.from_bytes(data[4:12], "big")
        message = b"cosignature/v1\ntime %d\n" % when + text
        for row in keys(charter, name):
            mine = row["role"] == "cosign" and data[:4] == _hash(name, b"\x04", row["public"])
            near = abs(when - clock) <= int(charter["delta_seconds"])
            if mine and near and verified(row["public"], data[12:], message):
                cosigners.add(name)
    if not own or len(cosigners) < int(charter["thresholds"]["cosign"]):
        return None
    moment = dt.datetime.fromtimestamp(clock, dt.UTC)
    return Point(int(size), base64.b64decode(root), moment, frozenset(cosigners), index)


def _hash(name: str, kind: bytes, public: str) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + kind + bytes.fromhex(public)).digest()[:4]


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the root of RFC 6962 over leaves."""
    if len(leaves) <= 1:
        return hashlib.sha256(b"\x00" + leaves[0] if leaves else b"").digest()
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return hashlib.sha256(b"\x01" + root(leaves[:half]) + root(leaves[half:])).digest()


def when(text: str) -> dt.datetime:
    """Read a time of a statement."""
    return dt.datetime.fromisoformat(text)


def span(text: str) -> dt.timedelta:
    """Read a clock of a charter: ``P3D`` or ``PT6H``."""
    units = {"D": "days", "H": "hours", "M": "minutes", "S": "seconds"}
    return dt.timedelta(**{units[text[-1]]: int(text.strip("PTDHMS"))})


class Judge:
    """The judge of one view.

    Args:
        leaves: Of the view, as far as it is proved.
        set_aside: Indexes of leaves that the replay set aside.
    """

    def __init__(self, leaves: Sequence[Leaf], set_aside: set[int]) -> None:
        self.hashes = [leaf.leaf for leaf in leaves]
        read = [said(leaf.body or b"", leaf.index) for leaf in leaves]
        self.all = [one for one in read if one is not None]
        self.accepted = [one for one in self.all if one.index not in set_aside]
        self.charter: Row = self.all[0].body
        for one in self.accepted[1:]:
            role = "statement" if one.body["by"] == "secretariat" else "ballot"
            role = "publication" if one.body["type"] == "certificate" else role
            assert one.signed(self.charter, role), f"leaf {one.index} is not signed by {one.body['by']}"
        self.points = list(self._points())

    def of(self, kind: str, **fields: str) -> list[Said]:
        """Return the accepted statements of a kind with some fields."""
        rows = [one for one in self.accepted if one.body["type"] == kind]
        return [one for one in rows if all(one.body[name] == value for name, value in fields.items())]

    def _points(self) -> Iterator[Point]:
        for one in self.of("checkpoint"):
            found = point(one.body["note"], self.charter, one.index)
            assert found is not None, f"leaf {one.index} files a checkpoint that does not count"
            assert found.size <= one.index, f"leaf {one.index} files a checkpoint of what comes later"
            assert found.root == root(self.hashes[: found.size]), f"leaf {one.index} files another root than the log's"
            yield found

    def check_settlements(self) -> list[str]:
        """Check every settlement against a tally of its own, and return the subjects of those that adopt."""
        return [
            subject for one in self.of("settlement") for subject in [self._check(one)] if one.body["outcome"] == "adopted"
        ]

    def _check(self, settlement: Said) -> str:
        place, claimed = f"the settlement at leaf {settlement.index}", settlement.body["outcome"]
        opened = next(one for one in self.of("round") if one.digest == settlement.body["round"])
        proposal = next(one for one in self.of("proposal") if one.digest == opened.body["subject"])
        rule = self._rule(proposal.body["decision"])
        closes = self._closing(opened, rule, settlement.index)
        assert closes is not None, f"{place}: no close came in time"
        close, deadline, closing = closes
        ballots = self._ballots(opened, close)
        self._no_late(place, settlement.index, deadline)
        choices = {member: one.body["choice"] for member, one in ballots.items() if one.body["choice"] != "withdraw"}
        silent = self._silent(rule, choices, closing, proposal.digest, close)
        outcome = self._outcome(rule, {**choices, **dict.fromkeys(silent, "yes")})
        if claimed != "contested":
            assert outcome == claimed, f"{place}: {choices}, silent {sorted(silent)}: {outcome}, not {claimed}"
            for one in self._challenges(close, settlement.index):
                shown = self._upholds(one, opened, proposal, rule, close, deadline)
                assert not shown, f"{place}: the challenge at leaf {one.index} shows what is missing"
        return proposal.digest

    def _challenges(self, start: int, end: int) -> list[Said]:
        return [one for one in self.all if one.body.get("type") == "challenge" and start < one.index < end]

    def _rule(self, decision: str) -> Row:
        rows: list[Row] = self.charter["rules"]
        return next(row for row in rows if decision in row["decisions"])

    def electorate(self) -> list[str]:
        """Return who decides in the one field."""
        return [row["member"] for row in self.charter["fields"][0]["eligible"]]

    def _cast(self, opened: Said, before: int) -> list[Said]:
        names = ("subject", "base_edition", "closes")
        return [
            one
            for one in self.of("ballot", round=opened.digest)
            if opened.index < one.index < before
            and one.body["by"] in self.electorate()
            and all(one.body[name] == opened.body[name] for name in names)
        ]

    def _ballots(self, opened: Said, before: int) -> dict[str, Said]:
        found: dict[str, Said] = {}
        for one in self._cast(opened, before):
            held = found.get(one.body["by"])
            if held is None or int(one.body["sequence"]) > int(held.body["sequence"]):
                found[one.body["by"]] = one
        return found

    def _quorate(self, opened: Said, before: int, quorum: int) -> bool:
        return len([one for one in self._ballots(opened, before).values() if one.body["choice"] != "withdraw"]) >= quorum

    def _deadline(self, opened: Said, rule: Row, close: int, known: int) -> dt.datetime:
        closes, clocks, quorum = when(opened.body["closes"]), self.charter["clocks"], int(rule["quorum"])
        if not quorum or rule["silence"] == "yes" or "late_quorum" not in clocks:
            return closes
        early = [one.size for one in self.points if one.index <= known and one.time <= closes - span(clocks["late_quorum"])]
        late = self._quorate(opened, close, quorum) and not any(
            self._quorate(opened, min(size, close), quorum) for size in early
        )
        return closes + span(clocks["extension"]) if late else closes

    def _closing(self, opened: Said, rule: Row, before: int) -> tuple[int, dt.datetime, Point] | None:
        for close in self.of("close", round=opened.digest, closes=opened.body["closes"]):
            first = next((one for one in self.points if close.index < one.size and one.index < before), None)
            if first is None:
                continue
            deadline = self._deadline(opened, rule, close.index, first.index)
            if first.time >= deadline:
                return close.index, deadline, first
        return None

    def _no_late(self, place: str, index: int, deadline: dt.datetime) -> None:
        window = deadline + span(self.charter["clocks"]["challenge"])
        last = max((one.time for one in self.points if one.index < index), default=None)
        assert last is not None, f"{place}: no checkpoint is filed before it"
        assert last >= window, f"{place}: the challenge window ends at {window}, the last checkpoint is of {last}"

    def _silent(self, rule: Row, choices: Row, closing: Point, subject: str, close: int) -> set[str]:
        if rule["silence"] != "yes":
            return set()
        lifted = {one.body["objection"] for one in self.of("lift") if one.index < close}
        standing = [one for one in self.of("objection", subject=subject) if one.index < close and one.digest not in lifted]
        objecting = {one.body["by"] for one in standing}
        return {one for one in self.electorate() if one in closing.cosigners} - set(choices) - objecting

    def _outcome(self, rule: Row, choices: Row) -> str:
        if len(choices) < int(rule["quorum"]):
            return "lapsed"
        no = [one for one, choice in choices.items() if choice == "no"]
        yes = [one for one, choice in choices.items() if choice == "yes"]
        if any(one in rule["veto"] for one in no) or (rule["consensus"] == "yes" and no):
            return "rejected"
        return "adopted" if all(self._holds(test, yes, no) for test in rule["tests"]) else "rejected"

    def _holds(self, test: Row, yes: Sequence[str], no: Sequence[str]) -> bool:
        rows = {
            row["id"]: 1 if test["measure"] == "members" else int(row[test["measure"]]) for row in self.charter["members"]
        }
        base = self.electorate() if test["of"] == "all" else [*yes, *no]
        ayes, whole = (sum(rows[one] for one in group) for group in (yes, base))
        needed = Fraction(test["share"]) * whole
        return ayes > 0 and (ayes > needed if test["strict"] == "yes" else ayes >= needed)

    def _upholds(self, one: Said, opened: Said, proposal: Said, rule: Row, close: int, deadline: dt.datetime) -> bool:
        if one.body.get("round") != opened.digest or not self._mine(one, "ballot"):
            return False
        shown, receipt = (said(base64.b64decode(one.body[name])) for name in ("statement", "receipt"))
        if shown is None or receipt is None or receipt.body["type"] != "receipt" or not self._mine(shown, "ballot"):
            return False
        role = "statement" if receipt.body["by"] == "secretariat" else "ballot"
        if (
            not self._mine(receipt, role)
            or receipt.body["statement"] != shown.digest
            or when(receipt.body["received"]) > deadline
        ):
            return False
        if receipt.body["by"] == shown.body["by"] or shown.body["by"] not in self.electorate():
            return False
        missing = not any(other.digest == shown.digest and other.index < close for other in self.accepted)
        if shown.body["type"] == "objection":
            formal = shown.body["formal"] == "yes" or rule["silence"] == "yes"
            return missing and formal and bool(shown.body["subject"] == proposal.digest)
        return shown.body["type"] == "ballot" and missing and self._would_count(shown, opened, close, one.index)

    def _would_count(self, ballot: Said, opened: Said, close: int, at: int) -> bool:
        names = ("subject", "base_edition", "closes")
        if ballot.body["round"] != opened.digest or any(ballot.body[one] != opened.body[one] for one in names):
            return False
        size, sequence = int(ballot.body["seen_size"]), int(ballot.body["sequence"])
        held = self._ballots(opened, close).get(ballot.body["by"])
        highest = 0 if held is None else int(held.body["sequence"])
        seen = 1 <= size <= at and root(self.hashes[:size]).hex() == ballot.body["seen_root"]
        return seen and sequence > highest and (sequence == 1) == (ballot.body["previous"] == "")

    def _mine(self, one: Said, role: str) -> bool:
        common = one.body.get("framework") == self.charter["framework"]
        digest = self.all[0].digest
        return bool(common and one.body.get("charter") == digest and one.signed(self.charter, role))

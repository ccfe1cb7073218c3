"""A second tally, written from the pages docs/reference/record.md, charter.md and procedure.md; it shares no code with src.

Its first version was written before any code of the project was read. Comparing showed where a page was silent (the form of
`title`) or was read wrongly (leaves that no checkpoint covers, a charter that nobody enacts in time); that was corrected.

It reads a record file, keeps the key set, judges the checkpoints and counts each round that has a valid close. It leaves
out most states of matters, which the procedure decides: hence whether a round was in order (state, edition, fit), which
objections were, and which entries have expired; also whether a charter is safe and its keys are sound. Where the page is
silent on the form of a field, any text will do. Run it: `python second_tally.py record.jsonl`.
"""

import base64
import functools
import hashlib
import json
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PublicKey

Doc = dict[str, Any]
COMMON = {"type", "framework", "charter", "by", "key", "made"}
FIELDS = {
    "proposal": "number decision field concern replaces base_edition language title changes dossier",
    "objection": "subject formal grounds",
    "lift": "objection",
    "round": "subject number base_edition opens closes",
    "ballot": "subject base_edition round closes sequence previous choice reasons seen_size seen_root",
    "close": "round closes",
    "checkpoint": "note",
    "challenge": "round statement receipt",
    "settlement": "round outcome report",
    "certificate": "round settlement outcome report",
    "rotation": "role old algorithm public",
    "revocation": "revoked suspect_since reason",
    "exit": "effective reason",
    "receipt": "statement received",
}
_DIGEST, _COUNT, _TIME = "[0-9a-f]{64}", "0|[1-9][0-9]{0,15}", "[0-9]{4}(-[0-9]{2}){2}T[0-9]{2}(:[0-9]{2}){2}Z"
FORMS = (
    dict.fromkeys(("charter", "key", "subject", "base_edition", "round", "seen_root", "settlement", "report"), _DIGEST)
    | dict.fromkeys(("objection", "old", "revoked"), _DIGEST)
    | dict.fromkeys(("previous", "reasons", "concern", "replaces"), f"({_DIGEST})?")
    | dict.fromkeys(("sequence", "seen_size", "suspect_since"), _COUNT)
    | dict.fromkeys(("made", "opens", "closes", "received"), _TIME)
)
OF_ROUND = ("ballot", "close", "challenge", "settlement", "certificate")
NOTE = re.compile(r"(([^\n]+)\n(0|[1-9]\d*)\n([^\n]+)\ntime (0|[1-9]\d*)\n)\n((?:— [!-*,-~]{1,200} [^ \n]+\n)+)", re.ASCII)
CLOCK = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", re.ASCII)
# What sets a statement aside: it is refused, or something that it needs is not there.
ILL = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError, StopIteration)


class Key(NamedTuple):
    """A signing key, whose it is and what for."""

    who: str
    role: str
    algorithm: str
    public: bytes


class Statement(NamedTuple):
    """A well-formed envelope; its signatures are still to be verified."""

    kind: str
    body: Doc
    digest: str
    signed: bytes
    signatures: dict[str, bytes]


class Checkpoint(NamedTuple):
    """A checkpoint that counts."""

    size: int
    root: bytes
    time: int
    cosigners: set[str]


class Round:
    """A round, with the charter, rule and electorate that hold to its end, and what was accepted for it."""

    def __init__(self, index: int, s: Statement, charter: Doc, proposal: Doc) -> None:
        self.index, self.digest, self.body, self.charter, self.proposal = index, s.digest, s.body, charter, proposal
        self.settled = self.certified = -1
        field, decision = proposal["field"], proposal["decision"]
        self.rule: Doc = next(
            r for r in charter["rules"] if {decision, "*"} & set(r["decisions"]) and {field, "*"} & set(r["fields"])
        )
        eligible = {e["member"] for f in charter["fields"] if f["id"] == field for e in f["eligible"]}
        self.members: dict[str, Doc] = {m["id"]: m for m in charter["members"] if field == "*" or m["id"] in eligible}
        self.ballots: list[tuple[int, Doc]] = []
        self.closes: list[int] = []
        self.challenges: list[tuple[int, Doc]] = []
        self.certificates: set[str] = set()
        self.report: Doc = {}


def need(condition: object) -> None:
    """Refuse what does not hold."""
    if not condition:
        raise ValueError("refused")


def sha(data: bytes) -> bytes:
    """SHA-256."""
    return hashlib.sha256(data).digest()


def canonical(doc: Doc) -> bytes:
    """RFC 8785 of a document whose keys are ASCII and which has no numbers."""
    return json.dumps(doc, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(doc: Doc) -> str:
    """The digest of a document."""
    return sha(canonical(doc)).hex()


def read(raw: bytes) -> Doc:
    """Parse canonical bytes, and nothing else."""

    def plain(value: object, depth: int) -> bool:
        if isinstance(value, str):
            odd = any(unicodedata.category(c) == "Cc" and c not in "\n\t" for c in value)
            return not odd and unicodedata.is_normalized("NFC", value)
        if isinstance(value, list):
            return depth < 32 and all(plain(v, depth + 1) for v in value)
        if isinstance(value, dict):
            return depth < 32 and all(re.fullmatch("[ -~]*", k) and plain(v, depth + 1) for k, v in value.items())
        return isinstance(value, bool)

    need(len(raw) <= 8_000_000)
    doc: Doc = json.loads(raw.decode("utf-8"))
    need(isinstance(doc, dict) and plain(doc, 0) and canonical(doc) == raw)
    return doc


def unbase64(text: str) -> bytes:
    """Padded standard base64, written in the one way."""
    raw = base64.b64decode(text, validate=True)
    need(base64.b64encode(raw).decode() == text)
    return raw


def unhex(text: str) -> bytes:
    """Lower-case hexadecimal."""
    need(bytes.fromhex(text).hex() == text)
    return bytes.fromhex(text)


def number(text: str) -> int:
    """A decimal text."""
    need(re.fullmatch(r"0|[1-9][0-9]*", text))
    return int(text)


def when(text: str) -> int:
    """A time, in UNIX seconds."""
    need(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", text, re.ASCII))
    return int(datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).timestamp())


def clock(charter: Doc, name: str) -> int:
    """A clock of the charter, in seconds."""
    match = CLOCK.fullmatch(charter["clocks"][name])
    need(match)
    return sum(int(n or 0) * unit for n, unit in zip(match.groups(), (86400, 3600, 60, 1), strict=True)) if match else 0


def fingerprint(key: Key) -> str:
    """The digest of the key document."""
    return digest({"algorithm": key.algorithm, "public": key.public.hex()})


def halves(key: Key) -> set[bytes]:
    """What makes it one physical key: the Montgomery u-coordinate of its curve half, and its ML-DSA half."""
    if key.algorithm == "ml-dsa-65":
        return {key.public}
    y, prime = int.from_bytes(key.public[:32], "little") % 2**255, 2**255 - 19
    u = y if key.algorithm == "x25519" else (1 + y) * pow(1 - y, -1, prime) % prime
    return {u.to_bytes(32, "little")} | ({key.public[32:]} if key.public[32:] else set())


def verifies(key: Key, signature: bytes, message: bytes) -> bool:
    """Verify by the algorithm of the key; of a hybrid both halves must verify."""
    try:
        if key.algorithm == "ed25519+ml-dsa-65":
            ed, ml = key._replace(algorithm="ed25519", public=key.public[:32]), key._replace(algorithm="ml-dsa-65")
            post = ml._replace(public=key.public[32:])
            return verifies(ed, signature[:64], message) and verifies(post, signature[64:], message)
        if key.algorithm == "ed25519":
            Ed25519PublicKey.from_public_bytes(key.public).verify(signature, message)
        else:
            need(key.algorithm == "ml-dsa-65")
            MLDSA65PublicKey.from_public_bytes(key.public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def envelope(raw: bytes) -> Statement:
    """Parse a DSSE envelope strictly."""
    doc = read(raw)
    need(set(doc) == {"payload", "payloadType", "signatures"})
    payload, match = (
        unbase64(doc["payload"]),
        re.fullmatch(r"application/vnd\.sekisho\.([a-z]{1,40})\+json", doc["payloadType"]),
    )
    body, ids = read(payload), [s["keyid"] for s in doc["signatures"]]
    need(match and match[1] == body["type"] and ids == sorted(set(ids)) and 1 <= len(ids) <= 1000)
    need(all(set(s) == {"keyid", "sig"} and re.fullmatch("[0-9a-f]{64}", s["keyid"]) for s in doc["signatures"]))
    if body["type"] != "charter":
        need(set(body) == COMMON | set(FIELDS[body["type"]].split()))
        need(all(isinstance(v, str) for k, v in body.items() if k not in ("title", "changes", "dossier")))
        need(all(re.fullmatch(FORMS[k], v) for k, v in body.items() if k in FORMS))
    signed = f"DSSEv1 {len(doc['payloadType'])} {doc['payloadType']} {len(payload)} ".encode() + payload
    return Statement(
        body["type"], body, sha(payload).hex(), signed, {s["keyid"]: unbase64(s["sig"]) for s in doc["signatures"]}
    )


def by_its_key(s: Statement, keys: dict[str, Key]) -> bool:
    """Whether a statement is signed by a key in force, of its maker, in the role that the table asks for."""
    key, roles = keys[s.body["key"]], {"ballot"}
    if s.kind in ("round", "close", "checkpoint", "settlement", "receipt") and key.who == "secretariat":
        roles = {"statement"}
    elif s.kind == "rotation":
        roles = {s.body["role"]} & {"ballot", "cosign", "publication"}
    elif s.kind == "certificate":
        roles = {"publication"}
    elif s.kind == "revocation":
        roles = {"ballot", "cosign", "publication"}
    return key.who == s.body["by"] and key.role in roles and verifies(key, s.signatures[s.body["key"]], s.signed)


class Replay:
    """Leaves in order, up to the proved size."""

    def __init__(self, header: Doc, leaves: list[tuple[bytes, bytes, bytes]], proved: int) -> None:
        self.header, self.leaves, self.forked = header, leaves, False
        self.charter: Doc = {}
        self.keys: dict[str, Key] = {}
        self.at: list[tuple[Doc, dict[str, Key]]] = []  # charter and keys in force at each index
        self.accepted: dict[str, int] = {}
        self.statements: dict[str, Statement] = {}
        self.filed: list[Checkpoint] = []
        self.rounds: dict[str, Round] = {}
        self.revoked: set[bytes] = set()  # halves of keys
        self.known: set[bytes] = set()  # halves of every key that is or was in force
        self.enactable: dict[str, Round] = {}  # by the charter that each has adopted
        self.entries: dict[str, tuple[str, list[Doc]]] = {}  # the edition: SHA-256 and references of each code
        self.root: Callable[[int, int], bytes] = functools.cache(self._root)
        for index, (_, body, _) in enumerate(leaves):
            self.at.append((self.charter, self.keys))
            try:
                s = envelope(body)
                need(s.digest not in self.accepted and index < proved)
                self.accept(index, s)
            except ILL:
                continue
            self.accepted[s.digest], self.statements[s.digest] = index, s
        self.at.append((self.charter, self.keys))

    def _root(self, start: int, end: int) -> bytes:
        """RFC 6962, section 2.1."""
        if end - start < 2:
            return sha(b"\0" + self.leaves[start][0]) if end > start else sha(b"")
        middle = start + (1 << (end - start - 1).bit_length() - 1)
        return sha(b"\1" + self.root(start, middle) + self.root(middle, end))

    def checkpoint(self, note: str) -> Checkpoint:
        """Judge a checkpoint: it counts, or is refused."""
        match = NOTE.fullmatch(note)
        if match is None:
            raise ValueError("no note")
        text, origin, size, root, time = match[1], match[2], int(match[3]), unbase64(match[4]), int(match[5])
        charter, keys = self.at[size]
        need(origin == charter["origin"] and len(root) == 32)
        logged, cosigners = False, set[str]()
        for name, blob in re.findall(r"— ([^ ]+) (.+)\n", match[6]):
            raw = unbase64(blob)
            for key in [k for k in keys.values() if name == {"log": origin, "cosign": k.who}.get(k.role)]:
                log, ed = key.role == "log", key.algorithm == "ed25519"
                tag = (b"\1" if log else b"\4") if ed else (b"\xff" if log else b"\xffcosignature/") + key.algorithm.encode()
                own, rest = (time, raw[4:]) if log else (int.from_bytes(raw[4:12], "big"), raw[12:])
                said = text if log else f"cosignature/v1\ntime {own}\n{text}"
                near = abs(own - time) <= number(charter["delta_seconds"])
                if (
                    near
                    and raw[:4] == sha(f"{name}\n".encode() + tag + key.public)[:4]
                    and verifies(key, rest, said.encode())
                ):
                    logged, cosigners = logged or log, cosigners | (set() if log else {name})
        need(logged and len(cosigners) >= number(charter["thresholds"]["cosign"]))
        return Checkpoint(size, root, time, cosigners)

    def after(self, index: int, charter: Doc, *clocks: str) -> float:
        """When clocks that run one after another from the filing of a leaf are over; never before it is filed."""
        start = next((p.time for p in self.filed if p.size > index), float("inf"))
        return start + sum(clock(charter, name) for name in clocks if name in charter["clocks"])

    def over(self, r: Round) -> bool:
        """Whether a round is settled, or has lapsed because nobody settled it."""
        ballot = "emergency_ballot" if r.proposal["decision"] == "emergency" else "ballot"
        lapses = self.after(r.index, r.charter, ballot, "extension", "challenge", "settlement", "slack")
        return bool(r.report) or self.filed[-1].time >= lapses

    def same(self, point: Checkpoint) -> bool:
        """Whether a checkpoint that counts has the log's root; else the log was shown in two versions."""
        self.forked = self.forked or point.root != self.root(0, point.size)
        return point.root == self.root(0, point.size)

    def accept(self, index: int, s: Statement) -> None:
        """Accept a statement, or set it aside by an exception before anything has changed."""
        b = s.body
        if s.kind == "charter":
            self.enact(index, s)
            return
        r = self.rounds[b["round"]] if s.kind in OF_ROUND else None
        need(b["framework"] == self.header["framework"] and b["charter"] == digest(r.charter if r else self.charter))
        need(s.kind != "receipt" and by_its_key(s, self.keys))
        if s.kind == "checkpoint":
            point, last = self.checkpoint(b["note"]), self.filed[-1] if self.filed else Checkpoint(0, b"", 0, set())
            need(last.size <= point.size <= index and last.time <= point.time and self.same(point))
            self.filed.append(point)
        elif s.kind == "round":
            proposal = self.statements[b["subject"]]
            earlier = [e for e in self.rounds.values() if e.body["subject"] == b["subject"]]
            need(proposal.kind == "proposal" and number(b["number"]) == len(earlier) + 1)
            need(all(e.report.get("outcome") == "contested" for e in earlier))
            length = clock(self.charter, "emergency_ballot" if proposal.body["decision"] == "emergency" else "ballot")
            off = number(self.charter["delta_seconds"]) + clock(self.charter, "slack")
            need(when(b["closes"]) == when(b["opens"]) + length and abs(when(b["opens"]) - self.filed[-1].time) <= off)
            self.rounds[s.digest] = Round(index, s, self.charter, proposal.body)
        elif s.kind == "ballot" and r:
            need(not self.over(r) and self.is_ballot(r, b, index))
            r.ballots.append((index, b))
        elif s.kind == "close" and r:
            need(not self.over(r) and b["closes"] == r.body["closes"])
            r.closes.append(index)
        elif s.kind == "challenge" and r:
            need(not self.over(r) and self.close(r))
            r.challenges.append((index, b))
        elif s.kind == "settlement" and r:
            self.settle(index, r, b)
        elif s.kind == "certificate" and r:
            same = b["outcome"] == r.report["outcome"] and b["report"] == digest(r.report)
            need(same and self.accepted[b["settlement"]] == r.settled and b["by"] in {m["id"] for m in r.charter["members"]})
            r.certificates.add(b["by"])
            due, enough = self.after(r.settled, r.charter, "certification"), number(r.charter["thresholds"]["publication"])
            if r.certified < 0 and len(r.certificates) >= enough and self.filed[-1].time < due:
                r.certified = index
        elif s.kind == "lift":
            need(self.statements[b["objection"]].body["by"] == b["by"])
        elif s.kind == "rotation":
            new = Key(b["by"], b["role"], b["algorithm"], unhex(b["public"]))
            name = fingerprint(new)
            need(b["old"] == b["key"] and new.algorithm in self.charter["algorithms"] and not halves(new) & self.known)
            need(verifies(new, s.signatures[name], s.signed))
            self.keys = {k: v for k, v in self.keys.items() if k != b["old"]} | {name: new}
            self.known |= halves(new)
        elif s.kind == "revocation":
            gone = self.keys[b["revoked"]]
            need(gone.who == b["by"] and b["revoked"] != b["key"])
            self.keys = {k: v for k, v in self.keys.items() if k != b["revoked"]}
            self.revoked |= halves(gone)
        elif s.kind == "exit":
            own = {k: v for k, v in self.keys.items() if v.who == b["by"] and v.role != "notices"}
            need(all(verifies(v, s.signatures[k], s.signed) for k, v in own.items()))
            self.keys = {k: v for k, v in self.keys.items() if v.who != b["by"]}

    def enact(self, index: int, s: Statement) -> None:
        """Take a charter, and its keys in place of all others."""
        b, old = s.body, self.charter
        need({"framework": b["framework"], "origin": b["origin"], "format": "sekisho/record/1"} == self.header)
        if old:
            r = self.enactable[s.digest]
            late = self.after(r.certified, r.charter, "publication")
            if r.certified < 0:
                late = self.after(r.settled, r.charter, "certification", "publication")
            need(
                self.filed[-1].time < late
                and b["previous"] == digest(old)
                and number(b["version"]) == number(old["version"]) + 1
            )
        else:
            need(index == 0 and b["previous"] == "" and b["version"] == "1")
        owners = [(m["id"], m["keys"]) for m in b["members"]] + [("secretariat", b["secretariat"]["keys"])]
        keys = [Key(who, k["role"], k["algorithm"], unhex(k["public"])) for who, ks in owners for k in ks]
        named = {fingerprint(k): k for k in keys}
        signing = {name: k for name, k in named.items() if k.role != "notices"}
        need(all(name in self.keys or verifies(k, s.signatures[name], s.signed) for name, k in signing.items()))
        self.charter, self.keys = b, {name: k for name, k in named.items() if not halves(k) & self.revoked}
        self.known |= {half for k in self.keys.values() for half in halves(k)}
        self.enactable.pop(s.digest, None)

    def is_ballot(self, r: Round, b: Doc, index: int) -> bool:
        """Whether a ballot is one of this round, at this index."""
        sequence, size = number(b["sequence"]), number(b["seen_size"])
        same = all(b[f] == r.body[f] for f in ("framework", "charter", "subject", "base_edition", "closes"))
        fits = b["by"] in r.members and sequence >= 1 and (b["previous"] == "") == (sequence == 1)
        seen = 1 <= size <= index and b["seen_root"] == self.root(0, size).hex()
        return same and fits and seen and b["round"] == r.digest and b["choice"] in ("yes", "no", "abstain", "withdraw")

    def cast(self, r: Round, before: int) -> dict[str, tuple[int, Doc]]:
        """The ballot that counts of each member with one before an index, and its leaf."""
        last: dict[str, tuple[int, Doc]] = {}
        for index, b in r.ballots:
            if index < before and (b["by"] not in last or number(b["sequence"]) > number(last[b["by"]][1]["sequence"])):
                last[b["by"]] = index, b
        return {member: row for member, row in sorted(last.items()) if row[1]["choice"] != "withdraw"}

    def votes(self, r: Round, before: int) -> dict[str, str]:
        """The choice of each member with a ballot before an index."""
        return {member: b["choice"] for member, (_, b) in self.cast(r, before).items()}

    def deadline(self, r: Round, c: int) -> int:
        """The effective deadline, if the round closes at c."""
        closes, quorum = when(r.body["closes"]), number(r.rule["quorum"])
        if quorum and r.rule["silence"] != "yes" and "late_quorum" in r.charter["clocks"]:
            early = [p.size for p in self.filed if p.time <= closes - clock(r.charter, "late_quorum")]
            if len(self.votes(r, c)) >= quorum and not any(len(self.votes(r, min(n, c))) >= quorum for n in early):
                return closes + clock(r.charter, "extension")
        return closes

    def close(self, r: Round) -> tuple[int, int, Checkpoint] | None:
        """Index, effective deadline and closing checkpoint of the close, if there is one."""
        for c in r.closes:
            closing, deadline = next((p for p in self.filed if p.size > c), None), self.deadline(r, c)
            if closing and closing.time >= deadline:
                return c, deadline, closing
        return None

    def count(self, r: Round) -> Doc:
        """The tally report by what is known so far; empty before there is a valid close."""
        closed = self.close(r)
        if closed is None:
            return {}
        c, deadline, closing = closed
        votes, made = self.votes(r, c), [s for s in self.statements.values() if self.accepted[s.digest] < c]
        lifted = {(s.body["objection"], s.body["by"]) for s in made if s.kind == "lift"}
        against = {s.body["by"] for s in made if s.kind == "objection" and s.body["subject"] == r.body["subject"]
                   and (s.digest, s.body["by"]) not in lifted}  # fmt: skip
        willing = closing.cosigners - against if r.rule["silence"] == "yes" else set()
        silent = sorted(m for m in r.members if m not in votes and m in willing)
        outcome = self.decide(r, votes | dict.fromkeys(silent, "yes"))
        upheld = any(index > c and self.upheld(r, index, b, c, deadline) for index, b in r.challenges)
        if upheld or not self.fits(r.proposal["changes"]):
            outcome = "contested"
        return {
            "format": "sekisho/tally/1", "framework": self.header["framework"], "charter": r.body["charter"],
            "round": r.digest, "subject": r.body["subject"], "close": str(c), "votes": votes, "silent": silent,
            "blind": sha(b"".join(self.leaves[i][2] for i in sorted(i for i, _ in self.cast(r, c).values()))).hex(),
            "closes": datetime.fromtimestamp(deadline, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "absent": sorted(m for m in r.members if m not in votes and m not in silent), "outcome": outcome,
        }  # fmt: skip

    def decide(self, r: Round, said: dict[str, str]) -> str:
        """Quorum, veto and tests."""
        if len(said) < number(r.rule["quorum"]):
            return "lapsed"
        holds = not any(said.get(m) == "no" for m in r.rule["veto"])
        for test in r.rule["tests"]:
            weigh = {m: 1 if test["measure"] == "members" else number(doc[test["measure"]]) for m, doc in r.members.items()}
            yes, no = (sum(weigh[m] for m, choice in said.items() if choice == side) for side in ("yes", "no"))
            base = sum(weigh.values()) if test["of"] == "all" else yes + no
            a, b = map(number, test["share"].split("/"))
            holds = holds and yes > 0 and (yes * b > a * base if test["strict"] == "yes" else yes * b >= a * base)
        return "adopted" if holds and not (r.rule["consensus"] == "yes" and "no" in said.values()) else "rejected"

    def upheld(self, r: Round, index: int, b: Doc, c: int, deadline: int) -> bool:
        """Whether a challenge shows a receipted ballot or objection that was held back."""
        try:
            shown, receipt = envelope(unbase64(b["statement"])), envelope(unbase64(b["receipt"]))
            member, keys = shown.body["by"], self.at[c][1]
            need(receipt.kind == "receipt" and receipt.body["by"] != member and receipt.body["statement"] == shown.digest)
            need(when(receipt.body["received"]) <= deadline and by_its_key(shown, keys) and by_its_key(receipt, keys))
            need(all(s.body["framework"] == self.header["framework"] for s in (shown, receipt)))
            need(self.accepted.get(shown.digest, c) >= c and member in r.members)
            if shown.kind == "ballot":
                known = [number(e["sequence"]) for i, e in r.ballots if i < c and e["by"] == member]
                return self.is_ballot(r, shown.body, index) and number(shown.body["sequence"]) > max(known, default=0)
            formal = shown.kind == "objection" and (shown.body["formal"] == "yes" or r.rule["silence"] == "yes")
            return formal and bool(shown.body["subject"] == r.body["subject"])
        except ILL:
            return False

    def fits(self, changes: list[Doc]) -> bool:
        """Whether changes fit the edition as it stands."""
        codes = {x["code"] for x in changes if x["action"] != "charter"}
        put = {(x["code"], sha(x["entry"].encode()).hex()) for x in changes if x["action"] in ("add", "amend")}
        gone = {x["code"] for x in changes if x["action"] in ("amend", "remove")}
        stand = {(code, sha256) for code, (sha256, _) in self.entries.items()}
        refs = [f for x in changes for f in x["references"] if x["action"] != "charter"]
        kept = [f for code, (_, fs) in self.entries.items() if code not in codes for f in fs]
        fixed = [
            [(f["code"], f["sha256"]) for f in fs if f["list"] == "framework" and f["follows"] == "no"]
            for fs in (refs, kept)
        ]
        placed = all(
            x["code"] not in self.entries if x["action"] == "add" else (x["code"], x["before"]) in stand
            for x in changes
            if x["action"] != "charter"
        )
        sound = all(f in put or (f in stand and f[0] not in codes) for f in fixed[0])
        return placed and sound and not any(code in gone for code, _ in fixed[1])

    def settle(self, index: int, r: Round, b: Doc) -> None:
        """Settle a round as the recount has it, and change the list."""
        report, closed = self.count(r), self.close(r)
        need(not self.over(r) and report["outcome"] == b["outcome"] and digest(report) == b["report"])
        need(closed and self.filed[-1].time >= closed[2].time + clock(r.charter, "challenge"))
        r.report, r.settled = report, index
        for x in r.proposal["changes"] if report["outcome"] == "adopted" else []:
            if x["action"] == "charter":
                self.enactable[x["code"]] = r
            elif x["action"] == "remove":
                del self.entries[x["code"]]
            elif x["action"] != "renew":
                self.entries[x["code"]] = (sha(x["entry"].encode()).hex(), x["references"])


def tally(lines: Iterable[bytes]) -> dict[str, dict[str, Any]]:
    """Count a record: the tally report of each closed round, by the digest of the round."""
    header, *rest = [read(line.removesuffix(b"\n")) for line in lines]
    need(set(header) == {"format", "framework", "origin"} and header["format"] == "sekisho/record/1")
    leaves: list[tuple[bytes, bytes, bytes]] = []
    notes: list[str] = []
    for doc in rest:
        if set(doc) == {"checkpoint"}:
            notes.append(doc["checkpoint"])
            continue
        need(set(doc) == {"body", "circle", "leaf", "salt"} and not notes)
        leaf, body, salt = unhex(doc["leaf"]), unbase64(doc["body"]), unhex(doc["salt"])
        need(len(leaf) == 32 and (not body or (len(salt) == 32 and leaf == sha(b"sekisho-leaf-v1\0" + salt + body))))
        leaves.append((leaf, body, salt))
    first = Replay(header, leaves, len(leaves))
    sizes = [p.size for p in first.filed]
    for note in notes:
        try:
            point = first.checkpoint(note)
        except ILL:
            continue
        sizes += [point.size] if first.same(point) else []
    replay = Replay(header, leaves, max(sizes, default=0))
    reports = {name: r.report or replay.count(r) for name, r in replay.rounds.items()}
    split = {"outcome": "contested"} if first.forked else {}
    return {name: report | split for name, report in reports.items() if report}


if __name__ == "__main__":
    for _name, _report in tally(Path(sys.argv[1]).read_bytes().splitlines()).items():
        print(_name, digest(_report), canonical(_report).decode())

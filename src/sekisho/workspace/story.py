"""The story of one entry: from a concern to an exporter's changed answer, with real keys and proofs and a made-up clock.

Five states, a secretariat and a network that loses messages. What is shown is what the desks did; ``story_after`` carries
it on from the adoption to the exporter. The end recounts everything from the exported file and then attacks it.
"""

from __future__ import annotations

import datetime as dt
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sekisho.assurance import draft
from sekisho.assurance.recount import recount
from sekisho.assurance.replay import replay
from sekisho.engines.ledger_sql import open_store
from sekisho.errors import Error, InputError
from sekisho.ledger.checkpoint import Checkpoint, add_lines, cosign, sign_checkpoint
from sekisho.ledger.merkle import Tree
from sekisho.ledger.record_file import RecordFile, read_record, write_record
from sekisho.ledger.store import Identity, Leaf, Store
from sekisho.regime.charter_checks import liveness
from sekisho.regime.charters import shipped_charter
from sekisho.regime.matter import Matter
from sekisho.regime.statements import format_time
from sekisho.terms.canonical import decode
from sekisho.workspace.propose import check_proposal, example_proposal
from sekisho.workspace.simulation import START, Group
from sekisho.workspace.story_after import After

Show = Callable[[dict[str, Any]], None]


def tell(keep: Path | None, show: Show) -> dict[str, Any]:
    """Run the story.

    Args:
        keep: A new folder that keeps every artefact; None: a temporary one is used and removed.
        show: Called with each step: ``day``, ``who``, ``text``.

    Raises:
        InputError: The folder is there already.
    """
    if keep is None:
        with tempfile.TemporaryDirectory() as folder:
            return _Story(Path(folder), show, kept=False).run()
    if keep.exists():
        raise InputError(f"{keep} is there already", file=str(keep), remedy="name a new folder")
    keep.mkdir(parents=True)
    return _Story(keep, show, kept=True).run()


class _Story:
    """The parties and what they do, in order."""

    def __init__(self, folder: Path, show: Show, kept: bool) -> None:
        self.folder = folder
        self.kept = kept
        self.show = show
        self.began = time.perf_counter()
        self.stores: list[Store] = []
        self.group = Group(
            shipped_charter("five-states"), self._open, seed="story", loss=0.1, skew={"DE": 7, "GB": -11}, notices=True
        )

    def run(self) -> dict[str, Any]:
        """Tell it from the beginning to the end."""
        try:
            self._founding()
            subject = self._proposal()
            self._deliberation(subject)
            self._ballot(subject)
            self._result(subject)
            return self._end(subject)
        finally:
            for store in self.stores:
                store.close()

    def _open(self, party: str, identity: Identity) -> Store:
        store = open_store(self.folder / f"{party}.db", create=identity)
        self.stores.append(store)
        return store

    def _say(self, who: str, text: str) -> None:
        self.show({"when": f"{self.group.now:%Y-%m-%d %H:%M}", "who": who, "text": text})

    def _founding(self) -> None:
        group = self.group
        self._say("founders", f"sign charter 1 ({group.charter.digest[:16]}) with every key in it: leaf 0 of the log")
        self._say("charter", next(iter(liveness(group.charter))))
        group.must_checkpoint()

    def _proposal(self) -> str:
        group = self.group
        group.say(
            "JP",
            "concern",
            field="quantum",
            title={"en": "Civilian parts may serve military quantum sensing", "ja": "民生品の軍事転用の懸念"},
            text="Exports of a civilian part are suspected of diversion to military use.",
        )
        group.must_checkpoint()
        concern = next(iter(group.verified().docket.matters))
        self._say("JP", "raises a concern in quantum: a civilian part is suspected of diversion to military use")
        checked = check_proposal(example_proposal())
        made = decode(checked.data)
        desk = group.members["JP"]
        fields = {**made, "concern": concern, "base_edition": group.verified().docket.edition.digest}
        self.proposal = desk.sign({**desk.body("proposal", {}), **fields, "by": "JP", "key": desk.key_of("ballot")})
        self.code = ", ".join(change["code"] for change in made["changes"])
        report = checked.report
        self._say(
            "JP",
            f"proposes {made['number']}: entry {self.code}; {report['cases']} cases pass, {report['mutants']} altered rules "
            "are each caught by a case, no entry in force overlaps",
        )
        group.insist("JP", self.proposal)
        group.must_checkpoint()
        matters = group.verified().docket.matters
        return next(key for key, one in matters.items() if one.decision)

    def _deliberation(self, subject: str) -> None:
        group, clocks = self.group, self.group.charter.clocks
        group.say("JP", "step", subject=subject, move="test", note="every case passes; the report is attached")
        group.must_checkpoint()
        group.say("JP", "step", subject=subject, move="deliberate", note="")
        group.must_checkpoint()
        group.pass_time(clocks["deliberation"] / 2)
        group.say("NL", "objection", subject=subject, formal="yes", grounds="Is laboratory equipment for teaching outside?")
        self._say("NL", "objects formally: is laboratory equipment for teaching outside?")
        group.must_checkpoint()
        group.pass_time(clocks["deliberation"] / 2)
        group.must_checkpoint()
        group.say("JP", "step", subject=subject, move="last_call", note="")
        self._say("JP", "puts it to last call")
        group.must_checkpoint()
        group.pass_time(clocks["last_call"])
        group.must_checkpoint()
        objection = next(iter(self._matter(subject).objections))
        group.say(
            "JP", "reply", objection=objection, text="It is: a case of the entry shows a teaching device just outside."
        )
        self._say("JP", "answers: it is, and a case of the entry shows it; without an answer no ballot could open")
        group.must_checkpoint()
        group.open_round(subject)
        closes = self._matter(subject).rounds[-1].event.body["closes"]
        self._say("secretariat", f"opens the round: five members decide, it closes {closes}")

    def _ballot(self, subject: str) -> None:
        group = self.group
        group.vote(subject, {"JP": "yes", "US": "yes", "DE": "no"})
        self._say(
            "JP US DE",
            "vote yes, yes, no; each ballot signs the proposal, the edition and the last checkpoint its member saw",
        )
        group.must_checkpoint()
        group.pass_time(dt.timedelta(hours=20))
        group.vote(subject, {"DE": "yes"})
        self._say(
            "DE", "changes its ballot to yes; the second names the first, so none can be brought back or dropped unseen"
        )
        group.must_checkpoint()
        ballot = group.ballot("GB", subject, "yes")
        group.network.cut.add("GB")
        receipt = group.members["NL"].receipt(ballot, group.clock_of("NL"))
        (self.folder / "ballot.GB.json").write_bytes(ballot)
        (self.folder / "receipt.NL.json").write_bytes(receipt)
        self._say("GB", "cannot reach the secretariat, lodges its ballot with NL, which gives a dated receipt")
        group.insist("NL", ballot)
        group.network.cut.clear()
        self._say("NL", "forwards it: a secretariat that had dropped it would have been found out by the receipt")
        group.vote(subject, {"NL": "abstain"})
        self._say("NL", "abstains")
        group.must_checkpoint()

    def _result(self, subject: str) -> None:
        group = self.group
        group.now = max(group.now, self._matter(subject).rounds[-1].closes)
        group.close(subject)
        self._say("secretariat", "logs the close; what comes after it does not count, whoever hosts the log")
        group.pass_time(group.charter.clocks["challenge"])
        group.must_checkpoint()
        outcome = group.settle(subject)
        self._say(
            "secretariat",
            f"settles after the challenge window: {outcome}; a settlement that differs from the recount is void",
        )
        group.certify(subject, ("JP", "US", "GB", "NL"))
        self._say(
            "JP US GB NL",
            "recount by themselves and certify the tally (not their agreement): four of five, as 2k > n + f asks",
        )
        self._outsiders()
        self.after = After(group, self.folder, self._say, self.code)
        self.after.check()
        self.after.publish()
        self.after.follow()
        self.after.check()
        group.say("US", "step", subject=subject, move="publish", note="")
        group.must_checkpoint()
        group.pass_time(group.charter.clocks["effective"])
        group.must_checkpoint()
        group.must_checkpoint()
        self._say(
            "record",
            f"{self.code} is {self._matter(subject).state.words} between the members; law it becomes by national acts only",
        )
        self.after.become_law()
        self.after.deny()

    def _outsiders(self) -> None:
        """Let two exporters check the result by public bodies alone."""
        group = self.group
        group.must_checkpoint()
        for name, exporter in group.exporters.items():
            while not group.inform(name):
                continue
            (row,) = exporter.certificates()["results"]
            closed = sum(leaf.body is None for leaf in exporter.leaves)
            mark = f"{'' if row['certified'] else 'not '}certified by {', '.join(row['members'])}"
            self._say(name, f"checks the certificates: {row['outcome']}, {mark}; {closed} leaves are closed to it")

    def _end(self, subject: str) -> dict[str, Any]:
        group = self.group
        path = self.folder / "record.jsonl"
        store = group.secretariat.store
        write_record(
            path, Identity(store.framework(), store.origin()), store.leaves(), [note for _, note in store.checkpoints()]
        )
        with path.open("rb") as stream:
            carried = read_record(stream, path.name)
        verified = replay(carried.leaves, carried.checkpoints, group.charter.digest)
        matter = draft.find_matter(verified, subject)
        found = recount(verified, matter)
        self._say("anyone", f"recounts from a file of {len(carried.leaves)} leaves, offline: {found['outcome']}")
        number = matter.event.body["number"]
        return {
            "code": self.code,
            "outcome": found["outcome"],
            "state": matter.state.value,
            "leaves": len(carried.leaves),
            "root": group.charter.digest,
            "report_digest": found["report_digest"],
            "rules": found["rules"],
            "attacks": self._attacks(subject, carried),
            "answers": self.after.outcomes,
            "warnings": self.after.warnings,
            "days": (group.now - START).days,
            "ended": format_time(group.now),
            "seconds": round(time.perf_counter() - self.began, 1),
            "lost_messages": group.network.lost,
            "commands": [
                f"sekisho regime show --record {path} --root {group.charter.digest}",
                f"sekisho regime tally {number} --record {path} --root {group.charter.digest}",
                f"sekisho verify {self.folder / 'repository'} --root {group.charter.digest}",
            ]
            if self.kept
            else ["sekisho regime demo --keep story/"],
        }

    def _matter(self, subject: str) -> Matter:
        return self.group.verified().docket.matters[subject]

    def _attacks(self, subject: str, carried: RecordFile) -> list[dict[str, str]]:
        """Attack the exported record in four ways, and return what the replay answers."""
        root = self.group.charter.digest
        ballot = next(leaf.index for leaf in carried.leaves if leaf.body is not None and b"sekisho.ballot+json" in leaf.body)
        altered = list(carried.leaves)
        altered[ballot] = replace(altered[ballot], body=(altered[ballot].body or b"").replace(b"A", b"B", 1))
        kept = (leaf for leaf in carried.leaves if leaf.index != ballot)
        dropped = [replace(leaf, index=place) for place, leaf in enumerate(kept)]
        forged = self._cosigned(dropped, ("JP", "US", "DE"))
        attempts = {
            "one byte of a ballot altered": _attempt(altered, carried.checkpoints, root, subject),
            "the leaf of a ballot left out": _attempt(dropped, carried.checkpoints, root, subject),
            "the same, under a checkpoint that the log and three members sign": _attempt(dropped, [forged], root, subject),
            "another founding charter trusted": _attempt(carried.leaves, carried.checkpoints, "0" * 64, subject),
        }
        return [{"attack": name, "answer": answer} for name, answer in attempts.items()]

    def _cosigned(self, leaves: Sequence[Leaf], members: Sequence[str]) -> str:
        """Return a checkpoint of a log that colluding members cosign without looking."""
        group, tree = self.group, Tree(leaf.leaf for leaf in leaves)
        moment = int(group.now.timestamp())
        point = Checkpoint(group.charter.origin, tree.size, tree.root(), moment)
        note = sign_checkpoint(point, group.secretariat.keys["log"])
        return add_lines(note, [cosign(note, one, group.members[one].keys["cosign"], moment) for one in members])


def _attempt(leaves: Sequence[Leaf], notes: Sequence[str], root: str, subject: str) -> str:
    """Return what a replay of an attacked record answers."""
    try:
        verified = replay(leaves, notes, root)
    except Error as problem:
        return f"refused: {problem.message}"
    matter = verified.docket.matters.get(subject)
    where = "the proposal is not there" if matter is None else f"the proposal is {matter.state.words}"
    fork = "; checkpoints that count contradict it: the log was shown in two versions" if verified.forks else ""
    weak = "".join(f"; that checkpoint does not count: {one.why_not}" for one in verified.witnessed if one.why_not)
    return f"{verified.size} of {len(leaves)} leaves are proved, {where}{weak}{fork}"

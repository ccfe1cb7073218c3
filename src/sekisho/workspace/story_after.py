"""The story told to its end: from the adopted entry to the exporter's changed answer and another member's warned desk.

Publication, synchronisation, advice, a national act, a licence requirement, a denial and an undercut warning, with the parts
that the commands use. Only clock and network are made up.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sekisho.assurance.notices import Authority
from sekisho.errors import MissingError
from sekisho.workspace.check import Desk
from sekisho.workspace.notices import Bureau, draft_denial, finish, open_all, send
from sekisho.workspace.notices_check import check_denials
from sekisho.workspace.notices_store import NoticeStore
from sekisho.workspace.press import Press
from sekisho.workspace.rulebook import open_rulebook
from sekisho.workspace.simulation import Group, notices_key
from sekisho.workspace.syncing import sync
from sekisho.workspace.transpositions import read_act
from sekisho.workspace.verifying import put

Say = Callable[[str, str], None]
EXPORTER = "exporter A"
_FOLDERS = (Path(__file__).parents[3] / "examples", Path(__file__).parents[1] / "examples")
_DAY = b"date: 2026-07-23"
DENIAL = """\
id: JP-2026-1
field: quantum
entries: [{{list: framework, code: 4A801.a}}]
item: {{text: analogue simulator, kind: quantum_computer, parameters: {{architecture: analog, physical_qubits: 720}}}}
destination: SG
end_user: {{name: Example Lattice Works Pte. Ltd., country: SG, aliases: [ELW Simulation]}}
decided: "{day}"
reasons: The end use could not be established. Made up.
citation: FEFA Art. 48(1)
to: all
"""
"""A denial for the story; the parties are made up."""
REQUEST = """\
date: {day}
kind: export
means: physical
exporter: {{name: "Example Cold Atoms, Inc.", jurisdiction: US}}
ship_from: US
destination: SG
items:
  - description: "analogue quantum simulator"
    kind: quantum_computer
    parameters: {{architecture: analog, physical_qubits: 720, educational: false}}
    quantity: 1
    value: {{amount: 8000000, currency: USD}}
    origin: US
    declared: {{us-ccl: EAR99}}
parties:
  - {{role: end_user, name: "Example Lattice Works", country: SG}}
end_use: {{text: "simulation of materials", flags: []}}
"""
"""A request to another member's desk, for an essentially identical transaction; the parties are made up."""


def example(name: str) -> Path:
    """Return a worked example.

    Raises:
        MissingError: It was not installed.
    """
    for folder in _FOLDERS:
        if (folder / name).exists():
            return folder / name
    raise MissingError(f"the example {name} is not installed", remedy="it is in the folder examples of the source")


class After:
    """What follows an adoption.

    Args:
        group: That has adopted and certified an entry.
        folder: Where the repository and the exporter's workspace are kept.
        say: Tells a step: who, and what.
        code: Of the adopted entry.
    """

    def __init__(self, group: Group, folder: Path, say: Say, code: str) -> None:
        self.group = group
        self.folder = folder
        self.repository = folder / "repository"
        self.workspace = folder / "exporter"
        self.say = say
        self.code = code
        self.press = Press(group)
        self.rulebook = open_rulebook()
        self.outcomes: list[str] = []
        self.warnings: list[str] = []
        self.workspace.mkdir()

    def publish(self) -> None:
        """Let four members sign what each has computed itself, and release it."""
        self.group.must_checkpoint()
        files = self.press.publish(("JP", "US", "GB", "NL"))
        put(self.repository, files)
        found = self.press.verified()
        self.say(
            "JP US GB NL",
            f"compute the edition from their own copies ({found.size} leaves), to the byte the same, and sign it; "
            "the secretariat's online key signs the timestamp alone",
        )

    def follow(self) -> None:
        """Let the exporter fetch and verify the list."""
        began = time.perf_counter()
        found = sync(str(self.repository), self.workspace, self.group.charter.digest, self.group.now, rulebook=self.rulebook)
        self.say(
            EXPORTER,
            f"syncs from a mirror that it does not trust: root, charter, edition, {len(found['entries'])} entries proved by "
            f"{found['how']} ({(time.perf_counter() - began) * 1000:.0f} ms)",
        )

    def check(self) -> dict[str, Any]:
        """Let the exporter check its transaction on this day, and return the answer."""
        day = self.group.now.date()
        data = example("analogue-simulator.yaml").read_bytes().replace(_DAY, f"date: {day}".encode())
        answer = dict(Desk(self.rulebook, self.workspace, day).check(data, "analogue-simulator.yaml").answer)
        leg = next(one for one in answer["determinations"] if one["jurisdiction"] == "JP")
        advice = [row for row in answer["advisory"] if row["verdict"] == "yes"]
        said = (
            f"checks its shipment of an analogue simulator: {answer['outcome'].replace('_', ' ')} (Japan: {leg['outcome']})"
        )
        self.say(EXPORTER, "; ".join([said, *(f"{row['entry']}: {row['text']}" for row in advice)]))
        self.outcomes.append(str(answer["outcome"]))
        return answer

    def become_law(self) -> None:
        """Let Japan record the act by which the entries become law there; publish, follow and check again."""
        group = self.group
        day = group.now.date()
        adopted = {code: one.sha256 for code, one in group.verified().docket.edition.entries.items()}
        fields = read_act(example("transposition-jp.yaml"), adopted, "JP")
        fields |= {"steps": [{"step": "publication", "date": day.isoformat(), "note": ""}], "applies_from": day.isoformat()}
        group.say("JP", "transposition", **fields)
        group.must_checkpoint()
        self.say("JP", f"records the act that gives {self.code} effect in Japan from {day} (a made-up act)")
        self.publish()
        self.follow()
        self.check()

    def deny(self) -> None:
        """Let Japan deny a licence and tell the others, and let the desk of the United States hold a request against it."""
        group, day = self.group, self.group.now.date()
        japan, states = (self._bureau(one) for one in ("JP", "US"))
        draft = self.folder / "denial.yaml"
        draft.write_text(DENIAL.format(day=day))
        for name in ("outbox", "mailbox-US"):
            (self.folder / name).mkdir()
        note = draft_denial(japan, draft)
        sent = finish(japan, note, group.members["JP"].keys["ballot"], self.folder / "outbox")
        send([Path(sent["file"])], self.folder / "mailbox-US")
        self.say(
            "JP",
            f"denies a licence and notifies it: signed inside, sealed outside ({sent['bytes']:,} bytes)",
        )
        opened = open_all(states, self.folder / "mailbox-US", notices_key("story", "US"))
        self.say("US", f"opens its mailbox: {len(opened['opened'])} notice")
        request = self.folder / "request.yaml"
        request.write_text(REQUEST.format(day=day))
        found = check_denials(states, request, day.isoformat(), workspace=self.workspace)
        for hit in found["hits"]:
            text = f"{hit['denial']} of {hit['by']}: {hit['essentially_identical']}; {hit['duty']}"
            self.warnings.append(text)
            self.say("US", f"is asked for a licence for the same buyer, and is warned of {text}")

    def _bureau(self, member: str) -> Bureau:
        authority = Authority.of_record(self.group.verified())
        return Bureau(
            authority, member, NoticeStore.of(self.folder / f"desk-{member}", self.group.charter.framework, member)
        )

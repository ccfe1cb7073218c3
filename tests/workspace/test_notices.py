"""The notices desk with files: made, carried, opened, kept, compared, consulted on."""

from __future__ import annotations

import datetime as dt
import json
import stat
from pathlib import Path
from typing import Any

import pytest

from sekisho.controls.classification import ListClassification
from sekisho.errors import DocumentError, InputError, MissingError, RecordError
from sekisho.ledger.record_file import write_record
from sekisho.ledger.store import Identity
from sekisho.logic.truth import Truth
from sekisho.notices.sealed import MAX_SEALED
from sekisho.workspace import notices
from sekisho.workspace.notices import Bureau, bureau, finish, list_notices, open_all, send
from sekisho.workspace.notices_check import check_denials, codes_of, duty_words, summary_of_file
from sekisho.workspace.notices_store import deliver, sealed_files
from sekisho.workspace.simulation import Group, notices_key
from tests.assurance import world

DENIAL = """\
id: US-1
field: quantum
entries: [{list: us-ccl, code: 4A906.a.1}]
item: {text: made-up quantum computer, kind: quantum_computer, parameters: {physical_qubits: 72, cnot_error: 9e-5}}
destination: CN
end_user: {name: Example Precision Works, country: CN, aliases: [EPW Holding]}
decided: "2026-06-01"
reasons: "made up \\u202eon reasons"
citation: 15 CFR 742.4(b)
"""
LICENCE = """\
date: 2026-07-23
kind: export
means: physical
exporter: {name: Made-up Exporter, jurisdiction: JP}
ship_from: JP
destination: CN
items:
  - description: quantum computer
    kind: quantum_computer
    parameters: {architecture: gate, physical_qubits: 72, cnot_error: 9e-5}
parties:
  - {role: end_user, name: "EXAMPLE PRECISION WORKS CO., LTD.", country: CN}
"""
DAY = dt.date(2026, 7, 1)


class Circle:
    """Members with a workspace and a mailbox each; one record for all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.group: Group = world.group("notices", notices=True)
        leaves, notes = world.record(self.group)
        self.record = folder / "record.jsonl"
        charter = self.group.charter
        write_record(self.record, Identity(charter.framework, charter.origin), leaves, notes, None)
        for one in world.FIVE:
            (folder / one / "in").mkdir(parents=True)
            (folder / one / "home").mkdir()

    def desk(self, member: str) -> Bureau:
        root = self.group.charter.digest
        return bureau(member, str(self.record), None, root, self.folder / member / "home")

    def make(self, member: str, note: notices.Note, to: str) -> dict[str, Any]:
        key = self.group.members[member].keys["ballot"]
        return finish(self.desk(member), note, key, self.folder / to / "in")

    def open(self, member: str, place: Path | None = None) -> dict[str, Any]:
        where = place or self.folder / member / "in"
        return open_all(self.desk(member), where, notices_key("notices", member))

    def file(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path


@pytest.fixture
def circle(tmp_path: Path) -> Circle:
    return Circle(tmp_path)


@pytest.fixture
def denied(circle: Circle) -> Circle:
    """Return a circle in which the United States has told Japan and Britain of a denial, and Japan has opened it."""
    file = circle.file("denial.yaml", DENIAL + "to: [JP, GB]\n")
    circle.make("US", notices.draft_denial(circle.desk("US"), file), "JP")
    circle.open("JP")
    return circle


def states(circle: Circle, member: str, on: str = "2026-07-23") -> list[str]:
    rows = list_notices(circle.desk(member), dt.date.fromisoformat(on))["denials"]
    return [one["state"] for one in rows]


def check(circle: Circle, text: str = LICENCE, member: str = "JP") -> dict[str, Any]:
    return check_denials(circle.desk(member), circle.file("licence.yaml", text))


def test_a_denial_warns_the_licensing_desk_of_another_member(denied: Circle) -> None:
    answer = check(denied)
    (hit,) = answer["hits"]
    assert (hit["denial"], hit["by"], hit["truth"]) == ("US-1", "US", "yes")
    assert {row["name"]: row["verdict"] for row in hit["criteria"]} == {
        "entry": "yes",
        "parameters": "yes",
        "party": "yes",
        "destination": "yes",
    }
    assert "ask first" in hit["duty"]
    assert "with reasons" in hit["duty"]
    assert answer["denials"] == {"kept": 1, "valid": 1}
    json.dumps(answer)


def test_a_parameter_that_the_exporter_left_out_is_a_question(denied: Circle) -> None:
    (hit,) = check(denied, LICENCE.replace("physical_qubits: 72, ", ""))["hits"]
    assert hit["truth"] == "unknown"
    assert "What is physical_qubits of the item, and of the denied one?" in hit["questions"]


def test_another_item_to_the_same_party_is_shown_apart(denied: Circle) -> None:
    other = LICENCE.replace("quantum_computer", "computer").replace(
        "{architecture: gate, physical_qubits: 72, cnot_error: 9e-5}", "{}\n    declared: {us-ccl: EAR99}"
    )
    answer = check(denied, other)
    assert [one["truth"] for one in answer["hits"]] == ["unknown"]
    assert "physical_qubits is not known of the item" in json.dumps(answer)


def test_the_own_denial_brings_no_duty(denied: Circle) -> None:
    (hit,) = check(denied, member="US")["hits"]
    assert hit["duty"] == "none: it is this member's own denial"


def test_the_duty_is_said_as_the_charter_has_it() -> None:
    row = {"fields": ["ai"], "duty": "notify", "validity": "P1095D", "notify_days": "60", "reasons": "no"}
    changes = {"denials": [{**row, "source": "made up", "status": "ours"}]}
    charter = world.group("notify", notices=True, changes=changes).charter
    assert duty_words(charter, "ai") == "notify a grant within 60 days"
    assert duty_words(charter, "quantum") == "none known: the charter says nothing of denials in quantum"


def test_a_list_that_speaks_for_the_kind_says_not_listed() -> None:
    covered = ListClassification("us-ccl", DAY, (), covered=True, coverage="all of it")
    other = ListClassification("eu-annex-i", DAY, (), covered=False, coverage="a part")
    assert codes_of({}, [covered, other]) == {("us-ccl", "not listed"): Truth.YES}
    assert codes_of({"eu-annex-i": "3A001"}, [other]) == {("eu-annex-i", "3A001"): Truth.YES}


def test_an_empty_name_finds_nothing(denied: Circle) -> None:
    with pytest.raises(MissingError, match="called ''"):
        denied.desk("JP").store.find("", "denial")


def test_a_workspace_that_cannot_be_written_is_named(denied: Circle) -> None:
    home = denied.folder / "GB" / "home"
    (home / "notices").write_bytes(b"a file stands here")
    send([denied.folder / "JP" / "in"], denied.folder / "GB" / "in")
    with pytest.raises(InputError, match="cannot be written") as caught:
        denied.open("GB")
    assert str(home) in str(caught.value.file)


def test_a_file_larger_than_any_notice_is_not_read(circle: Circle) -> None:
    (circle.folder / "x.age").write_bytes(b"x" * (MAX_SEALED + 1))
    with pytest.raises(InputError, match="larger than"):
        list(sealed_files(circle.folder))


def test_another_party_is_no_hit(denied: Circle) -> None:
    answer = check(denied, LICENCE.replace("EXAMPLE PRECISION WORKS", "UNRELATED BAKERY"))
    assert (answer["hits"], answer["same_party"]) == ([], [])
    assert answer["denials"]["valid"] == 1


def test_the_default_validity_and_recipients_are_the_charters(circle: Circle) -> None:
    file = circle.file("denial.yaml", DENIAL)
    note = notices.draft_denial(circle.desk("US"), file)
    assert note.body["valid_until"] == "2029-05-31"
    assert [one["member"] for one in note.body["to"]] == ["DE", "GB", "JP", "NL"]
    assert any("\\u{202e}" in line for line in note.lines)


def test_what_was_withdrawn_no_longer_warns_and_is_not_replayed(denied: Circle) -> None:
    denied.make("US", notices.draft_withdrawal(denied.desk("US"), "US-1", dt.date(2026, 7, 10), "made up"), "JP")
    answer = denied.open("JP")
    assert [(one["kind"], one["new"]) for one in answer["opened"]] == [("denial", False), ("withdrawal", True)]
    assert states(denied, "JP", "2026-07-09") == ["valid"]
    assert states(denied, "JP") == ["withdrawn"]
    assert check(denied)["hits"] == []
    for row in denied.desk("JP").store.folder.glob("*.json"):
        if json.loads(row.read_bytes())["payloadType"].endswith("denial+json"):
            row.unlink()
    replayed = denied.open("JP")
    assert ("denial", True) in [(one["kind"], one["new"]) for one in replayed["opened"]]
    assert states(denied, "JP") == ["withdrawn"]


def test_a_renewal_is_for_as_long_as_the_charter_allows(denied: Circle) -> None:
    reviewed = dt.date(2029, 5, 1)
    note = notices.draft_renewal(denied.desk("US"), "US-1", reviewed, None, "")
    assert note.body["valid_until"] == "2032-04-30"
    denied.make("US", note, "JP")
    denied.open("JP")
    assert states(denied, "JP", "2030-01-01") == ["valid"]
    with pytest.raises(RecordError, match="1095 days"):
        notices.draft_renewal(denied.desk("US"), "US-1", dt.date(2030, 1, 1), dt.date(2033, 1, 1), "")


def test_only_the_issuer_renews_and_withdraws(denied: Circle) -> None:
    with pytest.raises(RecordError, match=r"maker is none of them|cannot change"):
        notices.draft_withdrawal(denied.desk("JP"), "US-1", DAY, "")
    with pytest.raises(RecordError, match=r"maker is none of them|cannot change"):
        notices.draft_renewal(denied.desk("JP"), "US-1", DAY, None, "")


def test_a_consultation_from_the_question_to_the_grant(denied: Circle) -> None:
    summary = summary_of_file(denied.file("licence.yaml", LICENCE))
    assert "end user EXAMPLE PRECISION WORKS CO., LTD. (CN)" in summary
    note = notices.draft_inquiry(denied.desk("JP"), "US-1", summary, DAY, [dt.date(2026, 7, 3)])
    asked = denied.make("JP", note, "US")
    assert (asked["reply_by"], asked["limit"]) == ("2026-07-16", "2026-08-13")
    denied.open("US")
    answer = notices.draft_answer(denied.desk("US"), asked["digest"][:12], "yes", None, dt.date(2026, 7, 8), "")
    denied.make("US", answer, "JP")
    assert [one["kind"] for one in denied.open("JP")["opened"] if one["new"]] == ["answer"]
    (row,) = list_notices(denied.desk("JP"), dt.date(2026, 7, 20))["consultations"]
    assert (row["state"], row["denial"]) == ("identical", "US-1")
    with pytest.raises(RecordError, match="reasons of a grant"):
        notices.draft_grant(denied.desk("JP"), "US-1", asked["digest"], "L-1", dt.date(2026, 8, 20), "")
    granted = notices.draft_grant(denied.desk("JP"), "US-1", asked["digest"], "L-1", dt.date(2026, 8, 20), "made up")
    assert denied.make("JP", granted, "US")["notify_by"] == "2026-09-19"
    denied.open("US")
    (row,) = list_notices(denied.desk("US"), dt.date(2026, 9, 1))["consultations"]
    assert row["granted"] == "2026-08-20"


def test_silence_and_extension_are_shown(denied: Circle) -> None:
    asked = denied.make("JP", notices.draft_inquiry(denied.desk("JP"), "US-1", "made up", DAY, []), "US")
    denied.open("US")

    def state(on: str) -> str:
        found: str = list_notices(denied.desk("JP"), dt.date.fromisoformat(on))["consultations"][0]["state"]
        return found

    assert (state("2026-07-15"), state("2026-07-16")) == ("open", "silent")
    until = dt.date(2026, 8, 12)
    more = notices.draft_answer(denied.desk("US"), asked["digest"], "more_information", until, dt.date(2026, 7, 8), "what?")
    denied.make("US", more, "JP")
    denied.open("JP")
    assert (state("2026-08-12"), state("2026-08-13")) == ("extended", "silent")


def test_a_mailbox_says_what_it_refuses_and_opens_the_rest(denied: Circle) -> None:
    note = notices.draft_denial(denied.desk("US"), denied.file("d.yaml", DENIAL.replace("US-1", "US-2") + "to: [GB]\n"))
    foreign = denied.make("US", note, "JP")
    answer = denied.open("JP")
    assert [one["new"] for one in answer["opened"]] == [False]
    assert [one["file"] for one in answer["refused"]] == [foreign["file"]]
    with pytest.raises(RecordError, match="not sealed to this key") as caught:
        denied.open("JP", Path(foreign["file"]))
    assert caught.value.file == foreign["file"]


def test_sending_twice_leaves_one_file_that_tells_nothing(denied: Circle) -> None:
    source, mailbox = denied.folder / "JP" / "in", denied.folder / "GB" / "in"
    (first,) = send([source], mailbox)["sent"]
    assert first["new"]
    (second,) = send([Path(first["file"])], mailbox)["sent"]
    assert not second["new"]
    (path,) = mailbox.iterdir()
    data = path.read_bytes()
    assert b"US-1" not in data
    assert b"Precision" not in data
    denied.open("GB")
    assert states(denied, "GB") == ["valid"]


def test_what_is_kept_is_for_its_owner_alone(denied: Circle) -> None:
    folder = denied.desk("JP").store.folder
    assert stat.S_IMODE(folder.stat().st_mode) == stat.S_IMODE(folder.parent.stat().st_mode) == 0o700
    (path,) = folder.glob("*.json")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_kept_notice_that_was_changed_is_refused(denied: Circle) -> None:
    (path,) = denied.desk("JP").store.folder.glob("*.json")
    path.rename(path.with_name(f"{'0' * 64}.json"))
    with pytest.raises(RecordError, match="was changed"):
        list_notices(denied.desk("JP"))
    path.with_name(f"{'0' * 64}.json").write_bytes(b"{}")
    with pytest.raises(RecordError, match="an envelope has"):
        list_notices(denied.desk("JP"))


@pytest.mark.parametrize(
    ("change", "match"),
    [
        (("citation: 15 CFR 742.4(b)\n", ""), "needs the field 'citation'"),
        (("destination: CN", "destination: XX"), "'destination' of a notice"),
        (("id: US-1", "id: US-1\nnumber: 7"), "number"),
        (('decided: "2026-06-01"', 'decided: "2026-06-01"\nvalid_until: "2030-06-01"'), "1095 days"),
        (("field: quantum", "field: quantum\nto: []"), "no other member"),
        (("field: quantum", "field: quantum\nto: JP"), "list of members"),
        (("field: quantum", "field: quantum\nto: [FR]"), "FR has no key"),
        (("end_user: {name: Example Precision Works, country: CN, aliases: [EPW Holding]}\n", ""), "end user"),
    ],
)
def test_a_denial_file_that_says_too_little_or_too_much_is_refused(
    circle: Circle, change: tuple[str, str], match: str
) -> None:
    file = circle.file("denial.yaml", DENIAL.replace(*change))
    with pytest.raises((RecordError, DocumentError), match=match) as caught:
        notices.draft_denial(circle.desk("US"), file)
    assert caught.value.file == str(file)


def test_names_that_are_not_kept_are_refused(circle: Circle) -> None:
    with pytest.raises(MissingError, match="no notices of the kind denial are called 'X'"):
        notices.draft_withdrawal(circle.desk("US"), "X", DAY, "")
    with pytest.raises(MissingError, match="no such file"):
        list(sealed_files(circle.folder / "nowhere"))
    with pytest.raises(InputError, match="there is no folder"):
        deliver(b"x", circle.folder / "nowhere")


def test_an_office_needs_one_authority_and_a_member(circle: Circle) -> None:
    charter = circle.folder / "charter.json"
    charter.write_bytes(circle.group.charter.data)
    home = circle.folder / "JP" / "home"
    found = bureau("JP", None, str(charter), circle.group.charter.digest, home)
    assert found.authority.readers() == world.FIVE
    with pytest.raises(RecordError, match="this is the charter"):
        bureau("JP", None, str(charter), "0" * 64, home)
    with pytest.raises(InputError, match="both named"):
        bureau("JP", str(circle.record), str(charter), None, home)
    with pytest.raises(RecordError, match="FR is no member"):
        bureau("FR", str(circle.record), None, None, home)


def test_a_parameter_that_no_vocabulary_knows_is_a_question(circle: Circle) -> None:
    text = DENIAL.replace("cnot_error: 9e-5", "sparkle: 7") + "to: [JP]\n"
    circle.make("US", notices.draft_denial(circle.desk("US"), circle.file("denial.yaml", text)), "JP")
    circle.open("JP")
    (hit,) = check(circle)["hits"]
    assert "What is sparkle of the item, and of the denied one?" in hit["questions"]

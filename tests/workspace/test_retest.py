"""A proposal of the record is tested again from the bytes that were signed."""

from __future__ import annotations

from pathlib import Path

import pytest

from sekisho.errors import MissingError
from sekisho.ledger.record_file import write_record
from sekisho.ledger.store import Identity
from sekisho.terms.canonical import decode
from sekisho.workspace.propose import check_proposal, example_proposal
from sekisho.workspace.retest import retest
from sekisho.workspace.simulation import Group
from tests.assurance.world import FIVE, group, record


def written(one: Group, path: Path) -> str:
    leaves, notes = record(one)
    write_record(path, Identity(one.charter.framework, one.charter.origin), leaves, notes)
    return str(path)


def proposed(**other: object) -> Group:
    """Return a group with the worked example before it, as it is or altered after it was checked."""
    one = group("retest")
    one.must_checkpoint()
    made = {**decode(check_proposal(example_proposal()).data), **other}
    made["base_edition"] = one.verified().docket.edition.digest
    one.secretariat.lodge(one.members["JP"].say("proposal", **made))
    one.must_checkpoint()
    return one


def test_what_was_checked_passes_again(tmp_path: Path) -> None:
    found = retest(written(proposed(), tmp_path / "r.jsonl"), "EXAMPLE-1", None)
    assert found.refusals == ()
    assert (found.report["outcome"], found.report["same"], found.report["cases"]) == ("ready", True, 18)


def test_it_passes_after_it_was_adopted_too(tmp_path: Path) -> None:
    one = proposed()
    subject = next(iter(one.verified().docket.matters))
    statement = one.secretariat.store.leaf(2).body or b""
    one.to_round(statement, subject, "JP")
    one.decide(subject, dict.fromkeys(FIVE, "yes"))
    found = retest(written(one, tmp_path / "r.jsonl"), "EXAMPLE-1", one.charter.digest)
    assert (found.report["outcome"], found.report["same"]) == ("ready", True)


def test_a_poisoned_case_that_its_sponsor_called_tested_is_found(tmp_path: Path) -> None:
    changes = decode(check_proposal(example_proposal()).data)["changes"]
    changes[0]["entry"] = changes[0]["entry"].replace("physical_qubits >= 500", "physical_qubits >= 5000")
    one = proposed(changes=changes)
    subject = next(iter(one.verified().docket.matters))
    one.say("JP", "step", subject=subject, move="test", note="every case passes")
    one.must_checkpoint()
    found = retest(written(one, tmp_path / "r.jsonl"), "EXAMPLE-1", None)
    assert found.exit_status == 2
    assert {one.code for one in found.refusals} & {"case", "mutation"}


def test_a_concern_has_nothing_to_run(tmp_path: Path) -> None:
    one = group("retest")
    one.must_checkpoint()
    one.say("JP", "concern", field="quantum", title={"en": "x"}, text="x")
    one.must_checkpoint()
    key = next(iter(one.verified().docket.matters))
    with pytest.raises(MissingError, match="proposes no entry"):
        retest(written(one, tmp_path / "r.jsonl"), key[:12], None)

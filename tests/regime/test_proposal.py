"""The statement of a proposal: which bytes it covers, and what it says of the entries it refers to."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from sekisho.errors import ProposalError
from sekisho.regime.edition import Edition
from sekisho.regime.matter import Listed
from sekisho.regime.proposal import SIGNER, Base, Refusal, proposal_body, refuse, sha256
from sekisho.regime.statements import COMMON, LANGUAGE, check_statement
from sekisho.terms.canonical import decode, encode
from tests.controls.synthetic import words
from tests.regime.packages import add, base, case, limb, package, written

SIGNED = {"framework": "five", "charter": "0" * 64, "by": "JP", "key": "1" * 64, "made": "2026-07-01T09:00:00Z"}
HOLDER = limb(
    "1A002",
    "contains_item in ('1A001')",
    (case("yes", "board", contains_item="1A001"), case("no", "board", contains_item="none"), case("unknown", "board")),
    kinds=["board"],
)


def body(*entries: Any, before: Base | None = None, **head: Any) -> dict[str, Any]:
    return proposal_body(package(*entries, **head), before or Base(), "five", words())


def test_the_statement_is_accepted_once_it_is_signed_for() -> None:
    made = body(limb())
    assert set(COMMON) - {"type"} == set(SIGNER)
    assert not set(SIGNER) & made.keys()
    assert check_statement({**made, **SIGNED}) == "proposal"
    assert decode(encode(made)) == made
    assert made["language"] == LANGUAGE


def test_the_exact_bytes_of_the_file_are_in_it() -> None:
    (row,) = body(limb())["changes"]
    assert row == {
        "action": "add",
        "code": "1A001",
        "entry": written(limb()).decode(),
        "before": "",
        "texts": {"en": "The text of 1A001."},
        "references": [],
    }


def test_the_base_edition_is_that_of_the_record() -> None:
    before = base(limb("1A009", "sealed"))
    edition = Edition("five")
    assert Base().edition("five") == edition.digest
    text = before.entries["1A009"].decode()
    edition.entries["1A009"] = Listed("1A009", text, hashlib.sha256(text.encode()).hexdigest(), "")
    edition._digest = None
    assert body(limb(), before=before)["base_edition"] == edition.digest
    assert before.edition("six") != edition.digest


@pytest.mark.parametrize(("follows", "said"), [({}, "no"), ({"follows": ["1A001"]}, "yes")])
def test_a_reference_carries_the_digest_of_the_file(follows: dict[str, Any], said: str) -> None:
    changes = [add(), add("1A002", **follows)]
    rows = body(limb(), HOLDER, changes=changes)["changes"][1]["references"]
    assert rows == [{"list": "framework", "code": "1A001", "sha256": sha256(written(limb())), "follows": said}]
    before = base(limb())
    rows = body(HOLDER, before=before, changes=[add("1A002", **follows)])["changes"][0]["references"]
    assert rows == [{"list": "framework", "code": "1A001", "sha256": sha256(before.entries["1A001"]), "follows": said}]


def test_the_edition_accepts_what_the_statement_says_of_references() -> None:
    made = body(limb(), HOLDER)
    assert Edition("five").clash(made["changes"], "quantum") == ""


def test_a_paragraph_stands_for_all_below_it_and_an_amended_entry_for_its_new_bytes() -> None:
    new = limb("1A001.a", "qubits >= 50")
    before = base(limb("1A001.a"), limb("1A001.b", "sealed"), {**HOLDER, "note": "Old."})
    changes = [{**add("1A001.a"), "action": "amend"}, {**add("1A002"), "action": "amend"}]
    rows = body(new, HOLDER, before=before, changes=changes, decision="amend")["changes"]
    assert rows[0]["before"] == sha256(before.entries["1A001.a"])
    assert [(row["code"], row["sha256"]) for row in rows[1]["references"]] == [
        ("1A001.a", sha256(written(new))),
        ("1A001.b", sha256(before.entries["1A001.b"])),
    ]


def test_removal_and_renewal_bring_no_entry() -> None:
    before = base(limb(), limb("1A009", "sealed"))
    for action in ("remove", "renew"):
        (row,) = body(before=before, changes=[{"action": action, "code": "1A001"}], decision=action)["changes"]
        assert (row["entry"], row["before"], row["references"]) == ("", sha256(before.entries["1A001"]), [])
        assert row["texts"] == {}
    assert body(before=before, changes=[{"action": "remove", "code": "1A001"}], decision="remove")


def test_entries_of_other_lists() -> None:
    one = package(limb(), changes=[add(refers=["us-ccl:4A906.b", "eu-annex-i:4A506"], follows=["us-ccl:4A906.b"])])
    others = {("us-ccl", "4A906.b"): b"one", ("eu-annex-i", "4A506"): b"other"}
    made = proposal_body(one, Base(), "five", words(), lambda name, code: others.get((name, code)))
    assert made["changes"][0]["references"] == [
        {"list": "eu-annex-i", "code": "4A506", "sha256": sha256(b"other"), "follows": "no"},
        {"list": "us-ccl", "code": "4A906.b", "sha256": sha256(b"one"), "follows": "yes"},
    ]
    with pytest.raises(ProposalError, match=r"us-ccl:4A906\.b, which no list at hand holds"):
        proposal_body(one, Base(), "five", words(), lambda name, code: None if name == "us-ccl" else b"x")
    with pytest.raises(ProposalError, match="no list at hand holds"):
        proposal_body(one, Base(), "five", words())


def test_a_reference_into_the_void() -> None:
    with pytest.raises(ProposalError, match="1A002 refers to 1A001, which is neither on the list nor in the package"):
        body(HOLDER)


def test_one_byte_anywhere_is_another_proposal() -> None:
    first = encode(body(limb()))
    assert encode(body(limb(), number="P2")) != first
    assert encode(body(limb(cases=[*limb()["cases"], case("yes", qubits="35")]))) != first


def test_the_error_lists_every_reason() -> None:
    reasons = [Refusal("case", "entries/a.yaml:3", "it fails", "mend it"), Refusal("dossier", "p:1", "blank", "fill")]
    assert str(refuse(reasons)) == (
        "the proposal may not be put to the members, for 2 reasons:\n"
        "  [case] entries/a.yaml:3: it fails (mend it)\n"
        "  [dossier] p:1: blank (fill)"
    )
    assert "for one reason:" in str(refuse(reasons[:1]))
    assert reasons[0].as_json() == {
        "code": "case",
        "place": "entries/a.yaml:3",
        "message": "it fails",
        "remedy": "mend it",
    }

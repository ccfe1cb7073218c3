"""A proposal may be put to the members if its cases bite and it contradicts nothing; every guard has its attack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from sekisho.controls.vocabulary import Vocabulary
from sekisho.errors import EngineError, InputError
from sekisho.logic.tree import Node
from sekisho.logic.values import Fact
from sekisho.regime.charter_read import read_charter
from sekisho.regime.charters import shipped_charter
from sekisho.regime.proposal import Base
from sekisho.regime.proposal_checks import Setting, check
from tests.controls.synthetic import version, words
from tests.regime.packages import BITING, SOLVER, add, base, case, checked, limb, package, said

CHARTER = read_charter(shipped_charter("five-states"), "five-states")
HOLDER = limb(
    "1A002",
    "contains_item in ('1A001')",
    (case("yes", "board", contains_item="1A001"), case("no", "board", contains_item="none"), case("unknown", "board")),
    kinds=["board"],
)


def codes(found: Any) -> list[str]:
    return [one.code for one in found.refusals]


def amend(*listed: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {"decision": "amend", "changes": [{**add(str(one["code"])), "action": "amend"} for one in listed], **more}


def test_a_proposal_that_bites() -> None:
    found = checked(package(limb(), HOLDER))
    assert said(found) == []
    assert (found.cases, found.tried, found.killed, found.equivalent, found.pairs) == (6, 6, 6, 0, 0)
    assert found.after is not None
    assert set(found.after.control_list.index) == {"1A001", "1A002"}


# -- cases ------------------------------------------------------------------------------------------------------------


def test_a_case_that_fails_is_named_with_its_line() -> None:
    found = checked(package(limb(cases=[case("yes", qubits="33", name="poisoned"), *BITING])))
    assert said(found)[0][0] == "case"
    assert said(found)[0][1].startswith("1A001: case 'poisoned': expected yes, got no")
    assert found.refusals[0].place == "entries/1A001.yaml:7"


def test_a_poisoned_case_that_expects_what_a_mutant_gives() -> None:
    """The rule says 35, every case says 34: whoever edits the rule alone is told by the cases."""
    assert codes(checked(package(limb(when="qubits >= 35")))) == ["case", "untried", "mutant", "mutant"]


@pytest.mark.parametrize(
    ("cases", "expected"),
    [
        ((), {"case", "untried", "mutant"}),
        ((case("unknown"),), {"case", "untried", "mutant"}),
        ((case("no", "gadget", qubits="34"), case("no", "gadget", qubits="33")), {"case", "untried", "mutant"}),
        ((case("yes", qubits="99"), case("no", qubits="1"), case("unknown")), {"mutant"}),
    ],
)  # fmt: skip
def test_vacuous_cases(cases: Any, expected: set[str]) -> None:
    assert set(codes(checked(package(limb(cases=cases))))) == expected


def test_what_no_case_would_notice_is_said_in_words() -> None:
    loose = (case("yes", qubits="99"), case("no", qubits="33"), case("unknown"))
    assert said(checked(package(limb(cases=loose)))) == [
        ("mutant", "1A001: no case would notice `qubits >= 34` becoming `qubits >= 35`"),
        ("mutant", "1A001: no case would notice `qubits >= 34` becoming `qubits > 34`"),
    ]
    silent = (case("yes", qubits="34"), case("unknown"), case("no", "board", qubits="33"))
    assert ("untried", "1A001: no case fails `qubits >= 34`") in said(checked(package(limb(cases=silent))))


def test_each_comparison_is_met_and_missed_in_each_version() -> None:
    versions = [version("qubits >= 34", until="2024-01-01"), version("qubits >= 50", start="2024-01-01")]
    found = checked(package(limb(versions=versions, cases=[*BITING, case("yes", qubits="50", name="later")])))
    assert any("in the version of 2020-01-01 to 2023-12-31" in message for _, message in said(found))


def test_a_mutant_that_says_the_same_of_every_item_is_no_gap() -> None:
    found = checked(package(limb(when="qubits > 33.5")))
    assert (said(found), found.equivalent) == ([], 1)


def test_a_clause_on_which_nothing_hangs() -> None:
    cases = (case("yes", qubits="34"), case("no", qubits="33"), case("no", qubits="9"), case("unknown"))
    found = checked(package(limb(when="qubits >= 34 and qubits >= 10", cases=cases)))
    assert said(found) == [
        ("redundant", "1A001: nothing hangs on `qubits >= 10`"),
    ]
    assert found.equivalent > 0


# -- what nothing or everything meets ---------------------------------------------------------------------------------


def test_a_rule_that_nothing_can_meet() -> None:
    found = checked(package(limb(when="qubits > 34 and qubits < 35")))
    assert ("impossible", "nothing can meet 1A001") in said(found)


@pytest.mark.parametrize(
    "when", ["true", "qubits >= 0", "qubits < 100 or qubits >= 100", "architecture in ('gate', 'annealing')"]
)
def test_a_rule_that_everything_meets(when: str) -> None:
    assert ("everything", "everything of its kinds meets 1A001") in said(checked(package(limb(when=when))))


class Tired:
    """A solver that gives up."""

    def witness(self, node: Node, vocabulary: Vocabulary) -> Mapping[str, Fact] | None:
        raise EngineError("undecided: the solver gave up (timeout)")


def test_what_is_undecided_is_refused_and_never_taken_for_proved() -> None:
    two = package(limb(), limb("1A003", "sealed", (case("yes", sealed="true"), case("no", sealed="false"), case("unknown"))))
    found = check(two, Setting(Base(), words(), Tired()))
    assert codes(found) == ["undecided"] * 3
    assert found.pairs == 0
    loose = limb(cases=(case("yes", qubits="99"), case("no", qubits="33"), case("unknown")))
    assert "mutant" in codes(check(package(loose), Setting(Base(), words(), Tired())))


# -- overlap ----------------------------------------------------------------------------------------------------------

HELD = limb("1A009", "qubits >= 50 and sealed")


@pytest.mark.parametrize(
    ("when", "message"),
    [
        (
            "qubits >= 34",
            "1A001 takes in all of 1A009 (on the list): both are met by chip with qubits 50 count, sealed true",
        ),
        ("qubits >= 60 and sealed", "1A001 lies wholly inside 1A009 (on the list): both are met by chip with qubits 60"),
        ("qubits > 49 and sealed", "1A001 catches the same as 1A009 (on the list): both are met by chip with qubits 50"),
        ("qubits < 60", "1A001 overlaps with 1A009 (on the list): both are met by chip with qubits 50 count, sealed true"),
    ],
)
def test_an_overlap_is_shown_by_an_item(when: str, message: str) -> None:
    found = checked(package(limb(when=when)), base(HELD))
    assert next(text for code, text in said(found) if code == "overlap").startswith(message)
    assert found.pairs == 0


@pytest.mark.parametrize(
    ("held", "pairs"),
    [
        (limb("1A009", "qubits < 34"), 1),
        (limb("1A009", "qubits >= 34", kinds=["board"]), 0),
        (limb("1A009", "qubits >= 34", until="2020-01-01", start=None), 1),
        (limb("1A009", "qubits >= 34", status="definition", status_note="A made-up definition"), 1),
    ],
)
def test_no_overlap(held: dict[str, Any], pairs: int) -> None:
    if "start" in held["versions"][0]:
        held["versions"][0].pop("start")
        held["versions"][0].pop("from")
    found = checked(package(limb()), base(held))
    assert (said(found), found.pairs) == ([], pairs)


def test_an_entry_that_nobody_can_decide_is_not_compared_and_that_is_said() -> None:
    held = {**limb("1A009"), "versions": [version(undecided="Not at hand.")]}
    found = checked(package(limb()), base(held))
    assert said(found) == []
    assert found.skipped == ["1A001 and 1A009: the latter is undecided (since 2020-01-01)"]


def test_entries_of_one_proposal_do_not_overlap_either() -> None:
    found = checked(package(limb(), limb("1A003", "qubits >= 34 and sealed")))
    assert any(text.startswith("1A001 takes in all of 1A003 (in this proposal)") for _, text in said(found))


def test_an_amended_entry_is_compared_as_it_will_be() -> None:
    old, new = limb("1A009", "qubits >= 34"), limb("1A009", "qubits < 34", (*BITING,))
    new["cases"] = [case("yes", qubits="33"), case("no", qubits="34"), case("unknown")]
    before = base(old, limb("1A003", "qubits >= 34"))
    assert said(checked(package(new, **amend(new)), before)) == []
    assert "overlap" in codes(checked(package(limb()), base(old)))
    removal = package(decision="remove", changes=[{"action": "remove", "code": "1A003"}])
    assert said(checked(removal, before)) == []


def test_entries_that_exclude_each_other_by_reference_do_not_overlap() -> None:
    cases = [case("yes", sealed="true", qubits="33"), case("no", sealed="false"), case("no", sealed="true", qubits="34")]
    rest = limb("1A009", "sealed and meets_entry not in ('1A001')", [*cases, case("unknown")])
    found = checked(package(limb(), rest))
    assert (said(found), found.pairs) == ([], 1)


# -- contradictions ---------------------------------------------------------------------------------------------------


def test_changes_that_contradict_the_list_or_each_other() -> None:
    held = base(limb())
    assert said(checked(package(limb()), held))[0] == ("change", "the list has an entry 1A001 already")
    assert said(checked(package(limb(), changes=[add(), add()]))) == [("change", "two changes are about 1A001")]
    assert said(checked(package(limb(), **amend(limb()))))[0] == ("change", "there is no entry 1A001 on the list to amend")
    assert said(checked(package(limb(), **amend(limb())), held)) == [("change", "the amendment of 1A001 changes nothing")]
    for action in ("remove", "renew"):
        one = package(decision=action, changes=[{"action": action, "code": "1A001"}])
        assert said(checked(one)) == [("change", f"there is no entry 1A001 on the list to {action}")]
        assert said(checked(one, held)) == []


def test_what_would_change_the_meaning_of_an_entry_left_alone() -> None:
    new = limb(when="qubits >= 34 and sealed")
    held = base(limb(), HOLDER)
    message = "1A002 refers to 1A001 as it stands, and the proposal would amend 1A001"
    assert ("reference", message) in said(checked(package(new, **amend(new)), held))
    following = base(limb(), HOLDER, follows={"1A002": ("1A001",)})
    assert "reference" not in codes(checked(package(new, **amend(new)), following))
    gone = package(decision="remove", changes=[{"action": "remove", "code": "1A001"}])
    assert codes(checked(gone, following))[0] == "reference"
    under = package(limb("1A001.z", "error >= 1"))
    assert ("reference", "1A002 refers to 1A001 as it stands, and the proposal would add 1A001.z") in said(
        checked(under, held)
    )


def test_a_case_of_a_follower_that_breaks_is_found() -> None:
    cases = [case("yes", sealed="true", qubits="34"), case("no", sealed="false"), case("no", sealed="true", qubits="33")]
    follower = limb("1A009", "sealed and meets_entry in ('1A001')", [*cases, case("unknown")])
    new = limb(when="qubits >= 35", cases=[case("yes", qubits="35"), case("no", qubits="34"), case("unknown")])
    found = checked(package(new, **amend(new)), base(limb(), follower, follows={"1A009": ("1A001",)}))
    assert any(one.code == "case" and one.place.startswith("entries/1A009.yaml") for one in found.refusals)


def test_references_that_lead_nowhere() -> None:
    assert said(checked(package(HOLDER))) == [
        ("reference", "1A002 refers to 1A001, which would not be on the list"),
    ]
    lost = package(limb(), HOLDER, changes=[add(), add("1A002", follows=["1A007"])])
    assert said(checked(lost)) == [("reference", "1A002 does not refer to 1A007, which `follows` names")]
    other = package(limb(), changes=[add(refers=["us-ccl:4A906"])])
    assert said(checked(other)) == [("reference", "1A001 refers to us-ccl:4A906, which no list at hand holds")]


def test_entries_in_a_circle() -> None:
    first = limb("1A001", "contains_item in ('1A002')", kinds=["board"])
    found = checked(package(first, limb("1A002", "contains_item in ('1A001')", kinds=["board"])))
    assert any("in a circle" in message for _, message in said(found))


def test_other_open_proposals() -> None:
    rival = package(limb(), number="P2")
    found = checked(package(limb()), against=[("other", rival)])
    assert said(found) == [("clash", "the open proposal P2 (other) changes 1A001 too")]
    wider = package(limb("1A005", "qubits >= 10"), number="P3")
    found = checked(package(limb()), against=[("other", wider)])
    assert codes(found) == ["overlap"]
    assert "1A001 lies wholly inside 1A005 (in the open proposal P3)" in said(found)[0][1]
    apart = package(limb("1A005", "qubits < 10"), limb("1A006", "sealed", kinds=["board"]), number="P4")
    found = checked(package(limb()), against=[("other", apart)])
    assert (said(found), found.pairs) == ([], 1)
    gone = package(decision="remove", changes=[{"action": "remove", "code": "1A009"}], number="P5")
    assert said(checked(package(limb()), base(limb("1A009", "qubits < 3")), against=[("other", gone)])) == []


# -- entry, languages, charter ----------------------------------------------------------------------------------------


def test_an_entry_of_another_field_or_code_or_that_decides_nothing() -> None:
    assert ("field", "1A001 is of the field ai, and the proposal of quantum") in said(
        checked(package({**limb(), "field": "ai"}))
    )
    held = base({**limb(), "field": "ai"})
    gone = package(decision="remove", changes=[{"action": "remove", "code": "1A001"}])
    assert said(checked(gone, held)) == [("field", "1A001 is of the field ai, and the proposal of quantum")]
    found = checked(package({**limb(), "versions": [version(undecided="Not at hand.")]}))
    assert said(found)[0] == ("undecided", "1A001 is undecided (since 2020-01-01): Not at hand.")
    found = checked(package(limb(status="definition", status_note="A made-up note")))
    assert said(found)[0] == ("entry", "1A001 has the status definition")


def test_an_entry_that_cannot_be_read_is_told_with_its_place_and_nothing_else_is_lost() -> None:
    one = package(limb(when="qbits >= 34"), {**limb("1A003"), "kinds": ["chips"]})
    found = checked(one, languages=("en", "ja"))
    assert codes(found) == ["language", "language", "language", "entry", "entry"]
    assert [one.place for one in found.refusals[-2:]] == [
        "entries/1A001.yaml:6 versions[0].when",
        "entries/1A003.yaml:4 kinds",
    ]
    assert "did you mean" in found.refusals[-1].remedy


def test_the_file_of_another_code() -> None:
    found = package(limb(), changes=[add()])
    swapped = found.changes[0].entry.replace("1A001", "1A007")
    object.__setattr__(found.changes[0], "entry", swapped)
    assert said(checked(found))[0] == ("entry", "the file is about 1A007, not 1A001")


def test_an_entry_that_hides_a_character_behind_an_escape() -> None:
    found = package({**limb(), "note": "a b"})
    object.__setattr__(found.changes[0], "entry", found.changes[0].entry.replace("a b", "a \\u202e b"))
    assert said(checked(found))[0] == ("bytes", "the text hides RIGHT-TO-LEFT OVERRIDE")


def test_every_authentic_language() -> None:
    found = checked(package(limb()), languages=("en", "ja"))
    assert said(found) == [("language", "title is missing in ja"), ("language", "the text of 1A001 is missing in ja")]
    both = {"en": "A title", "ja": "題名"}
    assert said(checked(package(limb(), title=both, changes=[add(texts=both)]), languages=("en", "ja"))) == []
    gone = {"action": "remove", "code": "1A001"}
    assert said(checked(package(decision="remove", changes=[gone]), base(limb()), languages=("en",))) == []
    partly = package(decision="remove", changes=[{**gone, "texts": {"ja": "理由"}}])
    assert said(checked(partly, base(limb()), languages=("en",))) == [("language", "the text of 1A001 is missing in en")]


def test_what_only_the_charter_can_tell() -> None:
    assert said(checked(package(limb()), charter=CHARTER)) == []
    found = checked(package(limb(), sponsor="FR"), charter=CHARTER)
    assert said(found) == [("sponsor", "FR is no member")]
    other = package({**limb(), "field": "semiconductors"}, field="semiconductors")
    assert ("field", "the charter has no field semiconductors") in said(checked(other, charter=CHARTER))
    found = checked(package(limb()), charter=replace(CHARTER, rules=()))
    assert said(found) == [("decision", "the charter has no rule for add in quantum")]


def test_a_list_that_does_not_hold_together_is_no_fault_of_the_proposal() -> None:
    with pytest.raises(InputError):
        checked(package(limb()), Base({"1A009": b"code: ["}))


def test_progress_is_told() -> None:
    told: list[tuple[str, int, int]] = []
    check(package(limb()), Setting(Base(), words(), SOLVER), lambda *one: told.append(one))
    assert [one[0] for one in told] == ["running cases and mutants", "proving that no entries overlap"]

"""What a transaction may repeat: three answers to each criterion, and nothing that is not known is dropped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sekisho.logic.truth import Truth
from sekisho.logic.values import Fact
from sekisho.notices.life import standings
from sekisho.notices.undercut import Hit, Proposed, ProposedItem, ProposedParty, undercut
from sekisho.parties.party import PartyQuery
from tests.notices import denials as made

D = made.digest("denial")
YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN
FACTS: dict[str, Fact | None] = {"physical_qubits": 72.0}
CODE = {("us-ccl", "4A906.a.1"): YES}


def item(codes: Mapping[tuple[str, str], Truth] = CODE, **facts: Fact) -> ProposedItem:
    return ProposedItem("made-up", codes, facts or {"physical_qubits": 72.0})


def who(name: str = "EXAMPLE PRECISION WORKS Co., Ltd.", role: str = "end_user") -> ProposedParty:
    return ProposedParty(role, PartyQuery(name, "CN"))


def hits(
    *items: ProposedItem,
    parties: tuple[ProposedParty, ...] = (who(),),
    facts: Mapping[str, Fact | None] = FACTS,
    on: str = "2026-07-23",
    destination: str = "CN",
    more: dict[str, dict[str, Any]] | None = None,
    **fields: Any,
) -> tuple[Hit, ...]:
    kept = standings({D: made.denial(**fields), **(more or {})})
    proposed = Proposed(dt.date.fromisoformat(on), destination, items or (item(),), parties)
    return undercut(proposed, kept.values(), {D: facts})


def verdicts(one: Hit) -> dict[str, Truth]:
    return {row.name: row.truth for row in one.criteria}


def test_the_same_item_to_the_same_end_user_may_be_identical() -> None:
    (one,) = hits()
    assert one.truth is YES
    assert verdicts(one) == {"entry": YES, "parameters": YES, "party": YES, "destination": YES}
    assert not [text for row in one.criteria for text in row.questions]
    assert "listed as Example Precision Works" in one.criteria[2].reasons[0]


def test_a_consignee_is_enough_and_an_alias_is_found() -> None:
    (one,) = hits(parties=(who("Made-up Trading", "consignee"),), consignee=made.party("MTC", aliases=["Made-up Trading"]))
    assert one.truth is YES


def test_a_paragraph_above_or_below_is_the_same_entry() -> None:
    for code in ("4A906", "4A906.a", "4A906.a.1.x"):
        assert verdicts(hits(item({("us-ccl", code): YES}))[0])["entry"] is YES
    assert verdicts(hits(item({("us-ccl", "4A906.b"): YES}))[0])["entry"] is NO


def test_an_entry_of_which_a_parameter_is_missing_is_a_question() -> None:
    (one,) = hits(item({("us-ccl", "4A906.a.1"): UNKNOWN}), facts={})
    assert verdicts(one)["entry"] is UNKNOWN
    assert one.truth is UNKNOWN
    assert one.criteria[0].questions


def test_a_code_of_another_list_says_nothing() -> None:
    (one,) = hits(item({("eu-annex-i", "4A506"): YES}), facts={})
    assert verdicts(one)["entry"] is UNKNOWN
    assert "What is the item in us-ccl 4A906.a.1?" in one.criteria[0].questions


def test_a_missing_parameter_is_a_question_and_never_dropped() -> None:
    (one,) = hits(item({("us-ccl", "EAR99"): YES}, cnot_error=1e-4))
    assert verdicts(one)["entry"] is NO
    assert verdicts(one)["parameters"] is UNKNOWN
    assert one.truth is UNKNOWN
    assert "physical_qubits is not known of the item" in one.criteria[1].reasons


def test_a_parameter_of_the_denial_that_cannot_be_read_is_a_question() -> None:
    (one,) = hits(facts={"physical_qubits": None})
    assert verdicts(one)["parameters"] is UNKNOWN


def test_another_value_is_a_reason_against_and_no_proof() -> None:
    (one,) = hits(item(physical_qubits=60.0))
    assert verdicts(one)["parameters"] is NO
    assert one.truth is YES
    assert "physical_qubits is 60.0 here and 72.0 in the denial" in one.criteria[1].reasons


def test_the_same_party_with_another_item_is_named_as_that() -> None:
    (one,) = hits(item({("us-ccl", "EAR99"): YES}, physical_qubits=1.0))
    assert one.truth is NO


def test_of_several_items_the_nearest_is_named() -> None:
    other = item({("us-ccl", "EAR99"): YES}, physical_qubits=1.0)
    assert hits(other, item(), other)[0].item == 1


def test_another_party_is_no_hit() -> None:
    assert hits(parties=(who("Unrelated Bakery"),)) == ()


def test_without_an_end_user_it_is_a_question() -> None:
    for parties in ((), (who("Unrelated Bank", "bank"),)):
        (one,) = hits(parties=parties)
        assert verdicts(one)["party"] is UNKNOWN
        assert one.criteria[2].questions == ("Who is the end user?",)


def test_the_denied_end_user_in_another_role_is_a_question() -> None:
    (one,) = hits(parties=(who("Unrelated Bakery"), who(role="purchaser")))
    assert verdicts(one)["party"] is UNKNOWN
    assert "purchaser" in one.criteria[2].reasons[0]


def test_a_possible_match_is_a_question() -> None:
    (one,) = hits(parties=(who("Example Precision Works Shanghai Branch"),))
    assert verdicts(one)["party"] is UNKNOWN


def test_another_destination_is_a_reason_against_and_excludes_nothing() -> None:
    (one,) = hits(destination="SG")
    assert verdicts(one)["destination"] is NO
    assert one.truth is YES


def test_a_denial_without_entry_asks() -> None:
    (one,) = hits(about="catch_all", entries=[], facts={})
    assert verdicts(one)["entry"] is UNKNOWN


def test_only_what_is_valid_on_the_day_is_compared() -> None:
    assert hits(on="2026-05-31") == ()
    assert hits(on="2029-05-31") == ()
    assert hits(on="2027-01-01", more={made.KEY: made.withdrawal(D)}) == ()
    assert hits(on="2026-12-31", more={made.KEY: made.withdrawal(D)})


def test_many_denials_of_alike_names_are_all_shown() -> None:
    kept = standings(
        {
            made.digest(str(n)): made.denial(id=f"US-{n}", end_user=made.party(f"Example Precision Works {word} Branch"))
            for n, word in enumerate(f"Town{chr(65 + n)}{chr(97 + n % 7)}" for n in range(40))
        }
    )
    proposed = Proposed(dt.date(2026, 7, 23), "CN", (item(),), (who("Example Precision Works"),))
    single = [undercut(proposed, [one], {}) for one in kept.values()]
    assert len(undercut(proposed, kept.values(), {})) == sum(map(len, single)) > 25


@given(
    st.dictionaries(st.sampled_from(["a", "b", "c"]), st.one_of(st.none(), st.floats(1, 3).map(round)), max_size=3),
    st.dictionaries(st.sampled_from(["a", "b", "c"]), st.floats(1, 3).map(round), max_size=3),
    st.sampled_from(["a", "b", "c"]),
    st.sampled_from([{}, CODE, {("us-ccl", "EAR99"): YES}, {("us-ccl", "4A906.a.1"): UNKNOWN}]),
)
def test_taking_a_fact_away_never_hides_a_hit(
    denied: dict[str, Any], facts: dict[str, Any], gone: str, codes: dict[tuple[str, str], Truth]
) -> None:
    def truth(known: dict[str, Any]) -> Truth:
        found = hits(ProposedItem("x", codes, known), facts=denied)
        return found[0].truth

    less = truth({name: value for name, value in facts.items() if name != gone})
    assert less is not NO or truth(facts) is NO

"""United Kingdom: the consolidated list and the notice under article 12A."""

from __future__ import annotations

from typing import Any

import pytest

from sekisho.licensing.determination import Determination
from sekisho.licensing.outcome import Outcome
from sekisho.licensing.transaction import Kind, Knowledge, Transaction
from sekisho.licensing.united_kingdom import determine_gb
from sekisho.logic.truth import Truth
from tests.licensing.samples import applies, deal, knowing, national, says, yes

LIST = "uk-consolidated"


def leg(transaction: Transaction, found: Any = None) -> Determination:
    classified = says(LIST, declared="not listed") if found is None else found
    return determine_gb(transaction, classified, {}, national("GB"))


def british(**facts: Any) -> Transaction:
    """Return a deal from the United Kingdom to India."""
    return deal(**({"exporter_jurisdiction": "GB", "ship_from": "GB", "destination": "IN"} | facts))


def test_no_claim_elsewhere() -> None:
    found = leg(deal())
    assert (found.claim.verdict, found.procedure) == (Truth.NO, "")


@pytest.mark.parametrize(
    ("code", "provision"),
    [
        ("4A506.a.1", "assimilated Reg. (EC) No 428/2009 Art. 3(1), Annex I"),
        ("PL9014", "Export Control Order 2008 Art. 4, Sch. 3"),
        ("ML10", "Export Control Order 2008 Art. 3, Sch. 2"),
    ],
)
def test_each_schedule_has_its_provision(code: str, provision: str) -> None:
    found = leg(british(), yes(LIST, code))
    assert found.outcome is Outcome.LICENCE_REQUIRED
    assert found.requirements[0].citation == provision


def test_the_rest_is_referred() -> None:
    found = leg(british())
    assert (found.outcome, found.ceiling) == (Outcome.REFER, Outcome.LICENCE_REQUIRED)
    assert applies(found, "Northern Ireland") is Truth.UNKNOWN
    assert leg(british(destination="RU")).ceiling is Outcome.PROHIBITED
    for kind in Kind:
        assert leg(british(kind=kind)).outcome is Outcome.REFER, kind


def test_a_notice_under_article_12a_needs_a_licence_to_an_embargoed_destination() -> None:
    known = knowing(military_end_user=Knowledge.INFORMED)
    assert leg(british(destination="CN", end_use=known)).outcome is Outcome.LICENCE_REQUIRED
    assert applies(leg(british(end_use=known)), "UK-ART12A") is Truth.NO
    assert applies(leg(british(destination="MM", end_use=known)), "UK-ART12A") is Truth.UNKNOWN


def test_open_general_licences_are_named_to_examine() -> None:
    found = leg(british(destination="FR"), yes(LIST, "4A506.a.1"))
    assert "OGEL_DUAL_USE_TO_EU" in {one.code for one in found.authorisations}
    assert "OGEL_DUAL_USE_TO_EU" not in {one.code for one in leg(british(), yes(LIST, "4A506.a.1")).authorisations}


def test_crown_dependencies_are_left_to_a_person() -> None:
    assert leg(british(exporter_jurisdiction="US", ship_from="JE")).claim.verdict is Truth.UNKNOWN


def test_an_export_to_the_united_kingdom_itself_is_referred() -> None:
    assert leg(british(destination="GB"), yes(LIST, "4A506.a.1")).floor is Outcome.NO_REQUIREMENT_FOUND

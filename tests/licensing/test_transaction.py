"""What the exporter knows, against what a law asks that he knows; and who owns whom."""

from __future__ import annotations

import pytest

from sekisho.licensing.transaction import USES, EndUse, Knowledge, Stake, TransactionParty
from sekisho.logic.truth import Truth
from tests.licensing.samples import deal, user

NOT_ASKED, NONE, SUSPECT, AWARE, INFORMED = Knowledge


@pytest.mark.parametrize(
    ("state", "suspect", "aware", "informed"),
    [
        (NOT_ASKED, Truth.UNKNOWN, Truth.UNKNOWN, Truth.UNKNOWN),
        (NONE, Truth.NO, Truth.NO, Truth.NO),
        (SUSPECT, Truth.YES, Truth.NO, Truth.NO),
        (AWARE, Truth.YES, Truth.YES, Truth.NO),
        (INFORMED, Truth.YES, Truth.YES, Truth.YES),
    ],
)
def test_knowledge_reaches_its_standard(state: Knowledge, suspect: Truth, aware: Truth, informed: Truth) -> None:
    assert [state.reaches(one) for one in (SUSPECT, AWARE, INFORMED)] == [suspect, aware, informed]


def test_a_use_that_is_not_stated_was_not_asked() -> None:
    end_use = EndUse(knowledge={"military": AWARE})
    assert end_use.of("military") is AWARE
    assert end_use.of("nuclear") is NOT_ASKED


def test_uses_are_named_once() -> None:
    assert len(set(USES)) == len(USES)


def owner(name: str, *owners: Stake) -> Stake:
    return Stake(TransactionParty("owner", name, owners=owners))


def test_everybody_is_numbered_parties_first_and_each_owner_before_its_own() -> None:
    first = user(name="P", owners=(owner("A", owner("X"), owner("Y")), owner("B")))
    found = deal(parties=(first, user(name="Q", owners=(owner("C", owner("Z")),))))
    assert [one.name for one in found.everybody] == ["P", "Q", "A", "X", "Y", "B", "C", "Z"]
    assert [(one.index, one.of, one.party) for one in found.owned] == [
        (2, 0, 0),
        (3, 2, 0),
        (4, 2, 0),
        (5, 0, 0),
        (6, 1, 1),
        (7, 6, 1),
    ]


def test_further_owners_are_added_where_they_belong() -> None:
    found = deal(parties=(user(name="P", owners=(owner("A", owner("X")), owner("B"))), user(name="Q")))
    more = found.with_owners({1: (owner("C"),), 3: (owner("V", owner("W")),), 4: (owner("U"),)})
    assert [one.name for one in more.everybody] == ["P", "Q", "A", "X", "V", "W", "B", "U", "C"]
    assert found.with_owners({}) == found

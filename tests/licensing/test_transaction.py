"""What the exporter knows, against what a law asks that he knows."""

from __future__ import annotations

import pytest

from sekisho.licensing.transaction import USES, EndUse, Knowledge
from sekisho.logic.truth import Truth

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

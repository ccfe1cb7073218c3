"""Fifty determinations that were worked out by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sekisho.licensing.transaction import Kind, Knowledge
from sekisho.terms.document import read_file
from tests.licensing.us.world import World, barred, to_examine

EXAMPLES: list[dict[str, Any]] = read_file(Path(__file__).parent / "worked_examples.yaml").plain()


def _flags(given: dict[str, str]) -> dict[str, bool]:
    return {key: value == "true" for key, value in given.items()}


def _world(one: dict[str, Any]) -> World:
    world = World().declared(
        one["declared"],
        kind=one.get("item_kind", "thing"),
        parameters=one.get("parameters", {}),
        answers=_flags(one.get("item_answers", {})),
        value_amount=float(one["value_usd"]) if "value_usd" in one else None,
        value_currency="USD" if "value_usd" in one else "",
    )
    world = world.to(one["destination"], one.get("headquarters")).party(nationality=one.get("nationality"))
    world = world.but(kind=Kind(one["kind"]), answers=_flags(one.get("answers", {})), regions=_flags(one.get("regions", {})))
    return world.knowing(**dict.fromkeys(one.get("aware_of", ()), Knowledge.AWARE))


def test_there_are_fifty() -> None:
    assert len(EXAMPLES) == 50
    assert len({one["id"] for one in EXAMPLES}) == 50


@pytest.mark.parametrize("one", EXAMPLES, ids=lambda one: f"{one['id']} {one['shows']}")
def test_worked_example(one: dict[str, Any]) -> None:
    answer = _world(one).answer
    assert answer.outcome.value == one["outcome"]
    assert answer.floor.value == one["outcome"]
    assert {each.reason for each in answer.requirements if each.entry} == set(one["reasons"])
    assert set(one.get("examine", ())) <= to_examine(answer)
    assert set(one.get("barred", ())) <= barred(answer)
    policies = " | ".join(each.policy for each in answer.requirements)
    assert one.get("policy", "") in policies
    said = [each.citation + each.text + each.policy for each in answer.findings]
    said += [each.citation + "".join(each.conditions) for each in answer.authorisations]
    assert [cite for cite in one["cites"] if cite not in " ".join(said)] == []


@pytest.mark.parametrize("one", EXAMPLES, ids=lambda one: one["id"])
def test_each_requirement_has_ground_and_citation(one: dict[str, Any]) -> None:
    for each in _world(one).answer.requirements:
        assert each.citation
        assert each.reason
        assert each.text
        assert each.policy

"""Real products: every list that a case names says what it must, and the interview asks few questions."""

from __future__ import annotations

from collections import Counter

import pytest

from sekisho.controls.classify import classify
from sekisho.controls.entry import Status
from sekisho.controls.interview import Interview, answered
from sekisho.controls.item import Item
from sekisho.logic.truth import Truth
from sekisho.workspace.rulebook import open_rulebook
from tests.rulebooks.products import TODAY, Product, products

RULEBOOK = open_rulebook()
PRODUCTS = list(products(RULEBOOK.vocabulary))
LISTS = list(RULEBOOK.lists.values())


@pytest.mark.parametrize("product", PRODUCTS, ids=[f"{one.family}: {one.name}" for one in PRODUCTS])
def test_every_list_named_says_what_it_must(product: Product) -> None:
    for list_id, (yes, unknown) in product.verdicts.items():
        (found,) = classify(product.item, [RULEBOOK.control_list(list_id)], TODAY)
        said = {one.code: one.verdict for one in found.verdicts if one.status is not Status.DEFINITION}
        assert {code for code, truth in said.items() if truth is Truth.YES} == yes, list_id
        assert {code for code, truth in said.items() if truth is Truth.UNKNOWN} == unknown, list_id


@pytest.mark.parametrize("product", PRODUCTS, ids=[f"{one.family}: {one.name}" for one in PRODUCTS])
def test_every_figure_has_its_source(product: Product) -> None:
    assert set(product.item.parameters) <= set(product.sources)
    assert all(product.sources.values())


def test_there_are_enough_on_both_sides() -> None:
    assert len(PRODUCTS) >= 60
    caught = Counter(bool(yes) for one in PRODUCTS for yes, _ in one.verdicts.values())
    assert min(caught.values()) >= 20
    assert len({one.name for one in PRODUCTS}) == len(PRODUCTS)


def asked(interview: Interview, product: Product) -> int:
    """Return how many questions it takes until nothing is left to ask; what is not published is answered by a skip."""
    item, skipped, count = Item(product.item.kind), set[str](), 0
    while (ask := interview.next(item, skipped)) is not None:
        count += 1
        name = ask.parameter.name
        if name in product.item.parameters:
            item = answered(item, name, product.item.parameters[name])
        else:
            skipped.add(name)
    return count


def test_the_interview_asks_less_than_a_form_and_loses_no_verdict() -> None:
    interview = Interview(LISTS, TODAY, RULEBOOK.vocabulary)
    counts = [(asked(interview, one), len(interview.all_parameters(one.item.kind))) for one in PRODUCTS]
    mean, form = (sum(column) / len(counts) for column in zip(*counts, strict=True))
    print(f"\n{len(counts)} products: {mean:.1f} questions each in the interview, {form:.1f} parameters of the kind")
    assert mean < form

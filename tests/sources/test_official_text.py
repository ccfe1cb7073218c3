"""Which words an entry stands for, and the digest that sees them change."""

from __future__ import annotations

import dataclasses

import pytest

from sekisho.sources.official_text import (
    HEADED,
    LABELLED,
    NOTED,
    OUTSIDE,
    Paragraph,
    Section,
    folded,
    leaves,
    tree,
)

SECTION = Section(
    "1A001",
    "1A001 Machines",
    (
        Paragraph("a", "All of the following:", (), 2),
        Paragraph("a.1", "Cold;", ("Note: 1A001.a.1 is not for ice.",), 3),
        Paragraph("a.2", "Large.", ("Note: for models see below.", "Technical Note: In 1A001 cold is below zero."), 4),
        Paragraph("b", "Others.", ("Note to 1A001.b: not toys.",), 5),
    ),
    ("Note: licence.",),
    1,
    ("Related Controls: 1A002",),
)


@pytest.mark.parametrize(
    ("code", "label", "text"),
    [
        ("1A001.a.1", "a.1", ("a.1 Cold;",)),
        ("1A001.a", "a", ("a All of the following:", "a.1 Cold;", "a.2 Large.")),
        ("1A001.a.note1", "a", ("a All of the following:", "a.1 Cold;", "a.2 Large.")),
        ("1A001.z", "", ("a All of the following:", "a.1 Cold;", "a.2 Large.", "b Others.")),
        ("1A001", "", ("a All of the following:", "a.1 Cold;", "a.2 Large.", "b Others.")),
    ],
)
def test_the_words_of_a_code(code: str, label: str, text: tuple[str, ...]) -> None:
    found = SECTION.passage(code)
    assert (found.label, found.text) == (label, text)
    assert found.above[0] == "1A001 Machines"
    assert found.related == ("Related Controls: 1A002",)


def test_notes_go_where_they_say() -> None:
    cold = SECTION.passage("1A001.a.1")
    assert cold.above == ("1A001 Machines", "a All of the following:")
    assert cold.notes == (
        "Note: licence.",
        "Note: 1A001.a.1 is not for ice.",
        "Note: for models see below.",
        "Technical Note: In 1A001 cold is below zero.",
    )
    large = SECTION.passage("1A001.a.2")
    assert "Note: 1A001.a.1 is not for ice." not in large.notes
    assert SECTION.passage("1A001.b").notes[-1] == "Note to 1A001.b: not toys."
    assert "Note: for models see below." not in SECTION.passage("1A001.b").notes


def test_the_digest_sees_every_word() -> None:
    before = SECTION.passage("1A001.a.1").sha256
    assert len(before) == 64
    changed = dataclasses.replace(SECTION, heading="1A001 Machine")
    assert changed.passage("1A001.a.1").sha256 != before
    other = dataclasses.replace(SECTION, paragraphs=(*SECTION.paragraphs[:3], Paragraph("b", "Else.", (), 5)))
    assert other.passage("1A001.a.1").sha256 == before


def test_spelling_is_folded() -> None:
    assert folded(" a\n b\N{NO-BREAK SPACE}c \N{MINUS SIGN}1 ") == "a b c -1"
    assert folded("10 ^ - 6 m and m ^2") == "10^-6 m and m^2"


def test_paragraphs_as_a_tree() -> None:
    found = tree(SECTION)
    assert [(one.label, [below.label for below in one.branches]) for one in found] == [("a", ["a.1", "a.2"]), ("b", [])]
    assert found[0].branches[0].notes == ("Note: 1A001.a.1 is not for ice.",)
    orphan = dataclasses.replace(SECTION, paragraphs=(*SECTION.paragraphs[:1], Paragraph("a.3.b", "Deep.", (), 9)))
    assert [below.label for one in tree(orphan) for below in one.branches] == ["a.3.b"]


def test_words_that_were_joined_come_apart() -> None:
    joined = (
        Paragraph("a", "Cold;", (), 2)
        .longer("and large;")
        .noted(["Note: One."])
        .longer("a.1 small;", LABELLED, "a.1", len("a.1 "))
        .longer("Note: Two.", NOTED)
        .noted(["Note: One.", "Note: Three."])
        .longer("Warm things", HEADED)
        .longer("EAR99 Others", OUTSIDE)
        .longer("and more", OUTSIDE)
    )
    section = dataclasses.replace(SECTION, paragraphs=(joined, Paragraph("z", "Annex", (), 9, outside=True)))
    assert [(one.label, one.text, one.notes) for one in leaves(section)] == [
        ("a", "Cold; and large;", ("Note: One.",)),
        ("a.1", "small;", ("Note: Two.", "Note: Three.")),
        ("", "Warm things", ()),
    ]
    assert joined.text == "Cold; and large; a.1 small; Note: Two. Warm things EAR99 Others and more"

"""Print what came of a file of parties."""

from __future__ import annotations

from sekisho.cli.render import Answer, Page
from sekisho.workspace.batch_rows import CERTAIN, NONE, POSSIBLE, UNREAD


def show_batch(page: Page, answer: Answer) -> None:
    """Print the counts of a batch, where its matches are, and what it rests on."""
    counts = answer["counts"]
    page.heading(f"Screening of {answer['file']}")
    page.line(f"{counts['parties']:,} parties, {counts['matches']:,} matches, written to {answer['out']}", indent=2)
    page.bullet(f"{counts[CERTAIN]:>8,}", "with a certain match", indent=2)
    page.bullet(f"{counts[POSSIBLE]:>8,}", "with possible matches only: a person must look", indent=2)
    page.bullet(f"{counts[NONE]:>8,}", "no match found", indent=2)
    if counts[UNREAD]:
        page.bullet(f"{counts[UNREAD]:>8,}", f"not screened: column `problem` of {answer['out']} says why", indent=2)
    page.line(f"searched: {answer['searched']}", indent=2)
    if answer["resumed"]:
        page.line(f"{answer['resumed']:,} pieces had been done before and were kept", indent=2)
    if answer["since"]:
        page.line(answer["since"], indent=2)

"""Answers of ``publish``, ``sync`` and ``verify`` as text for a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sekisho.cli.render import Page

Answer = Mapping[str, Any]


def show_draft(page: Page, answer: Answer) -> None:
    """Print what a draft holds, and who could still sign."""
    page.line((answer["draft"], "bold"))
    if "fields" in answer:
        page.line(
            f"{answer['size']} leaves; {', '.join(f'{name} {count}' for name, count in answer['fields'].items())} entries"
        )
    if "added" in answer:
        page.line(f"{answer['added']} signatures were added")
    for row in answer["wanting"]:
        page.bullet("*", f"{row['file']}: {row['short']} more must sign; {', '.join(row['could'])} could")
    page.line("too few have signed" if answer["wanting"] else "enough members have signed: it can be released")


def show_release(page: Page, answer: Answer) -> None:
    """Print what was released, and what was verified before."""
    page.line((answer["repository"], "bold"), f"  edition of {answer['size']} leaves; stale after {answer['stale_after']}")
    for line in answer["steps"]:
        page.bullet("*", line)


def show_status(page: Page, answer: Answer) -> None:
    """Print who has certified what."""
    page.line((answer["record"], "bold"))
    for row in answer["results"]:
        clock = f"; the clock ends {row['clock_ends']}" if row["clock_ends"] else ""
        page.bullet(
            "*",
            f"{row['number']} ({row['state'].replace('_', ' ')}): certified by {', '.join(row['certified']) or 'nobody'}",
        )
        page.line(f"{row['needed']} are needed; not yet: {', '.join(row['withheld']) or 'nobody'}{clock}", indent=6)
    if not answer["results"]:
        page.line("nothing was adopted yet", indent=2)
    for text in answer["breaches"]:
        page.line((f"breach: {text}", "yellow"), indent=2)


def show_verified(page: Page, answer: Answer) -> None:
    """Print what was verified, step by step, and what is listed."""
    page.line((" VERIFIED ", "bold green reverse"), f"  {answer['framework']}, edition of {answer['size']} leaves")
    for line in answer["steps"]:
        page.bullet("*", line)
    if answer["stale"]:
        until = f"verified as of {answer['signed']}, good until {answer['stale_after']}"
        page.line((f"STALE: {until}. It adds findings, removes none.", "yellow"))
    else:
        page.line(f"Good until {answer['stale_after']}; its checkpoint is {answer['age_days']} days old.")
    for text in answer["remedies"]:
        page.line((f"breach: {text}", "yellow"))
    page.heading(f"The list: {len(answer['entries'])} listed, {len(answer['gone'])} gone, acts recorded: {answer['acts']}")
    for row in answer["entries"]:
        until = f", until {row['until']}" if row["until"] else ""
        title = row["title"].get("en", next(iter(row["title"].values())))
        page.bullet("*", f"{row['code']}  {row['field']}, adopted {row['adopted']}{until}: {title}")
    for row in answer["gone"]:
        page.bullet("*", f"{row['code']}  {row['why']} on {row['gone']}")


def show_sync(page: Page, answer: Answer) -> None:
    """Print what was fetched and is used from now on."""
    show_verified(page, answer)
    for what, codes in answer["changes"].items():
        if codes:
            page.line(f"{what} since what was held: {', '.join(codes)}")
    page.line("It is used from now on." if answer["new"] else "Nothing is new; what was held is used.")
    page.line(f"kept in {answer['kept']}")


RENDERERS = {
    "publish_draft": show_draft,
    "publish_release": show_release,
    "publish_status": show_status,
    "verify": show_verified,
    "sync": show_sync,
}

"""What people decided of matches, as text: set aside, just recorded, listed."""

from __future__ import annotations

from collections.abc import Sequence

from sekisho.cli.render import Answer, Page


def show_resolved(page: Page, resolved: Sequence[Answer], indent: int = 2) -> None:
    """Print matches that were set aside, each with who did it, when and why."""
    for one in resolved:
        page.bullet("-", f"{one['name']} ({one['id']}), score {one['score']:.3f}: {one['judged']['text']}", indent)


def show_recorded(page: Page, answer: Answer) -> None:
    """Print what was just recorded, and what follows."""
    for one in answer["recorded"]:
        _recorded(page, one)
    for one in answer["withdrawn"]:
        page.bullet("*", f"{one['of']} was taken back (entry {one['id']}); the match is shown again")
    for one in answer.get("covers", ()):
        page.bullet("·", f"no longer raised: {one['name']} ({one['id']}), score {one['score']:.3f}", 4)
    for one in answer.get("certain", ()):
        page.bullet("!", f"certain, and still raised: {one['name']} ({one['id']}); judge it: `sekisho screen resolve`", 4)
    page.line((f"recorded in {answer['workspace']}", "dim"), indent=2)


def _recorded(page: Page, one: Answer) -> None:
    party = whom(one["query"])
    if "listed" not in one:
        until = f" until {one['until']}" if one["until"] else ""
        page.bullet("*", f"{party} is on the good list{until} (entry {one['id']})")
        return
    says = "is" if one["verdict"] else "is not"
    page.bullet("*", f"{party} {says} {one['listed']['name']}, {one['listed']['id']} (entry {one['id']})")
    follows = "it stays, and counts as certain" if one["verdict"] else "it is not shown again until either side changes"
    page.bullet("·", follows, 4)


def show_list(page: Page, answer: Answer) -> None:
    """Print judgements, or the good list."""
    rows = answer["judgements"] if "judgements" in answer else answer["good"]
    for one in rows:
        _row(page, one)
    if not rows:
        page.line("nothing was judged" if "judgements" in answer else "nobody is on the good list", indent=2)
    if answer["unfinished"]:
        page.line(
            ("a process was stopped while it recorded: its last line is not whole and does not count", "yellow"), indent=2
        )


def _row(page: Page, one: Answer) -> None:
    party = whom(one["query"])
    if "listed" in one:
        told = f"{party} {'is' if one['verdict'] else 'is not'} {one['listed']['name']} ({one['listed']['id']})"
    else:
        told = f"{party} is known to be good" + (f" until {one['until']}" if one["until"] else "")
        told += ", which has passed" if one["ended"] else ""
    page.bullet(one["id"], f"{told}: {one['by']}, {one['at'][:10]}: {one['reason']}")
    if "snapshot" in one:
        was = "certain" if one["certain"] else "possible"
        page.bullet(
            "·", f"a {was} match, score {one['score']:.3f}, in {one['snapshot']['id']} of {one['snapshot']['day']}", 4
        )
    if one["withdrawn"]:
        back = one["withdrawn"]
        page.bullet("·", f"taken back by {back['by']}, {back['at'][:10]}: {back['reason']}", 4)
    elif not one["holds"]:
        page.bullet("·", "replaced by a later one", 4)


def whom(query: Answer) -> str:
    """Return a counterparty with what else is said of it."""
    more = [query["country"] or "", query["address"], *(f"{kind} {value}" for kind, value in query["identifiers"].items())]
    told = ", ".join(one for one in more if one)
    return f"{query['name']} ({told})" if told else str(query["name"])

"""The lists of frameworks as text: advisory rows of an answer, what the workspace keeps, and what changed."""

from __future__ import annotations

from collections.abc import Sequence

from sekisho.cli.render import Answer, Page, say


def show_advisory(page: Page, rows: Sequence[Answer], labels: Sequence[str]) -> None:
    """Print the advisory rows of an answer.

    Args:
        page: Where to print.
        rows: See ``advisory`` in ``schemas/decision.schema.json``.
        labels: What to call each item.
    """
    page.heading("Advisory (not law in your jurisdiction)")
    for one in rows:
        label = f" ({labels[one['item']]})" if len(labels) > 1 else ""
        title = f" {one['title']}:" if one["title"] else ""
        page.bullet(f"{one['verdict'].upper():<7}", f"{one['framework']} {one['entry']}{label}:{title} {one['text']}", 4)
        if one["verdict"] == "unknown":
            needs = one["reason"] or f"needs {', '.join(one['need'])}"
            page.bullet(" " * 7 + "·", needs, 4)
        for act in one["effect_in"]:
            page.bullet(" " * 7 + "·", _effect(act), 4, act["citation"])
        for each in one["equivalences"]:
            page.bullet(" " * 7 + "·", _equivalence(each), 4, each["citation"])


def _effect(act: Answer) -> str:
    parts = f", only {', '.join(act['only'])}" if act["only"] else ""
    parts += f", except {', '.join(act['except'])}" if act["except"] else ""
    earlier = "; in an earlier wording" if act["earlier_wording"] else ""
    deviations = "".join(f"; {one['effect']}: {one['text']}" for one in act["deviations"])
    code = f" as {act['national']}" if act["national"] else ""
    return f"law in {act['member']}{parts} since {act['since']}{code}: {act['act']}{earlier}{deviations}"


def _equivalence(one: Answer) -> str:
    conditions = f" Conditions: {'; '.join(one['conditions'])}." if one["conditions"] else ""
    usable = "not to be counted on: the list is stale" if one["status"] == "not_usable" else "to examine"
    return f"{one['national']} of {one['by']} for {', '.join(one['of'])}: {usable}.{conditions}"


def show_frameworks(page: Page, rows: Sequence[Answer]) -> None:
    """Print the list of each framework that the workspace keeps, with the age of its checkpoint."""
    for one in rows:
        page.heading(f"framework  {one['framework']}")
        page.line(f"adopted by {', '.join(one['members'])}; law only where a member's act says so", indent=2)
        page.line(f"{one['entries']} entries, of which {one['unread']} cannot be read by this version", indent=2)
        page.line(f"checkpoint of {one['checkpoint']}, {one['age_days']} days old; edition {one['edition'][:12]}", indent=2)
        page.line((one["stale"] or f"not stale until {one['stale_after']}", "yellow" if one["stale"] else ""), indent=2)


def show_difference(page: Page, answer: Answer) -> None:
    """Print what changed between two editions, entry by entry."""
    old, new = answer["old"], answer["new"]
    page.heading(
        f"{answer['framework']}: from {old['checkpoint']} (size {old['size']}) to {new['checkpoint']} (size {new['size']})"
    )
    for one in answer["changes"]:
        why = f", {say(one['why'])}" if one["why"] else ""
        page.line((f"{say(one['change'])}: {one['code']}", "bold"), f"{why}, adopted on {one['adopted']}", indent=2)
        for sentence in one["words"]:
            page.bullet("·", sentence, 4)
    if not answer["changes"]:
        page.line("no entry differs", indent=2)

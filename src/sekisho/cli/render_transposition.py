"""The matrix of transpositions as text for a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sekisho.cli.render import Page

Answer = Mapping[str, Any]
_WORDS = {
    "given_effect": "given effect",
    "earlier_wording": "given effect in another wording",
    "to_examine": "to be examined by a person",
    "announced": "announced",
    "ended": "ended",
    "not_yet": "not yet",
}


def show_matrix(page: Page, answer: Answer) -> None:
    """Print for each entry what each member has made of it."""
    head = f"  on {answer['date']}; edition of {answer['size']} leaves, checkpoint {answer['checkpoint']}"
    page.line((answer["framework"], "bold"), head)
    if answer["stale"]:
        page.line(("stale: ", "bold yellow"), answer["stale"])
    page.line("What is adopted is not law: the acts named here are.")
    for entry in answer["entries"]:
        _entry(page, entry)
    if not answer["entries"]:
        page.line("nothing is adopted on this day")
    if answer["without_act"]:
        page.line(f"without any member's act: {', '.join(answer['without_act'])}")
    for row in answer["unknown_codes"]:
        page.bullet("!", f"{row['by']} names {row['code']}, which was never adopted: it gives effect to nothing")
    for row in answer["after_removal"]:
        page.bullet(
            "!", f"{row['member']} still gives effect to {row['code']}, {row['why']} on {row['gone']}", cite=row["citation"]
        )


def _entry(page: Page, entry: Answer) -> None:
    title = entry["title"].get("en") or next(iter(entry["title"].values()), "")
    page.heading(f"{entry['code']}  {title}")
    effective = f", in effect between members from {entry['effective']}" if entry["effective"] else ""
    until = f", until {entry['until']} unless renewed" if entry["until"] else ""
    page.line(f"adopted {entry['adopted']}{effective}{until}", indent=2)
    for cell in entry["cells"]:
        days = "1 day" if cell["lag_days"] == 1 else f"{cell['lag_days']} days"
        open_days = f", {days} since adoption" if cell["lag_open"] else f", {days} after"
        since = f" since {cell['since']}" if cell["since"] else ""
        page.bullet(cell["member"], f"{_WORDS[cell['status']]}{since}{open_days}")
        for act in cell["acts"]:
            _act(page, act)
    for one in entry["equivalences"]:
        text = f"{one['by']} regards the control of {', '.join(one['of'])} as equivalent ({one['national']}): "
        said = (
            "not to be counted on, the list is stale"
            if one["status"] == "not_usable"
            else "its conditions are to be examined"
        )
        page.bullet("=", text + said, cite=one["citation"])


def _act(page: Page, act: Answer) -> None:
    where = [f"as {act['national']}"] if act["national"] else []
    where += [f"only in {' '.join(act['only'])}"] if act["only"] else []
    where += [f"not in {' '.join(act['except'])}"] if act["except"] else []
    places = act["destinations"]
    where += [f"exports {'only' if places['scope'] == 'only' else 'except'} to {' '.join(places['places'])}"] * bool(
        places["places"]
    )
    until = f" until {act['until']}" if act["until"] else ""
    told = "; ".join([f"{_WORDS[act['status']]} from {act['from']}{until}: {act['title']}", *where])
    page.bullet("-", told, indent=6, cite=act["citation"])
    for one in act["deviations"]:
        page.bullet("~", f"declared deviation, {one['effect']}: {one['text']}", indent=8)

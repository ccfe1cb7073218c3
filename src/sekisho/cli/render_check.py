"""The answer of ``check`` as text: headline, each jurisdiction with a claim, what is missing, items, parties, provenance.

Short by default: a settled reason stands in full, an open one in a line that points to its question; ``--all`` prints
everything that the JSON holds.
"""

from __future__ import annotations

from sekisho.cli.render import (
    STYLES,
    Answer,
    Page,
    say,
    show_classifications,
    show_coverage,
    show_matches,
    show_provenance,
    show_questions,
)
from sekisho.cli.render_judgements import show_resolved
from sekisho.cli.render_lists import show_advisory

_CLAIMS = {"yes": "its law applies", "unknown": "whether its law applies is open", "no": "its law does not apply"}
"""In the order in which the legs are shown."""
_LONGEST_OPEN = 240
_LONGEST_CITATION = 110
_LONGEST_CONDITIONS = 200


def show_check(page: Page, answer: Answer, every_step: bool) -> None:
    """Print a decision."""
    _headline(page, answer)
    legs = [leg for leg in answer["determinations"] if every_step or leg["claim"]["verdict"] != "no"]
    legs.sort(key=lambda leg: list(_CLAIMS).index(leg["claim"]["verdict"]))
    without = [leg for leg in answer["determinations"] if leg not in legs]
    for number, leg in enumerate(legs, start=1):
        _leg(page, number, leg, every_step)
    if without:
        page.heading("No claim")
        for leg in without:
            page.bullet("·", f"{leg['jurisdiction']} ({leg['authority']}): {_short(leg['claim']['text'], _LONGEST_OPEN)}")
    if answer["questions"]:
        page.heading("What is missing")
        show_questions(page, answer["questions"])
    page.heading("How the items were classified")
    asked = {leg["jurisdiction"] for leg in legs}
    lists = {one["id"] for one in answer["provenance"]["lists"] if every_step or one["jurisdiction"] in asked}
    rows = [
        row
        for row in answer["classifications"]
        if row["list"] in lists and (every_step or row["status"] != "definition" or row["verdict"] == "yes")
    ]
    labels = [f"item {number}: {text}" for number, text in enumerate(answer["items"], start=1)]
    show_classifications(page, rows, labels, brief=not every_step)
    if every_step:
        show_coverage(page, answer["coverage"])
    else:
        _declared(page, [one for one in answer["coverage"] if one["list"] in lists], labels)
    page.heading("How the parties were screened")
    for screened in answer["screenings"]:
        page.line((screened["name"], "bold"), f" ({say(screened['role'])})", indent=2)
        show_matches(page, screened["matches"], indent=4, brief=not every_step)
        page.bullet("·", screened["searched"], indent=4)
        show_resolved(page, screened["resolved"] if every_step else (), indent=4)
    if not answer["screenings"]:
        page.line("no party is named", indent=2)
    if answer["advisory"]:
        show_advisory(page, answer["advisory"], labels)
    page.heading("Provenance")
    show_provenance(page, answer["provenance"])


def _declared(page: Page, coverage: list[Answer], labels: list[str]) -> None:
    """Print what the exporter declared for each item, and where it contradicts the entries."""
    for one in coverage:
        if one["declared"] is not None:
            conflict = f"; contradiction: {one['conflict']}" if one["conflict"] else ""
            page.bullet("·", f"{one['list']}: the exporter declares {one['declared']} ({labels[one['item']]}){conflict}", 2)
        elif not any(other["declared"] for other in coverage if other["item"] == one["item"]):
            page.bullet("·", f"{one['list']}: no code is declared ({labels[one['item']]})", 2)


def _headline(page: Page, answer: Answer) -> None:
    page.line((f" {say(answer['outcome']).upper()} ", STYLES[answer["outcome"]]), f"  {answer['summary']}")
    settled, open_to = say(answer["floor"]), say(answer["ceiling"])
    if answer["floor"] == "no_requirement_found" != answer["ceiling"]:
        page.line(f"Nothing is settled yet. Open questions could make it: {open_to}.", indent=1)
    elif answer["floor"] == answer["ceiling"]:
        page.line(f"Settled: {settled}. No open question could make it stricter.", indent=1)
    else:
        page.line(f"Settled: {settled}. Open questions could still make it: {open_to}.", indent=1)
    if answer["outcome"] == "licence_required" and answer["ceiling"] != answer["floor"]:
        page.line("A licence alone does not settle this: see what is missing.", indent=1)
    if answer["hold"]:
        page.line(("HOLD: the law says to wait for the authority's answer.", "bold red"), indent=1)
    for conflict in answer["conflicts"]:
        page.bullet("!", f"conflict: {conflict}", indent=1)
    page.line(("The strictest answer over all jurisdictions, for the shipping desk; no legal conclusion.", "dim"), indent=1)


def _leg(page: Page, number: int, leg: Answer, every_step: bool) -> None:
    page.heading(f"{number}  {leg['jurisdiction']} ({leg['authority']}): {say(leg['outcome'])}", STYLES[leg["outcome"]])
    claim = leg["claim"]
    told = claim["text"] if every_step else _short(claim["text"], _LONGEST_OPEN)
    page.line(f"{_CLAIMS[claim['verdict']]}: {told}", (f"  [{_cited(claim['basis'], every_step)}]", "dim"), indent=3)
    if leg["requirements"]:
        page.line(("Requirements, each to be overcome by itself", "underline"), indent=3)
    for one in leg["requirements"]:
        head = " ".join(part for part in (one["entry"], one["reason"]) if part)
        page.bullet("*", f"{head}: {one['text']}", 5, _cited(one["citation"], every_step))
        if one["policy"]:
            page.bullet(" ", f"licensing policy: {one['policy']}", 5)
    if leg["authorisations"]:
        page.line(("Authorisations", "underline"), indent=3)
    for one in leg["authorisations"]:
        conditions = "; ".join(one["conditions"])
        conditions = conditions if every_step else _short(conditions, _LONGEST_CONDITIONS)
        page.bullet("*", f"{one['code']}: {say(one['status'])}. {conditions}", 5, _cited(one["citation"], every_step))
    _reasons(page, leg, every_step)


def _reasons(page: Page, leg: Answer, every_step: bool) -> None:
    steps = leg["steps"][1:]
    settled = [step for step in steps if step["applies"] == "yes" or every_step]
    still_open = [step for step in steps if step["applies"] == "unknown" and not every_step]
    told = {one["text"] for one in leg["requirements"]}
    settled = [step for step in settled if every_step or step["finding"] not in told]
    for title, shown, brief in (("Other reasons", settled, False), ("Open", still_open, True)):
        if shown:
            page.line((title, "underline"), indent=3)
        for step in shown:
            finding = _short(step["finding"], _LONGEST_OPEN) if brief else step["finding"]
            effect = f" (could be {say(step['effect'])})" if brief and step["effect"] else ""
            page.bullet(f"{step['n']:>2}.", f"{step['rule']}{effect}: {finding}", 4, _cited(step["citation"], every_step))
    examined = len(steps) - len(settled) - len(still_open) - len(told)
    if examined > 0:
        page.line((f"{examined} more rules were examined and do not apply; --all prints them.", "dim"), indent=3)


def _cited(text: str, whole: bool) -> str:
    """Return a citation, cut at a semicolon or full stop where it is long."""
    return text if whole else _short(text, _LONGEST_CITATION)


def _short(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    cut = max(text.rfind(mark, 0, longest) for mark in ("; ", ". ", ", ", " "))
    return f"{text[: cut if cut > longest // 3 else longest].rstrip(' ;,.')} …"

"""The answer of ``check`` as text: headline, each jurisdiction, items, parties, questions, provenance."""

from __future__ import annotations

from sekisho.cli.render import (
    _STYLES,
    Answer,
    Page,
    say,
    show_classifications,
    show_coverage,
    show_matches,
    show_provenance,
    show_questions,
)


def show_check(page: Page, answer: Answer, every_step: bool) -> None:
    """Print a decision."""
    _headline(page, answer)
    for number, leg in enumerate(answer["determinations"], start=1):
        _leg(page, number, leg, every_step)
    if answer["questions"]:
        page.heading("What is missing")
        show_questions(page, answer["questions"])
    page.heading("How the items were classified")
    labels = [f"item {number}: {text}" for number, text in enumerate(answer["items"])]
    show_classifications(page, answer["classifications"], labels)
    show_coverage(page, answer["coverage"], labels)
    page.heading("How the parties were screened")
    for screened in answer["screenings"]:
        page.line((screened["name"], "bold"), f" ({screened['role']})", indent=2)
        show_matches(page, screened["matches"], indent=4)
        page.bullet("·", screened["searched"], indent=4)
    if answer["advisory"]:
        page.heading("Advisory")
        for one in answer["advisory"]:
            page.bullet("·", f"{one['list']} {one['entry']}, adopted {one['adopted']}")
    page.heading("Provenance")
    show_provenance(page, answer["provenance"])


def _headline(page: Page, answer: Answer) -> None:
    page.line((f" {say(answer['outcome']).upper()} ", _STYLES[answer["outcome"]]), f"  {answer['summary']}")
    page.line(
        f"settled: {say(answer['floor'])}; could still become: {say(answer['ceiling'])}"
        if answer["floor"] != answer["ceiling"]
        else f"settled: {say(answer['floor'])}; no open question could make it stricter",
        indent=1,
    )
    if answer["outcome"] == "licence_required" and answer["ceiling"] != answer["floor"]:
        page.line("A licence alone does not settle this: see what is missing.", indent=1)
    if answer["hold"]:
        page.line(("HOLD: the law says to wait for the authority's answer.", "bold red"), indent=1)
    for conflict in answer["conflicts"]:
        page.bullet("!", f"conflict of law: {conflict}", indent=1)
    page.line(("The strictest answer over all jurisdictions, for the shipping desk; no legal conclusion.", "dim"), indent=1)


def _leg(page: Page, number: int, leg: Answer, every_step: bool) -> None:
    page.heading(f"{number}  {leg['jurisdiction']} ({leg['authority']}): ", "bold")
    verdict = {"yes": "its law applies", "no": "its law does not apply", "unknown": "whether its law applies is open"}
    page.line(
        (say(leg["outcome"]).upper(), _STYLES[leg["outcome"]]),
        f"; {verdict[leg['claim']['verdict']]}: ",
        leg["claim"]["text"],
        (f"  [{leg['claim']['basis']}]", "dim"),
        indent=3,
    )
    if leg["requirements"]:
        page.line(("Requirements, each to be overcome by itself", "underline"), indent=3)
    for one in leg["requirements"]:
        head = " ".join(part for part in (one["entry"], one["reason"]) if part)
        policy = f" Licensing policy: {one['policy']}." if one["policy"] else ""
        page.bullet("*", f"{head}: {one['text']}{policy}", 5, one["citation"])
    if leg["authorisations"]:
        page.line(("Authorisations", "underline"), indent=3)
    for one in leg["authorisations"]:
        conditions = "; ".join(one["conditions"])
        page.bullet("*", f"{one['code']}: {say(one['status'])}. {conditions}", 5, one["citation"])
    shown = [step for step in leg["steps"] if every_step or step["applies"] != "no"]
    if shown:
        page.line(("Reasons", "underline"), indent=3)
    for step in shown:
        page.bullet(f"{step['n']:>2}.", f"{step['rule']}: {step['finding']}", 4, step["citation"])
    hidden = len(leg["steps"]) - len(shown)
    if hidden:
        page.line((f"{hidden} more rules were examined and do not apply; --all prints them.", "dim"), indent=3)

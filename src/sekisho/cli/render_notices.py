"""The answers of ``sekisho notices`` as text for a terminal. What others wrote is shown with nothing hidden."""

from __future__ import annotations

from sekisho.cli.render import STYLES, Answer, Page
from sekisho.terms.visible import visible

_STATES = {"valid": "bold yellow", "withdrawn": "dim", "lapsed": "dim", "not_yet": "dim"}


def show_notice(page: Page, answer: Answer) -> None:
    """Print what was signed, sealed and kept."""
    page.line((f"{answer['kind']}", "bold"), f"  {answer['digest']}")
    page.line(f"sealed to {', '.join(answer['to'])}: {answer['file']} ({answer['bytes']:,} bytes)", indent=2)
    if "reply_by" in answer:
        page.line(f"a reply is due by {answer['reply_by']}, extended by {answer['limit']} at the latest", indent=2)
        page.line("silence means: not identical", indent=2)
    if "notify_by" in answer:
        page.line(f"the notice is due by {answer['notify_by']}", indent=2)


def show_sent(page: Page, answer: Answer) -> None:
    """Print which files went into a mailbox."""
    for one in answer["sent"]:
        page.bullet("*" if one["new"] else "-", f"{one['to']}{'' if one['new'] else ': there already'}")
    if not answer["sent"]:
        page.line("no sealed file was found")


def show_opened(page: Page, answer: Answer) -> None:
    """Print what was opened, and what was refused and why."""
    for one in answer["opened"]:
        page.bullet("*", f"{one['kind']} of {one['by']}, {one['digest'][:16]}{'' if one['new'] else ': kept already'}")
    if not answer["opened"]:
        page.line("Nothing was opened.")
    if answer["refused"]:
        page.heading("Refused")
    for one in answer["refused"]:
        page.bullet("!", visible(f"{one['file']}: {one['reason']}"))


def show_list(page: Page, answer: Answer) -> None:
    """Print the denials and consultations that are kept."""
    page.line(f"{answer['member']} in {answer['framework']}, on {answer['date']}")
    page.heading(f"Denials: {len(answer['denials'])}")
    for one in answer["denials"]:
        page.line((one["state"].replace("_", " "), _STATES[one["state"]]), visible(f"  {one['id']}  {one['by']}"), indent=2)
        parties = ", ".join(f"{row['role'].replace('_', ' ')} {row['name']}" for row in one["parties"])
        page.line(visible(f"{one['about'].replace('_', ' ')}: {one['item']} to {one['destination']}, {parties}"), indent=6)
        page.line(visible(f"entries: {', '.join(one['entries']) or 'none'}; {one['citation']}"), indent=6)
        until = f"decided {one['decided']}, valid until {one['valid_until']}"
        page.line(f"{until}, withdrawn from {one['withdrawn_from']}" if one["withdrawn_from"] else until, indent=6)
        if one["reasons"]:
            page.line(visible(f"reasons: {one['reasons']}"), indent=6)
    page.heading(f"Consultations: {len(answer['consultations'])}")
    for one in answer["consultations"]:
        due = f"asked {one['asked']}, reply by {one['reply_by']}, at most {one['limit']}"
        page.bullet(
            "*", visible(f"{one['inquiry'][:12]}: {one['by']} on {one['denial']}: {one['state'].replace('_', ' ')}; {due}")
        )
        if one["granted"]:
            page.line(f"granted on {one['granted']}", indent=6)
    page.line(
        f"Silence within the clock counts as: not identical. Can be written to: {', '.join(answer['readers']) or 'nobody'}."
    )


def show_check(page: Page, answer: Answer) -> None:
    """Print which denials a transaction may repeat, with the reasons for and against."""
    counts = answer["denials"]
    searched = f"searched {counts['valid']} valid denials of {counts['kept']} kept, on {answer['date']}"
    if answer["hits"]:
        page.line((" LOOK ", "bold yellow reverse"), f"  It may be essentially identical to what was denied ({searched}).")
    else:
        page.line(f"No denial was found that it may repeat; {searched}.")
    for one in answer["hits"]:
        _hit(page, one)
    if answer["same_party"]:
        page.heading("The same party, another item")
    for one in answer["same_party"]:
        page.bullet("-", visible(f"{one['denial']} of {one['by']}, decided {one['decided']}"))
    page.line(f"{answer['note'].capitalize()}.")


def _hit(page: Page, one: Answer) -> None:
    page.heading(visible(f"{one['denial']} of {one['by']}: {one['about'].replace('_', ' ')}, decided {one['decided']}"))
    page.line(f"essentially identical? {one['essentially_identical']}", indent=2)
    for row in one["criteria"]:
        page.line((f"{row['verdict']:<8}", STYLES[row["verdict"]]), row["name"], indent=2)
        for text in row["reasons"]:
            page.line(visible(text), indent=10)
    for text in one["questions"]:
        page.bullet("?", visible(text))
    if one["reasons_of_denial"]:
        page.line(visible(f"reasons of the denial: {one['reasons_of_denial']}"), indent=2)
    page.line(f"duty: {one['duty']}", indent=2)


RENDERERS = {
    "notice": show_notice,
    "sent": show_sent,
    "opened": show_opened,
    "list": show_list,
    "check": show_check,
}

"""The report on a proposal as text: may it be put, why not, what would change, and what was proved."""

from __future__ import annotations

from sekisho.cli.render import Answer, Page
from sekisho.terms.visible import visible


def show_proposal(page: Page, report: Answer, out: str | None = None) -> None:
    """Print a report.

    Args:
        page: Where to print.
        report: Of ``sekisho propose``.
        out: The file that was asked for; it is named where it was written.
    """
    problems = report["problems"]
    if problems:
        count = "one reason" if len(problems) == 1 else f"{len(problems)} reasons"
        page.line((" REFUSED ", "bold white on red"), f"  This proposal may not be put to the members, for {count}.")
    else:
        page.line((" READY ", "bold green"), "  This proposal may be put to the members.")
    _reasons(page, problems)
    if "number" in report:
        _head(page, report)
    _changes(page, report["changes"])
    _proved(page, report)
    if "backtest" in report:
        page.heading("Back-test")
        for name, value in report["backtest"].items():
            page.bullet("·", visible(f"{name}: {value}"))
    if report["digest"]:
        page.heading("Digest of the statement before it is signed")
        page.line(report["digest"], indent=2)
    if out is not None and not problems:
        page.line(f"written to {out}", indent=2)


def _reasons(page: Page, problems: list[Answer]) -> None:
    for number, one in enumerate(problems, start=1):
        page.bullet(f"{number:>3}", visible(f"[{one['code']}] {one['place']}: {one['message']}"))
        page.line(visible(one["remedy"]), indent=6)


def _head(page: Page, report: Answer) -> None:
    page.heading(visible(f"{report['number']}: {report['decision']} in {report['field']}, brought by {report['sponsor']}"))
    for language, text in report["title"].items():
        page.line(visible(f"{language}: {text}"), indent=2)
    page.heading("Dossier")
    for name, text in report["dossier"].items():
        page.bullet("·", visible(f"{name.replace('_', ' ')}: {text}"))


def _changes(page: Page, changes: list[Answer]) -> None:
    if changes:
        page.heading("What would change")
    for one in changes:
        page.line((f"{one['action']} {one['code']}", "bold"), indent=2)
        for sentence in one["words"]:
            page.bullet("·", visible(sentence), indent=4)


def _proved(page: Page, report: Answer) -> None:
    page.heading("What was tried and proved")
    for text in (
        f"cases run: {report['cases']}",
        f"altered rules tried: {report['mutants']}; noticed by a case: {report['killed']}; "
        f"saying the same of every item: {report['equivalent']}",
        f"pairs of entries that no item meets together: {report['pairs']} ({report['searches']} searches of the solver)",
        *(f"not compared: {one}" for one in report["not_compared"]),
    ):
        page.bullet("·", visible(text))

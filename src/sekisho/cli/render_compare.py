"""Lists held against each other, against their official texts, and against one item, as text for people."""

from __future__ import annotations

from collections.abc import Sequence

from sekisho.cli.render import Answer, Page, say, show_coverage, show_provenance, show_questions

_MARKS = {"yes": "YES", "unknown": "UNKNOWN", "no": "NO", "no_entry": "NO ENTRY"}


def show_comparison(page: Page, answer: Answer) -> None:
    """Print what every list says of an item, list by list."""
    page.heading(f"{answer['item']}: the lists on {answer['date']}")
    width = max(len(one["list"]) for one in answer["lists"])
    for one in answer["lists"]:
        codes = ", ".join(entry["entry"] for entry in (one["met"] or one["open"]))
        page.bullet(f"{one['list']:<{width}}", f"{_MARKS[one['verdict']]:<8} {codes}".rstrip())
    for one in answer["lists"]:
        if not (one["met"] or one["open"] or one["not_met"]):
            continue
        page.line((one["list"], "bold"), indent=2)
        for entry in one["met"]:
            page.bullet("YES    ", f"{entry['entry']}: {'; '.join(entry['because'])}", indent=4)
        for entry in one["open"]:
            needs = entry["undecided"] or f"needs {', '.join(entry['need'])}"
            page.bullet("UNKNOWN", f"{entry['entry']}: {needs}", indent=4)
        if one["met"] and one["not_met"]:
            page.bullet("NO     ", ", ".join(entry["entry"] for entry in one["not_met"]), indent=4)
            continue
        for entry in one["not_met"]:
            page.bullet("NO     ", f"{entry['entry']}: {'; '.join(entry['because'])}", indent=4)
    page.heading("What each list says as a whole")
    show_coverage(page, [{"list": one["list"], "text": one["coverage"]} for one in answer["lists"]])
    if answer["questions"]:
        page.heading("What would decide")
        show_questions(page, answer["questions"])
    page.heading("Provenance")
    show_provenance(page, answer["provenance"])


def show_correlation(page: Page, answer: Answer) -> None:
    """Print which entries correspond, with an item for each difference, and what only the first list catches."""
    first, second = answer["lists"]
    page.heading(f"{first} against {second} on {answer['date']}")
    for one in answer["pairs"]:
        show_pair(page, one, first, second)
    if answer["left_out"]:
        page.line(f"{answer['left_out']} further pairs only overlap; --all shows them", indent=2)
    if answer["alone"]:
        page.heading(f"What {first} catches and no executable entry of {second} does")
    for one in answer["alone"]:
        why = f" ({second} has no executable entry about it)" if one["unknown_kind"] else ""
        near = f" Near: {', '.join(one['related'])}." if one["related"] else ""
        page.bullet("·", f"{one['entry']}: {one['witness']}{why}.{near}")
    if answer["undecided"]:
        page.heading("Not compared, because undecided on that day")
        page.line(", ".join(answer["undecided"]), indent=2)
    for one in answer["unsettled"]:
        page.line((f"not settled by the solver: {one}", "yellow"), indent=2)
    counts = ", ".join(f"{count} {say(name)}" for name, count in answer["counts"].items() if count)
    page.line(f"pairs compared and met together: {counts or 'none'}", indent=2)
    page.heading("Provenance")
    for one in answer["provenance"]["lists"]:
        page.line(f"{one['id']}, {one['edition']}, sha256 {one['sha256'][:12]}", indent=2)


def show_pair(page: Page, one: Answer, first: str, second: str, indent: int = 2) -> None:
    """Print how two entries correspond."""
    if not one["other"]:
        example = f"; only {first}: {one['only_here']}" if one["only_here"] else ""
        example += f"; undecided there: {', '.join(one['partial'])}" if one["partial"] else ""
        page.bullet("·", f"{second}: {say(one['relation'])}{example}", indent)
        return
    partial = " (the executable part)" if one["partial"] else ""
    page.bullet("·", f"{one['entry']} is {_words(one['relation'])} {second} {one['other']}{partial}", indent)
    for label, witness in ((first, one["only_here"]), (second, one["only_there"])):
        if witness:
            page.bullet("·", f"only {label}: {witness}", indent + 2)
    if one["partial"]:
        page.bullet("·", f"left out, because not executable: {', '.join(one['partial'])}", indent + 2)


def _words(relation: str) -> str:
    return {"same": "the same as", "narrower": "narrower than", "wider": "wider than"}.get(relation, "overlapping with")


def show_coverage_table(page: Page, answer: Answer, whole: bool) -> None:
    """Print, for each list and category, how many headings are executable, read only and not looked at.

    Args:
        page: Where to print.
        answer: See ``workspace.coverage``.
        whole: Also print the codes.
    """
    for one in answer["lists"]:
        page.heading(f"{one['id']}  {one['title']}")
        page.line(f"{one['edition']}; headings: {one['headings']}", indent=2)
        page.line(f"{'category':<10}{'executable':>12}{'text only':>12}{'of it read':>14}", indent=2)
        for row in one["categories"]:
            _coverage_row(page, row["category"], row, one["complete_index"])
        total = {key: [code for row in one["categories"] for code in row[key]] for key in _KEYS}
        _coverage_row(page, "all", total, one["complete_index"])
        if one["to_be_reviewed"]:
            page.line((f"to be reviewed: {len(one['to_be_reviewed'])} entries", "yellow"), ", their text changed", indent=2)
        for key in ("covered", "in_part", "no_statement"):
            if one["kinds"][key]:
                page.line(f"kinds {say(key)}: {', '.join(map(say, one['kinds'][key]))}", indent=2)
        if whole:
            for row in one["categories"]:
                for key in _KEYS:
                    if row[key]:
                        page.bullet("·", f"{row['category']} {say(key)}: {', '.join(row[key])}", 4)


_KEYS = ("executable", "read_only", "not_looked_at")


def _coverage_row(page: Page, name: str, row: Answer, complete: bool) -> None:
    rest = str(len(row["read_only"]) + len(row["not_looked_at"])) if complete else "not known"
    page.line(f"{name:<10}{len(row['executable']):>12}{rest:>12}{len(row['read_only']):>14}", indent=2)


def show_review(page: Page, answer: Answer) -> None:
    """Print which entries must be looked at again, and what an entry does not meet of its paragraph."""
    page.heading(f"{answer['list']} against {answer['file']}")
    for state, count in answer["counts"].items():
        page.line(f"{say(state)}: {count}", indent=2)
    for row in answer["entries"]:
        if row["state"] not in ("unchanged", "not_recorded"):
            page.bullet("·", f"{row['entry']}: {say(row['state'])} (line {row['line']})", 4)
        _gaps(page, row["entry"], row["gaps"])


def _gaps(page: Page, code: str, gaps: Sequence[Answer]) -> None:
    for gap in gaps:
        page.bullet("·", f"{code}: {say(gap['kind'])}: {gap['words']}", 4)

"""Answers as text for people: the same JSON, laid out for a terminal of any width; no colour when piped."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from sekisho.cli.output import printable

Answer = Mapping[str, Any]

STYLES = {
    "prohibited": "bold white on red",
    "licence_required": "bold red",
    "refer": "bold yellow",
    "needs_information": "bold yellow",
    "authorisation_available": "bold cyan",
    "notify": "bold cyan",
    "no_requirement_found": "bold green",
    "yes": "bold red",
    "no": "green",
    "unknown": "yellow",
}


class _Console(Console):
    """A console that leaves a closed pipe to the caller."""

    def on_broken_pipe(self) -> None:
        """Raise instead of leaving the process."""
        raise BrokenPipeError


class Page:
    """A console with the few shapes our answers need: heading, paragraph, bullet."""

    def __init__(self) -> None:
        """Open the console on standard output, as wide as the terminal."""
        self.console = _Console(highlight=False, markup=False, emoji=False)

    def heading(self, text: str, style: str = "bold") -> None:
        """Print a heading after an empty line."""
        self.console.print()
        self.console.print(Text(printable(text), style=style))

    def line(self, *parts: str | tuple[str, str], indent: int = 0) -> None:
        """Print a paragraph; a part may carry a style."""
        clean = [printable(one) if isinstance(one, str) else (printable(one[0]), one[1]) for one in parts]
        self._wrapped(Text.assemble(*clean), " " * indent, " " * indent)

    def bullet(self, mark: str, text: str, indent: int = 2, cite: str = "") -> None:
        """Print a paragraph that hangs after its mark, the citation dimmed at its end."""
        body = Text(printable(text))
        if cite:
            body.append(f"  [{printable(cite)}]", style="dim")
        lead = " " * indent + printable(mark) + " "
        self._wrapped(body, lead, " " * len(lead))

    def _wrapped(self, text: Text, first: str, later: str) -> None:
        """Print a text within the width, without blanks at the ends of lines."""
        for number, line in enumerate(text.wrap(self.console, max(20, self.console.width - len(first)))):
            line.rstrip()
            self.console.print(Text.assemble(later if number else first, line))


def say(word: str) -> str:
    """Return an identifier as words: ``licence_required`` → ``licence required``."""
    return word.replace("_", " ")


def show(kind: str, answer: Answer, *, every_step: bool = False) -> None:
    """Print an answer of the given kind."""
    page = Page()
    if kind == "check":
        from sekisho.cli.render_check import show_check

        show_check(page, answer, every_step)
        return
    if kind not in _RENDERERS:
        from sekisho.cli import render_publish, render_regime

        (render_regime.RENDERERS | render_publish.RENDERERS)[kind](page, answer)
        return
    _RENDERERS[kind](page, answer)


def show_classifications(page: Page, found: Sequence[Answer], labels: Sequence[str], brief: bool = False) -> None:
    """Print verdicts by list: yes and unknown with their reasons, no as a row of codes.

    Args:
        page: Where to print.
        found: Rows of ``classifications``.
        labels: What to call each item; one label is not repeated.
        brief: Leave out the reasons of an unknown and point to what it needs.
    """
    for list_id in dict.fromkeys(one["list"] for one in found):
        page.line((list_id, "bold"), indent=2)
        here = [one for one in found if one["list"] == list_id]
        for one in here:
            if one["verdict"] == "no":
                continue
            label = f" ({labels[one['item']]})" if len(labels) > 1 else ""
            status = f" [{say(one['status'])}]" if one["status"] != "in_force" else ""
            mark = f"{one['verdict'].upper():<7}"
            if brief and one["verdict"] == "unknown":
                needs = f"undecided: {one['undecided']}" if one["undecided"] else f"needs {', '.join(one['need'])}"
                page.bullet(mark, f"{one['entry']}{label}{status}: {needs}", indent=4)
                continue
            page.bullet(mark, f"{one['entry']}{label}{status}: {one['text']}", indent=4, cite=one["citation"])
            for line in one["trace"]:
                page.bullet(" " * 7 + "·", line, indent=4)
        refused = list(dict.fromkeys(one["entry"] for one in here if one["verdict"] == "no"))
        if refused:
            page.bullet(f"{'NO':<7}", ", ".join(refused), indent=4)


def show_coverage(page: Page, coverage: Sequence[Answer]) -> None:
    """Print what each list can and cannot say of each item, the same sentence once."""
    for sentence in dict.fromkeys(f"{one['list']}: {one['text']}" for one in coverage):
        page.bullet("·", sentence, indent=4)


def show_questions(page: Page, questions: Sequence[Answer]) -> None:
    """Print the open questions with where to answer them and what they decide."""
    for question in questions:
        unit = f", in {question['unit']}" if question.get("unit") not in {None, "", "1"} else ""
        number = question["index"] + 1
        where = {"item": f"item {number}", "party": f"party {number}"}.get(question["about"], "the transaction")
        text = question.get("text") or f"What is {question['field']}?"
        decides = f" Decides {', '.join(question['decides'])}".rstrip(".") + "." if question["decides"] else ""
        page.bullet(f"{question['id']}", f"{text} (field {question['field']} of {where}{unit}).{decides}")


def show_matches(page: Page, matches: Sequence[Answer], indent: int = 2, brief: bool = False) -> None:
    """Print listed parties that the name may be, each with its explanation; if brief without what the list prints."""
    for match in matches:
        sure = "match" if match["certain"] else "possible match: a person must look"
        where = f", {', '.join(match['countries'])}" if match["countries"] else ""
        page.bullet(
            "*",
            f"{match['name']}{where}: {sure}, score {match['score']:.3f}",
            indent,
            f"{match['source']}; {match['citation']}",
        )
        for line in match["explanation"]:
            page.bullet("·", line, indent + 2)
        for title in () if brief else ("id", "requirement", "policy"):
            if match[title]:
                page.bullet("·", f"{title}: {match[title]}", indent + 2)


def show_provenance(page: Page, provenance: Answer) -> None:
    """Print which editions and snapshots the answer rests on."""
    page.line(f"sekisho {provenance['sekisho']}, rulebook {provenance['rulebook'][:12]}", indent=2)
    for one in provenance["lists"]:
        page.line(f"{one['id']}, {one['edition']}, sha256 {one['sha256'][:12]}", indent=2)
    if "judgements" in provenance:
        judged = provenance["judgements"]
        page.line(f"judgements of people: {judged['entries']}, sha256 {judged['sha256'][:12]}", indent=2)
    for one in provenance.get("sources", ()):
        note = "" if one.get("official", True) else ": starter set, not a screening source"
        page.line(
            f"{one['id']}, snapshot {one['snapshot']}, sha256 {one['sha256'][:12]}, {one['parties']} parties{note}",
            indent=2,
        )
        for said in (one.get("stale"), one.get("warning")):
            if said:
                page.line((said, "yellow"), indent=4)


def _classify(page: Page, answer: Answer) -> None:
    page.heading(f"Classification on {answer['date']}")
    show_classifications(page, answer["classifications"], [answer["item"]])
    if answer.get("advisory"):
        from sekisho.cli.render_lists import show_advisory

        show_advisory(page, answer["advisory"], [answer["item"]])
    page.heading("What each list says as a whole")
    show_coverage(page, answer["coverage"])
    if answer["questions"]:
        page.heading("What would decide")
        show_questions(page, answer["questions"])
    page.heading("Provenance")
    show_provenance(page, answer["provenance"])


def _screen(page: Page, answer: Answer) -> None:
    page.heading(f"Screening of {answer['query']['name']!r}")
    if answer["matches"]:
        show_matches(page, answer["matches"])
        page.line(("judge a match: `sekisho screen resolve`", "dim"), indent=2)
    page.line(answer["searched"], indent=2)
    if answer["resolved"]:
        from sekisho.cli.render_judgements import show_resolved

        page.heading("Set aside")
        show_resolved(page, answer["resolved"])
    page.heading("Provenance")
    show_provenance(page, answer["provenance"])


def _explain(page: Page, answer: Answer) -> None:
    for entry in answer["entries"]:
        page.heading(f"{entry['code']}  ({entry['list']}, {entry['field']}, group {entry['group']})")
        page.line(entry["text"], indent=2)
        page.line(f"about: {', '.join(say(kind) for kind in entry['kinds'])}", indent=2)
        if entry["note"]:
            page.line(f"note: {entry['note']}", indent=2)
        for version in entry["versions"]:
            _version(page, version)
        _changes(page, entry)
        if entry["parameters"]:
            page.line(("Parameters", "bold"), indent=2)
        for one in entry["parameters"]:
            page.bullet("·", f"{one['name']}{_unit(one)}: {one['text']}", indent=4)
        if entry["cases"]:
            page.line(("Cases", "bold"), indent=2)
        for case in entry["cases"]:
            facts = ", ".join(f"{name} {value}" for name, value in case["item"].items())
            source = f" ({case['source']})" if case["source"] else ""
            page.bullet(f"{case['expect'].upper():<7}", f"{case['name']}: {facts}{source}", indent=4)


def _changes(page: Page, entry: Answer) -> None:
    """Print thresholds, what each version changed, and what corresponds in other lists."""
    if entry["thresholds"]:
        page.line(("Thresholds", "bold"), indent=2)
    for one in entry["thresholds"]:
        page.bullet("·", one["text"], indent=4)
    for one in entry["changes"]:
        if one["from_undecided"] or one["to_undecided"]:
            continue
        page.line((f"Changed on {one['on']}", "bold"), indent=2)
        for sign, key in (("-", "gone"), ("+", "new")):
            for leaf in one[key]:
                page.bullet(sign, leaf, indent=4)
    if entry.get("correlations"):
        from sekisho.cli.render_compare import show_pair

        page.line(("In other lists", "bold"), indent=2)
        nowhere = [one["list"] for one in entry["correlations"] if not one["other"] and not one["partial"]]
        for one in entry["correlations"]:
            if one["list"] not in nowhere:
                show_pair(page, one, entry["list"], one["list"], 4)
        if nowhere:
            page.bullet("·", f"nothing corresponds to it in {', '.join(nowhere)}", 4)


def _version(page: Page, version: Answer) -> None:
    state = "" if version["status"] == "in_force" else f", {say(version['status'])}"
    page.line((f"{version['valid']}{state}", "bold"), (f"  [{version['citation']}]", "dim"), indent=2)
    if version["undecided"]:
        page.bullet("·", f"undecided: {version['undecided']}", indent=4)
    for label in ("when", "only_if"):
        if version[label]:
            page.bullet("·", f"{say(label)} {version[label]}", indent=4)
    for exclusion in version["unless"]:
        page.bullet("·", f"unless ({exclusion['note']}) {exclusion['when']}", indent=4)
    if version["reasons"]:
        page.bullet("·", f"reasons for control: {', '.join(version['reasons'])}", indent=4)
    for label in ("status_note", "erratum"):
        if version[label]:
            page.bullet("·", f"{say(label)}: {version[label]}", indent=4)


def _unit(parameter: Answer) -> str:
    """Return the unit or the permitted values in brackets."""
    if parameter["values"]:
        return f" ({' | '.join(parameter['values'])})"
    if parameter["unit"] in {"", "1"}:
        return f" ({parameter['type']})"
    return f" ({parameter['unit']})"


def _vocabulary(page: Page, answer: Answer) -> None:
    if answer["kinds"]:
        page.heading("Kinds of item")
    for name, text in answer["kinds"].items():
        page.bullet("·", f"{name}: {text}")
    if answer["parameters"]:
        page.heading("Parameters")
    for one in answer["parameters"]:
        aliases = f"; also {', '.join(one['aliases'])}" if one["aliases"] else ""
        page.bullet("·", f"{one['name']}{_unit(one)}: {one['text']}{aliases}")


def _lists(page: Page, answer: Answer) -> None:
    for one in answer["lists"]:
        page.heading(f"{one['id']}  {one['title']}")
        page.line(f"{one['authority']}, {one['jurisdiction']}; edition {one['edition']}", indent=2)
        page.line(f"{one['entries']} entries, of which {one['undecided']} undecided today", indent=2)
        fields = ", ".join(f"{count} {name}" for name, count in one["fields"].items())
        page.line(f"by field: {fields}", indent=2)
        covered = ", ".join(say(kind) for kind in one["covered"]) or "no kind wholly"
        page.line(f"covered: {covered}", indent=2)


def _list(page: Page, answer: Answer) -> None:
    page.heading(f"{answer['id']}  {answer['title']}")
    page.line(answer["text"], indent=2)
    for entry in answer["entries"]:
        page.bullet(f"{entry['code']}", f"{entry['valid']}: {entry['text']}")
    page.heading("Coverage")
    for one in answer["coverage"]:
        page.bullet("·", f"{one['kind']}: {one['text']}")


def _sources(page: Page, answer: Answer) -> None:
    from sekisho.cli.render_sources import show_sources

    show_sources(page, answer)


def _status(page: Page, answer: Answer) -> None:
    from sekisho.cli.render_sources import show_status

    show_status(page, answer)


def _loaded(page: Page, answer: Answer) -> None:
    from sekisho.cli.render_sources import show_loaded

    show_loaded(page, answer)


def _removed(page: Page, answer: Answer) -> None:
    page.line(f"removed {answer['id']}, snapshot {answer['snapshot']}, from {answer['workspace']}")


def _batch(page: Page, answer: Answer) -> None:
    from sekisho.cli.render_batch import show_batch

    show_batch(page, answer)


_RENDERERS: Mapping[str, Callable[[Page, Answer], None]] = {
    "classify": _classify,
    "screen": _screen,
    "batch": _batch,
    "explain": _explain,
    "vocabulary": _vocabulary,
    "lists": _lists,
    "list": _list,
    "sources": _sources,
    "sources status": _status,
    "loaded": _loaded,
    "removed": _removed,
}

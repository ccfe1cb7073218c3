"""The framework's answers as text for a terminal: charter, record, matter, tally, and the story of the demonstration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sekisho.cli.output import printable

if TYPE_CHECKING:
    from sekisho.cli.render import Page

Answer = Mapping[str, Any]
_OUTCOMES = {"adopted": "bold green", "rejected": "bold red", "lapsed": "bold yellow", "contested": "bold red on white"}


def show_charters(page: Page, answer: Answer) -> None:
    """Print the shipped charters, a line each."""
    for one in answer["charters"]:
        fields = ", ".join(one["fields"])
        page.line((one["name"], "bold"), f"  {one['title']}")
        page.line(
            f"{one['members']} members; {fields}; survives f = {one['faults']}, threshold {one['threshold']}", indent=4
        )


def show_charter(page: Page, answer: Answer) -> None:
    """Print a charter, section by section."""
    page.line((answer["framework"], "bold"), f"  version {answer['version']}")
    page.line(f"digest {answer['digest']}")
    for section in answer["sections"]:
        page.heading(section["heading"])
        for line in section["lines"]:
            page.bullet("*", line)


def show_record(page: Page, answer: Answer) -> None:
    """Print where every matter stands, what is proved, and what was set aside."""
    _proved(page, answer["proved"])
    page.line(f"The log's time is {answer['time'] or 'not told by any filed checkpoint'}.")
    page.heading("Matters")
    for one in answer["matters"]:
        page.bullet("*", f"{one['number'] or one['id'][:12]}  {one['state'].replace('_', ' ')}  {one['title']}")
        objections = f"; {one['open_objections']} formal objections are open" if one["open_objections"] else ""
        rounds = f"; rounds: {len(one['rounds'])}" if one["rounds"] else ""
        page.line(f"{one['kind']} of {one['sponsor']} in {one['field']}{rounds}{objections}", indent=6)
        for text in one["reviews"]:
            page.line((f"review: {text}", "yellow"), indent=6)
    if not answer["matters"]:
        page.line("none", indent=2)
    page.heading(f"The list: {len(answer['edition']['entries'])} entries, edition {answer['edition_digest'][:16]}")
    for code, digest in answer["edition"]["entries"].items():
        page.bullet("*", f"{code}  {digest[:16]}")
    _findings(page, answer)


def show_matter(page: Page, answer: Answer) -> None:
    """Print one matter: its history, its objections, its text."""
    page.line((answer["number"] or answer["id"][:12], "bold"), f"  {answer['title']}")
    page.line(f"{answer['state'].replace('_', ' ')} since leaf {answer['since_leaf']}; digest {answer['id']}")
    _proved(page, answer["proved"])
    page.heading("History")
    for row in answer["history"]:
        page.bullet("*", f"leaf {row['leaf']}: {row['state'].replace('_', ' ')}")
    for one in answer["objections"]:
        page.heading(f"Objection of {one['by']} ({'formal' if one['formal'] else 'not formal'}), {one['id'][:12]}")
        page.line(one["grounds"], indent=2)
        for reply in one["replies"]:
            page.line(f"answered: {reply}", indent=4)
        if one["lifted"]:
            page.line("lifted", indent=4)
    for change in answer["statement"].get("changes", ()):
        page.heading(f"{change['action']} {change['code']}")
        for language, text in change["texts"].items():
            page.line(f"official text in {language}", indent=2)
            for line in text.rstrip().splitlines():
                page.line(line, indent=4)
        if change["entry"]:
            page.line("rule and cases", indent=2)
        for line in change["entry"].splitlines():
            page.bullet("|", line)


def show_tally(page: Page, answer: Answer) -> None:
    """Print a recount: the outcome, the votes, each rule applied, and what the proof rests on."""
    matter, outcome = answer["matter"], answer["outcome"]
    title = f"{matter['number']}  {matter['title']}"
    if outcome is None:
        page.line((" OPEN ", "bold reverse"), f"  {title}")
        page.line(f"The round closes at {answer['closes']}. What follows counts so far.")
    else:
        page.line((f" {outcome.upper()} ", f"{_OUTCOMES[outcome]} reverse"), f"  {title}")
        page.line(
            "settled in the record" if answer["stands"] == "settled" else "closed, not settled yet: this is the recount"
        )
    page.heading("Votes")
    for member, choice in answer["votes"].items():
        page.bullet("*", f"{member}  {choice}")
    report = answer.get("report", {})
    for name in ("silent", "absent"):
        if report.get(name):
            page.bullet("*", f"{name}: {', '.join(report[name])}")
    if answer["rules"]:
        page.heading("Each rule applied")
    for number, rule in enumerate(answer["rules"], 1):
        page.bullet(f"{number}.", rule)
    page.heading("Ballots in the log")
    for one in answer["ballots"]:
        page.bullet(
            "*", f"leaf {one['leaf']}: {one['member']} {one['choice']} (its {_nth(one['sequence'])}), {one['digest'][:16]}"
        )
    if answer["evidence"]:
        page.heading("Evidence carried beside the record")
    for one in answer["evidence"]:
        page.bullet("!" if one["missing"] else "-", one["text"])
    if answer["certificates"]:
        page.heading("Certified by")
        page.line(", ".join(answer["certificates"]), indent=2)
    _findings(page, answer)
    page.heading("What this rests on")
    _proved(page, answer["proved"])
    if "report_digest" in answer:
        page.line(f"Tally report {answer['report_digest']}")


def show_lodged(page: Page, answer: Answer) -> None:
    """Print the leaves that statements were given."""
    for one in answer["lodged"]:
        page.line(f"leaf {one['leaf']}: {one['kind']} {one['digest'][:16]}  {one['file']}")
    page.line("Whether each counts is for `sekisho regime show` to say, after the next filed checkpoint.")


def show_done(page: Page, answer: Answer) -> None:
    """Print what was done, a field on each line."""
    for name, value in answer.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            page.line(f"{name}:")
            for row in value:
                page.bullet("*", "  ".join(str(part) for part in row.values()))
        else:
            page.line(f"{name.replace('_', ' ')}: {_plain(value)}")


def _plain(value: object) -> str:
    """Return a value as words: yes and no, a row of names, none."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return (", ".join(map(str, value)) or "nobody") if isinstance(value, list) else str(value)


def show_story(page: Page, row: Answer) -> None:
    """Print one step of the story."""
    page.bullet(f"{row['when']}  {row['who']:<11}", row["text"], indent=0)


def show_story_end(page: Page, answer: Answer) -> None:
    """Print what the story has shown, with the commands that show it again."""
    page.heading(f"{answer['code']}: {answer['outcome']}, recounted from a file of {answer['leaves']} leaves")
    for line in answer["rules"]:
        page.bullet("*", line)
    page.heading("The exporter's answer, and the warned desk")
    page.bullet("*", "no list in force, advice, law: " + ", then ".join(one.replace("_", " ") for one in answer["answers"]))
    for one in answer["warnings"]:
        page.bullet("*", one)
    page.heading("Attacks on this record")
    for one in answer["attacks"]:
        page.bullet("*", f"{one['attack']}: {one['answer']}")
    page.line(
        f"{answer['seconds']} s of machine time for {answer['days']} days of procedure; the clock is made up, keys, log and "
        "proofs are real."
    )
    for command in answer["commands"]:
        page.console.print(f"$ {printable(command)}", soft_wrap=True)


def _findings(page: Page, answer: Answer) -> None:
    if answer["findings"]:
        page.heading("Findings")
    for one in answer["findings"]:
        page.bullet("!", f"leaf {one['leaf']}: {one['text']}")
    _set_aside(page, answer["set_aside"])


def _set_aside(page: Page, rows: Sequence[Answer]) -> None:
    if rows:
        page.heading("Set aside: these leaves change nothing")
    for one in rows:
        where = f"leaf {one['leaf']}" if one["leaf"] >= 0 else "carried beside the log"
        page.bullet("-", f"{where}{': ' + one['kind'] if one['kind'] else ''}: {one['reason']}")


def _proved(page: Page, proved: Answer) -> None:
    """Say what stands behind the record, and what does not."""
    given = "that you gave" if proved["root_was_given"] else "that the record names itself (give --root to check it)"
    page.line(f"Founded on the charter {proved['root'][:16]} {given}; in force: {proved['charter'][:16]}.")
    point = proved["checkpoint"]
    if point is None:
        page.line(("No checkpoint counts: nothing in this record is proved.", "bold red"))
    else:
        page.line(
            f"{proved['judged']} of {proved['leaves']} leaves are proved by the checkpoint of {point['time']}, cosigned by "
            f"{', '.join(point['cosigners'])} ({point['needed']} needed)."
            f"{' What came later counts once the next one is filed.' if proved['judged'] < proved['leaves'] else ''}"
        )
    if proved["without_body"]:
        page.line(f"{len(proved['without_body'])} leaves have no body here: what they say is not recounted.")
    for one in proved["forks"]:
        page.line((f"FORK: a checkpoint of {one['size']} leaves counts, with another root than this log.", "bold red"))
    for member, rows in proved["double_signers"].items():
        page.line((f"{member} cosigned two logs of {rows[0][0]} leaves.", "bold red"))


def _nth(sequence: int) -> str:
    return {1: "first", 2: "second", 3: "third"}.get(sequence, f"{sequence}th")


def show_held(page: Page, answer: Answer) -> None:
    """Print what was lodged here for others, and what of it the log lacks."""
    for one in answer["held"]:
        where = f"leaf {one['leaf']}" if one["leaf"] is not None else "not in the log"
        owed = "; you do not cosign without it" if one["owed"] else ""
        page.bullet("!" if one["owed"] else "-", f"{one['kind']} of {one['by']}, {one['digest'][:16]}: {where}{owed}")
        if one["file"]:
            page.line(one["file"], indent=4)
    if not answer["held"]:
        page.line("Nothing was lodged here for others that still matters.")


def show_certificates(page: Page, answer: Answer) -> None:
    """Print the results that enough members have certified."""
    proved = f"{answer['proved']} of {answer['leaves']} leaves are proved" if answer["proved"] else "no checkpoint counts"
    page.line(f"Under the charter {answer['charter'][:16]} that you trust: {proved}; {answer['needed']} members certify.")
    for one in answer["results"]:
        mark = "certified" if one["certified"] else "not certified"
        page.bullet("*", f"round {one['round'][:16]}: {one['outcome']}, {mark} ({', '.join(one['members']) or 'nobody'})")
        page.line(f"tally report {one['report']}", indent=6)
    if not answer["results"]:
        page.line("No member has certified anything in this record.")


RENDERERS = {
    "held": show_held,
    "certificates": show_certificates,
    "charters": show_charters,
    "charter": show_charter,
    "record": show_record,
    "matter": show_matter,
    "tally": show_tally,
    "lodged": show_lodged,
    "done": show_done,
    "story": show_story,
    "story_end": show_story_end,
}

"""What was found in the texts of lists, as text for people: paragraphs with their context, and what would decide."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from sekisho.cli.render import Answer, Page, say, show_provenance

LONGEST_NOTE: Final = 240
"""Characters of a note that are shown; ``--json`` gives the whole."""
MOST_NOTES: Final = 2
MOST_CODES: Final = 8
MOST_VALUES: Final = 6
MOST_PARAMETERS: Final = 8

Part = str | tuple[str, str]


def show_search(page: Page, answer: Answer) -> None:
    """Print what was found, list by list."""
    page.heading(f"What the lists print of {answer['query']!r}, on {answer['date']}")
    page.line(answer["statement"], indent=2)
    said: set[str] = set()
    texts = {one["id"]: one for one in answer["provenance"]["texts"]}
    for searched in answer["searched"]:
        list_id, text = searched["list"], texts[searched["list"]]
        page.heading(f"{list_id}, text of {text['snapshot']}")
        if text["warning"]:
            page.line((text["warning"], "yellow"), indent=2)
        hits = [one for one in answer["hits"] if one["list"] == list_id]
        headings: dict[str, list[Answer]] = {}
        for one in hits:
            headings.setdefault(str(one["code"]).partition(".")[0], []).append(one)
        for together in headings.values():
            _show_heading(page, together, said)
        if searched["words"]:
            page.line(f"not in this text: {', '.join(searched['words'])}", indent=2)
        if not hits:
            page.line("no paragraph has any of these words", indent=2)
        elif searched["paragraphs"] > len(hits):
            page.line(f"the best of {searched['paragraphs']} paragraphs that have at least one of the words", indent=2)
    if answer["next"]:
        page.heading("How to go on: describe the item and let the entries decide")
    for one in answer["next"]:
        page.bullet("·", f"{one['command']}  ({say(one['kind'])}; {', '.join(one['lists'])})")
    page.heading("Provenance")
    show_provenance(page, answer["provenance"])
    for one in texts.values():
        page.line(f"text of {one['id']}, {one['snapshot']}, sha256 {one['sha256'][:12]}", indent=2)


def _show_heading(page: Page, hits: Sequence[Answer], said: set[str]) -> None:
    """Print a heading once, and its paragraphs under it."""
    first = hits[0]
    words = [word for one in hits for word in one["matched"]]
    page.line(*marked(first["heading"], words), indent=2)
    shown: tuple[str, ...] = ()
    notes: set[str] = set()
    for hit in hits:
        for depth, above in enumerate(hit["above"]):
            if shown[: depth + 1] != tuple(hit["above"][: depth + 1]):
                page.line(*marked(above, words), indent=4 + 2 * depth)
        shown = (*hit["above"], f"{hit['label']} {hit['text']}")
        depth = 4 + 2 * len(hit["above"])
        if hit["label"]:
            page.line((hit["label"], "bold cyan"), " ", *marked(hit["text"], words), indent=depth)
        elif hit["text"]:
            page.line(*marked(hit["text"], words), indent=depth)
        if hit["snippet"] and not _holds(hit, hit["snippet"]):
            page.line("… in a note: ", *marked(hit["snippet"], words), indent=depth + 2)
        _show_notes(page, [one for one in hit["notes"] if one not in notes], words, depth + 2)
        notes.update(hit["notes"])
        _show_deciding(page, hit, depth + 2, said)
        if hit["others"]:
            page.line((f"also: {_some(hit['others'], MOST_CODES)}", "dim"), indent=4)


def _show_notes(page: Page, notes: Sequence[str], words: Sequence[str], indent: int) -> None:
    """Print the first notes, those that take something out before the others."""
    ordered = sorted(notes, key=lambda one: not re.search(r"\bnot (?:apply|control)", one))
    for one in ordered[:MOST_NOTES]:
        page.line(*marked(shortened(one, LONGEST_NOTE), words), indent=indent)
    if len(notes) > MOST_NOTES:
        page.line((f"further notes, which --json gives: {len(notes) - MOST_NOTES}", "dim"), indent=indent)


def _show_deciding(page: Page, hit: Answer, indent: int, said: set[str]) -> None:
    """Print the executable entries with the parameters that they ask for; an entry that was shown above is only named."""
    deciding = hit["deciding"]
    page.line(("What would decide: ", "bold"), deciding["text"], indent=indent)
    for one in deciding["entries"]:
        name = f"{hit['list']}:{one['code']}"
        if name in said:
            page.bullet("·", f"{one['code']}: as above", indent + 2)
            continue
        said.add(name)
        state = "" if one["status"] == "in_force" else f" [{say(one['status'])}]"
        about = f" (about: {', '.join(say(kind) for kind in one['kinds'][:4])})" if one["kinds"] else ""
        page.bullet("·", f"{one['code']}{state}: {one['text']}{about}", indent + 2)
        if one["undecided"]:
            page.bullet("undecided:", one["undecided"], indent + 4)
        names = [f"{parameter['name']}{_measure(parameter)}" for parameter in one["parameters"]]
        if names:
            page.bullet("needs:", _some(names, MOST_PARAMETERS), indent + 4)
    if deciding["more"]:
        code = hit["code"]
        page.bullet("·", f"and {deciding['more']} more: sekisho explain {code} --list {hit['list']}", indent + 2)


def _measure(parameter: Mapping[str, object]) -> str:
    """Return the unit or the possible values of a parameter in brackets."""
    values = parameter["values"]
    if isinstance(values, list) and values:
        return f" ({_some(values, MOST_VALUES, ' | ')})"
    if parameter["unit"] in ("", "1"):
        return f" ({parameter['type']})"
    return f" ({parameter['unit']})"


def _some(words: Sequence[str], most: int, between: str = ", ") -> str:
    """Return the first of many, and how many more there are."""
    more = f"{between}… ({len(words) - most} more)" if len(words) > most else ""
    return between.join(words[:most]) + more


def _holds(hit: Answer, snippet: str) -> bool:
    """Tell whether the place of the words is shown anyway."""
    plain = " ".join(snippet.strip("…").split())
    return any(plain in " ".join(one.split()) for one in (hit["text"], f"{hit['heading']} {hit['text']}"))


def shortened(text: str, most: int) -> str:
    """Return the beginning of a text, cut between words."""
    return text if len(text) <= most else f"{text[:most].rpartition(' ')[0] or text[:most]} …"


def marked(text: str, words: Sequence[str]) -> Iterator[Part]:
    """Yield a text in parts, the words in bold."""
    wanted = sorted({one for one in words if one.strip()}, key=len, reverse=True)
    if not wanted:
        yield text
        return
    pattern = re.compile(rf"(?<![^\W_])({'|'.join(map(re.escape, wanted))})(?![^\W_])")
    for number, part in enumerate(pattern.split(text)):
        if part:
            yield (part, "bold green") if number % 2 else part

"""The official publications, what was loaded and what two snapshots differ in, as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sekisho.cli.render import Page

Answer = Mapping[str, Any]
_LONGEST: Final = 400
_BASIS: Final = {
    "month": " or later: its name gives only the month",
    "year": " or later: its name gives only the year",
    "cited": " or later: the newest day that it cites",
    "fetched": " (day of fetching)",
    "last modified": " (last modified, by the publisher)",
    "given": " (as given)",
}


def show_sources(page: Page, answer: Answer) -> None:
    """Print every source with its snapshots."""
    for one in answer["sources"]:
        page.heading(f"{one['id']}  {one['title']}")
        page.line(f"{one['publisher']}; {one['address']}", indent=2)
        if one["not_in_it"]:
            page.line(f"not in it: {one['not_in_it']}", indent=2)
        if not one["snapshots"]:
            how = (
                "`sekisho sources update` fetches it" if one["download"] else "get it by hand and `sekisho sources load` it"
            )
            page.line(("not loaded", "yellow"), f": {how}", indent=2)
        for snapshot in one["snapshots"]:
            _snapshot(page, snapshot, one["records"])
        _quarantine(page, one)
    page.heading(f"Workspace: {answer['workspace'] or 'none yet; `sekisho sources load DIR` makes one'}")


def show_status(page: Page, answer: Answer) -> None:
    """Print, for each loaded source, the newest snapshot and what speaks against relying on it; then what is not loaded."""
    for one in answer["sources"]:
        if not (one["snapshots"] or one["quarantine"]):
            continue
        more = len(one["snapshots"]) - 1
        page.heading(f"{one['id']}  {one['title']}" + (f" ({more} older kept)" if more > 0 else ""))
        for snapshot in one["snapshots"][-1:]:
            _snapshot(page, snapshot, one["records"])
        _quarantine(page, one)
    missing = [one["id"] for one in answer["sources"] if not (one["snapshots"] or one["quarantine"])]
    if missing:
        page.heading(f"Not loaded: {', '.join(missing)}")
        page.line("`sekisho sources` says where each is published, `sekisho sources update` fetches it", indent=2)
    page.heading(f"Workspace: {answer['workspace'] or 'none yet; `sekisho sources load DIR` makes one'}")


def _quarantine(page: Page, source: Answer) -> None:
    for barred in source["quarantine"]:
        page.line(("in quarantine", "bold red"), f": {barred['file']}, loaded {barred['recorded']}", indent=2)
        for reason in barred["reasons"]:
            page.bullet("!", reason, indent=4)
        if not barred["unreadable"]:
            page.line(f"if it is right as it is: sekisho sources accept {source['id']} --by NAME --reason WHY", indent=4)


def _snapshot(page: Page, one: Answer, records: str) -> None:
    basis = _BASIS.get(one["day_basis"], "")
    when = f"loaded {one['recorded']}" + (f", confirmed {one['checked']}" if one["checked"] else "")
    page.bullet("·", f"snapshot {one['snapshot']}{basis}, {one['parties']:,} {records}, {when}, sha256 {one['sha256'][:12]}")
    if one["stale"]:
        page.bullet("!", one["stale"], indent=4)
    if one["accepted"]:
        page.bullet("!", f"accepted by {one['accepted']['by']}: {one['accepted']['reason']}", indent=4)
    _gaps(page, one)


def _gaps(page: Page, one: Answer) -> None:
    """Print what of a publication could not be read or understood."""
    if one.get("to_be_reviewed"):
        page.bullet("!", f"{one['to_be_reviewed']:,} entries to be reviewed: their official paragraph has changed", indent=4)
    if one.get("unread_rows"):
        page.bullet("!", f"{one['unread_rows']:,} rows could not be read", indent=4)
    unknown = one.get("unknown_places") or {}
    if unknown:
        shown = ", ".join(f"{name!r} ({count})" for name, count in list(unknown.items())[:8])
        page.bullet("!", f"countries not understood, kept as text: {shown}{', …' if len(unknown) > 8 else ''}", indent=4)


def show_loaded(page: Page, answer: Answer) -> None:
    """Print what became of each publication."""
    for one in answer["loaded"]:
        if one["state"] in ("quarantined", "failed"):
            page.bullet("✗", f"{one['id']}: {one['file']}{one['note']}")
            for reason in one["reasons"]:
                page.bullet("!", reason, indent=4)
            continue
        counted = "".join(f", {count:,} {what}" for what, count in sorted(one.get("counted", {}).items()))
        basis = _BASIS.get(one.get("day_basis", ""), "")
        records = f"{one['parties']:,} {one.get('records', 'records')}"
        said = f"{one['id']}, snapshot {one['snapshot']}{basis}: {records}{counted} from {one['file']}{one['note']}"
        page.bullet("·", said)
        _gaps(page, one)
    for one in answer["ignored"]:
        page.bullet("·", f"not recognised: {one}")
    page.line(f"workspace: {answer['workspace']}", indent=2)


def show_difference(page: Page, answer: Answer, everything: bool) -> None:
    """Print what two snapshots differ in.

    Args:
        page: Where to print.
        answer: See ``workspace.source_diff``.
        everything: Also records in which no letter or digit changed.
    """
    counts = answer["counts"]
    page.heading(f"{answer['id']}: {answer['old']['snapshot']} to {answer['new']['snapshot']}")
    page.line(
        f"{counts['added']:,} added, {counts['removed']:,} removed, {counts['changed']:,} changed, "
        f"{counts['same']:,} {answer['records']} the same",
        indent=2,
    )
    _records(page, "Added", "+", answer["added"])
    _records(page, "Removed", "−", answer["removed"])
    shown = [one for one in answer["changed"] if everything or not one["print_only"]]
    if answer["changed"]:
        page.heading("Changed")
    if len(shown) < len(answer["changed"]):
        rest = len(answer["changed"]) - len(shown)
        page.line(f"{rest:,} in punctuation, spaces, case or order only: --all shows them", indent=2)
    for one in shown:
        was = f", before {one['was']['name']} ({one['was']['id']})" if "was" in one else ""
        page.bullet("~", f"{_short(one['name'])} ({one['id']}){was}")
        for name, change in one["fields"].items():
            for value in change["removed"]:
                page.bullet("−", f"{name}: {_short(value)}", indent=4)
            for value in change["added"]:
                page.bullet("+", f"{name}: {_short(value)}", indent=4)


def _records(page: Page, title: str, mark: str, found: Sequence[Answer]) -> None:
    if found:
        page.heading(title)
    for one in found:
        page.bullet(mark, f"{_short(one['name'])} ({one['id']})")
        for name, values in one["fields"].items():
            if name not in ("name", "schema", "heading"):
                page.bullet("·", f"{name}: {_short('; '.join(values))}", indent=4)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"

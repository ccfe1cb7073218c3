"""Find the paragraphs of the loaded lists that speak of an item, and what would decide whether one of them catches it.

Decides which words of the trade say the same as words of the lists, and which executable entries belong to a paragraph.
Finding words is no classification, and no answer from here claims one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sekisho import __version__
from sekisho.controls.codes import ancestors, below
from sekisho.controls.control_list import ControlList
from sekisho.controls.entry import Entry, Version
from sekisho.errors import MissingError
from sekisho.licensing.answer import provenance_of
from sekisho.logic.tree import names
from sekisho.workspace import folder
from sekisho.workspace.clock import day, recorded_by
from sekisho.workspace.rulebook import Rulebook, open_rulebook

if TYPE_CHECKING:
    from sekisho.engines.text_search import Hit
    from sekisho.sources.card import Card

INDEX: Final = "text.db"
STATEMENT: Final = (
    "Finding words is no classification: a list may say the same in other words, and a paragraph that has the words may not "
    "catch the item. Read the paragraphs with what stands above them and their notes; the parameters named here decide."
)
MOST_ENTRIES: Final = 4
"""Executable entries that are shown of one paragraph; the others are counted."""
MOST_KINDS: Final = 5
"""Kinds with which it is said how to go on."""
_LOAD: Final = "`sekisho sources load FILE` with the text of a list; `sekisho sources` names them"

# What people in the trade say, and what the lists print. Only ways of saying the same or, after it, the heading under which
# the lists put such a thing; a group is used in both directions. Nothing here decides anything: it only leads to paragraphs.
TRADE: Final[tuple[tuple[str, ...], ...]] = (
    ("qubit", "quantum bit", "quantum computer"),
    ("dilution refrigerator", "dilution fridge", "cryostat", "cryogenic cooling system"),
    ("cryocooler", "pulse tube", "cryogenic cooling system"),
    ("parametric amplifier", "JPA", "TWPA", "parametric signal amplifier"),
    ("chip", "microchip", "integrated circuit"),
    ("GPU", "graphics card", "graphical processing unit"),
    ("AI chip", "AI accelerator", "AI processor", "total processing performance"),
    ("HBM", "high bandwidth memory"),
    ("FPGA", "field programmable logic device", "field programmable gate array"),
    ("EUV", "extreme ultraviolet"),
    ("DUV", "deep ultraviolet"),
    ("gate all around", "GAAFET", "GAA"),
    ("MOCVD", "metal organic chemical vapor deposition", "metal organic chemical vapour deposition"),
    ("ALD", "atomic layer deposition"),
    ("CVD", "chemical vapor deposition", "chemical vapour deposition"),
    ("MBE", "molecular beam epitaxial", "molecular beam epitaxy"),
    ("spectrum analyzer", "spectrum analyser", "signal analyzer", "signal analyser"),
    ("vector network analyzer", "vector network analyser", "network analyzer", "network analyser"),
    ("atomic clock", "atomic frequency standard"),
    ("frequency converter", "frequency inverter", "variable frequency drive", "frequency changer"),
    ("drone", "UAS", "UAV", "unmanned aerial vehicle", "unmanned aircraft"),
    ("autopilot", "automatic pilot", "flight control system"),
    ("jet engine", "turbojet", "turbofan", "gas turbine engine"),
    ("rocket motor", "rocket engine", "rocket propulsion"),
    ("IMU", "inertial measurement unit", "inertial measurement equipment"),
    ("gyroscope", "fibre optic gyroscope", "fiber optic gyroscope", "ring laser gyroscope", "gyro", "angular rate sensor"),
    ("GPS", "GNSS", "satellite navigation system"),
    ("lidar", "laser radar", "light detection and ranging"),
    ("gravimeter", "gravity meter"),
    ("radar absorbing", "stealth", "absorbing electromagnetic", "reduced observables", "radar reflectivity"),
    ("night vision", "image intensifier"),
    ("thermal camera", "thermal imager", "infrared camera", "imaging camera", "focal plane array"),
    ("ROV", "AUV", "underwater vehicle", "underwater drone", "submersible vehicle"),
    ("3D printer", "3D printing", "additive manufacturing"),
    ("machining centre", "machining center", "milling"),
    ("hot isostatic press", "HIP", "isostatic press"),
    ("gene synthesizer", "DNA synthesizer", "gene synthesis", "oligonucleotide synthesizer", "nucleic acid synthesizer"),
    ("freeze dryer", "freeze drier", "lyophilizer", "lyophiliser", "freeze drying"),
    ("spray dryer", "spray drier", "spray drying"),
    ("fermenter", "fermentor", "bioreactor"),
    ("crossflow filtration", "tangential flow filtration", "cross flow filtration"),
    ("biosafety level 3", "BSL 3", "P3"),
    ("biosafety level 4", "BSL 4", "P4"),
    ("encryption", "cryptography", "cryptographic"),
    ("spyware", "hacking tool", "intrusion software"),
    ("IMSI catcher", "mobile interception", "mobile telecommunications interception"),
    ("detonator", "blasting cap"),
    ("fibre", "fiber"),
    ("carbon fibre", "carbon fiber", "carbon fibrous or filamentary materials"),
    ("centre", "center"),
    ("aluminium", "aluminum"),
    ("sulphur", "sulfur"),
    ("vapour", "vapor"),
    ("armour", "armor"),
    ("colour", "color"),
    ("mould", "mold"),
    ("analyser", "analyzer"),
    ("travelling", "traveling"),
    ("sterilisable", "sterilizable"),
    ("caesium", "cesium"),
)


@dataclass(frozen=True, slots=True)
class TextSource:
    """The index of a list's text.

    Attributes:
        list_id: The list.
        path: Its index.
        snapshot: Day of the text.
        sha256: Of the publication.
        index_sha256: Of the index as it was written; None if that was not kept.
        warning: Why the text may not be that of the day asked about; empty if it is.
    """

    list_id: str
    path: Path
    snapshot: dt.date
    sha256: str
    index_sha256: str | None
    warning: str = ""


@dataclass(slots=True)
class _Kind:
    """A kind of the entries that were found: in which lists, and how good the best hit was."""

    lists: list[str] = field(default_factory=list)
    share: float = 0.0

    def add(self, list_id: str, share: float) -> None:
        """Note that an entry of a list is about it."""
        if list_id not in self.lists:
            self.lists.append(list_id)
        self.share = max(self.share, share)


def text_indexes(
    workspace: Path | None, on: dt.date, recorded_by: dt.date, cards: Mapping[str, Card] | None = None
) -> list[TextSource]:
    """Return the text of each list that is to be used for a day. This is the one place that knows where they are kept.

    Args:
        workspace: The workspace folder; by the usual order if None.
        on: The day whose law is asked about.
        recorded_by: Use only what was loaded by this day.
        cards: What is known of the sources, to say which text is too old.

    Raises:
        InputError: A stored snapshot is damaged.
    """
    from sekisho.sources.card import card_among, state_on

    home = folder.find_workspace(workspace)
    chosen = folder.in_force(folder.snapshots(home), on, recorded_by)
    warnings = folder.warnings_on(home, chosen, recorded_by)
    found: list[TextSource] = []
    for source, one in sorted(chosen.items()):
        card = card_among(cards or {}, source)
        digests = one.meta.get("digests")
        digest = one.meta.get("index_sha256") or (digests.get(INDEX) if isinstance(digests, Mapping) else None)
        path = one.folder / INDEX
        if digest is None and not path.exists() and (card is None or card.content != "text"):
            continue
        said = [warnings.get(source, "")]
        if one.snapshot > on:
            said.append(f"the text is that of {one.snapshot}, which is after {on}")
        if card is not None:
            state = state_on(one.state, card, on, one.checked(min(on, recorded_by)))
            said.extend((state.stale, state.warning))
        warning = "; ".join(dict.fromkeys(filter(None, said)))
        found.append(TextSource(source, path, one.snapshot, one.sha256, digest, warning))
    return found


def search_text(
    words: str,
    *,
    lists: Sequence[str] = (),
    workspace: Path | None = None,
    date: str | None = None,
    as_of: str | None = None,
    most: int = 10,
    progress: Callable[[str], None] | None = None,
) -> dict[str, Any]:
    """Return the paragraphs of the loaded texts that speak of the words, with what would decide.

    Args:
        words: What the item is and does, or a code.
        lists: Ids of the lists to search; all that are loaded if empty.
        workspace: Where the texts are kept; by the usual order if None.
        date: The day whose law applies, YYYY-MM-DD; today if None.
        as_of: Use only what was recorded by this day; now if None.
        most: Paragraphs of each list at most.
        progress: Called with a sentence before a slow step.

    Raises:
        InputError: There is no word to look for; a date is wrong.
        MissingError: A list does not exist, or its text is not loaded.
        EngineError: An index is damaged.
    """
    from sekisho.engines.text_search import search

    rulebook = open_rulebook(progress)
    on, recorded = day(date), recorded_by(as_of)
    sources = _wanted(text_indexes(workspace, on, recorded, rulebook.cards), lists, rulebook, recorded)
    hits: list[dict[str, Any]] = []
    absent: list[dict[str, Any]] = []
    kinds: dict[str, _Kind] = {}
    for source in sources:
        found = search(source.path, words, most, sha256=source.index_sha256, alike=TRADE)
        control_list = rulebook.lists.get(source.list_id)
        absent.append({"list": source.list_id, "words": list(found.absent), "paragraphs": found.rows})
        for hit in found.hits:
            deciding = _deciding(hit.code, control_list, rulebook, on, recorded)
            for kind in (kind for one in deciding["entries"] for kind in one["kinds"]):
                kinds.setdefault(kind, _Kind()).add(source.list_id, hit.score / found.hits[0].score)
            hits.append({**_hit_row(source.list_id, hit), "deciding": deciding})
    searched = [rulebook.lists[one.list_id] for one in sources if one.list_id in rulebook.lists]
    return {
        "query": words,
        "date": on.isoformat(),
        "as_of": recorded.isoformat(),
        "statement": STATEMENT,
        "hits": hits,
        "searched": absent,
        "next": _next(kinds, words, rulebook, date),
        "provenance": {
            **provenance_of(__version__, rulebook.digest, searched),
            "texts": [
                {
                    "id": one.list_id,
                    "snapshot": one.snapshot.isoformat(),
                    "sha256": one.sha256,
                    "warning": one.warning,
                }
                for one in sources
            ],
        },
    }


def _wanted(found: Sequence[TextSource], lists: Sequence[str], rulebook: Rulebook, recorded: dt.date) -> list[TextSource]:
    """Return the texts that are asked for.

    Raises:
        MissingError: One is not loaded, or there is no such list.
    """
    if not found and not lists:
        raise MissingError(f"no text of a list had been loaded by {recorded}", remedy=_LOAD)
    held = {one.list_id: one for one in found}
    for one in lists:
        if one not in held:
            rulebook.control_list(one)
            loaded = f"; loaded are {', '.join(held)}" if held else ""
            raise MissingError(f"the text of {one} had not been loaded by {recorded}{loaded}", remedy=_LOAD)
    return [held[one] for one in dict.fromkeys(lists)] if lists else list(found)


def _hit_row(list_id: str, hit: Hit) -> dict[str, Any]:
    return {
        "list": list_id,
        "code": hit.code,
        "label": hit.label,
        "score": hit.score,
        "heading": hit.heading,
        "above": list(hit.above),
        "text": hit.text,
        "notes": list(hit.notes),
        "snippet": hit.snippet,
        "matched": list(hit.matched),
        "line": hit.line,
        "others": list(hit.others),
    }


def _deciding(
    code: str, control_list: ControlList | None, rulebook: Rulebook, on: dt.date, recorded: dt.date
) -> dict[str, Any]:
    """Return the executable entries at or below a paragraph, or else the nearest above it, with what they ask for."""
    if control_list is None:
        return {"text": "text only, the rulebook does not encode this list: read the paragraph", "entries": [], "more": 0}
    relation, entries = _near(code, control_list)
    dated = [(one, one.version(on, recorded)) for one in entries]
    in_force = [(entry, version) for entry, version in dated if version is not None]
    shown = [_entry_row(entry, version, relation, code, rulebook) for entry, version in in_force[:MOST_ENTRIES]]
    return {
        "text": _sentence(code, relation, control_list, len(entries), len(in_force), on),
        "entries": shown,
        "more": len(in_force) - len(shown),
    }


def _near(code: str, control_list: ControlList) -> tuple[str, tuple[Entry, ...]]:
    """Return how the nearest entries stand to a paragraph, and which they are."""
    spelled = control_list.spelled(code)
    here = tuple(control_list.entry(one) for one in control_list.index if below(one, spelled))
    if here:
        return "below", here
    for parent in ancestors(spelled)[1:]:
        if parent in control_list.index:
            return "above", (control_list.entry(parent),)
    return "none", ()


def _sentence(code: str, relation: str, control_list: ControlList, known: int, in_force: int, on: dt.date) -> str:
    if known and not in_force:
        return f"text only, what is executable here was not in force on {on}: read the paragraph"
    if relation == "none":
        return "text only, no entry is executable here: read the paragraph"
    if relation == "above":
        return "no entry of its own is executable; the nearest is above"
    count = f"{in_force} executable {'entry' if in_force == 1 else 'entries'} here or below"
    if control_list.answers(control_list.spelled(code)):
        return count
    return f"{count}; what else stands here is text only: read it"


def _entry_row(entry: Entry, version: Version, relation: str, code: str, rulebook: Rulebook) -> dict[str, Any]:
    """Return an entry with the parameters that its condition asks for, each with its unit or its values."""
    known = rulebook.vocabulary.parameters
    asked = frozenset() if version.condition is None else names(version.condition)
    return {
        "code": entry.code,
        "stands": "here" if entry.code == code else relation,
        "text": entry.text,
        "kinds": list(entry.kinds),
        "status": version.status.value,
        "undecided": version.undecided,
        "citation": str(version.citation),
        "parameters": [
            {"name": one.name, "type": one.type.value, "unit": one.unit, "values": list(one.values), "text": one.text}
            for one in known.values()
            if one.name in asked
        ],
    }


def _next(kinds: Mapping[str, _Kind], words: str, rulebook: Rulebook, date: str | None) -> list[dict[str, Any]]:
    """Return how to go on: an interview for each kind of the entries found; those of the best hits, or named, first."""
    said = set(_plain(words))
    ranked = sorted(kinds, key=lambda kind: -kinds[kind].share * (1 + len(said.intersection(_plain(kind)))))
    day_of_law = f" --date {date}" if date is not None else ""
    return [
        {
            "kind": kind,
            "text": rulebook.vocabulary.kinds.get(kind, ""),
            "lists": kinds[kind].lists,
            "command": f"sekisho classify item.json --interview --kind {kind}{day_of_law}",
        }
        for kind in ranked[:MOST_KINDS]
    ]


def _plain(text: str) -> Iterable[str]:
    return (one.removesuffix("s") for one in re.findall(r"[^\W_]{3,}", text.casefold()))

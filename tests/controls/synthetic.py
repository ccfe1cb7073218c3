"""A small made-up rulebook: no code, number or name in it is law."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any

from sekisho.controls.classification import EntryVerdict
from sekisho.controls.classify import classify
from sekisho.controls.control_list import ControlList
from sekisho.controls.item import Item
from sekisho.controls.library import Draft, build_vocabulary, draft_list
from sekisho.controls.read import read_item
from sekisho.controls.vocabulary import Vocabulary
from sekisho.terms.document import Node, read_document

DAY = dt.date(2026, 1, 1)

WORDS = """
kinds:
  machine: "A made-up machine"
  chip: "A made-up chip"
  board: "A made-up board, which may hold chips"
  program: "A made-up program"
  gadget: "Something that no entry is about"
parameters:
  qubits:
    {type: number, unit: count, integer: "true", minimum: "0", maximum: "1000000", aliases: [qubit_count], text: "Many"}
  error: {type: number, minimum: "0", text: "How wrong"}
  temperature: {type: number, unit: K, text: "How cold"}
  cooling_power_at_4k2: {type: number, unit: W, aliases: [cooling_power_at_4.2K], text: "Cooling power at 4.2 K"}
  noise_figure_at_1k: {type: number, unit: dB, aliases: [noise_figure_at_1K], text: "Noise figure at 1 K"}
  architecture: {type: text, values: [gate, annealing], text: "What it does."}
  colour: {type: text, text: "Any text"}
  sealed: {type: flag, text: "Is it sealed"}
  serves: {type: text, values: [making, using, mending], several: "true", text: "What it serves, all of it"}
  contains_item: {type: text, reference: "true", text: "Entries of what is built in"}
  for_entry: {type: text, reference: "true", text: "Entries of what it is for"}
  specially_designed_for: {type: text, reference: "true", text: "Entries of what it is made for"}
  meets_entry: {type: text, reference: "true", text: "Entries that it meets itself"}
"""


def words() -> Vocabulary:
    """Return the vocabulary."""
    return build_vocabulary({"vocabulary/words.yaml": WORDS.encode()})


def document(body: object, name: str = "x.yaml") -> Node:
    """Return a document; JSON is YAML."""
    return read_document(json.dumps(body).encode(), name)


def version(when: str | None = None, start: str | None = "2020-01-01", **more: object) -> dict[str, object]:
    """Return a version of an entry."""
    body: dict[str, object] = {"citation": "Made-up Act, s. 1", **more}
    if when is not None:
        body["when"] = when
    if start is not None:
        body["from"] = start
    return body


def entry(
    code: str,
    when: str | None = None,
    kinds: Sequence[str] = ("chip",),
    cases: Sequence[object] = (),
    versions: Sequence[object] | None = None,
    **more: Any,
) -> dict[str, object]:
    """Return an entry with one version, or those given; ``more`` goes into its one version."""
    return {
        "code": code,
        "field": "quantum",
        "group": "A",
        "kinds": list(kinds),
        "text": f"What {code} covers",
        "versions": list(versions) if versions is not None else [version(when, **more)],
        **({"cases": list(cases)} if cases else {}),
    }


def sources(
    list_id: str, entries: Sequence[Mapping[str, Any]], coverage: Sequence[object] | None = None, **head: object
) -> dict[str, bytes]:
    """Return the files of a list, vocabulary included."""
    header = {
        "id": list_id,
        "title": "Made-up list",
        "authority": "Made-up Office",
        "jurisdiction": "US",
        "text": "Everything here is synthetic",
        "edition": "first",
        "law_as_known": "2026-01-01",
        "hard_limit_days": "180",
        "citation": "Made-up Act",
        **head,
    }
    files: dict[str, object] = {f"{list_id}/list.yaml": header}
    if coverage is not None:
        files[f"{list_id}/coverage.yaml"] = {"kinds": list(coverage)}
    for one in entries:
        files[f"{list_id}/{one['code'][0]}/{one['code']}.yaml"] = one
    return {"vocabulary/words.yaml": WORDS.encode(), **{name: json.dumps(body).encode() for name, body in files.items()}}


def draft(
    list_id: str, entries: Sequence[Mapping[str, Any]], coverage: Sequence[object] | None = None, **head: object
) -> Draft:
    """Return a list whose cases have not been run."""
    return draft_list(list_id, sources(list_id, entries, coverage, **head), words())


def made(
    *entries: Mapping[str, Any], list_id: str = "x-first", coverage: Sequence[object] | None = None, **head: object
) -> ControlList:
    """Return a list."""
    return draft(list_id, entries, coverage, **head).control_list


def item(kind: str = "chip", lists: Sequence[str] = ("x-first", "x-second", "us-ccl"), **body: Any) -> Item:
    """Return an item read as from a file: item keys in ``_keys``, everything else is a parameter."""
    own = ("description", "declared", "components", "components_complete", "subject", "answers")
    keys = {key: value for key, value in body.items() if key in own}
    parameters = {key: value for key, value in body.items() if key not in own}
    return read_item(document({"kind": kind, "parameters": parameters, **keys}), words(), lists)


def part(kind: str = "chip", **body: Any) -> dict[str, Any]:
    """Return an item as written inside another."""
    own = ("description", "declared", "components", "components_complete", "subject", "answers")
    keys = {key: value for key, value in body.items() if key in own}
    return {"kind": kind, "parameters": {key: value for key, value in body.items() if key not in own}, **keys}


def verdicts(thing: Item, control_list: ControlList, on: dt.date = DAY) -> dict[str, str]:
    """Return what each entry about an item's kind says of it."""
    return {code: one.verdict.value for code, one in found(thing, control_list, on).items()}


def found(thing: Item, control_list: ControlList, on: dt.date = DAY) -> dict[str, EntryVerdict]:
    """Return the verdicts by code."""
    (answer,) = classify(thing, [control_list], on)
    return {one.code: one for one in answer.verdicts}

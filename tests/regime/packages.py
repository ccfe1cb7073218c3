"""Made-up proposal packages: no code, number or name in them is law."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sekisho.engines.z3_solver import Z3Solver
from sekisho.regime.proposal import CRITERIA, Base, Package
from sekisho.regime.proposal_checks import Findings, Setting, check
from sekisho.regime.proposal_files import read_package
from tests.controls.synthetic import entry, words

SOLVER = Z3Solver()
ANSWERS = {name: f"An example answer on {name}." for name in CRITERIA}


def case(expect: str, kind: str = "chip", name: str = "", **item: str) -> dict[str, Any]:
    """Return a case; it is called after what it holds."""
    said = name or " ".join([expect, kind, *(f"{key} {value}" for key, value in item.items())])
    return {"name": said, "item": {"kind": kind, **item}, "expect": expect}


BITING = (case("yes", qubits="34"), case("no", qubits="33"), case("unknown"))


def limb(code: str = "1A001", when: str = "qubits >= 34", cases: Sequence[object] = BITING, **more: Any) -> dict[str, Any]:
    """Return an entry whose cases bite."""
    return entry(code, when, cases=cases, **more)


def add(code: str = "1A001", **more: Any) -> dict[str, Any]:
    """Return the row of a change."""
    return {"action": "add", "code": code, "texts": {"en": f"The text of {code}."}, **more}


def files(*entries: Mapping[str, Any], changes: Sequence[object] | None = None, **head: Any) -> dict[str, bytes]:
    """Return a package that adds the entries, unless other changes are given."""
    body = {
        "number": "P1",
        "decision": "add",
        "field": "quantum",
        "sponsor": "JP",
        "title": {"en": "A made-up proposal"},
        "dossier": ANSWERS,
        "changes": list(changes) if changes is not None else [add(str(one["code"])) for one in entries],
        **head,
    }
    made = {f"entries/{one['code']}.yaml": written(one) for one in entries}
    return {"proposal.yaml": dump(body), **made}


def dump(body: object) -> bytes:
    """Return JSON, which is YAML."""
    return json.dumps(body, ensure_ascii=False, indent=1).encode()


def written(body: Mapping[str, Any]) -> bytes:
    """Return an entry file: each key on a line of its own, at the margin."""
    return "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in body.items()).encode()


def package(*entries: Mapping[str, Any], **head: Any) -> Package:
    """Return a package whose files hold together."""
    found, refusals = read_package(files(*entries, **head))
    assert refusals == []
    assert found is not None
    return found


def base(*entries: Mapping[str, Any], **more: Any) -> Base:
    """Return the list before."""
    return Base({str(one["code"]): written(one) for one in entries}, **more)


def checked(one: Package, before: Base | None = None, **more: Any) -> Findings:
    """Return what the checks find."""
    return check(one, Setting(before or Base(), words(), SOLVER, **more))


def said(found: Findings) -> list[tuple[str, str]]:
    """Return code and message of every refusal."""
    return [(one.code, one.message) for one in found.refusals]

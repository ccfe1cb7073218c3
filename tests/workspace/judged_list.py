"""A made-up dataset of listed parties on disk, loaded into a workspace. Nobody in it exists."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sekisho.workspace.intake import Override
from sekisho.workspace.sources import load_folder

SOURCE = "ftm-zyqor"
WORKS, PLANT, SAME = "zy-works", "zy-plant", "zy-same"
SEEN = Override("A. Example, test", "a small synthetic dataset")
TRANSACTION = """\
date: 2026-07-23
kind: export
means: physical
exporter: {name: "Example Seiki K.K.", jurisdiction: JP}
ship_from: JP
destination: DE
items:
  - description: "ball screw for a packaging machine"
    kind: mechanical_part
    quantity: 12
    value: {amount: 480000, currency: JPY}
    origin: JP
    us_content_percent: 0
    us_content_controlled: false
    us_direct_product: false
    hs_code: "8483.40"
    declared: {jp-export-order: "not listed", us-ccl: EAR99}
parties:
  - role: end_user
    name: "Zyqor Trading"
    country: DE
    address: "1 Example Street"
    identifiers: {registrationNumber: HRB 17}
end_use: {text: "packaging of food", flags: []}
"""


def company(name: str, caption: str, **properties: list[str]) -> dict[str, Any]:
    facts = {"name": [caption], "country": ["cn"], "topics": ["sanction"]} | properties
    return {"id": name, "schema": "Company", "caption": caption, "properties": facts}


PARTIES = (
    company(WORKS, "Zyqor Trading Works", address=["1 Road, Harbin"]),
    company(PLANT, "Kortas Plant No. 3"),
    company(SAME, "Qorzy Instruments Institute"),
)
MOVED = company(WORKS, "Zyqor Trading Works", address=["2 Road, Harbin"])
NOVA = company("zy-nova", "Zyqor Trading Nova")


def load(home: Path, day: str, *parties: dict[str, Any]) -> None:
    """Load a dataset of these parties; those of ``PARTIES`` if none are named."""
    place = home.parent / "zyqor"
    place.mkdir(exist_ok=True)
    path = place / f"zyqor-{day}.ftm.json"
    path.write_text("".join(f"{json.dumps(one)}\n" for one in parties or PARTIES), encoding="utf-8")
    (found,) = load_folder(path, override=SEEN, snapshot=[f"{SOURCE}={day}"], workspace=home)["loaded"]
    assert found["state"] == "accepted", found

"""The licensing law of every jurisdiction that is encoded, built once from files and loaded from its compiled form.

Decides which folder of the rulebook belongs to which jurisdiction. Loading needs no YAML and no expression parser.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sekisho.errors import RulebookError
from sekisho.licensing.national import NationalLaw, load_national
from sekisho.licensing.us.tables import UsLaw, load_us_law
from sekisho.logic.values import Type

FOLDERS: Mapping[str, str] = {
    "JP": "jp-export-control",
    "EU": "eu-dual-use",
    "DE": "de-awv",
    "NL": "nl-dual-use",
    "GB": "uk-export-control",
}
"""Jurisdiction to the folder of its rulebook; the United States have their own tables in ``us-ear``."""


@dataclass(frozen=True)
class Law:
    """The law of every encoded jurisdiction.

    Attributes:
        compiled: The compiled form, decoded on first use of each part.
    """

    compiled: Mapping[str, Any]

    @cached_property
    def us(self) -> UsLaw:
        """Return the law of the United States."""
        return load_us_law(self.compiled["US"])

    @cached_property
    def national(self) -> Mapping[str, NationalLaw]:
        """Return the law of the other jurisdictions, by jurisdiction."""
        return {code: load_national(self.compiled[code]) for code in FOLDERS}


def build_law(documents: Mapping[str, bytes], schema: Mapping[str, Type] | None = None) -> dict[str, Any]:
    """Return the compiled, JSON-able form of every jurisdiction's law.

    Args:
        documents: The rulebook's files: path with slashes, from the rulebook folder on, to bytes.
        schema: Types of the vocabulary's parameters; conditions of licensing tables use none of them today.

    Raises:
        RulebookError: A file does not hold together.
        DocumentError: A file has another shape.
    """
    from sekisho.licensing.national_read import read_national
    from sekisho.licensing.us.build import build_us_law
    from sekisho.terms.document import read_document

    built: dict[str, Any] = {"US": build_us_law(documents)}
    for code, folder in FOLDERS.items():
        names = [name for name in sorted(documents) if name.startswith(f"{folder}/") and name.endswith(".yaml")]
        if not names:
            raise RulebookError(f"the rulebook has no folder {folder}")
        built[code] = read_national(read_document(documents[name], name) for name in names)
    return built


def load_law(data: Mapping[str, Any]) -> Law:
    """Return the law from its compiled form."""
    return Law(data)

"""Entities held against the followthemoney library, where it is installed.

Decides nothing itself: the library's model says which schemata, properties and values there are. It is no dependency of
Sekisho, because it needs a compiled library (ICU); it is looked for only when somebody asks.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any, Final

from sekisho.errors import EngineError
from sekisho.sources.reading import Reading, lines_of

NOTED: Final = "problems that followthemoney finds"
_LIBRARY: Final = "followthemoney"
_REMEDY: Final = "install sekisho[ftm]"


@dataclass(frozen=True, slots=True)
class Problem:
    """What the library does not take.

    Attributes:
        line: Of the file, from 1.
        id: Of the entity; empty where the line is none.
        message: What is wrong, one clause.
    """

    line: int
    id: str
    message: str


def problems_with(lines: Iterable[str]) -> Iterator[Problem]:
    """Return what the library finds wrong with entities: an unknown schema or property, or a value that is not of its type.

    Args:
        lines: Of a file of entities, as `entities` of the export gives them; blank ones are passed over.

    Raises:
        EngineError: The library is not installed, or cannot be loaded.
    """
    # Not in the generator below, so that whoever calls learns at once that the library is missing.
    return _problems(_model(), lines)


def note_problems(stream: IO[bytes], reading: Reading) -> None:
    """Count what the library finds wrong with a dataset; nothing is noted where it is not installed."""
    try:
        model = _model()
    except EngineError:
        return
    reading.count(NOTED, sum(1 for _ in _problems(model, (line for _, line in lines_of(stream, reading)))))


def _model() -> Any:
    try:
        return importlib.import_module(_LIBRARY).model
    except ImportError as problem:
        raise EngineError(f"{_LIBRARY} is not installed: {problem}", remedy=_REMEDY) from problem


def _problems(model: Any, lines: Iterable[str]) -> Iterator[Problem]:
    invalid = importlib.import_module(f"{_LIBRARY}.exc").InvalidData
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            entity = json.loads(line)
            name, schema, properties = entity["id"], model.get(entity["schema"]), dict(entity["properties"])
        except (ValueError, TypeError, KeyError, RecursionError) as problem:
            yield Problem(number, "", f"not an entity: {type(problem).__name__}")
            continue
        if schema is None or schema.abstract:
            yield Problem(number, name, f"no schema of entities: {entity['schema']}")
            continue
        for key in properties:
            if schema.get(key) is None:
                yield Problem(number, name, f"{schema.name} has no property {key}")
        yield from (
            Problem(number, name, f"{schema.name} needs {key}") for key in schema.required if not properties.get(key)
        )
        try:
            schema.validate(entity)
        except invalid as problem:
            wrong: dict[str, str] = problem.errors["properties"]
            for key, message in wrong.items():
                yield Problem(number, name, f"{key}: {message}")

"""Nomenklatura at work: run by an interpreter that has it, answering one JSON line for each JSON line it reads.

Imports nothing of Sekisho. Two traps are avoided here. Its entities hash and compare by id, and the names made from an
entity are cached under it, so every entity that is compared as a pair gets an id that was never used before; parties of the
index keep one id each, which never means anything else. And its tagger of names costs some seconds once a process, so it is
warmed first.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import itertools
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

_ftm: Final = importlib.import_module("followthemoney")
_matching: Final = importlib.import_module("nomenklatura.matching")
_blocker: Final = importlib.import_module("nomenklatura.blocker")
_FRESH: Final = itertools.count()


def _entity(schema: str, names: list[str], key: str | None = None) -> Any:
    known = schema if schema in _ftm.model.schemata else "LegalEntity"
    data = {"id": key or f"fresh-{next(_FRESH)}", "schema": known, "properties": {"name": names}}
    return _ftm.model.get_proxy(data, cleaned=True)


class _Listed:
    """What the blocker asks of a store: the entities of a data set, one after the other."""

    def __init__(self, file: Path, dataset: Any) -> None:
        self.scope = dataset
        self.rows: dict[str, tuple[str, list[str]]] = {}
        with file.open(encoding="utf-8") as lines:
            for line in lines:
                number, schema, names = json.loads(line)
                self.rows[f"party-{number}"] = (schema, names)

    def entities(self, include_schemata: list[Any] | None = None) -> Iterator[Any]:
        """Yield the entities of these schemata."""
        wanted = {one.name for one in include_schemata or ()}
        for key, (schema, names) in self.rows.items():
            if not wanted or schema in wanted:
                yield _statement_entity(self.scope, key, schema, names)


def _statement_entity(dataset: Any, key: str, schema: str, names: list[str]) -> Any:
    return _ftm.StatementEntity.from_data(dataset, {"id": key, "schema": schema, "properties": {"name": names}})


class Worker:
    """Answers requests; the method ``do_x`` answers the operation ``x``."""

    def __init__(self) -> None:
        self._dataset = _ftm.Dataset.make({"name": "listed", "title": "Listed parties"})
        self._listed: _Listed | None = None
        self._index: Any = None

    def do_hello(self) -> dict[str, object]:
        """Load the tagger and say which version this is."""
        began = time.perf_counter()
        for schema in ("Person", "Company"):
            self.do_scores([["Jane Doe", ["Doe, Jane"], schema]], "logic-v2")
            self.do_scores([["Jane Doe", ["Doe, Jane"], schema]], "ofac")
        return {"version": importlib.metadata.version("nomenklatura"), "warm_seconds": time.perf_counter() - began}

    def do_scores(self, pairs: list[list[Any]], algorithm: str) -> dict[str, object]:
        """Score pairs of a query and the names of one listed party; making the entities is not timed."""
        chosen = _algorithm(algorithm)
        config = chosen.default_config()
        made = [(_entity(schema, [query]), _entity(schema, names)) for query, names, schema in pairs]
        began = time.perf_counter()
        scores = [chosen.compare(query, listed, config).score for query, listed in made]
        return {"scores": scores, "seconds": time.perf_counter() - began}

    def do_build(self, file: str) -> dict[str, object]:
        """Index the parties of a file with the blocker."""
        before = _memory()
        began = time.perf_counter()
        self._listed = _Listed(Path(file), self._dataset)
        folder = Path(tempfile.mkdtemp(prefix="nomenklatura-"))
        self._index = _blocker.Index(self._listed, folder)
        self._index.build()
        size = sum(one.stat().st_size for one in folder.rglob("*") if one.is_file())
        seconds = time.perf_counter() - began
        return {"seconds": seconds, "bytes": size, "memory": _memory() - before, "parties": len(self._listed.rows)}

    def do_candidates(self, queries: list[list[str]], k: int, batch: int) -> dict[str, object]:
        """Return the numbers of the parties that the blocker finds, best first, and the seconds of each batch."""
        self._index.max_candidates = k
        found: list[list[int]] = []
        seconds: list[float] = []
        for start in range(0, len(queries), batch):
            began = time.perf_counter()
            found += [[_number(one) for one, _ in hits] for hits in self._block(queries[start : start + batch])]
            seconds.append(time.perf_counter() - began)
        return {"found": found, "seconds": seconds}

    def do_screen(self, queries: list[list[str]], algorithm: str, batch: int) -> dict[str, object]:
        """Return the scores of the blocker's 75 candidates of each query, and the seconds of each batch."""
        self._index.max_candidates = 75
        chosen = _algorithm(algorithm)
        config = chosen.default_config()
        found: list[list[tuple[int, float]]] = []
        seconds: list[float] = []
        for start in range(0, len(queries), batch):
            part = queries[start : start + batch]
            began = time.perf_counter()
            for (name, schema), hits in zip(part, self._block(part), strict=True):
                query = _entity(schema, [name])
                scores = [(_number(one), chosen.compare(query, self._party(one), config).score) for one, _ in hits]
                found.append([one for one in scores if one[1] > 0])
            seconds.append(time.perf_counter() - began)
        return {"found": found, "seconds": seconds}

    def _block(self, queries: list[list[str]]) -> list[list[tuple[Any, float]]]:
        entities = [_statement_entity(self._dataset, f"query-{next(_FRESH)}", schema, [name]) for name, schema in queries]
        found = {str(one): hits for one, hits in self._index.match_entities(entities)}
        return [found.get(one.id, []) for one in entities]

    def _party(self, key: Any) -> Any:
        if self._listed is None:
            raise ValueError("nothing is indexed yet")
        schema, names = self._listed.rows[str(key)]
        return _entity(schema, names, str(key))


def _algorithm(name: str) -> Any:
    found = _matching.get_algorithm(name)
    if found is None:
        raise ValueError(f"no algorithm {name}")
    return found


def _number(key: Any) -> int:
    return int(str(key).removeprefix("party-"))


def _memory() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()


def main() -> None:
    """Answer until there is nothing more to read; what libraries print goes to the errors."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    worker = Worker()
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = getattr(worker, f"do_{request.pop('op')}")(**request)
        except Exception as problem:
            answer = {"error": f"{type(problem).__name__}: {problem}"}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()

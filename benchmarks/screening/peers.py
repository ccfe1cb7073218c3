"""Nomenklatura's current scorers and its blocker, in a process of their own, behind the same face as our engine.

Decides that it runs with the interpreter that ``NOMENKLATURA_PYTHON`` names (else the one that runs this), because its
dependencies are not ours; that one process is started a run and warmed before anything is measured; and that its blocker
answers single queries where speed is measured, and batches of `BATCH` where only its findings are.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from benchmarks.screening.engine import Built, Found, Pair

from sekisho.parties.party import ListedParty

LOGIC: Final = "logic-v2"
OFAC: Final = "ofac"
DEFAULTS: Final = {LOGIC: 0.70, OFAC: 0.85}
"""Thresholds in use: that of yente's documentation for logic-v2; that of OFAC's public search page as banks set it."""
BATCH: Final = 100
_WORKER: Final = Path(__file__).with_name("peer_worker.py")


class PeerError(Exception):
    """Nomenklatura cannot be started or has failed."""


class Nomenklatura:
    """One of its scorers, with its blocker.

    Attributes:
        name: What it is called in the tables.
        possible: The threshold it is used with.
        strong: The same: it has one.
    """

    def __init__(self, process: Process, algorithm: str = LOGIC) -> None:
        self._process = process
        self._algorithm = algorithm
        self.name = algorithm
        self.possible = self.across = self.strong = DEFAULTS[algorithm]

    def score(self, query: str, listed: Sequence[str], schema: str) -> float:
        """Score one query against the names of one listed party."""
        return self.scores([Pair(query, tuple(listed), schema)])[0]

    def scores(self, pairs: Sequence[Pair]) -> list[float]:
        """Score many pairs."""
        rows = [[one.query, list(one.listed), one.schema] for one in pairs]
        return list(self._process.ask("scores", pairs=rows, algorithm=self._algorithm)["scores"])

    def seconds(self, pairs: Sequence[Pair]) -> float:
        """Return how long scoring these pairs takes."""
        rows = [[one.query, list(one.listed), one.schema] for one in pairs]
        return float(self._process.ask("scores", pairs=rows, algorithm=self._algorithm)["seconds"])

    def build(self, parties: Sequence[ListedParty]) -> Built:
        """Index parties with the blocker."""
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8", delete=False) as file:
            for number, party in enumerate(parties):
                file.write(json.dumps([number, party.schema, [one.value for one in party.names]]) + "\n")
        answer = self._process.ask("build", file=file.name)
        Path(file.name).unlink()
        return Built(float(answer["seconds"]), int(answer["bytes"]), int(answer["memory"]))

    def candidates(self, query: str, k: int, schema: str) -> list[int]:
        """Return the numbers of the parties that the blocker finds for one query."""
        return self.all_candidates([(query, schema)], k, batch=1)[0][0]

    def all_candidates(
        self, queries: Sequence[tuple[str, str]], k: int, batch: int = BATCH
    ) -> tuple[list[list[int]], list[float]]:
        """Return the candidates of many queries and the seconds of each batch."""
        answer = self._process.ask("candidates", queries=[list(one) for one in queries], k=k, batch=batch)
        return answer["found"], answer["seconds"]

    def screen(self, query: str, schema: str) -> list[Found]:
        """Return what the blocker finds and the scorer says of it."""
        return self.screen_all([(query, schema)], batch=1)[0][0]

    def screen_all(self, queries: Sequence[tuple[str, str]], batch: int = BATCH) -> tuple[list[list[Found]], list[float]]:
        """Screen many queries; with the seconds of each batch."""
        answer = self._process.ask("screen", queries=[list(one) for one in queries], algorithm=self._algorithm, batch=batch)
        return [[Found(number, score) for number, score in one] for one in answer["found"]], answer["seconds"]


class Process:
    """The other interpreter.

    Attributes:
        version: Of nomenklatura.
        warm_seconds: What loading its tagger took.
    """

    def __init__(self, python: str | None = None, cores: int | None = None) -> None:
        """Start it.

        Args:
            python: The interpreter; as the module says if not given.
            cores: Bind it to so many cores; to none if not given.

        Raises:
            PeerError: The interpreter has no nomenklatura.
        """
        chosen = python or os.environ.get("NOMENKLATURA_PYTHON") or sys.executable
        self._process = subprocess.Popen(
            [chosen, str(_WORKER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        )
        if cores is not None:
            os.sched_setaffinity(self._process.pid, sorted(os.sched_getaffinity(0))[-cores:])
        hello = self.ask("hello")
        self.version, self.warm_seconds = str(hello["version"]), float(hello["warm_seconds"])

    @property
    def pid(self) -> int:
        """Return the number of its process."""
        return self._process.pid

    def ask(self, op: str, **what: object) -> dict[str, Any]:
        """Ask and wait for the answer.

        Raises:
            PeerError: It failed.
        """
        if self._process.stdin is None or self._process.stdout is None:
            raise PeerError("the process has no pipes")
        try:
            self._process.stdin.write(json.dumps({"op": op, **what}) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise PeerError("nomenklatura does not run: set NOMENKLATURA_PYTHON to an interpreter that has it")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise PeerError(str(answer["error"]))
        return answer

    def close(self) -> None:
        """End it."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.wait(timeout=60)

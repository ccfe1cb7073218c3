"""Fixtures for every room: where the official files are, and a PostgreSQL server."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.engines.postgres import new_postgres, postgres_server, postgres_url

__all__ = ["new_postgres", "official", "postgres_server", "postgres_url"]

settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("here"), derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(scope="session")
def official() -> Callable[[str], Path]:
    """Return a function from a path inside ``SEKISHO_DATA`` to the file; the test is skipped, by name, without it."""
    folder = os.environ.get("SEKISHO_DATA")

    def find(name: str) -> Path:
        if not folder:
            pytest.skip(f"SEKISHO_DATA is not set: {name} was not read")
        path = Path(folder) / name
        if not path.exists():
            pytest.skip(f"SEKISHO_DATA has no {name}")
        return path

    return find

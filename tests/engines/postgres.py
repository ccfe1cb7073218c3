"""A PostgreSQL server for the tests: the one that ``SEKISHO_POSTGRES`` names, else a private one in a temporary folder.

Without either a test is skipped by name; where ``SEKISHO_REQUIRE`` names ``postgres`` it fails instead. Every store gets a
schema of its own, so tests do not see one another.
"""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import pytest
import sqlalchemy as sa

USER = "sekisho"
MADE = itertools.count()


def _absent(why: str) -> NoReturn:
    if "postgres" in os.environ.get("SEKISHO_REQUIRE", "").split(","):
        pytest.fail(f"PostgreSQL is required here: {why}")
    pytest.skip(f"PostgreSQL was not tested: {why}")


def _programs() -> Path | None:
    """Return the folder of ``initdb`` and ``pg_ctl``, the newest where there are several."""
    # Distributions link initdb into PATH but not always its companions, so the link is followed.
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda one: int(one.parent.name.split(".")[0]), reverse=True
    )
    return next((one for one in folders if (one / "initdb").exists() and (one / "pg_ctl").exists()), None)


class Server:
    """A private cluster that listens on a socket in its own folder."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self.folder = Path(tempfile.mkdtemp(prefix="sekisho-pg-"))
        self._as: dict[str, Any] = {"cwd": self.folder, "env": {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"}}
        if os.geteuid() == 0:  # initdb refuses to run as root
            owner = next(pwd.getpwnam(name) for name in ("postgres", "nobody") if _is_user(name))
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
            self._as |= {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}

    def _run(self, *command: str) -> None:
        done = subprocess.run(
            [str(self._programs / command[0]), *command[1:]],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            **self._as,
        )
        if done.returncode:
            log = self.folder / "log"
            raise RuntimeError(f"{command[0]}: {done.stdout}{log.read_text() if log.exists() else ''}")

    def make(self, settings: str = "") -> None:
        """Make the cluster and start it."""
        self._run("initdb", "-D", "data", "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        with (self.folder / "data" / "postgresql.conf").open("a") as file:
            file.write(
                f"listen_addresses = ''\nunix_socket_directories = '{self.folder}'\nshared_buffers = 16MB\n{settings}\n"
            )
        self.start()

    def start(self) -> None:
        """Start the server and wait until it answers."""
        self._run("pg_ctl", "-D", "data", "-l", "log", "-w", "-s", "start")

    def crash(self) -> None:
        """End every process of the server at once, without a checkpoint: what is not on the disk is lost."""
        self._run("pg_ctl", "-D", "data", "-m", "immediate", "-w", "-s", "stop")

    def remove(self) -> None:
        """Stop the server and delete its folder."""
        try:
            self.crash()
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def url(self) -> sa.URL:
        """The address of its database."""
        return sa.URL.create("postgresql+psycopg", USER, database="postgres", query={"host": str(self.folder)})


def _is_user(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


@contextmanager
def private_server(settings: str = "") -> Iterator[Server]:
    """Give a private server with further settings, while the block lasts."""
    programs = _programs()
    if programs is None:
        _absent("initdb and pg_ctl are not installed")
    server = Server(programs)
    try:
        server.make(settings)
        yield server
    finally:
        server.remove()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """Return a private server, which a test may crash."""
    with private_server() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_url(request: pytest.FixtureRequest) -> sa.URL:
    """Return the address of a database in which schemas may be made."""
    given = os.environ.get("SEKISHO_POSTGRES")
    if given:
        return sa.make_url(given)
    server: Server = request.getfixturevalue("postgres_server")
    return server.url


@pytest.fixture
def new_postgres(postgres_url: sa.URL) -> Iterator[Callable[[], str]]:
    """Return a function that makes an empty schema and returns the address of a store in it."""
    engine = sa.create_engine(postgres_url, isolation_level="AUTOCOMMIT", pool_pre_ping=True)
    made: list[str] = []

    def make() -> str:
        made.append(f"sekisho_{os.getpid()}_{next(MADE)}")
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE SCHEMA {made[-1]}")
        url = postgres_url.update_query_dict({"options": f"-csearch_path={made[-1]}"})
        return url.render_as_string(hide_password=False)

    yield make
    with engine.connect() as connection:
        for name in made:
            connection.exec_driver_sql(f"DROP SCHEMA {name} CASCADE")
    engine.dispose()

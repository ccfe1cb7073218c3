"""Connections to the database of a record: SQLite or PostgreSQL, durable, with tables of the version that this code knows.

Decides how a transaction begins, waits and becomes durable, and when a database is refused. Knows no leaf.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from sekisho.errors import EngineError, MissingError

HEAD = "0001"
"""The version of the tables that this code reads and writes."""
KNOWN = frozenset({HEAD})
"""Versions that can be migrated to HEAD."""
VERSION_TABLE = "ledger_version"
WAIT_SECONDS = 30
"""How long a writer waits for another before it gives up."""

_VERSION = sa.table(VERSION_TABLE, sa.column("version_num", sa.String))
_LOCK = 0x73656B6973686F
"""Key of the advisory lock that every writer takes in PostgreSQL: the letters "sekisho"."""
_WRITES = "sekisho_writes"


def connect(place: str | os.PathLike[str], *, create: bool) -> sa.Engine:
    """Return an engine for a database that can be reached and keeps its promises.

    Args:
        place: A path, ``sqlite:///PATH`` or ``postgresql+psycopg://USER@HOST/NAME``.
        create: Whether a file that does not exist is made.

    Raises:
        EngineError: An unknown kind of database, no driver, no answer, or a database that is not durable.
        MissingError: There is no such file.
    """
    url = _url(place)
    if url.get_backend_name() == "sqlite":
        _check_file(url, create)
    try:
        engine = _engine(url)
    except ModuleNotFoundError as problem:
        raise EngineError(
            f"the driver {problem.name} is not installed", place=_shown(url), remedy="pip install 'sekisho[postgres]'"
        ) from problem
    try:
        with guarded(engine), engine.connect():
            pass
    except EngineError:
        engine.dispose()
        raise
    return engine


def _url(place: str | os.PathLike[str]) -> sa.URL:
    text = os.fspath(place)
    if "://" not in text:
        return sa.URL.create("sqlite", database=text)
    remedy = "give a path, sqlite:///PATH or postgresql+psycopg://USER@HOST/NAME"
    try:
        url = sa.make_url(text)
    except (ArgumentError, ValueError) as problem:
        raise EngineError("the address of the database cannot be read", remedy=remedy) from problem
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername not in ("sqlite", "postgresql+psycopg"):
        raise EngineError(f"a record is not kept in {url.drivername!r}", remedy=remedy)
    if url.drivername == "sqlite" and (url.query or url.host):
        raise EngineError("the address of an SQLite file has neither host nor options", remedy=remedy)
    return url


def _check_file(url: sa.URL, create: bool) -> None:
    if url.database in (None, "", ":memory:"):
        raise EngineError("a record in memory is lost with the process", remedy="name a file")
    path = Path(str(url.database))
    if path.is_dir() or not path.parent.is_dir():
        raise EngineError("no file can be kept here", file=str(path), remedy="name a file in a folder that exists")
    if not create and not path.exists():
        raise MissingError("there is no store of a record here", file=str(path), remedy="name another file, or create it")


def _engine(url: sa.URL) -> sa.Engine:
    if url.get_backend_name() == "sqlite":
        engine = sa.create_engine(url, connect_args={"timeout": WAIT_SECONDS})
        sa.event.listen(engine, "connect", _prepare_sqlite)
        sa.event.listen(engine, "begin", _begin_sqlite)
    else:
        options = {"connect_timeout": WAIT_SECONDS} if "connect_timeout" not in url.query else {}
        engine = sa.create_engine(url, isolation_level="READ COMMITTED", connect_args=options, pool_pre_ping=True)
        sa.event.listen(engine, "connect", _prepare_postgresql)
        sa.event.listen(engine, "begin", _begin_postgresql)
    return engine


def _prepare_sqlite(connection: Any, _: object) -> None:
    """Make a commit wait for the disk, and deletion overwrite; transactions are begun by ``_begin_sqlite`` alone."""
    connection.isolation_level = None
    for pragma in ("synchronous=FULL", "fullfsync=ON", "foreign_keys=ON", "secure_delete=ON", "trusted_schema=OFF"):
        connection.execute(f"PRAGMA {pragma}").close()
    mode = connection.execute("PRAGMA journal_mode=WAL").fetchone()[0]
    if mode != "wal":
        raise EngineError(f"SQLite cannot keep a write-ahead log here, only {mode!r}", remedy="use a local disk")


def _begin_sqlite(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _prepare_postgresql(connection: Any, _: object) -> None:
    """Make a commit wait for the disk, and a writer for no longer than a minute."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('fsync'), current_setting('synchronous_commit')")
        fsync, commit = cursor.fetchone()
        if fsync != "on":
            raise EngineError("the PostgreSQL server has fsync off and may lose what it confirmed", remedy="set fsync = on")
        if commit == "off":
            cursor.execute("SET synchronous_commit TO on")
        cursor.execute(f"SET lock_timeout TO '{WAIT_SECONDS}s'")
    connection.commit()


def _begin_postgresql(connection: sa.Connection) -> None:
    if connection.get_execution_options().get(_WRITES):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Give a connection in a transaction that only reads."""
    with guarded(engine), engine.begin() as connection:
        yield connection


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Give a connection in a transaction that no other writer shares; it is durable when the block has ended well."""
    with guarded(engine), engine.connect().execution_options(**{_WRITES: True}) as connection, connection.begin():
        yield connection


@contextmanager
def guarded(engine: sa.Engine) -> Iterator[None]:
    """Turn what a driver raises into one sentence, without a password.

    Raises:
        EngineError: The driver raised something.
    """
    try:
        yield
    except DBAPIError as problem:
        said = str(problem.orig).strip().split("\n")[0]
        raise EngineError(f"the database refuses: {said}", place=_shown(engine.url), remedy=_remedy(said)) from problem
    except SQLAlchemyError as problem:
        raise EngineError(f"the database cannot be used: {problem}", place=_shown(engine.url)) from problem


def _remedy(said: str) -> str:
    for sign, remedy in (
        ("locked", "another process writes: try again"),
        ("lock timeout", "another process writes: try again"),
        ("connection", "start the server, or correct the address"),
        ("not a database", "name another file"),
        ("full", "make room and try again"),
        ("append-only", "nothing was changed"),
    ):
        if sign in said:
            return remedy
    return "nothing was changed; see the message of the database"


def _shown(url: sa.URL) -> str:
    return url.render_as_string(hide_password=True)


def ensure_tables(connection: sa.Connection, *, create: bool) -> bool:
    """Bring the tables to HEAD, in the transaction of the caller, and tell whether they were made new.

    Raises:
        EngineError: A later version made them, the database is of something else, or it is empty and not to be filled.
    """
    version = version_of(connection)
    if version == HEAD:
        return False
    place = _shown(connection.engine.url)
    if version is not None and version not in KNOWN:
        raise EngineError(
            f"the store has tables of version {version[:20]!r}, this Sekisho knows up to {HEAD}",
            place=place,
            remedy="use the Sekisho that made it, or a later one",
        )
    if version is None and not create:
        raise EngineError("the database holds no record", place=place, remedy="name another one, or create the record")
    if version is None and connection.dialect.name == "sqlite" and sa.inspect(connection).get_table_names():
        raise EngineError("the file is a database of something else", place=place, remedy="name another file")
    _migrate(connection)
    return version is None


def version_of(connection: sa.Connection) -> str | None:
    """Return the version of the tables, or None if there are none."""
    if not sa.inspect(connection).has_table(VERSION_TABLE):
        return None
    return connection.execute(sa.select(_VERSION.c.version_num)).scalar()


def _migrate(connection: sa.Connection) -> None:
    """Run Alembic; imported here, because it is needed once in the life of a store."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "ledger_migrations").replace("%", "%%"))
    config.attributes.update(connection=connection, version_table=VERSION_TABLE)
    command.upgrade(config, HEAD)

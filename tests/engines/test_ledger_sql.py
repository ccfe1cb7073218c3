"""The store of the record on SQLite and PostgreSQL."""

from __future__ import annotations

import itertools
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from sekisho.engines import ledger_connect
from sekisho.engines.ledger_sql import open_store
from sekisho.errors import EngineError, MissingError
from tests.engines.ledger_contract import OURS, LedgerContract, bytes_of, note, statement
from tests.engines.postgres import Server, private_server


class TestSqlite(LedgerContract):
    """A file."""

    @pytest.fixture(autouse=True)
    def _places(self, tmp_path: Path) -> None:
        self._names = (str(tmp_path / f"{number}.sqlite") for number in itertools.count())

    def new_place(self) -> str:
        return next(self._names)


class TestPostgresql(LedgerContract):
    """A schema on a server."""

    @pytest.fixture(autouse=True)
    def _places(self, new_postgres: Callable[[], str]) -> None:
        self._make = new_postgres

    def new_place(self) -> str:
        return self._make()


def test_a_path_and_an_address_are_the_same_file(tmp_path: Path) -> None:
    path = tmp_path / "odd ?#%41 name.sqlite"
    with open_store(path, create=OURS) as store:
        store.append([statement(1)])
    assert path.is_file()
    plain = tmp_path / "plain.sqlite"
    open_store(f"sqlite:///{plain}", create=OURS).close()
    assert open_store(plain).framework() == OURS.framework


def test_sqlite_commits_to_the_disk_and_overwrites(tmp_path: Path) -> None:
    engine = ledger_connect.connect(tmp_path / "x.sqlite", create=True)
    with engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "secure_delete", "foreign_keys", "trusted_schema")
        }
    engine.dispose()
    assert found == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "foreign_keys": 1, "trusted_schema": 0}


def test_erased_bytes_are_in_no_file(tmp_path: Path) -> None:
    with open_store(tmp_path / "x.sqlite", create=OURS) as store:
        sent = [statement(one) for one in range(200)]
        store.append(sent)
        kept, gone = sent[0], sent[100]
        assert gone.body in bytes_of(tmp_path)
        store.erase(100)
        left = bytes_of(tmp_path)
        assert kept.body in left
        assert kept.digest.encode() in left
        assert not [one for one in (gone.body, gone.salt, gone.digest.encode()) if one in left]


def test_a_reader_that_keeps_erased_bytes_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger_connect, "WAIT_SECONDS", 1)
    path = tmp_path / "x.sqlite"
    with open_store(path, create=OURS) as store:
        store.append([statement(1)])
        reader = sqlite3.connect(path, isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM ledger_body").fetchall()
        with pytest.raises(EngineError, match="erase again"):
            store.erase(0)
        assert store.leaf(0).body is None
        reader.close()
        store.erase(0)
        assert statement(1).body not in bytes_of(tmp_path)


def test_replacing_a_row_is_refused_too(tmp_path: Path) -> None:
    """INSERT OR REPLACE deletes a row without firing the triggers of deletion."""
    path = tmp_path / "x.sqlite"
    with open_store(path, create=OURS) as store:
        store.append([statement(one) for one in range(3)])
        before = list(store.leaves())
        plain = sqlite3.connect(path)
        for change in (
            "INSERT OR REPLACE INTO ledger_leaf SELECT 1, leaf, circle FROM ledger_leaf WHERE position = 0",
            "INSERT OR REPLACE INTO ledger_body SELECT 1, 'other', salt, body FROM ledger_body WHERE position = 0",
            "INSERT OR REPLACE INTO ledger_body SELECT 7, digest, salt, body FROM ledger_body WHERE position = 0",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                plain.execute(change)
        plain.close()
        assert list(store.leaves()) == before


def test_postgresql_refuses_to_truncate(new_postgres: Callable[[], str]) -> None:
    place = new_postgres()
    with open_store(place, create=OURS) as store:
        store.append([statement(1)])
        engine = ledger_connect.connect(place, create=False)
        for table in ("ledger_leaf CASCADE", "ledger_body", "ledger_identity"):
            with pytest.raises(sa.exc.DBAPIError, match="append-only, truncate"), engine.begin() as connection:
                connection.exec_driver_sql(f"TRUNCATE {table}")
        engine.dispose()
        assert store.size() == 1


def test_postgresql_commits_to_the_disk(new_postgres: Callable[[], str]) -> None:
    url = sa.make_url(new_postgres())
    lax = url.update_query_dict({"options": f"{url.query['options']} -csynchronous_commit=off"})
    engine = ledger_connect.connect(lax.render_as_string(hide_password=False), create=False)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"
    engine.dispose()


def test_a_crash_of_the_server_loses_nothing_that_was_confirmed(
    postgres_server: Server, postgres_url: sa.URL, new_postgres: Callable[[], str]
) -> None:
    if postgres_url != postgres_server.url:
        pytest.skip("the server of SEKISHO_POSTGRES is not ours to crash")
    with open_store(new_postgres(), create=OURS) as store:
        store.append([statement(one) for one in range(50)])
        store.save_cosigner("JP", 50, b"\1" * 32)
        store.save_checkpoint(50, note(50, "log"))
        before = list(store.leaves())
        postgres_server.crash()
        with pytest.raises(EngineError, match="start the server"):
            store.append([statement("none answers")])
        postgres_server.start()
        assert list(store.leaves()) == before
        assert store.cosigner("JP") == (50, b"\1" * 32)
        assert store.append([statement("none answers"), statement(3)]) == (50, 3)


def test_a_server_that_may_lose_what_it_confirmed_is_refused() -> None:
    with private_server("fsync = off") as server, pytest.raises(EngineError, match="has fsync off"):
        open_store(server.url.render_as_string(hide_password=False), create=OURS)


def test_sqlite_without_a_write_ahead_log_is_refused() -> None:
    plain = sqlite3.connect(":memory:")
    with pytest.raises(EngineError, match="cannot keep a write-ahead log here, only 'memory'"):
        ledger_connect._prepare_sqlite(plain, None)
    plain.close()


def test_whatever_the_database_says_is_one_sentence(tmp_path: Path) -> None:
    engine = ledger_connect.connect(tmp_path / "x.sqlite", create=True)
    with pytest.raises(EngineError, match="no such table: absent") as caught, ledger_connect.reading(engine) as connection:
        connection.exec_driver_sql("SELECT * FROM absent")
    assert "\n" not in str(caught.value)
    with pytest.raises(EngineError, match="cannot be used"), ledger_connect.reading(engine) as connection:
        connection.begin()
    engine.dispose()


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("mysql://user:secret@host/db", "a record is not kept in 'mysql'"),
        ("sqlite://", "in memory"),
        ("sqlite:///:memory:", "in memory"),
        (":memory:", "in memory"),
        ("sqlite:///x?mode=memory", "neither host nor options"),
        ("sqlite://host/x", "neither host nor options"),
        ("no such://[", "cannot be read"),
    ],
)
def test_other_places_are_refused(place: str, message: str) -> None:
    with pytest.raises(EngineError, match=message) as caught:
        open_store(place, create=OURS)
    assert caught.value.remedy
    assert "secret" not in str(caught.value)


def test_no_file_no_folder(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="there is no store of a record here"):
        open_store(tmp_path / "x.sqlite")
    assert list(tmp_path.iterdir()) == []
    for path in (tmp_path, tmp_path / "none" / "x.sqlite"):
        with pytest.raises(EngineError, match="no file can be kept here"):
            open_store(path, create=OURS)


def test_a_file_of_something_else_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    text, other, empty = tmp_path / "text", tmp_path / "other", tmp_path / "empty"
    text.write_bytes(b"no database, but long enough to look like one" * 100)
    with sqlite3.connect(other) as plain:
        plain.execute("CREATE TABLE invoices (id)")
    plain.close()
    empty.touch()
    for path, create, message in (
        (text, OURS, "file is not a database"),
        (text, None, "file is not a database"),
        (other, OURS, "database of something else"),
        (other, None, "holds no record"),
        (empty, None, "holds no record"),
    ):
        with pytest.raises(EngineError, match=message):
            open_store(path, create=create)
    assert text.read_bytes().startswith(b"no database")
    with open_store(empty, create=OURS) as store:
        assert store.size() == 0


def test_a_server_that_does_not_answer(tmp_path: Path) -> None:
    place = f"postgresql://someone:secret@/db?host={tmp_path}&connect_timeout=2"
    with pytest.raises(EngineError, match="start the server") as caught:
        open_store(place)
    assert "secret" not in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_a_driver_that_is_not_installed(tmp_path: Path) -> None:
    script = (
        "import sys\n"
        "sys.modules['psycopg'] = None\n"
        "from sekisho.engines.ledger_sql import open_store\n"
        "from sekisho.errors import EngineError\n"
        "try:\n"
        "    open_store('postgresql://nobody@/none')\n"
        "except EngineError as problem:\n"
        "    print(problem)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert "driver psycopg is not installed" in done.stdout
    assert "sekisho[postgres]" in done.stdout


def test_opening_needs_no_alembic_and_head_is_the_last_migration(tmp_path: Path) -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(ledger_connect.__file__).parent / "ledger_migrations"))
    script = ScriptDirectory.from_config(config)
    assert script.get_current_head() == ledger_connect.HEAD
    assert {one.revision for one in script.walk_revisions()} == ledger_connect.KNOWN
    path = tmp_path / "x.sqlite"
    open_store(path, create=OURS).close()
    code = (
        "import sys\n"
        "from sekisho.engines.ledger_sql import open_store\n"
        "open_store(sys.argv[1]).close()\n"
        "print('alembic' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_the_tables_are_those_that_the_migrations_make(tmp_path: Path) -> None:
    from sekisho.engines import ledger_sql

    path = tmp_path / "x.sqlite"
    open_store(path, create=OURS).close()
    engine = ledger_connect.connect(path, create=False)
    found = sa.inspect(engine)
    columns = {name: [one["name"] for one in found.get_columns(name)] for name in found.get_table_names()}
    del columns[ledger_connect.VERSION_TABLE]
    engine.dispose()
    assert columns == {name: list(table.columns.keys()) for name, table in ledger_sql._META.tables.items()}

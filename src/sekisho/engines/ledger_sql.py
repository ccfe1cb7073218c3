"""The store of the record (``ledger.store.Store``) on SQLite and PostgreSQL, by SQLAlchemy Core.

Decides where each thing lies and what one transaction holds. Both databases do the same; one suite holds them to it.

A leaf is a row that triggers keep from being changed. Salt, body and digest are another row, so that erasing is a deletion
and leaves nothing behind. PostgreSQL frees the bytes but does not overwrite them; they also stay in its write-ahead log and
in backups until those are discarded.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Self

import sqlalchemy as sa

from sekisho.engines.ledger_connect import connect, ensure_tables, guarded, reading, version_of, writing
from sekisho.errors import EngineError, MissingError, RecordError
from sekisho.ledger.commitment import commit
from sekisho.ledger.store import (
    Identity,
    Leaf,
    Submission,
    check_advance,
    check_body,
    check_copy,
    check_digest,
    check_identity,
    check_note,
    check_submission,
    check_word,
    merge_notes,
)

_PAGE = 256
"""Leaves, or digests, of one query."""

_META = sa.MetaData()
_IDENTITY = sa.Table(
    "ledger_identity", _META, sa.Column("one", sa.Integer), sa.Column("framework", sa.Text), sa.Column("origin", sa.Text)
)
_LEAF = sa.Table(
    "ledger_leaf",
    _META,
    sa.Column("position", sa.BigInteger),
    sa.Column("leaf", sa.LargeBinary),
    sa.Column("circle", sa.Text),
)
_BODY = sa.Table(
    "ledger_body",
    _META,
    sa.Column("position", sa.BigInteger),
    sa.Column("digest", sa.Text),
    sa.Column("salt", sa.LargeBinary),
    sa.Column("body", sa.LargeBinary),
)
_CHECKPOINT = sa.Table("ledger_checkpoint", _META, sa.Column("size", sa.BigInteger), sa.Column("note", sa.Text))
_COSIGNER = sa.Table(
    "ledger_cosigner",
    _META,
    sa.Column("member", sa.Text),
    sa.Column("size", sa.BigInteger),
    sa.Column("root", sa.LargeBinary),
)
_HELD = sa.Table(
    "ledger_held",
    _META,
    sa.Column("place", sa.BigInteger),
    sa.Column("digest", sa.Text),
    sa.Column("body", sa.LargeBinary),
)
_NEXT = sa.select(sa.func.coalesce(sa.func.max(_LEAF.c.position) + 1, 0))
_BARE = sa.select(_LEAF.c.position, _LEAF.c.leaf, _LEAF.c.circle).order_by(_LEAF.c.position)
_LEAVES = (
    sa.select(_LEAF.c.position, _LEAF.c.leaf, _BODY.c.salt, _BODY.c.body, _LEAF.c.circle, _BODY.c.digest)
    .outerjoin_from(_LEAF, _BODY, _LEAF.c.position == _BODY.c.position)
    .order_by(_LEAF.c.position)
)


def open_store(place: str | os.PathLike[str], *, create: Identity | None = None) -> SqlStore:
    """Open the store of a record, and create it if it is not there and ``create`` says whose it is.

    Args:
        place: A path, ``sqlite:///PATH`` or ``postgresql+psycopg://USER@HOST/NAME``.
        create: Framework and origin of a new log; an existing store must be of the same.

    Raises:
        MissingError: There is no such file, and ``create`` is None.
        EngineError: The database cannot be used: no driver, no answer, not durable, of a later version, of something else.
        RecordError: It is the store of another log, or ``create`` is malformed.
    """
    if create is not None:
        check_identity(create)
    engine = connect(place, create=create is not None)
    try:
        identity = _settle(engine, create)
        if create not in (None, identity):
            raise RecordError(
                f"the store is of the log {identity.origin!r} of {identity.framework!r}",
                file=engine.url.render_as_string(hide_password=True),
                remedy="name another store",
            )
    except BaseException:
        engine.dispose()
        raise
    return SqlStore(engine, identity)


def _settle(engine: sa.Engine, create: Identity | None) -> Identity:
    """Return whose store it is; tables and identity are made in one transaction, so no other sees half of them."""
    with reading(engine) as connection:
        ready = version_of(connection) is not None
        if ready or create is None:
            ensure_tables(connection, create=False)
    if not ready:
        with writing(engine) as connection:
            if ensure_tables(connection, create=True) and create is not None:
                row = {"one": 1, "framework": create.framework, "origin": create.origin}
                connection.execute(sa.insert(_IDENTITY).values(row))
    with reading(engine) as connection:
        framework, origin = connection.execute(sa.select(_IDENTITY.c.framework, _IDENTITY.c.origin)).one()
        return Identity(framework, origin)


class SqlStore:
    """A store in a database; made by ``open_store``. The methods are those of ``ledger.store.Store``."""

    def __init__(self, engine: sa.Engine, identity: Identity) -> None:
        self._engine = engine
        self._identity = identity

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *problem: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def framework(self) -> str:
        """Return the id of the framework."""
        return self._identity.framework

    def origin(self) -> str:
        """Return the origin of the log."""
        return self._identity.origin

    def append(self, bodies: Sequence[Submission]) -> tuple[int, ...]:
        """Log statements, each once, all or none; see ``ledger.store.Store``.

        Raises:
            RecordError: A submission is malformed; nothing was logged.
            EngineError: The database refuses; nothing was logged.
        """
        fresh = {one.digest: check_submission(one) for one in reversed(bodies)}
        if not fresh:
            return ()
        with writing(self._engine) as connection:
            places = dict(_places(connection, list(fresh)))
            new = [one for one in dict.fromkeys(fresh[other.digest] for other in bodies) if one.digest not in places]
            places.update((one.digest, index) for index, one in enumerate(new, _next(connection)))
            _insert(connection, [(_logged(places[one.digest], one), one.digest) for one in new])
        return tuple(places[one.digest] for one in bodies)

    def copy(self, leaves: Sequence[Leaf]) -> None:
        """Lengthen a copy of a log that is kept elsewhere; see ``ledger.store.Store``.

        Raises:
            RecordError: The leaves are not views of this log; nothing was copied.
            EngineError: The database refuses; nothing was copied.
        """
        with writing(self._engine) as connection:
            held = [Leaf(row.position, row.leaf, None, None, row.circle) for row in connection.execute(_BARE)]
            new = check_copy(leaves, held)
            digests = [_digest(one) for one in new]
            taken = {digest for digest, _ in _places(connection, [one for one in digests if one])}
            _insert(connection, [(one, _first(digest, taken)) for one, digest in zip(new, digests, strict=True)])

    def size(self) -> int:
        """Return the number of leaves."""
        with reading(self._engine) as connection:
            return _next(connection)

    def leaf(self, index: int) -> Leaf:
        """Return one leaf.

        Raises:
            MissingError: There is none.
        """
        with reading(self._engine) as connection:
            row = connection.execute(_LEAVES.where(_LEAF.c.position == index)).one_or_none()
        if row is None:
            raise MissingError(f"there is no leaf {index} in the log {self.origin()}")
        return _leaf(row)

    def leaves(self, start: int = 0, end: int | None = None) -> Iterator[Leaf]:
        """Yield leaves in order; no transaction stays open between two of them.

        Raises:
            MissingError: The range is not within the log.
        """
        size = self.size()
        end = size if end is None else end
        if not 0 <= start <= end <= size:
            raise MissingError(f"there are no leaves {start} to {end} in the log {self.origin()}, its size is {size}")
        return self._pages(start, end)

    def _pages(self, start: int, end: int) -> Iterator[Leaf]:
        for first in range(start, end, _PAGE):
            query = _LEAVES.where(_LEAF.c.position >= first, _LEAF.c.position < min(first + _PAGE, end))
            with reading(self._engine) as connection:
                rows = connection.execute(query).all()
            yield from map(_leaf, rows)

    def find(self, digest: str) -> int | None:
        """Return the index of a statement, or None if it has no leaf or is erased."""
        with reading(self._engine) as connection:
            return dict(_places(connection, [digest])).get(digest)

    def erase(self, *indexes: int) -> None:
        """Destroy body, salt and digest of leaves; the leaves stay.

        Raises:
            MissingError: There is no such leaf; nothing was erased.
            EngineError: Readers hold the old bytes; the call is to be repeated.
        """
        with writing(self._engine) as connection:
            size = _next(connection)
            for index in indexes:
                if not 0 <= index < size:
                    raise MissingError(f"there is no leaf {index} in the log {self.origin()}")
                connection.execute(sa.delete(_BODY).where(_BODY.c.position == index))
        self._overwrite()

    def _overwrite(self) -> None:
        """Leave no erased bytes in the files of the database, as far as the database can."""
        with guarded(self._engine), self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if self._engine.dialect.name == "postgresql":
                connection.exec_driver_sql("VACUUM (FULL) ledger_body")
            elif connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar():
                raise EngineError("erased, but a reader keeps the old bytes in the write-ahead log", remedy="erase again")

    def save_checkpoint(self, size: int, note: str) -> None:
        """Keep a checkpoint; cosignature lines of the same checkpoint kept before are not lost.

        Raises:
            RecordError: It is malformed, of another log, or another text is kept for this size.
        """
        check_note(self.origin(), size, note)
        at = _CHECKPOINT.c.size == size
        with writing(self._engine) as connection:
            kept = connection.execute(sa.select(_CHECKPOINT.c.note).where(at)).scalar()
            if kept is None:
                connection.execute(sa.insert(_CHECKPOINT).values(size=size, note=note))
            else:
                connection.execute(sa.update(_CHECKPOINT).where(at).values(note=merge_notes(kept, note)))

    def checkpoints(self) -> Iterator[tuple[int, str]]:
        """Yield size and note of every checkpoint kept, by size."""
        with reading(self._engine) as connection:
            rows = connection.execute(sa.select(_CHECKPOINT.c.size, _CHECKPOINT.c.note).order_by(_CHECKPOINT.c.size)).all()
        return iter([(size, note) for size, note in rows])

    def cosigner(self, member: str) -> tuple[int, bytes] | None:
        """Return size and root that a member cosigned last, or None."""
        with reading(self._engine) as connection:
            return _cosigner(connection, member)

    def save_cosigner(self, member: str, size: int, root: bytes) -> None:
        """Keep what a member is about to cosign.

        Raises:
            RecordError: The size is less than the last one, or equal with another root; nothing was kept.
        """
        check_word(member, "member")
        with writing(self._engine) as connection:
            last = _cosigner(connection, member)
            check_advance(last, size, root)
            if last is None:
                connection.execute(sa.insert(_COSIGNER).values(member=member, size=size, root=root))
            else:
                connection.execute(sa.update(_COSIGNER).where(_COSIGNER.c.member == member).values(size=size, root=root))

    def hold(self, digest: str, body: bytes) -> None:
        """Keep a statement lodged with this party; the first body with a digest is kept.

        Raises:
            RecordError: Digest or body is malformed.
        """
        check_digest(digest)
        check_body(body)
        with writing(self._engine) as connection:
            if connection.execute(sa.select(_HELD.c.place).where(_HELD.c.digest == digest)).scalar() is None:
                place = connection.execute(sa.select(sa.func.coalesce(sa.func.max(_HELD.c.place) + 1, 0))).scalar_one()
                connection.execute(sa.insert(_HELD).values(place=place, digest=digest, body=body))

    def held(self) -> Iterator[tuple[str, bytes]]:
        """Yield digest and body of every statement held, in the order of lodging."""
        with reading(self._engine) as connection:
            rows = connection.execute(sa.select(_HELD.c.digest, _HELD.c.body).order_by(_HELD.c.place)).all()
        return iter([(digest, body) for digest, body in rows])

    def release(self, digest: str) -> None:
        """Forget a statement held; nothing happens if it is not."""
        with writing(self._engine) as connection:
            connection.execute(sa.delete(_HELD).where(_HELD.c.digest == digest))


def _leaf(row: sa.Row[Any, Any, Any, Any, Any, Any]) -> Leaf:
    index, leaf, salt, body, circle, digest = row
    return Leaf(index, leaf, salt, body, circle, digest or "")


def _next(connection: sa.Connection) -> int:
    return int(connection.execute(_NEXT).scalar_one())


def _places(connection: sa.Connection, digests: Sequence[str]) -> Iterable[tuple[str, int]]:
    """Yield digest and index of those statements that have a leaf and a body."""
    for first in range(0, len(digests), _PAGE):
        wanted = _BODY.c.digest.in_(digests[first : first + _PAGE])
        rows = connection.execute(sa.select(_BODY.c.digest, _BODY.c.position).where(wanted))
        yield from ((digest, position) for digest, position in rows)


def _logged(index: int, one: Submission) -> Leaf:
    return Leaf(index, commit(one.salt, one.body), one.salt, one.body, one.circle, one.digest)


def _digest(leaf: Leaf) -> str | None:
    """Return the digest of the body that a leaf holds; None if it holds none."""
    return None if leaf.body is None else hashlib.sha256(leaf.body).hexdigest()


def _first(digest: str | None, taken: set[str]) -> str | None:
    """Return a digest that is not taken, and take it; None for a statement that a careless log holds twice."""
    if digest is None or digest in taken:
        return None
    taken.add(digest)
    return digest


def _insert(connection: sa.Connection, leaves: Sequence[tuple[Leaf, str | None]]) -> None:
    rows = [{"position": one.index, "leaf": one.leaf, "circle": one.circle} for one, _ in leaves]
    bodies = [
        {"position": one.index, "digest": digest, "salt": one.salt, "body": one.body}
        for one, digest in leaves
        if one.body is not None
    ]
    for table, values in ((_LEAF, rows), (_BODY, bodies)):
        if values:
            connection.execute(sa.insert(table), values)


def _cosigner(connection: sa.Connection, member: str) -> tuple[int, bytes] | None:
    query = sa.select(_COSIGNER.c.size, _COSIGNER.c.root).where(_COSIGNER.c.member == member)
    row = connection.execute(query).one_or_none()
    return None if row is None else (row[0], row[1])

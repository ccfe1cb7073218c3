"""The first tables, and triggers that keep a leaf from being changed, deleted, skipped or put in twice."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_KEPT = "the record is append-only"

_SQLITE = (
    f"""CREATE TRIGGER ledger_leaf_next BEFORE INSERT ON ledger_leaf
    WHEN NEW.position IS NOT (SELECT COALESCE(MAX(position) + 1, 0) FROM ledger_leaf)
    BEGIN SELECT RAISE(ABORT, '{_KEPT}, another leaf comes next'); END""",
    f"""CREATE TRIGGER ledger_leaf_update BEFORE UPDATE ON ledger_leaf
    BEGIN SELECT RAISE(ABORT, '{_KEPT}, no leaf is changed'); END""",
    f"""CREATE TRIGGER ledger_leaf_delete BEFORE DELETE ON ledger_leaf
    BEGIN SELECT RAISE(ABORT, '{_KEPT}, no leaf is deleted'); END""",
    # INSERT OR REPLACE deletes without firing triggers of deletion, so the insertion itself is guarded.
    f"""CREATE TRIGGER ledger_body_once BEFORE INSERT ON ledger_body
    WHEN EXISTS (SELECT 1 FROM ledger_body WHERE position = NEW.position OR digest = NEW.digest)
    BEGIN SELECT RAISE(ABORT, '{_KEPT}, a leaf has one body'); END""",
    f"""CREATE TRIGGER ledger_body_update BEFORE UPDATE ON ledger_body
    BEGIN SELECT RAISE(ABORT, '{_KEPT}, no body is changed'); END""",
    f"""CREATE TRIGGER ledger_identity_update BEFORE UPDATE ON ledger_identity
    BEGIN SELECT RAISE(ABORT, '{_KEPT}, it stays the same log'); END""",
    f"""CREATE TRIGGER ledger_identity_delete BEFORE DELETE ON ledger_identity
    BEGIN SELECT RAISE(ABORT, '{_KEPT}, it stays the same log'); END""",
)

_POSTGRESQL = (
    f"""CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{_KEPT}, % of % is refused', lower(TG_OP), TG_TABLE_NAME; END $$""",
    f"""CREATE FUNCTION ledger_next() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.position <> (SELECT COALESCE(MAX(position) + 1, 0) FROM ledger_leaf) THEN
        RAISE EXCEPTION '{_KEPT}, another leaf comes next';
      END IF;
      RETURN NEW;
    END $$""",
    "CREATE TRIGGER ledger_leaf_next BEFORE INSERT ON ledger_leaf FOR EACH ROW EXECUTE FUNCTION ledger_next()",
    *(
        f"CREATE TRIGGER {table}_{name} BEFORE {events} ON {table} FOR EACH {each} EXECUTE FUNCTION ledger_refuse()"
        for table, name, events, each in (
            ("ledger_leaf", "change", "UPDATE OR DELETE", "ROW"),
            ("ledger_leaf", "truncate", "TRUNCATE", "STATEMENT"),
            ("ledger_body", "change", "UPDATE", "ROW"),
            ("ledger_body", "truncate", "TRUNCATE", "STATEMENT"),
            ("ledger_identity", "change", "UPDATE OR DELETE", "ROW"),
            ("ledger_identity", "truncate", "TRUNCATE", "STATEMENT"),
        )
    ),
)


def upgrade() -> None:
    """Make tables and triggers."""
    op.create_table(
        "ledger_identity",
        sa.Column("one", sa.Integer(), sa.CheckConstraint("one = 1", name="ledger_identity_one"), primary_key=True),
        sa.Column("framework", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
    )
    op.create_table(
        "ledger_leaf",
        sa.Column("position", _INTEGER, primary_key=True, autoincrement=False),
        sa.Column("leaf", sa.LargeBinary(), nullable=False),
        sa.Column("circle", sa.Text(), nullable=False),
        sa.CheckConstraint("length(leaf) = 32", name="ledger_leaf_is_a_hash"),
    )
    op.create_table(
        "ledger_body",
        sa.Column("position", _INTEGER, sa.ForeignKey("ledger_leaf.position"), primary_key=True, autoincrement=False),
        sa.Column("digest", sa.Text(), nullable=True, unique=True),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "ledger_checkpoint",
        sa.Column("size", _INTEGER, primary_key=True, autoincrement=False),
        sa.Column("note", sa.Text(), nullable=False),
    )
    op.create_table(
        "ledger_cosigner",
        sa.Column("member", sa.Text(), primary_key=True),
        sa.Column("size", _INTEGER, nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "ledger_held",
        sa.Column("place", _INTEGER, primary_key=True, autoincrement=False),
        sa.Column("digest", sa.Text(), nullable=False, unique=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
    )
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(statement)

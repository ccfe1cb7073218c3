"""How the tables of the record came to be what they are; Alembic runs these inside the transaction of ``ledger_connect``."""

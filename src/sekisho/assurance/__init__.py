"""Recount a record from its bytes: who signed what, in which order, and what follows by the charter.

The only room that sees regime and ledger together. No server is trusted, and no clock is read.
"""

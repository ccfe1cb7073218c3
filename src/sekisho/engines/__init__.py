"""The only room that names a database or an execution engine; each engine is one file behind a port of a room below.

Decides how, never what: the same condition gives the same verdict on every engine (``tests/engines/contract.py``).
"""

"""Tests of parties.scripts."""

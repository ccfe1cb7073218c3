"""Tests of controls; every rulebook here is synthetic."""

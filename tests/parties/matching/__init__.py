"""Tests of reading and comparing names."""

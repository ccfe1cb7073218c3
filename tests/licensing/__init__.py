"""Tests of the licensing room."""

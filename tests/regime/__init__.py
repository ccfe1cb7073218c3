"""Tests of the regime room."""

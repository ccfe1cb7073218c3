"""Tests of sources.high_priority_list."""

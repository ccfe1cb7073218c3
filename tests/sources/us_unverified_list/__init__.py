"""Tests of sources.us_unverified_list."""

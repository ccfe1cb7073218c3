"""Tests of sources.us_ccl."""

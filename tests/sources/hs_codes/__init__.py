"""Tests of sources.hs_codes."""

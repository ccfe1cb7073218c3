"""Tests of sources.us_ofac_consolidated."""

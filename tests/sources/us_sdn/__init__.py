"""Tests of sources.us_sdn."""

"""Tests of sources.eu_annex_i."""

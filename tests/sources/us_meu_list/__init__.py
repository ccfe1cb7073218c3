"""Tests of sources.us_meu_list."""

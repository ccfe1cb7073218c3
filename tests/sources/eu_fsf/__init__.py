"""Tests of sources.eu_fsf."""

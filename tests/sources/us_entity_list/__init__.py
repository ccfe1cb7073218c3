"""Tests of sources.us_entity_list."""

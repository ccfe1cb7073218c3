"""Tests of sources.starter."""

"""Tests of the United States leg."""

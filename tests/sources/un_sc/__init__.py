"""Tests of sources.un_sc."""

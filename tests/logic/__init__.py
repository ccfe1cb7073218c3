"""Tests of the room ``logic``."""

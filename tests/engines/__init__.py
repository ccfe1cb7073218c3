"""Tests of the room ``engines``."""

import pytest

pytest.register_assert_rewrite("tests.engines.contract")

"""Tests of sources.jp_end_user_list."""

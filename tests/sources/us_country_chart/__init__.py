"""Tests of sources.us_country_chart."""

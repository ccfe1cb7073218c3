"""Conditions in three-valued logic: the tree, its parser, one evaluator, and the port that engines compile through.

Decides when a condition holds, fails or is unknown, and which facts would decide. Knows no item, list or country.
"""

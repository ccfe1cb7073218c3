"""Reads official publications of listed parties, as published, into our own party class.

One folder for each publication: its card, a reader (bytes to rows) and a mapper (rows to parties). Decides what a
publication says; knows no law, and refuses what is malformed, truncated or implausible. Fetching is not done here.
"""

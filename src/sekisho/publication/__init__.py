"""What is published: a TUF repository whose roles follow from the charter.

Knows layouts, files and signatures; nothing of ballots, the log or what an entry means.
"""

"""How the members decide: charter, procedure, proposals, tally.

Pure functions of facts that somebody else has authenticated. Knows no signature, no log and no clock.
"""

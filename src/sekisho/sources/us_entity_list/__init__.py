"""The Entity List: 15 CFR part 744, Supplement No. 4."""

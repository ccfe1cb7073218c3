"""The Commerce Country Chart: Supplement No. 1 to 15 CFR part 738."""

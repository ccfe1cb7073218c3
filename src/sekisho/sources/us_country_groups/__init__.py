"""The Country Groups: Supplement No. 1 to 15 CFR part 740."""

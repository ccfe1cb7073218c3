"""The Commerce Control List: Supplement No. 1 to 15 CFR part 774, as the eCFR renders it in XML."""

"""The codes of the Harmonized System."""

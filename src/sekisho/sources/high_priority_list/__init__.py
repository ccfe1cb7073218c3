"""The Common High Priority List of goods that Russia seeks for its weapons, by customs heading."""

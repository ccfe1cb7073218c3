"""Room: licensing."""

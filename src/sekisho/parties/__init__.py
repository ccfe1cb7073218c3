"""Room: parties."""

"""Names read, set side by side, and scored."""

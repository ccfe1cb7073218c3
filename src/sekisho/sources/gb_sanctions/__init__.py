"""The UK Sanctions List."""

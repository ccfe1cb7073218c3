"""Annex I to the dual-use Regulation of the Union as plain text, laid out in columns: heading, letters, figures."""

"""The starter set: a few well-known listed parties, so that Sekisho can be tried; not a screening source."""

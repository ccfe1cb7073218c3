"""One file a change of the tables; never edited once released, and without a way back: that would destroy a record."""

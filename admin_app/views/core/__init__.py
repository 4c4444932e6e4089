"""The only place for the lists of the journal."""

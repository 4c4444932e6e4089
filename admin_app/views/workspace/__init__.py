"""The only place for the lists of file records."""

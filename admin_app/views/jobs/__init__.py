"""The only place for the lists of background runs."""

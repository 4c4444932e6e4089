"""The only place for the lists of rules."""

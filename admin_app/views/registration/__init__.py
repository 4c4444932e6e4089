"""The only place for the lists of reserved names."""

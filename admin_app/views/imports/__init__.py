"""The only place for the lists of imported sheets and their rows."""

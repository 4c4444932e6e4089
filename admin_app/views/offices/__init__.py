"""The only place for the lists of offices, their payment modes and mailing addresses."""

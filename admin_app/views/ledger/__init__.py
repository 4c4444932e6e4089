"""The only place for the lists of transfers, adjustments and awards."""

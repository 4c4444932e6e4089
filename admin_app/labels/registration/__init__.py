"""Words of filing and checking names and of reorganising units."""

"""A list as it stood on a past day."""

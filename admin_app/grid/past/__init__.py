"""A list as of a past day."""

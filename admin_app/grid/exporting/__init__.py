"""A list as a file."""

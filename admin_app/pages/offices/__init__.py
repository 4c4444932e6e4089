"""Pages about offices."""

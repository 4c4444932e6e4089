"""Pages about what a user keeps, finds and reads."""

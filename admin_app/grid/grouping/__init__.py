"""A list by groups, with their sums."""

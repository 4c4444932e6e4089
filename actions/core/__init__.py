"""The vocabulary of an action and what every run has in common."""

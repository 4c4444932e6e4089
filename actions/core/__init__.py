"""The building blocks of actions, and what every run shares."""

"""The JSON API: actions, lists and their description."""

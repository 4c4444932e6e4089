"""Logins, roles, sessions and tokens."""

"""Staging a sheet and accepting its rows."""

"""Texts and files that tests type, upload or read."""

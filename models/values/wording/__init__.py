"""Texts and letters with named values."""

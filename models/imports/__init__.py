"""Imported sheets: their rows, parsing and validation."""

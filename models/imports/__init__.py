"""Sheets brought in: their rows, how they are read and what is wrong with them."""

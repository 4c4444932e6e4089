"""Offices that are closed, and what goes to the office after them."""

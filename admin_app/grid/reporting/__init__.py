"""Saved reports: a question to one list, counted, compared and drawn."""

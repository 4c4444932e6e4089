"""Verbs on registers that offices open, and on their rows."""

"""Views of registers that offices open, and of all their rows."""

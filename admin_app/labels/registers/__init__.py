"""Words of registers that offices open, and of their rows."""

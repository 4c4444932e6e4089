"""Pages of registers that offices open."""

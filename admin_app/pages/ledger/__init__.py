"""Pages about balances and statements."""

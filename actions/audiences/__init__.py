"""Who is told of each action: one table a noun, joined in `table`."""

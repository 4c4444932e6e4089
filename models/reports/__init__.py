"""Read-only queries that span several nouns."""

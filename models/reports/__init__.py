"""Read-only questions over several nouns."""

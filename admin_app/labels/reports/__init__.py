"""Words of read-only pages."""

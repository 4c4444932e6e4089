"""Words of invoice stock."""

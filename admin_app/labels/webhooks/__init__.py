"""Words of what other systems are told."""

"""Pages about domain names."""

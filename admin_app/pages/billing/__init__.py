"""Pages about charging."""

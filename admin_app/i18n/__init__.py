"""Translation of pages."""

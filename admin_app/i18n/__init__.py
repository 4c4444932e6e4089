"""The language a page speaks."""

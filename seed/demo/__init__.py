"""The demo world, made by the same actions as real work."""

"""A world to stand in: reference rows and demonstration data, loaded through actions."""

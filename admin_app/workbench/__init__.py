"""工作台: what waits for the person who signs in."""

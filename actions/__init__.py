"""What may be done: one verb a file, all through one door, `actions.perform.perform`."""

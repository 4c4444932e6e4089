"""The bodies that register names, and the unit's own states."""

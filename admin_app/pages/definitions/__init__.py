"""Pages of what offices define for themselves."""

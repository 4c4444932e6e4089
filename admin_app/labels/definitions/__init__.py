"""Words of what offices define for themselves."""

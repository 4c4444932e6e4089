"""Words of what an office or CONAC sets."""

"""Words of what offices define for themselves and those below them."""

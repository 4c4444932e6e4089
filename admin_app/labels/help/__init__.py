"""Words of 帮助: the guide's, and what it does not speak of."""

"""Every limit that more than one module must agree on, each with its unit and its reason."""

#: Rows of one atomic batch; a bigger selection runs as several. Keeps a run's locks short.
MAXIMUM_ROWS = 500

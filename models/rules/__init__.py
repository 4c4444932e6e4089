"""Rules that offices set: what happens by itself when a row changes, and what was done."""

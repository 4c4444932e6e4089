"""Definitions in tests: what offices define for themselves and those below them."""

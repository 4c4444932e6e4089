"""Conditions on any column of a list, and on those of the records it refers to."""

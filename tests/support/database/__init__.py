"""Engines, their faults, what a database holds, and what its locks may do."""

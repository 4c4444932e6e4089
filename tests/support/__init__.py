"""Shared fixtures of tests: the cast, factories, interfaces and engines."""

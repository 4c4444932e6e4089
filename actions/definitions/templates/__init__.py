"""Verbs on templates."""

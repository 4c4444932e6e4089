"""Divisions and the establishment offices (编办) that administer them."""

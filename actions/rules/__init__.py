"""Defining rules, and what the system does when one fires."""

"""Defining, changing and retiring what an office adds to the system."""

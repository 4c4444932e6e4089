"""Addresses of other systems, what is sent to them, and where anything may be sent at all."""

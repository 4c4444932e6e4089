"""What may be done to logins, and what their owners do themselves."""

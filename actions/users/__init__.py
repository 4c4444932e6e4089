"""Management of logins, and what their owners do themselves."""

"""The only place for the lists of users, their API tokens and refused access."""

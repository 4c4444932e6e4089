"""The only place for the lists of orders and payments."""

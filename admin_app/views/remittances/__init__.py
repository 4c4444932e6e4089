"""The only place for the lists of remittances and bank statements."""

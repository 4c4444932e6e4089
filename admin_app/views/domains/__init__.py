"""The only place for the lists of domains, change requests and red pages."""

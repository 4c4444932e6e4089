"""The only place for the lists of invoices, lots and requests for them."""

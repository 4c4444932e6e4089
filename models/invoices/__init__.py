"""Pre-issued invoices (预开发票): types, requests, lots of sheets, issued invoices."""

"""What may be done to a domain name, from filing to deletion."""

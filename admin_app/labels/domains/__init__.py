"""Words of domain names, requests about them and red pages."""

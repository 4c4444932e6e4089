"""Reference data of every installation: divisions, offices, tariff, invoice types."""

"""What every installation begins with: divisions, offices, tariff, invoice types."""

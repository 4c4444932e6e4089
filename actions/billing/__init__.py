"""收费 (charge) and its reversal."""

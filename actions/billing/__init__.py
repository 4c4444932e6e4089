"""收费 and its way back."""

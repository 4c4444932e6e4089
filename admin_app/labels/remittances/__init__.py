"""Words of 汇款单, bank statements and their matching."""

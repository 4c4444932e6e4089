"""汇款单: the weekly payment to CONAC, its bank statements and their matching."""

"""Money in double entry: accounts, transfers, settlement, refunds, adjustments, awards."""

"""Pure values without a database: money, days, numbers, credit codes, names, labels."""

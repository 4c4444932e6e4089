"""Words of adjustments, refunds and awards."""

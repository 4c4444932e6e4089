"""Pages about 汇款单 and reconciliation."""

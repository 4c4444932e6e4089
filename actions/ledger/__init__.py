"""Transfers of money other than payments: settlement, refunds, adjustments, awards."""

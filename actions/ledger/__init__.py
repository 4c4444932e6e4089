"""Movements of money that are not a payment: settlement, refunds, adjustments, awards."""

"""What may be done to a unit: register, confirm, rename, merge, transfer, end."""

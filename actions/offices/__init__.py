"""What an office or CONAC sets for itself: contact, tariff, invoice types, switches."""

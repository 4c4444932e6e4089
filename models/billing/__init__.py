"""What is owed and what was paid: tariff, orders, payments."""

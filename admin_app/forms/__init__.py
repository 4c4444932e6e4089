"""Forms for action inputs, and their fields."""

"""What the actions on choice lists have in common."""

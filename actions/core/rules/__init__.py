"""What defining and changing a rule have in common."""

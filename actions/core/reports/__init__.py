"""What the actions on saved reports have in common."""

"""What the verbs on templates share."""

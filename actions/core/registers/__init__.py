"""What verbs on registers and their rows have in common."""

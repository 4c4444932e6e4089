"""What a user keeps for themselves: views, notes, files, notices read."""

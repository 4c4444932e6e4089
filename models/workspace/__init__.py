"""What a user keeps: ticks, saved views, notices, notes, attachments."""

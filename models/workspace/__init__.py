"""A user's selections, saved views, notifications, notes and attachments."""

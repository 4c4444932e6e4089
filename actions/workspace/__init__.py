"""A user's own workspace: saved views, notes, files, read notices."""

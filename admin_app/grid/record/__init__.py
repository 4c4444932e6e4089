"""One record: its page, form, history, notes and files."""

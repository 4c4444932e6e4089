"""Background runs and the outbox of mail."""

"""Authentication: signing in, the current actor, rate limits, self-registration."""

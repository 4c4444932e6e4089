"""Background runs: request, stop, notify, prune."""

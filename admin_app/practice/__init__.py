"""演练: the same program on made-up books."""

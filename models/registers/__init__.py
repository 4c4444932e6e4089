"""自定义台账 (registers): lists that offices open for themselves and the offices below them."""

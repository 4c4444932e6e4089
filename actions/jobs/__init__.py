"""Background runs: asked for, stopped, announced, cleared away."""

"""配置: what an office defined, kept as one text, compared and applied by the verbs it is of."""

"""The only place that writes source code: a new entity or action, from a short description."""

"""The actions: one verb per file; all are run by `actions.perform.perform`."""

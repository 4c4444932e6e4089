"""Labels: which names they may have, and the two actions that each kind of record has."""

"""I-10 on folded variants: checked in Python, since SQL does not know simplified forms."""

from __future__ import annotations

from sqlalchemy import Connection, text

from models.values.variant import variant_key


def count_misfolded(connection: Connection) -> int:
    """Names whose stored variant key is not that of their label."""
    rows = connection.execute(
        text("SELECT label_u, variant_key FROM domain"),
        execution_options={"stream_results": True},
    )
    return sum(variant_key(label) != key for label, key in rows)

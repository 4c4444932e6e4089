"""A digest of every row of a database, to prove that nothing was written."""

from __future__ import annotations

import hashlib

from sqlalchemy import Engine, select, text

from models.core.base import Base
from models.core.database_guards import SEARCHED

#: Tables in which a refusal may leave something → why.
LEFT_OUT = {
    "access_refusal": "That somebody was refused is written down beside the refused run.",
    "unfinished_form": "What was typed in a form that was refused is kept, to be shown again.",
}


def digest(engine: Engine) -> dict[str, str]:
    """Table → SHA-256 of its rows, search tables included; equal means not one row differs."""
    with engine.connect() as connection:
        found = {
            table.name: connection.execute(select(table).order_by(*table.primary_key)).all()
            for table in Base.metadata.sorted_tables
            if table.name not in LEFT_OUT
        }
        for name in SEARCHED:
            key = "rowid" if engine.dialect.name == "sqlite" else "id"
            rows = connection.execute(text(f"SELECT * FROM {name}_gram ORDER BY {key}")).all()
            found[f"{name}_gram"] = rows
    return {name: hashlib.sha256(repr(rows).encode()).hexdigest() for name, rows in found.items()}

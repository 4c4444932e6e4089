"""Texts of our own inside an SQL statement: COPY takes no parameters for them."""

from __future__ import annotations

from sqlalchemy import ColumnElement, String, literal_column


def literal(text: str) -> ColumnElement[str]:
    """The text as an SQL literal, quoted."""
    return literal_column("'" + text.replace("'", "''") + "'", String)

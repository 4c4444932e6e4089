"""Keeps a sheet from running a text as a formula, in Python and in SQL."""

from __future__ import annotations

from sqlalchemy import ColumnElement, case, func, literal_column

from models.values.typed_text import FORMULA_STARTS

#: A quote is guarded as well, so that a reader of our files takes away what we put there.
GUARDED = f"{FORMULA_STARTS}'"


def guarded(text: str) -> str:
    """A text no sheet will run: a leading quote before what begins like a formula or a quote."""
    return f"'{text}" if text[:1] in GUARDED and text else text


def guarded_sql(value: ColumnElement[str], dialect: str) -> ColumnElement[str]:
    """The same of an SQL text."""
    first = (func.ascii if dialect == "postgresql" else func.unicode)(value)
    starts = ", ".join(str(ord(start)) for start in GUARDED)
    is_formula = first.op("IN", is_comparison=True)(literal_column(f"({starts})"))
    return case((is_formula, literal_column("''''").concat(value)), else_=value)

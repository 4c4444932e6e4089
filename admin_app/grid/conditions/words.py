"""Conditions of several parts in the reader's language."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from admin_app.grid.conditions.tree import Combination, Comparison
from admin_app.labels.operators import OPERATORS


def in_words(session: Session, part: Combination | Comparison) -> str:
    """A condition as a sentence; combined ones stand in brackets."""
    if isinstance(part, Comparison):
        return _said(session, part)
    between = _(" 或 ") if part.is_any else _(" 且 ")
    return between.join(_nested(session, each) for each in part.parts)


def _nested(session: Session, part: Combination | Comparison) -> str:
    said = in_words(session, part)
    return f"（{said}）" if isinstance(part, Combination) and len(part.parts) > 1 else said


def _said(session: Session, part: Comparison) -> str:
    column, f = part.column, part.column.filter
    operands = [f.describe_operand(session, column.listed, each) for each in part.operands]
    comparison = str(OPERATORS[part.operator])
    return " ".join((column.title, comparison, *([_(" 或 ").join(operands)] if operands else ())))

"""The day, month, quarter or year of a date, in SQL of both engines."""

from __future__ import annotations

from typing import Final

from sqlalchemy import ColumnElement, DateTime, String, case, cast, func, literal, type_coerce

from admin_app.grid.reporting.question import Span
from models.core.base import UtcDateTime
from models.core.own_values import Sql

_FORMATS: Final = {
    Span.DAY: ("YYYY-MM-DD", "%Y-%m-%d"),
    Span.MONTH: ("YYYY-MM", "%Y-%m"),
    Span.YEAR: ("YYYY", "%Y"),
}
#: Month → what is written of its quarter.
_QUARTERS: Final = {f"{n + 1:02}": f"-Q{n // 3 + 1}" for n in range(12)}
#: How many characters of a day, as ISO writes it, are its span.
_LENGTHS: Final = {Span.DAY: 10, Span.MONTH: 7, Span.YEAR: 4}


def span_of(value: Sql, span: Span, dialect: str) -> ColumnElement[str]:
    """The day, month, quarter or year of a date, or of an instant as Shanghai counts its days."""
    is_instant = isinstance(value.type, UtcDateTime)
    if dialect == "postgresql":
        day = func.timezone("Asia/Shanghai", value) if is_instant else value
        if span is Span.QUARTER:
            return func.to_char(day, literal('YYYY-"Q"Q'))
        return func.to_char(day, _FORMATS[span][0])
    # China keeps one offset all year, so the shift is a constant.
    shift = ("+8 hours",) if is_instant else ()
    text = type_coerce(value, String)
    if span is Span.QUARTER:
        year = func.strftime("%Y", text, *shift, type_=String)
        month = func.strftime("%m", text, *shift, type_=String)
        return year + case(_QUARTERS, value=month)
    return func.strftime(_FORMATS[span][1], text, *shift)


def span_of_text(text: Sql, span: Span, dialect: str, *, is_instant: bool) -> ColumnElement[str]:
    """The same of a day or an instant in UTC that is stored as ISO writes it."""
    day = _day_in_shanghai(text, dialect) if is_instant else text
    if span is not Span.QUARTER:
        return func.substr(day, 1, _LENGTHS[span], type_=String)
    return func.substr(day, 1, 4, type_=String) + case(
        _QUARTERS, value=func.substr(day, 6, 2, type_=String)
    )


def _day_in_shanghai(text: Sql, dialect: str) -> Sql:
    if dialect == "postgresql":
        here = func.timezone("Asia/Shanghai", cast(text, DateTime(timezone=True)))
        return func.to_char(here, "YYYY-MM-DD", type_=String)
    return func.strftime("%Y-%m-%d", text, "+8 hours", type_=String)

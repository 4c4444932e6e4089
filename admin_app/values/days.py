"""Dates, weeks, and instants as Asia/Shanghai counts them."""

from __future__ import annotations

import datetime as dt

from markupsafe import escape
from sqlalchemy import Date, String, cast, func, literal_column, type_coerce

from admin_app.labels import week_in_words
from admin_app.values.kind import Cell, Schema, Sql, TableColumn, ValueKind, Written, registered
from models.core.base import UtcDateTime
from models.values.calendar import SHANGHAI, instant


class DateKind(ValueKind):
    """A day; the last one there is stands for "no date yet"."""

    is_repeated = True
    width = 12
    number_format = "yyyy-mm-dd"

    def html(self, value: dt.date | None) -> Written:
        """As `2026-11-24`."""
        return "" if value is None or value.year == dt.MAXYEAR else value.isoformat()

    def cell(self, value: dt.date | None) -> Cell:
        """The date."""
        return None if value is None or value.year == dt.MAXYEAR else value

    def sql_text(self, value: Sql, source: TableColumn, dialect: str) -> Sql:
        """As the database writes it."""
        return cast(value, String) if dialect == "postgresql" else type_coerce(value, String)

    def json(self, value: dt.date) -> str:
        """As `2026-11-24`."""
        return value.isoformat()

    def schema(self, source: TableColumn) -> Schema:
        """A date."""
        return {"type": "string", "format": "date"}

    def parse(self, source: TableColumn, stored: str) -> dt.date:
        """From `2026-11-24`."""
        return dt.date.fromisoformat(stored)


class InstantKind(ValueKind):
    """An instant, to the minute."""

    width = 17
    number_format = "yyyy-mm-dd hh:mm"

    def html(self, value: dt.datetime | None) -> Written:
        """As `2026-11-24 09:30`."""
        return instant(value)

    def cell(self, value: dt.datetime | None) -> Cell:
        """The instant as Shanghai's clocks show it, for a workbook knows no offset."""
        return None if value is None else value.astimezone(SHANGHAI).replace(tzinfo=None)

    def sql_text(self, value: Sql, source: TableColumn, dialect: str) -> Sql:
        """As `2026-11-24 09:30`."""
        if dialect == "postgresql":
            local = func.timezone(literal_column("'Asia/Shanghai'"), value)
            return func.to_char(local, literal_column("'YYYY-MM-DD HH24:MI'"))
        # China keeps one offset all year, so the shift is a constant.
        return func.strftime(
            literal_column("'%Y-%m-%d %H:%M'"),
            type_coerce(value, String),
            literal_column("'+8 hours'"),
        )

    def json(self, value: dt.datetime) -> str:
        """With its offset, as `2026-11-24T01:30:00+00:00`."""
        return value.isoformat()

    def schema(self, source: TableColumn) -> Schema:
        """An instant."""
        return {"type": "string", "format": "date-time"}

    def parse(self, source: TableColumn, stored: str) -> dt.datetime:
        """From `2026-11-24T01:30:00+00:00`."""
        return dt.datetime.fromisoformat(stored)


class WeekKind(ValueKind):
    """An ISO week: in words on pages, by its key in files and programs, which sort by it."""

    is_repeated = True
    width = 12

    def html(self, value: str | None) -> Written:
        """As `2026年第49周（11月30日—12月6日）`."""
        return "" if value is None else escape(week_in_words(value))

    def cell(self, value: str | None) -> Cell:
        """As `2026-W49`."""
        return value


WEEK = registered(WeekKind(), names=("period_week",))
DAY = registered(DateKind(), column_types=(Date,), value_types=(dt.date,))
INSTANT = registered(InstantKind(), column_types=(UtcDateTime,), value_types=(dt.datetime,))

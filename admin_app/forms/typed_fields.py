"""Fields of single values, kept as they are typed; parsing and checks are those of the input."""

from __future__ import annotations

import datetime as dt

from wtforms import StringField
from wtforms.widgets import DateInput, DateTimeLocalInput

from models.values.calendar import local_minute


class MoneyField(StringField):
    """An amount in yuan, as typed."""


class NumberField(StringField):
    """A whole number, as typed."""


class DayField(StringField):
    """A date, as the browser's own calendar writes it."""

    widget = DateInput()


class InstantField(StringField):
    """A date and a time in Asia/Shanghai, as the browser's own field writes them."""

    widget = DateTimeLocalInput()

    def process_data(self, value: object) -> None:
        """Show an instant of a record by the local clock."""
        super().process_data(local_minute(value) if isinstance(value, dt.datetime) else value)

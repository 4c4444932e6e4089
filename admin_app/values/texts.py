"""Texts, short and long."""

from __future__ import annotations

from sqlalchemy.types import TypeEngine

from admin_app.values.kind import ValueKind, registered


class TextKind(ValueKind):
    """A text, or anything that no other kind takes."""

    def cell(self, value: object) -> str:
        """The text, with its spaces and lines."""
        return "" if value is None else str(value)


class LongTextKind(TextKind):
    """A text of sentences; no column is known to hold one, so whoever writes a sheet says so."""

    width = 40
    number_format = None


TEXT = registered(TextKind(), column_types=(TypeEngine,), value_types=(str,))
LONG_TEXT = LongTextKind()

"""Choices among rows, queried under scope when a form is made: a list, or suggestions to a text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from sqlalchemy.orm import Session
from wtforms import Field, FieldList, Form, SelectChoice

from admin_app.forms.office_field import NO_CHOICE


def fill_choices(form: Form, session: Session) -> None:
    """Ask once for each field's choices, those of its lines included."""
    asked = cache(lambda ask: [SelectChoice(*pair) for pair in ask(session)])
    for field in _every_field(form):
        if (ask := getattr(field, "ask", None)) is not None:
            blank = [] if field.flags.required else [NO_CHOICE]
            field.choices = [*blank, *asked(ask)]
        if (ask := getattr(field, "suggest", None)) is not None:
            field.suggestions = asked(ask)


def _every_field(form: Form) -> Iterator[Field]:
    for field in form:
        yield field
        if isinstance(field, FieldList):
            for entry in field.entries:
                yield from _every_field(entry.form)

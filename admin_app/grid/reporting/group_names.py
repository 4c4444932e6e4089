"""What the groups of a report are called, and the lists of their rows, to which figures lead."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence
from enum import StrEnum

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from admin_app.forms.office_choices import OWN, office_names, own_office
from admin_app.grid.conditions.tree import Comparison, comparison_of
from admin_app.grid.errors import BadListError
from admin_app.grid.grouping.offices import narrowed_to
from admin_app.grid.reporting.figures import GroupValue
from admin_app.grid.reporting.measuring import with_parts
from admin_app.grid.reporting.question import Grouping, Question, Span
from admin_app.labels import word
from admin_app.papers.report import Linked
from admin_app.values import TEXT, kind_of, plain
from models.core.scope import scope_of
from models.values.money import plain_yuan


class GroupNames:
    """The names and the lists of the groups of one report."""

    def __init__(
        self, session: Session, question: Question, groups: Sequence[tuple[GroupValue, ...]]
    ) -> None:
        self._question = question
        self._narrowed_to = narrowed_to(scope_of(session), question.state)
        codes = {
            values[n]
            for values in groups
            for n, grouping in enumerate(question.groupings)
            if grouping.is_of_offices
        }
        self._places = office_names(session, sorted(codes)) if codes else {}

    def names(self, values: tuple[GroupValue, ...]) -> list[object]:
        """What the groups of a line are called; the first leads to its rows."""
        pairs = zip(self._question.groupings, values, strict=True)
        first, *rest = [self._name(grouping, value) for grouping, value in pairs]
        return [Linked(first, self.url(self._question, values)), *rest]

    def url(self, question: Question, values: tuple[GroupValue, ...]) -> str | None:
        """The list of the rows of a group; None where no condition finds them.

        A condition on another record finds no row that refers to none.
        """
        pairs = list(zip(question.groupings, values, strict=True))
        if any(g.column.link is not None and _is_blank(value) for g, value in pairs):
            return None
        try:
            parts = [part for grouping, value in pairs for part in self._parts(grouping, value)]
        except BadListError:
            return None
        return list_url(with_parts(question, parts))

    def _name(self, grouping: Grouping, value: GroupValue) -> str:
        if _is_blank(value):
            return _("（空）")
        if grouping.is_of_offices:
            condition, places = self._office(value), dict(self._places)
            is_own = condition.endswith(OWN)
            return own_office(condition, places) if is_own else places.get(value, value)
        if grouping.span is not None:
            return _("未定") if str(value).startswith(str(dt.MAXYEAR)) else str(value)
        if isinstance(value, StrEnum):
            return word(value)
        source = grouping.column.filter.source(grouping.column.listed)
        return plain((TEXT if source is None else kind_of(source)).html(value))

    def _office(self, code: str) -> str:
        """A code includes the offices below, unless they are groups themselves."""
        is_own = self._narrowed_to.removesuffix(OWN) == code and code.endswith("00")
        return f"{code}{OWN}" if is_own else code

    def _parts(self, grouping: Grouping, value: GroupValue) -> list[Comparison]:
        def compare(operator: str, operand: object) -> Comparison:
            return comparison_of(self._question.grid, grouping.name, operator, operand)

        if _is_blank(value):
            return [compare("empty", operand=True)]
        if grouping.is_of_offices:
            return [compare("is", self._office(value))]
        if grouping.span is None:
            return [compare("is", _typed(value, grouping.name))]
        first, last = days_of(grouping.span, str(value))
        return [compare("ge", first.isoformat()), compare("le", last.isoformat())]


def list_url(question: Question) -> str:
    """The list of the rows that a question is about."""
    return f"{question.page('index_view')}?{question.state.query(columns=())}"


def days_of(span: Span, written: str) -> tuple[dt.date, dt.date]:
    """The first and the last day of a day, a month, a quarter or a year as they are grouped."""
    year, rest = int(written[:4]), written[5:]
    if span is Span.DAY:
        day = dt.date.fromisoformat(written)
        return day, day
    first, last = {
        Span.MONTH: lambda: (int(rest), int(rest)),
        Span.QUARTER: lambda: (int(rest[1:]) * 3 - 2, int(rest[1:]) * 3),
        Span.YEAR: lambda: (1, 12),
    }[span]()
    return dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1])


def _is_blank(value: GroupValue) -> bool:
    return value is None or value == ""


def _typed(value: GroupValue, name: str) -> object:
    """A value as a condition has it."""
    if isinstance(value, StrEnum):
        return value.value
    if name.endswith("_fen"):
        return plain_yuan(value)
    return value if isinstance(value, int) else str(value)

"""The filters of a list as the query bar draws them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from admin_app.forms.office_choices import OWN, office_choices, office_said, own_office
from admin_app.forms.office_lookup import MOST_CHOICES
from admin_app.grid.listing.list_state import ListState, joined
from admin_app.grid.listing.multi_choice import words_of
from admin_app.grid.spec import Filter, FilterKind, Grid
from admin_app.labels import column_label, word
from models.values.money import plain_yuan


@dataclass(frozen=True, slots=True)
class FilterField:
    """A filter as the template draws it."""

    name: str
    label: str
    kind: str
    value: Any = None
    choices: Sequence[tuple[str, str, bool]] = ()
    presets: Sequence[tuple[str, str]] = ()
    #: Where the rows of each choice are counted.
    facets_url: str | None = None


def matching_of(grid: Grid, state: ListState) -> bool | None:
    """Whether one condition is enough; None where there are not two that could be joined."""
    return state.is_any if len(joined(grid, [f.name for f in grid.column_filters])) > 1 else None


def filter_fields(
    session: Session, grid: Grid, state: ListState, today: dt.date
) -> list[FilterField]:
    """The filters; one by office is of use only to those who see several."""
    fields = []
    for f in grid.column_filters:
        if f.kind is FilterKind.KEY:
            continue
        if f.kind is not FilterKind.OFFICE:
            fields.append(_field(grid, state, f, today))
            continue
        label, chosen = column_label(grid.entity_table, f.name), state.filters.get(f.name)
        offices = office_choices(session, MOST_CHOICES)
        if offices is None:
            typed = f"{chosen} {office_said(session, chosen)}" if chosen else None
            fields.append(FilterField(f.name, label, "office", typed))
        elif len(offices) > 1:
            choices = [("", _("不限"), chosen is None)]
            choices += [(code, name, code == chosen) for code, name in _with_own(offices, chosen)]
            fields.append(FilterField(f.name, label, "choice", choices=choices))
    return fields


def _with_own(offices: Sequence[tuple[str, str]], chosen: str | None) -> list[tuple[str, str]]:
    """The offices to choose from, and an office alone when it was asked for so."""
    if chosen is None or not chosen.endswith(OWN):
        return list(offices)
    return [*offices, (chosen, own_office(chosen, dict(offices)))]


def _field(grid: Grid, state: ListState, f: Filter, today: dt.date) -> FilterField:
    label = column_label(grid.entity_table, f.label or f.name)
    value = state.filters.get(f.name)
    if f.kind is FilterKind.CHOICE:
        chosen = words_of(value)
        offered = [(m.value, word(m), m in chosen) for m in members_of(grid, state, f)]
        facets = f"./facets/?{urlencode({'field': f.name})}&{state.query()}"
        return FilterField(f.name, label, "choices", choices=offered, facets_url=facets)
    if f.kind is FilterKind.FILLED:
        answers = (("", _("不限")), ("yes", _("有")), ("no", _("无")))
        filled = [(answer, said, answer == (value or "")) for answer, said in answers]
        return FilterField(f.name, label, "choice", choices=filled)
    if f.kind is FilterKind.DATES:
        presets = _presets(state, f, today) if f.presets or f.past else ()
        return FilterField(f.name, label, "date_range", _pair(value), presets=presets)
    if f.kind is FilterKind.MONEY:
        return FilterField(f.name, label, "money_range", _pair(value, plain_yuan))
    if f.kind is FilterKind.NUMBERS:
        return FilterField(f.name, label, "number_range", _pair(value))
    return FilterField(f.name, label, "text", value or "")


def members_of(grid: Grid, state: ListState, f: Filter) -> list[Any]:
    """The words to choose from: those that rows of this list can have."""
    members, apart = list(grid.table.c[f.name].type.enum_class), grid.list_apart
    if apart is None or apart.attribute != f.name:
        return members
    is_apart = state.named == apart.key
    return [member for member in members if (member in apart.values) is is_apart]


def _pair(value: Any, write: Callable[[Any], str] = str) -> tuple[str, str]:
    low, high = value or (None, None)
    return ("" if low is None else write(low), "" if high is None else write(high))


def _presets(state: ListState, f: Filter, today: dt.date) -> list[tuple[str, str]]:
    """The intervals clerks ask for most, from this month to overdue; both ends are included."""
    quarter = dt.date(today.year, today.month - (today.month - 1) % 3, 1)
    last = (today.replace(day=1) - dt.timedelta(days=1)).replace(day=1)
    past = (
        (_("本月"), *_months(today.replace(day=1), 1)),
        (_("上月"), *_months(last, 1)),
        (_("本季"), *_months(quarter, 3)),
    )
    spans = (
        (_("本月"), *_months(today.replace(day=1), 1)),
        *((_("%(n)s 天内", n=n), today, today + dt.timedelta(days=n)) for n in (30, 60, 90)),
        (_("本季"), *_months(quarter, 3)),
        (_("已过期"), None, today),
    )
    return [
        (label, f"./?{state.query(filters={**state.filters, f.name: (low, high)})}")
        for label, low, high in (past if f.past else spans)
    ]


def _months(first: dt.date, count: int) -> tuple[dt.date, dt.date]:
    """The first and the last day of so many months."""
    years, month = divmod(first.month - 1 + count, 12)
    return first, dt.date(first.year + years, month + 1, 1) - dt.timedelta(days=1)

"""组合条件 on a list: a condition is put together in two steps and added to the list's address.

First a column is chosen, then a comparison and a value; the condition must hold besides the others,
or is another way to meet one of them. The result is a plain list address.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import flash, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from admin_app.forms.page_address import Parameters
from admin_app.grid.conditions.columns import ComparedColumn, compared_columns
from admin_app.grid.conditions.tree import Combination, Comparison, comparison_of, parse_where
from admin_app.grid.conditions.words import in_words
from admin_app.grid.errors import BadListError
from admin_app.grid.filters import ChoiceFilter, DateFilter, YesNoFilter
from admin_app.grid.filters.conditions import PRESENCE
from admin_app.grid.listing.list_state import ListState, to_pairs
from admin_app.grid.spec import Grid
from admin_app.labels import sentence, word
from admin_app.labels.operators import OPERATORS
from admin_app.labels.relative_days import RELATIVE_DAYS

#: The parameters of the panel's own forms; no list address keeps them.
_COLUMN, _OPERATOR, _OPERAND, _INTO = "condition", "operator", "operand", "into"


@dataclass(frozen=True, slots=True)
class Draft:
    """A condition that is being put together."""

    column: str = ""
    operator: str = ""
    operands: tuple[str, ...] = ()
    #: The place among the list's conditions of the one it is another way to meet.
    into: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """What the template draws."""

    #: (name, title, is chosen) of every column.
    columns: Sequence[tuple[str, str, bool]]
    #: The list's state as hidden fields.
    hidden: Sequence[tuple[str, str]]
    #: The chosen column's title; empty before one is chosen.
    title: str = ""
    name: str = ""
    #: (code, word) of its comparisons.
    operators: Sequence[tuple[str, str]] = ()
    #: (value, word) to choose from; none where a value is typed.
    values: Sequence[tuple[str, str]] = ()
    #: Words that may be typed instead of a date.
    suggestions: Sequence[str] = ()
    #: (place, words) of the conditions that it may be another way to meet.
    parts: Sequence[tuple[str, str]] = ()


def take_draft() -> Draft:
    """The draft of this address, which is then the list's alone."""
    args = request.args
    names = {_COLUMN, _OPERATOR, _OPERAND, _INTO}
    if _COLUMN not in args:
        return Draft()
    operands = tuple(args.getlist(_OPERAND))
    found = Draft(args[_COLUMN], args.get(_OPERATOR, ""), operands, args.get(_INTO, ""))
    request.args = Parameters([p for p in args.items(multi=True) if p[0] not in names])
    return found


def with_draft(grid: Grid, state: ListState, draft: Draft) -> ListState | None:
    """The list with the condition; None where it is not complete, or refused with a message."""
    if not draft.operator:
        return None
    value: object = True if draft.operator in set(PRESENCE) else list(draft.operands)
    try:
        part = comparison_of(grid, draft.column, draft.operator, value)
        parts = list(_parts(state.where))
        if draft.into.isdecimal() and int(draft.into) < len(parts):
            old = parts[int(draft.into)]
            ways = old.parts if isinstance(old, Combination) and old.is_any else (old,)
            parts[int(draft.into)] = Combination((*ways, part), is_any=True)
        else:
            parts.append(part)
        where = parse_where(grid, Combination(tuple(parts)).text())
    except BadListError as error:
        flash(sentence(error.refusal.code, error.refusal.facts), "warning")
        return None
    return replace(state, where=where)


def panel_of(session: Session, grid: Grid, state: ListState, draft: Draft) -> Panel:
    """The panel of a list; with the second step where a column is chosen."""
    columns = compared_columns(grid)
    offered = [
        (name, c.title, name == draft.column) for name, c in columns.items() if c.filter.is_typed
    ]
    # An address without a parameter would mean the reader's own view.
    hidden = to_pairs(state) if state.named else [("list", ""), *to_pairs(state)]
    chosen = columns.get(draft.column)
    if chosen is None:
        return Panel(offered, hidden)
    return Panel(
        offered,
        hidden,
        chosen.title,
        chosen.name,
        [(code, str(OPERATORS[code])) for code in chosen.filter.operators],
        _values(chosen),
        _suggestions(chosen),
        [(str(n), in_words(session, part)) for n, part in enumerate(_parts(state.where))],
    )


def _parts(where: Combination | None) -> tuple[Comparison | Combination, ...]:
    if where is None:
        return ()
    return (where,) if where.is_any and len(where.parts) > 1 else where.parts


def _values(column: ComparedColumn) -> list[tuple[str, str]]:
    f = column.filter
    if isinstance(f, ChoiceFilter):
        return [(each.value, str(word(each))) for each in f.enum(column.listed)]
    if isinstance(f, YesNoFilter):
        return [("yes", _("是")), ("no", _("否"))]
    return []


def _suggestions(column: ComparedColumn) -> list[str]:
    return [str(w) for w in RELATIVE_DAYS.values()] if isinstance(column.filter, DateFilter) else []

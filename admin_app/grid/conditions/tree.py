"""Conditions of several parts: `where` in a list's address, as JSON.

A part is `{"column": {"operator": value}}`, and `{"all": [parts]}` or `{"any": [parts]}` combines
parts. Depth, number and length are bounded. What is unknown is refused by name: a condition left
out unnoticed would show every row.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, TypeAlias

from sqlalchemy import ColumnElement, and_, or_

from admin_app.grid.conditions.columns import ComparedColumn, compared_columns
from admin_app.grid.errors import LONGEST_VALUE, BadListError
from admin_app.grid.filters.choice import MAXIMUM_VALUES
from admin_app.grid.filters.conditions import EQUALITY, PRESENCE, Condition, Operand, Operator
from admin_app.grid.filters.own_index import is_amount
from admin_app.grid.spec import Grid
from admin_app.labels.list_fault import ListFault
from models.reports.row_history import Values
from models.values.money import plain_yuan

#: Levels of `all` and `any`, one inside the other.
MAXIMUM_DEPTH: Final = 3
#: Comparisons of one list.
MAXIMUM_PARTS: Final = 20
#: Characters of the parameter.
LONGEST_WHERE: Final = 1500

_NARROWING: Final = frozenset({Operator.IS, Operator.AT_LEAST, Operator.AT_MOST})

#: What JSON holds: an object comes as the pair of its name and its value.
Json: TypeAlias = Any

Today = Callable[[], dt.date]


@dataclass(frozen=True)
class Comparison:
    """One comparison of a column."""

    column: ComparedColumn
    operator: Operator
    #: Parsed values; none for `filled` and `empty`.
    operands: tuple[Operand, ...] = ()

    @property
    def is_indexed(self) -> bool:
        """Whether an index finds the rows that meet it."""
        return self.column.is_indexed and self.operator in _NARROWING

    def where(self, today: Today) -> ColumnElement[bool]:
        """The comparison in SQL."""
        return self.column.where(self.condition(today))

    def holds(self, values: Values, today: Today) -> bool:
        """Whether a past row met it. Raises BadListError for a value that was not kept."""
        if self.column.link is not None:
            raise BadListError(ListFault.PAST_UNJUDGED, name=self.column.title)
        return self.column.filter.held(self.column.listed, self.condition(today), values)

    def condition(self, today: Today) -> Condition:
        """What it asks of a row on this day."""
        f = self.column.filter
        operands = [f.resolved(each, today) for each in self.operands]
        return f.compare(self.column.listed, self.operator, operands)

    def written(self) -> dict[str, Json]:
        """The part as JSON."""
        if self.operator in PRESENCE:
            value: Any = True
        else:
            texts = [_written(each, self.column.name) for each in self.operands]
            value = texts if len(texts) > 1 else texts[0]
        return {self.column.name: {self.operator.value: value}}


@dataclass(frozen=True)
class Combination:
    """Parts of which all hold, or any."""

    parts: tuple[Comparison | Combination, ...]
    is_any: bool = False

    def comparisons(self) -> Iterator[Comparison]:
        """Every comparison, however deep."""
        for part in self.parts:
            if isinstance(part, Combination):
                yield from part.comparisons()
            else:
                yield part

    @property
    def indexed(self) -> Combination | None:
        """The comparisons that an index serves and that every row must meet."""
        if self.is_any and len(self.parts) > 1:
            return None
        kept = tuple(p for p in self.parts if isinstance(p, Comparison) and p.is_indexed)
        return Combination(kept) if kept else None

    def where(self, today: Today) -> ColumnElement[bool]:
        """The condition in SQL."""
        parts = [part.where(today) for part in self.parts]
        return or_(*parts) if self.is_any else and_(*parts)

    def holds(self, values: Values, today: Today) -> bool:
        """Whether a past row met it. Raises BadListError for a value that was not kept."""
        # Each is judged, so that one that cannot be is named whatever the others are.
        held = [part.holds(values, today) for part in self.parts]
        return any(held) if self.is_any else all(held)

    def written(self) -> dict[str, Json]:
        """The condition as JSON."""
        return {"any" if self.is_any else "all": [part.written() for part in self.parts]}

    def text(self) -> str:
        """The condition as the parameter of an address."""
        return json.dumps(self.written(), ensure_ascii=False, separators=(",", ":"))


def _written(operand: Operand, name: str) -> str | int:
    if isinstance(operand, StrEnum):
        return operand.value
    if is_amount(name):
        return plain_yuan(operand)
    return operand if isinstance(operand, int) else str(operand)


def parse_where(grid: Grid, text: str) -> Combination | None:
    """The condition of an address; None for no text. Raises BadListError."""
    if not text.strip():
        return None
    if len(text) > LONGEST_WHERE:
        raise BadListError(ListFault.WHERE_TOO_LONG, maximum=LONGEST_WHERE)
    try:
        given = json.loads(text, object_pairs_hook=_only_pair, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise BadListError(ListFault.WHERE_UNREADABLE, value=text[:LONGEST_VALUE]) from error
    found = _part(grid, given, 1)
    tree = found if isinstance(found, Combination) else Combination((found,))
    if len(list(tree.comparisons())) > MAXIMUM_PARTS:
        raise BadListError(ListFault.WHERE_TOO_MANY, maximum=MAXIMUM_PARTS)
    return tree


def _only_pair(pairs: Sequence[tuple[str, Json]]) -> tuple[str, Json]:
    """The one name of an object, and what it holds: a second one would have no certain meaning."""
    (pair,) = pairs
    return pair


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _part(grid: Grid, given: Json, depth: int) -> Comparison | Combination:
    if not isinstance(given, tuple):
        raise BadListError(ListFault.WHERE_UNREADABLE, value=_shown(given))
    name, value = given
    if name not in {"all", "any"}:
        return _comparison(grid, name, value)
    if depth > MAXIMUM_DEPTH:
        raise BadListError(ListFault.WHERE_TOO_DEEP, maximum=MAXIMUM_DEPTH)
    if not isinstance(value, list) or not value:
        raise BadListError(ListFault.WHERE_UNREADABLE, value=_shown(value) or name)
    return Combination(tuple(_part(grid, part, depth + 1) for part in value), name == "any")


def _comparison(grid: Grid, name: str, given: Json) -> Comparison:
    if name not in compared_columns(grid):
        raise _unknown(name)
    if not isinstance(given, tuple):
        raise BadListError(ListFault.WHERE_UNREADABLE, value=_shown(given))
    return comparison_of(grid, name, *given)


def comparison_of(grid: Grid, name: str, code: str, value: Json) -> Comparison:
    """The comparison of a column by an operator's code. Raises BadListError."""
    column = compared_columns(grid).get(name)
    if column is None:
        raise _unknown(name)
    if code not in column.filter.operators:
        raise BadListError(
            ListFault.WHERE_OPERATOR,
            name=column.title,
            operator=code[:LONGEST_VALUE],
            operators=", ".join(column.filter.operators),
        )
    operator = Operator(code)
    return Comparison(column, operator, _operands(column, operator, value))


def _unknown(name: str) -> BadListError:
    """No condition names it. A field that the reader does not see is unknown to them."""
    return BadListError(ListFault.WHERE_COLUMN, name=name[:LONGEST_VALUE])


def _operands(column: ComparedColumn, operator: Operator, value: Json) -> tuple[Operand, ...]:
    if operator in PRESENCE:
        if value is not True:
            raise column.filter.bad_value(column.title, _shown(value))
        return ()
    # One value in a list is that value; only equality takes several.
    is_list = isinstance(value, list) and (operator in EQUALITY or len(value) == 1)
    values = value if is_list else [value]
    if not 0 < len(values) <= MAXIMUM_VALUES:
        raise (
            BadListError(ListFault.TOO_MANY_VALUES, name=column.title, maximum=MAXIMUM_VALUES)
            if values
            else column.filter.bad_value(column.title, "[]")
        )
    found = [column.filter.parse_operand(column.listed, _text(column, each)) for each in values]
    return tuple(dict.fromkeys(found))


def _text(column: ComparedColumn, value: Json) -> str:
    """A value as it would be typed. Raises BadListError."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, str | int) or not str(value).strip():
        raise column.filter.bad_value(column.title, _shown(value))
    return str(value)


def _shown(value: Json) -> str:
    """Part of what was given, to name it."""
    return str(value)[:LONGEST_VALUE]

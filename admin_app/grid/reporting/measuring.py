"""Works a report out: the rows of the list, grouped and measured by the database, under scope.

Nothing but the list's own statement chooses the rows, so a report never shows what the list would
not. A large one is read in slices of keys, which are added up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import BigInteger, String, cast, func, select
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from actions.core.reports.report_rules import ReportRefusal
from admin_app.grid.conditions.columns import ComparedColumn, compared_columns
from admin_app.grid.conditions.tree import Combination, Comparison
from admin_app.grid.errors import BadListError
from admin_app.grid.grouping.offices import narrowed_to, office_below
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.search_strategy import look_up
from admin_app.grid.listing.where import narrowed
from admin_app.grid.reporting.figures import GroupValue, Line, Measure
from admin_app.grid.reporting.question import Grouping, Question
from admin_app.grid.reporting.spans import span_of, span_of_text
from models.core.own_values import FieldValue, Sql
from models.core.scope import BY_HAND, apply_scope, scope_of
from models.core.search_index import dialect_of
from models.definitions.field_spec import FieldSpec
from models.definitions.own_field import FieldKind

#: Most groups of one report: more are no summary.
MAXIMUM_REPORT_GROUPS: Final = 1000
#: Keys from one to another, both included.
Keys = tuple[int, int]


def measure(
    session: Session, question: Question, most_examined: int, keys: Keys | None = None
) -> list[Line]:
    """A line for each group, in no order; of the rows between two keys, or of all.

    Raises BadListError for more groups than a report has, or conditions that cost too much.
    """
    grid, model = question.grid, _model(question)
    request = ListRequest(session, grid, question.state)
    chosen = narrowed(request, look_up(request, most_examined))
    if keys is not None:
        chosen = chosen.where(model.id.between(*keys))
    names = list(dict.fromkeys(each.column for each in question.figures if each.column))
    chosen = chosen.add_columns(
        *(
            _value(session, question, g).label(f"group_{n}")
            for n, g in enumerate(question.groupings)
        ),
        *(
            _column_value(question, _summed(question, name)).label(f"measured_{n}")
            for n, name in enumerate(names)
        ),
    )
    found = chosen.subquery("matching")
    groups = [found.c[f"group_{n}"] for n in range(len(question.groupings))]
    measured = [each for n in range(len(names)) for each in _measured(found.c[f"measured_{n}"])]
    statement = select(func.count(), *groups, *measured).select_from(found)
    if groups:
        statement = statement.group_by(*groups).limit(MAXIMUM_REPORT_GROUPS + 1)
    if parameters := _parameters(session, question):
        statement = statement.params(parameters)
    scoped = apply_scope(session, statement)
    rows = session.execute(scoped, execution_options={BY_HAND: True}).all()
    if len(rows) > MAXIMUM_REPORT_GROUPS:
        raise BadListError(ReportRefusal.TOO_MANY_GROUPS, maximum=MAXIMUM_REPORT_GROUPS)
    return [_line(tuple(row), question.groupings, names) for row in rows]


def group_types(session: Session, question: Question) -> list[TypeEngine[Any]]:
    """The type of the value of each grouping."""
    return [_value(session, question, grouping).type for grouping in question.groupings]


def combined(parts: Iterable[Iterable[Line]]) -> list[Line]:
    """The lines of several slices as those of the whole. Raises BadListError for too many."""
    found: dict[tuple[GroupValue, ...], Line] = {}
    for line in (line for part in parts for line in part):
        known = found.get(line.values)
        found[line.values] = line if known is None else known.and_also(line)
        if len(found) > MAXIMUM_REPORT_GROUPS:
            raise BadListError(ReportRefusal.TOO_MANY_GROUPS, maximum=MAXIMUM_REPORT_GROUPS)
    return list(found.values())


def total_of(lines: Iterable[Line]) -> Line:
    """All groups together."""
    total = Line((), 0, {})
    for line in lines:
        total = total.and_also(line)
    return total


def in_span(question: Question, code: str) -> Question:
    """The same question of the rows of one period, `this_month`."""
    assert question.compared is not None, "only a comparison has periods"
    column = question.compared
    asked = Comparison(
        column,
        column.filter.operators[0],
        (column.filter.parse_operand(column.listed, code),),
    )
    return with_parts(question, (asked,))


def with_parts(question: Question, parts: Iterable[Comparison]) -> Question:
    """The same question of fewer rows: those that meet further comparisons as well."""
    where = question.state.where
    kept = () if where is None else (where,) if where.is_any else where.parts
    both = Combination((*kept, *parts))
    return replace(question, state=replace(question.state, where=both if both.parts else None))


def _model(question: Question) -> FieldValue:
    return question.grid.model


def _measured(column: Sql) -> Iterator[Sql]:
    yield func.count(column)
    yield func.coalesce(func.sum(column), 0)
    yield func.min(column)
    yield func.max(column)


def _line(row: tuple[GroupValue, ...], groupings: Sequence[Grouping], names: list[str]) -> Line:
    count, rest = row[0], row[1 + len(groupings) :]
    values = tuple(g.read(value) for g, value in zip(groupings, row[1:], strict=False))
    measures = {
        name: Measure(*(None if value is None else int(value) for value in rest[n * 4 : n * 4 + 4]))
        for n, name in enumerate(names)
    }
    return Line(values, count, measures)


def _value(session: Session, question: Question, grouping: Grouping) -> Sql:
    """What the rows are grouped by, in SQL; an empty text is no value."""
    if grouping.is_of_offices:
        narrowed_code = narrowed_to(scope_of(session), question.state)
        found: Sql = office_below(question.grid.model, narrowed_code)
        return found
    if (own := grouping.own) is not None:
        text = _stored_text(question, own)
        whole = cast(text, BigInteger) if own.kind is FieldKind.WHOLE else text
        return (
            whole
            if grouping.span is None
            else span_of_text(
                text, grouping.span, dialect_of(session), is_instant=own.kind is FieldKind.DATE_TIME
            )
        )
    value = _column_value(question, grouping.column)
    if grouping.span is not None:
        return span_of(value, grouping.span, dialect_of(session))
    return func.nullif(value, "", type_=value.type) if type(value.type) is String else value


def _column_value(question: Question, column: ComparedColumn) -> Sql:
    """The value of a column of the list, or of the record that a row refers to, under scope."""
    if (own := column.listed.own_by_name.get(column.name)) is not None:
        return cast(_stored_text(question, own), BigInteger)
    value: Sql = column.filter.compared(column.listed)
    if column.link is None:
        return value
    ours, theirs = column.link
    model: Any = column.listed.model
    return (
        select(value)
        .where(getattr(model, theirs.key) == getattr(question.grid.model, ours.key))
        .correlate(question.grid.table)
        .scalar_subquery()
    )


def _summed(question: Question, name: str) -> ComparedColumn:
    return compared_columns(question.grid)[name]


def _stored_text(question: Question, own: FieldSpec) -> Sql:
    """What a row stores in a field of an office's own, as a text."""
    stored: Sql = _model(question).own_values[own.stored_key].as_string()
    return stored


def _parameters(session: Session, question: Question) -> dict[str, object]:
    """The parameters of the computed columns that are grouped by or added up."""
    summed = [_summed(question, each.column) for each in question.figures if each.column]
    found: dict[str, object] = {}
    for column in (*(grouping.column for grouping in question.groupings), *summed):
        shown = column.filter.shown
        if shown is not None and shown.parameters is not None:
            found.update(shown.parameters(session))
    return found

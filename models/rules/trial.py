"""What a rule would have done: its happenings in the last month, judged by the rows as they are.

Bounded: the latest happenings up to a number, and the latest of their rows.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.core.base import ChosenSelect
from models.core.journal import JournalChange, JournalEntry
from models.core.own_values import OWN_VALUE
from models.core.scope import BY_HAND, Codes, Scope, ScopeLevel, scope_of
from models.definitions.expression import Expression
from models.definitions.field_spec import FieldSpec
from models.rules.happening import Happening, RuleTrigger, model_of
from models.rules.row_values import values_of
from models.rules.rule import DaySide
from models.values.calendar import day_bounds

#: How far back a rule is tried.
TRIED_DAYS: Final = 30
#: Most happenings that are counted, and rows that are judged.
MAXIMUM_HAPPENINGS: Final = 2000
MAXIMUM_JUDGED: Final = 500
#: Rows that are named.
NAMED_ROWS: Final = 20


@dataclass(frozen=True, slots=True)
class Trial:
    """How often a rule would have fired, for how many rows, and the names of the first."""

    firing_count: int
    row_count: int
    names: tuple[str, ...]
    #: Whether there was more than is counted.
    is_cut: bool


def try_rule(  # noqa: PLR0913  the parts of a rule
    session: Session,
    happening: Happening,
    *,
    days: int,
    side: DaySide,
    condition: Expression | None,
    specs: Sequence[FieldSpec],
    today: dt.date,
    owner: str,
) -> Trial:
    """Try a rule of an office on the last month, under the scope of the session."""
    first = today - dt.timedelta(days=TRIED_DAYS)
    if happening.trigger is RuleTrigger.DATE:
        moved = shift(days, side)
        dates = dated_rows(happening, first + moved, today + moved, specs)
        found = [row[0] for row in session.execute(dates.limit(MAXIMUM_HAPPENINGS))]
    else:
        acts = _acts(session, happening, day_bounds(first)[0]).limit(MAXIMUM_HAPPENINGS)
        found = [row[0] for row in session.execute(acts, execution_options={BY_HAND: True})]
    counts = Counter(found)
    asked = list(counts)[:MAXIMUM_JUDGED]
    model: Any = model_of(happening.entity)
    rows = session.scalars(select(model).where(model.id.in_(asked)).order_by(model.id.desc()))
    matching = [
        row
        for row in rows
        if reaches(owner, row)
        and (condition is None or condition.holds(values_of(row, specs, today)))
    ]
    return Trial(
        sum(counts[row.id] for row in matching),
        len(matching),
        tuple(str(row) for row in matching[:NAMED_ROWS]),
        is_cut=len(found) == MAXIMUM_HAPPENINGS or len(counts) > MAXIMUM_JUDGED,
    )


def reaches(owner: str, row: Codes) -> bool:
    """Whether a row is of the office that set a rule, or of one below it."""
    return owner in Scope(ScopeLevel.OFFICE, row.office_code).chain


def shift(days: int, side: DaySide) -> dt.timedelta:
    """How far a date lies from the day on which it sets the rule off."""
    return dt.timedelta(days=days if side is DaySide.BEFORE else -days)


def dated_rows(
    happening: Happening, first: dt.date, last: dt.date, specs: Sequence[FieldSpec]
) -> ChosenSelect:
    """(key, date) of the rows whose date lies between two days, first and last included."""
    model: Any = model_of(happening.entity)
    if not happening.is_own_field:
        date = getattr(model, happening.what)
        return select(model.id, date).where(date.between(first, last)).order_by(model.id)
    field_id = next((spec.id for spec in specs if spec.name == happening.what), None)
    line = OWN_VALUE.c
    return (
        select(model.id, line.value)
        .join(OWN_VALUE, (line.row_id == model.id) & (line.field_id == field_id))
        .where(line.value.between(first.isoformat(), last.isoformat()))
        .order_by(model.id)
    )


def _acts(session: Session, happening: Happening, since: dt.datetime) -> ChosenSelect:
    """(key, entry) of the rows that an action changed, or that entered a state, the latest first.

    A change carries the codes of its row; the entry those of who acted, which the reader may not
    see. So the scope is applied by hand, to the changes.
    """
    changes, entries = JournalChange.__table__.c, JournalEntry.__table__.c
    acts = (
        select(changes.row_id, changes.entry_id)
        .join(JournalEntry.__table__, entries.id == changes.entry_id)
        .where(changes.entity == happening.entity, entries.at >= since)
        .order_by(changes.id.desc())
    )
    if (seen := scope_of(session).criterion(JournalChange)) is not None:
        acts = acts.where(seen)
    if happening.trigger is RuleTrigger.ACTION:
        return acts.where(entries.action == happening.what)
    return acts.where(changes.diff["state"][1].as_string() == happening.what)

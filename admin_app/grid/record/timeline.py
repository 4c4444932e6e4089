"""全程记录 (timeline): all events of a record and its related rows, newest first.

One run is one event. The changes are scoped by their rows' own codes; who caused them is joined
by Core to those alone, so a county sees that CONAC approved its name, and no more of CONAC's
journal than that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import ColumnElement, FromClause, and_, literal, or_, select, union_all
from sqlalchemy.orm import Session

from actions.activities import KIND_OF, activity_of, keys_of
from actions.core.activity_kinds import TABLES_OF, ActivityKind
from actions.core.actor import Actor
from admin_app.forms.row_id import row_id
from admin_app.grid.record.answered_warnings import answered_by_entry
from admin_app.grid.record.history import Diff, changes_in_words
from admin_app.grid.record.notes_and_files import (
    Beside,
    beside_of,
    labels_beside,
    written_beside,
)
from admin_app.grid.spec import Followed, Grid
from admin_app.labels import action_title, word
from models.core.base import ChosenRow, ChosenSelect
from models.core.journal import JournalChange, JournalEntry
from models.core.scope import BY_HAND, apply_scope
from models.values.calendar import SHANGHAI

#: Events of one page.
PAGE = 20
#: Most related rows per table, the newest; older ones have their own pages.
MAXIMUM_FOLLOWED = 200
#: Changed fields shown; the others of a run are collapsed.
_OPEN_DIFFS = 6

_ICONS: Mapping[ActivityKind, str] = {
    ActivityKind.FEE: "coin-yuan",
    ActivityKind.INVOICE: "file-invoice",
    ActivityKind.REVIEW: "shield-check",
    ActivityKind.REMINDER: "bell",
    ActivityKind.EDIT: "edit",
    ActivityKind.NOTE: "clipboard",
    ActivityKind.FILE: "file-text",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """The requested part of a timeline: a kind, and events before a cursor."""

    kind: ActivityKind | None = None
    before: int | None = None
    size: int = PAGE


@dataclass(frozen=True, slots=True)
class Event:
    """One run, for the template."""

    entry_id: int
    day: str
    time: str
    icon: str
    kind: str
    action_label: str
    who: str
    door: str
    open_diffs: Sequence[Diff]
    folded_diffs: Sequence[Diff]
    #: Notes, files and labels of this run.
    beside: Sequence[Beside]


@dataclass(frozen=True, slots=True)
class Timeline:
    """A page of events, by day; `older` is the cursor of the next page."""

    days: Sequence[tuple[str, Sequence[Event]]]
    older: int | None


def read_asked(args: Mapping[str, str], size: int = PAGE) -> Asked:
    """The requested part, from the URL; invalid parameters are ignored."""
    kind, before = args.get("kind", ""), args.get("before", "")
    return Asked(
        ActivityKind(kind) if kind in set(ActivityKind) else None,
        row_id(before),
        size,
    )


def timeline_of(
    session: Session,
    grid: Grid,
    row_id: int,
    asked: Asked,
    actor: Actor,
    grids: Mapping[str, Grid],
) -> Timeline:
    """The requested events of a record."""
    followed = _followed(grid, actor, grids)
    found = session.execute(_changes(_condition(session, grid, followed, row_id), asked)).all()
    runs = [list(rows) for _id, rows in groupby(found, lambda row: row.entry_id)]
    brought = written_beside(session, [row for run in runs for row in run], actor)
    answers = answered_by_entry(session, [run[0].entry_id for run in runs])
    events = [
        _event(grid, followed, run, brought, answers.get(run[0].entry_id, ()))
        for run in runs[: asked.size]
    ]
    days = [(day, list(of_day)) for day, of_day in groupby(events, lambda event: event.day)]
    return Timeline(days, events[-1].entry_id if len(runs) > asked.size else None)


def _followed(grid: Grid, actor: Actor, grids: Mapping[str, Grid]) -> list[Followed]:
    """The related tables that the actor may read."""
    hidden = {each.model for each in grids.values() if actor.role not in each.readers}
    return [
        *(each for each in grid.followed if each.model not in hidden),
        *beside_of(grid.model, actor.role),
        *labels_beside(grid, actor.role),
    ]


def _condition(
    session: Session, grid: Grid, followed: Sequence[Followed], row_id: int
) -> ColumnElement[bool]:
    own = _of(grid.entity_table, [row_id])
    keys = _keys(session, followed, row_id)
    return or_(own, *(_of(table, found) for table, found in keys.items()))


def _of(table: str, keys: Sequence[int]) -> ColumnElement[bool]:
    return and_(JournalChange.entity == table, JournalChange.row_id.in_(keys))


def _keys(session: Session, followed: Sequence[Followed], row_id: int) -> dict[str, list[int]]:
    """Table → the newest of its rows that belong to the record, in one statement."""
    found: dict[str, list[int]] = {}
    arms = []
    for each in followed:
        wanted = each.keys(row_id)
        key = wanted.selected_columns[0]
        newest = wanted.order_by(key.desc()).limit(MAXIMUM_FOLLOWED).subquery()
        arms.append(select(literal(each.table.name).label("of"), newest.c[0].label("key")))
    if arms:
        statement = apply_scope(session, select(union_all(*arms).subquery()))
        for table, key in session.execute(statement, execution_options={BY_HAND: True}):
            found.setdefault(table, []).append(key)
    return found


def _changes(condition: ColumnElement[bool], asked: Asked) -> ChosenSelect:
    """The changes of a page of runs and one more, newest first, with their journal entries."""
    entry = JournalEntry.__table__
    chosen = select(JournalChange.entry_id).where(condition)
    if asked.before is not None:
        chosen = chosen.where(JournalChange.entry_id < asked.before)
    if asked.kind is not None:
        chosen = chosen.join(entry, entry.c.id == JournalChange.entry_id)
        chosen = chosen.where(_is_of(asked.kind, entry))
    newest = chosen.distinct().order_by(JournalChange.entry_id.desc()).limit(asked.size + 1)
    changes = (
        select(
            JournalChange.id,
            JournalChange.entry_id,
            JournalChange.entity,
            JournalChange.row_id,
            JournalChange.operation,
            JournalChange.diff,
        )
        .where(condition, JournalChange.entry_id.in_(select(newest.subquery().c.entry_id)))
        .subquery()
    )
    causes = (entry.c[name] for name in ("at", "actor_name", "door", "action", "input"))
    return (
        select(*changes.c, *causes)
        .select_from(changes.join(entry, entry.c.id == changes.c.entry_id))
        .order_by(changes.c.entry_id.desc(), changes.c.id)
    )


def _is_of(kind: ActivityKind, entry: FromClause) -> ColumnElement[bool]:
    """Whether a run is of a kind: by its action, or by a table it changed."""
    if kind is ActivityKind.EDIT:
        return ~entry.c.action.in_(list(KIND_OF))
    by_table = JournalChange.entity.in_(TABLES_OF.get(kind, ()))
    return or_(entry.c.action.in_(keys_of(kind)), by_table)


def _event(
    grid: Grid,
    followed: Sequence[Followed],
    changes: Sequence[ChosenRow],
    brought: Mapping[tuple[str, int], Beside],
    answered: Sequence[tuple[str, str]],
) -> Event:
    first = changes[0]
    at = first.at.astimezone(SHANGHAI)
    kind = activity_of(first.action, {row.entity for row in changes})
    diffs: list[Diff] = [(label, "", said) for label, said in answered]
    diffs += changes_in_words(grid, followed, changes)
    split = _OPEN_DIFFS if len(diffs) > _OPEN_DIFFS + 1 else len(diffs)
    keys = ((row.entity, row.row_id) for row in changes)
    return Event(
        entry_id=first.entry_id,
        day=f"{at:%Y-%m-%d}",
        time=f"{at:%H:%M}",
        icon=_ICONS[kind],
        kind=word(kind),
        action_label=action_title(first.action),
        who=first.actor_name,
        door=word(first.door),
        open_diffs=diffs[:split],
        folded_diffs=diffs[split:],
        beside=[brought[key] for key in keys if key in brought],
    )

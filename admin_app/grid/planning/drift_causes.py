"""Who moved what a plan had shown: the newest runs since then that touched its rows or what they
depend on.

A fact of a row may change without the row: by a new order of a name, a lot, a balance, a fee. Of
the changes since the plan was shown that the actor may see, one of the row itself, of a row that
refers to it or that it refers to is its cause; one of the same unit or office, or of a table that
everyone reads, may be. The number of statements depends on the tables changed, not on the rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Table, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from admin_app.labels import action_title
from models.core.base import Base, ChosenRow, ChosenSelect
from models.core.journal import JournalChange, JournalEntry
from models.core.latest_changes import figure_tables, models_by_table, reference_tables
from models.core.scope import BY_HAND
from models.values.calendar import instant

#: Most changes looked at, the newest.
MAXIMUM_CHANGES = 500
#: What is read of a change.
_TOLD = ("id", "entry_id", "entity", "row_id", "unit_id", "office_code")


@dataclass(frozen=True, slots=True)
class Causes:
    """Who caused the changes of the rows of a plan, as text."""

    #: Row id → its cause.
    rows: Mapping[int, str] = field(default_factory=dict)
    #: The newest cause of all, for sums and warnings.
    whole: str = ""

    def of(self, row_id: int) -> str:
        """The cause of a row's change, or that none was found."""
        return self.rows.get(row_id) or not_found()

    @property
    def of_all(self) -> str:
        """The cause of a change in the sums, or that none was found."""
        return self.whole or not_found()


def not_found() -> str:
    """What is said when the journal has no cause that the actor may see."""
    return _("您可查看的办理记录中没有相关操作，可能是日期变化或其他编办的操作引起的。")


def causes_of(session: Session, model: type[Base], ids: Sequence[int], since: int) -> Causes:
    """The causes of changes of these rows after the change `since`; none without it."""
    if not since:
        return Causes()
    changes = _changes(session, since)
    kin = _kin(session, model, ids, changes)
    chosen: dict[int, tuple[ChosenRow, bool]] = {}
    for row_id, owner in _owners(session, model, ids).items():
        if row_id in kin:
            chosen[row_id] = kin[row_id], True
        elif (nearby := _nearby(owner, changes)) is not None:
            chosen[row_id] = nearby, False
    for row_id, change in kin.items():
        chosen.setdefault(row_id, (change, True))
    said = _in_words(session, chosen)
    first = max(said, key=lambda key: (chosen[key][1], chosen[key][0].id), default=None)
    if first is not None:
        return Causes(said, said[first])
    # No row is left, or an action without rows.
    loose = {0: (changes[0], False)} if changes else {}
    return Causes({}, _in_words(session, loose).get(0, ""))


def _changes(session: Session, since: int) -> list[ChosenRow]:
    """The newest changes that the actor may see, and those of tables that everyone reads."""
    # A Core statement reads them all: the scope is applied to every other.
    own = {name: getattr(JournalChange, name) for name in _TOLD}
    everyones = {name: JournalChange.__table__.c[name] for name in _TOLD}
    found = {
        row.id: row
        for row in (
            *session.execute(_newest(own, since, figure_tables())),
            *session.execute(
                _newest(everyones, since, reference_tables()), execution_options={BY_HAND: True}
            ),
        )
    }
    return [found[key] for key in sorted(found, reverse=True)]


def _newest(
    of: Mapping[str, ColumnElement[object]], since: int, tables: Sequence[str]
) -> ChosenSelect:
    """The newest changes of these tables after the change `since`."""
    wanted = select(*of.values()).where(of["id"] > since, of["entity"].in_(tables))
    return wanted.order_by(of["id"].desc()).limit(MAXIMUM_CHANGES)


def _keys_between(model: type[Base], other: Table) -> list[InstrumentedAttribute[int]]:
    """The attributes of a model that refer to a table by its key."""
    columns = model.__table__.c
    return [
        getattr(model, column.key)
        for column in columns
        if any(key.column.table is other and key.column.primary_key for key in column.foreign_keys)
    ]


def _kin(
    session: Session, model: type[Base], ids: Sequence[int], changes: Sequence[ChosenRow]
) -> dict[int, ChosenRow]:
    """Row id → the newest change of the row itself or of a row next to it."""
    by_entity: dict[str, dict[int, ChosenRow]] = {}
    for change in changes:
        by_entity.setdefault(change.entity, {}).setdefault(change.row_id, change)
    found: dict[int, ChosenRow] = {}
    for entity, changed in by_entity.items():
        for row_id, changed_id in _next_to(session, model, ids, models_by_table()[entity], changed):
            change = changed[changed_id]
            if row_id not in found or found[row_id].id < change.id:
                found[row_id] = change
    wanted = set(ids)
    return {row_id: change for row_id, change in found.items() if row_id in wanted}


def _next_to(
    session: Session,
    model: type[Base],
    ids: Sequence[int],
    other: type[Base],
    changed: Iterable[int],
) -> Iterator[tuple[int, int]]:
    """(row id, changed id) of each changed row that is the row, refers to it, or it refers to."""
    if other is model:
        yield from ((row_id, row_id) for row_id in changed)
    for link in _keys_between(other, model.__table__):
        children = select(link, other.id).where(other.id.in_(changed))
        yield from (tuple(pair) for pair in session.execute(children))
    for link in _keys_between(model, other.__table__):
        parents = select(model.id, link).where(model.id.in_(ids), link.in_(changed))
        yield from (tuple(pair) for pair in session.execute(parents))


def _owners(
    session: Session, model: type[Base], ids: Sequence[int]
) -> dict[int, tuple[int | None, str | None]]:
    """Row id → its unit and its office, where the model has them."""
    columns = model.__table__.c
    names = [name for name in ("unit_id", "office_code") if name in columns]
    wanted = select(model.id, *(getattr(model, name) for name in names)).where(model.id.in_(ids))
    return {
        row.id: (getattr(row, "unit_id", None), getattr(row, "office_code", None))
        for row in session.execute(wanted)
    }


def _nearby(owner: tuple[int | None, str | None], changes: Iterable[ChosenRow]) -> ChosenRow | None:
    """The newest change of the row's unit, else of its office, else of a table of everyone."""
    unit_id, office_code = owner
    tests = (
        lambda change: unit_id is not None and change.unit_id == unit_id,
        lambda change: office_code is not None and change.office_code == office_code,
        lambda change: change.entity in reference_tables(),
    )
    return next((change for test in tests for change in changes if test(change)), None)


def _in_words(session: Session, chosen: Mapping[int, tuple[ChosenRow, bool]]) -> dict[int, str]:
    """Who, by which action and when; as a possibility where the row was not touched itself."""
    entry = JournalEntry.__table__
    keys = {change.entry_id for change, _is_direct in chosen.values()}
    wanted = select(entry.c.id, entry.c.at, entry.c.actor_name, entry.c.action).where(
        entry.c.id.in_(keys)
    )
    entries = (
        {row.id: row for row in session.execute(wanted, execution_options={BY_HAND: True})}
        if keys
        else {}
    )
    said = {}
    for row_id, (change, is_direct) in chosen.items():
        run = said_of(entries[change.entry_id])
        said[row_id] = run if is_direct else _("可能是%(run)s", run=run)
    return said


def said_of(run: ChosenRow) -> str:
    """Who, by which action and when: a row with the entry's `actor_name`, `action` and `at`."""
    return _(
        "%(who)s“%(action)s”（%(at)s）",
        who=run.actor_name,
        action=action_title(run.action),
        at=instant(run.at),
    )

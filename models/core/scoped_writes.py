"""Nothing is written under a key that the actor cannot load, nor under a scope that is not theirs.

An INSERT or UPDATE by key is no SELECT, so the listener of `scope` never sees it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import TypeVar

from sqlalchemy import event, select
from sqlalchemy import inspect as inspect_mapping
from sqlalchemy.orm import Mapper, Session, UOWTransaction

from models.core.base import Base
from models.core.scope import COLUMN_OF, OfficeOwned, OutOfScopeError, ScopeLevel, scope_of

B = TypeVar("B", bound=Base)


# Before every other listener: a forged key is refused as such, whatever else is wrong.
@event.listens_for(Session, "before_flush", insert=True)
def _foreign_keys_stay_in_scope(
    session: Session, _context: UOWTransaction, _instances: object
) -> None:
    """Every foreign key that is written must name a row the actor can load.

    An INSERT or UPDATE by key is not a SELECT, so the listener above never sees it, and a forged id
    in a form would pass. Raises OutOfScopeError.
    """
    scope = scope_of(session)
    if scope.level is ScopeLevel.EVERYTHING:
        return
    for row in (*session.new, *session.dirty):
        if isinstance(row, OfficeOwned) and not scope.may_set(row):
            raise OutOfScopeError(type(row), "office_code", [row.office_code])  # type: ignore[arg-type]
    _require_loadable(session, _foreign_keys_written(session))


def keep_in_scope(
    session: Session, mapper: Mapper[B], rows: Iterable[Mapping[str, object]]
) -> None:
    """The same for rows not yet in the session, given as {column: value} with their codes."""
    scope = scope_of(session)
    column = COLUMN_OF[scope.level]
    if column is None:
        return
    named = "unit_id" if scope.level is ScopeLevel.REGISTRANT else column
    written: dict[tuple[type[Base], str], set[object]] = {}
    known = {identity[:2] for identity in session.identity_map.keys()}  # noqa: SIM118  not a dict
    for row in rows:
        if row.get(named) != scope.value:
            raise OutOfScopeError(mapper.class_, named, [row.get(named)])
        for name, model in _scoped_targets(mapper):
            key = row.get(name)
            if key is not None and (model, (key,)) not in known:
                written.setdefault((model, name), set()).add(key)
    _require_loadable(session, written)


def _require_loadable(session: Session, written: dict[tuple[type[Base], str], set[object]]) -> None:
    for (model, column), keys in written.items():
        found = session.scalars(select(model.id).where(model.id.in_(keys)))
        missing = keys - set(found)
        if missing and (unknown := missing - _named_by_loaded(session, model)):
            raise OutOfScopeError(model, column, unknown)


def _named_by_loaded(session: Session, model: type[Base]) -> set[object]:
    """Keys of the model that loaded rows name already, as they were read.

    An invoice for an old payment refers to the payment's unit, even when the unit has moved to
    another office since; a forged id is in no row the actor can load.
    """
    return {
        state.dict.get(name)
        for row in session.identity_map.values()
        for state in (inspect_mapping(row),)
        for name, target in _scoped_targets(state.mapper)
        if target is model and name not in state.committed_state
    }


def _foreign_keys_written(session: Session) -> dict[tuple[type[Base], str], set[object]]:
    """Keys set by this flush that name scoped rows this session has not loaded itself."""
    written: dict[tuple[type[Base], str], set[object]] = {}
    known = {identity[:2] for identity in session.identity_map.keys()}  # noqa: SIM118  not a dict
    for row in (*session.new, *session.dirty):
        state = inspect_mapping(row)
        for name, model in _scoped_targets(state.mapper):
            # Columns of a loaded row that were not set still hold what was checked before.
            is_set = not state.has_identity or name in state.committed_state
            key = state.dict.get(name) if is_set else None
            if key is not None and (model, (key,)) not in known:
                written.setdefault((model, name), set()).add(key)
    return written


@cache
def _scoped_targets(mapper: Mapper[B]) -> tuple[tuple[str, type[Base]], ...]:
    """(attribute, model) of each foreign key of the mapper that names a scoped table's key."""
    models = {m.local_table: m.class_ for m in mapper.registry.mappers}
    return tuple(
        (mapper.get_property_by_column(column).key, models[key.column.table])
        for column in mapper.local_table.columns
        for key in column.foreign_keys
        if key.column.primary_key and issubclass(models.get(key.column.table, object), OfficeOwned)
    )

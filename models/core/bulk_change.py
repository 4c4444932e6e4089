"""The same change of many rows of one table: one statement writes them, one writes their journal.

For rows that follow their office: thousands at once, all from one value to another, for which the
unit of work costs minutes. It guarantees what the flush guarantees: a journal entry, a diff of
every row under its new codes, the next row version and the run's timestamp. What has a lifecycle of
its own, the state, is never changed here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    Connection,
    and_,
    insert,
    literal,
    null,
    select,
    update,  # noqa: TID251  journaled below, row by row
)
from sqlalchemy import inspect as inspect_mapping
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from models.core.base import Base, Versioned
from models.core.change_listener import as_json
from models.core.journal import JournalChange, Operation, entry_of
from models.core.scope import EVERYTHING, OfficeOwned, scope_of

#: Rows of one statement, so that none runs longer than the engines' limits.
ROWS_OF_A_STATEMENT = 2_000


def change_rows(
    session: Session,
    model: type[Base],
    keys: Sequence[int],
    before: Mapping[str, object],
    after: Mapping[str, object],
) -> int:
    """Set the columns of `after` in the rows with these keys, which the caller has locked.

    Every row must have the values of `before`, column by column; StaleDataError is raised
    otherwise. Only sessions that see everything may. Returns the number of rows.
    """
    assert scope_of(session) == EVERYTHING, "the statement goes past the scope"
    assert before.keys() == after.keys(), "the journal says from what to what"
    assert "state" not in after, "states move by their lifecycle"
    assert issubclass(model, OfficeOwned), "the journal carries the codes of the row"
    session.flush()
    connection = session.connection()
    for start in range(0, len(keys), ROWS_OF_A_STATEMENT):
        part = keys[start : start + ROWS_OF_A_STATEMENT]
        _write(connection, model, part, before, {**after, **_stamp(session, model)})
        _journal(session, connection, model, part, _diff(before, after))
    _expire(session, model, keys)
    return len(keys)


def _stamp(session: Session, model: type[Base]) -> dict[str, object]:
    if not issubclass(model, Versioned):
        return {}
    table: Any = model.__table__
    return {"row_version": table.c.row_version + 1, "updated_at": entry_of(session).at}


def _write(
    connection: Connection,
    model: type[Base],
    keys: Sequence[int],
    before: Mapping[str, object],
    values: Mapping[str, object],
) -> None:
    table: Any = model.__table__
    known = (table.c[name].is_not_distinct_from(value) for name, value in before.items())
    changing = update(table).where(table.c.id.in_(keys), and_(*known)).values(**values)
    if connection.execute(changing).rowcount != len(keys):
        raise StaleDataError(f"{table.name}: some rows are not as they were")


def _diff(before: Mapping[str, object], after: Mapping[str, object]) -> dict[str, list[object]]:
    return {
        name: [as_json(before[name]), as_json(value)]
        for name, value in sorted(after.items())
        if before[name] != value
    }


def _journal(
    session: Session,
    connection: Connection,
    model: type[Base],
    keys: Sequence[int],
    diff: Mapping[str, object],
) -> None:
    """One change for each row, under the codes that the row has now."""
    table: Any = model.__table__
    changes: Any = JournalChange.__table__
    registrant = inspect_mapping(model).synonyms.get("registrant_id")
    codes = ("province_code", "city_code", "office_code")
    written = select(
        literal(entry_of(session).id, changes.c.entry_id.type),
        literal(table.name, changes.c.entity.type),
        table.c.id,
        literal(Operation.UPDATE, changes.c.operation.type),
        literal(diff, changes.c.diff.type),
        null() if registrant is None else table.c[registrant.name],
        *(table.c[name] for name in codes),
    ).where(table.c.id.in_(keys))
    columns = ["entry_id", "entity", "row_id", "operation", "diff", "unit_id", *codes]
    connection.execute(insert(changes).from_select(columns, written))


def _expire(session: Session, model: type[Base], keys: Sequence[int]) -> None:
    changed = set(keys)
    for row in list(session.identity_map.values()):
        if isinstance(row, model) and row.id in changed:
            session.expire(row)

"""The changes of one run to a record and its related rows, as text."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from types import MappingProxyType

from flask_babel import gettext as _
from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from admin_app.grid.listing.cells import Writer, stored_writer
from admin_app.grid.spec import Followed, Grid
from admin_app.labels import ENTITIES, column_label, input_label, own_label
from admin_app.values import Written, kind_of, written
from admin_app.values.kind import TableColumn
from models.core.base import ChosenRow
from models.core.journal import JournalChange, JournalEntry
from models.core.own_values import OWN_VALUES, diff_name

#: Most runs of one kind on a page; the journal has them all.
MAXIMUM_SHOWN_CHANGES = 50

Diff = tuple[str, Written, Written]


def runs_on(
    session: Session, entity: str, row_id: int, actions: Sequence[str]
) -> Sequence[ChosenRow]:
    """The newest runs of some actions that changed a row, each with the codes of who ran it."""
    changes = (
        select(JournalChange.entry_id)
        .where(JournalChange.entity == entity, JournalChange.row_id == row_id)
        .order_by(JournalChange.id.desc())
        .limit(MAXIMUM_SHOWN_CHANGES)
        .subquery()
    )
    entry = JournalEntry.__table__
    told = (
        "id",
        "at",
        "actor_name",
        "action",
        "input",
        "province_code",
        "city_code",
        "office_code",
    )
    return session.execute(
        select(*(entry.c[name] for name in told), changes.c.entry_id)
        .select_from(changes.join(entry, entry.c.id == changes.c.entry_id))
        .where(entry.c.action.in_(actions))
        .order_by(entry.c.id.desc())
    ).all()


def changes_in_words(
    grid: Grid, followed: Sequence[Followed], changes: Sequence[ChosenRow]
) -> list[Diff]:
    """A run's reasons, then each changed field: (label, old, new)."""
    told = (diff for row in changes for diff in _diffs(grid, followed, row))
    return [*_grounds(changes[0]), *told]


def _grounds(run: ChosenRow) -> Iterator[Diff]:
    """Reason and document of the run, which the row does not store."""
    for name in ("reason", "document_no", "receiver_uscc"):
        if value := run.input.get(name):
            yield input_label(name, run.action), "", written(value)


def _diffs(grid: Grid, beside: Sequence[Followed], row: ChosenRow) -> Iterator[Diff]:
    followed = next((f for f in beside if f.table.name == row.entity), None)
    table, shown = (grid.table, None) if followed is None else (followed.table, followed.columns)
    read_as = grid.read_as if followed is None else {}
    if followed is None:
        yield from own_sides(grid, row.diff)
    for label, before, now in sides_of(table, row.diff, shown, read_as):
        if followed is not None:
            entity = ENTITIES[table.name]
            label = _("%(entity)s · %(column)s", entity=entity, column=label)  # noqa: PLW2901
        yield label, before, now


def own_sides(grid: Grid, diff: Mapping[str, list[object]]) -> Iterator[Diff]:
    """The changes of the fields that offices defined, of those that the reader sees."""
    for spec in grid.own:
        if (sides := diff.get(diff_name(spec.id))) is not None:
            before, after = (kind_of(spec.column).html(spec.value_of(side)) for side in sides)
            yield own_label(spec), before, after


def sides_of(
    table: Table,
    diff: Mapping[str, list[object]],
    shown: Container[str] | None = None,
    read_as: Mapping[str, TableColumn] = MappingProxyType({}),
) -> Iterator[Diff]:
    """The changes of displayable columns, before and after, read as the list reads them."""
    for name, (old, new) in diff.items():
        if name in _UNSAID or _is_key(table, name) or name.startswith(f"{OWN_VALUES}."):
            continue
        if shown is not None and name not in shown:
            continue
        before, after = _sides(stored_writer(table, name, read_as), old, new)
        if before or after:
            yield column_label(table.name, name), before, after


def _is_key(table: Table, name: str) -> bool:
    """Whether it is a foreign key, whose number means nothing to users."""
    return name in table.c and bool(table.c[name].foreign_keys) and name.endswith("_id")


def _sides(write: Writer, old: object, new: object) -> tuple[Written, Written]:
    if old is None and new is None:
        return "", _("（已更改，内容不显示）")
    return write(old), write(new)


#: Technical facts of no interest to users.
_UNSAID = frozenset(
    {
        "id",
        "search_text",
        "province_code",
        "city_code",
        "variant_key",
        "tld_family",
        "cashier_key",
        "key",
        "waits_since",
        "facts",
        "sheet",
    }
)

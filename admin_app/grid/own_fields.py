"""A list with the fields that offices defined, as its reader sees and edits them.

A definition becomes a column, a filter and a field of the form like any other, so every page, file
and door that takes a `Grid` has them. The same definitions give the same grid.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from sqlalchemy.orm import Session

from actions.core.records.own_input import OWN_GRANTS
from admin_app.grid.filters.own import filter_of
from admin_app.grid.role_columns import for_role
from admin_app.grid.spec import Column, Grid, Group
from models.core.own_values import HasOwnValues
from models.definitions.field_spec import FieldSpec
from models.definitions.known_fields import known_fields
from models.definitions.own_field import FieldKind
from models.users.user import Role


def reader_grid(session: Session, grid: Grid, role: Role) -> Grid:
    """The grid as the role sees it, with the fields that hold for the session's reader."""
    grid = for_role(grid, role)
    if not issubclass(grid.model, HasOwnValues):
        return grid
    specs = known_fields(session, grid.entity_table)
    return _with_own(grid, role, specs) if specs else grid


@lru_cache(maxsize=1024)
def _with_own(grid: Grid, role: Role, specs: tuple[FieldSpec, ...]) -> Grid:
    seen = tuple(shown for spec in specs if (shown := spec.shown_to(role)) is not None)
    if not seen:
        return grid
    may_edit = role in grid.can_edit or role in OWN_GRANTS
    edited = tuple(spec for spec in seen if may_edit and spec.is_edited_by(role))
    return replace(
        grid,
        own=seen,
        own_form=edited,
        details_only_columns=(
            *grid.details_only_columns,
            *(own_column(spec, is_edited=spec in edited) for spec in seen),
        ),
        groups=(*grid.groups, *own_groups(seen)),
        sums=(
            *grid.sums,
            *(spec.name for spec in seen if spec.kind in _SUMMED and not spec.is_masked),
        ),
        column_filters=(*grid.column_filters, *map(filter_of, seen)),
        # Who edits nothing built in has a form of these fields alone.
        form_columns=grid.form_columns if role in grid.can_edit else (),
        can_edit={**OWN_GRANTS, **grid.can_edit} if edited else grid.can_edit,
    )


#: Kinds whose values are few enough to be groups; of days, their months.
_GROUPED = frozenset({FieldKind.CHOICE, FieldKind.YES_NO, FieldKind.DATE})

#: Kinds whose values can be added up.
_SUMMED = frozenset({FieldKind.WHOLE, FieldKind.DECIMAL})


def own_groups(specs: Iterable[FieldSpec]) -> Iterator[Group]:
    """How fields sum up a list."""
    for spec in specs:
        if spec.kind in _GROUPED and not spec.is_masked:
            yield Group(spec.name, by_month=spec.kind is FieldKind.DATE)


def own_column(spec: FieldSpec, *, is_edited: bool) -> Column:
    """The column of a field."""
    return Column(
        spec.name,
        wraps=spec.kind in {FieldKind.TEXT, FieldKind.LONG_TEXT},
        is_inline=is_edited and spec.kind is FieldKind.TEXT,
    )

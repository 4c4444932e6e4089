"""The list of one register, worked out of its definition: the same `Grid` as any other list.

Its states are words of the definition and its fields those of its office, so pages, files and the
API need to know no more of it than of a list of ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import Column as TableColumn
from sqlalchemy.orm import Session

from actions.core.registers.row_entry import entry_action, row_edit_action, writers_of
from admin_app.grid.filters import ChoiceFilter, OfficeFilter
from admin_app.grid.filters.own import filter_of
from admin_app.grid.own_fields import own_column, reader_grid
from admin_app.grid.spec import STAFF, Column, Grid, Group
from models.definitions.field_spec import FieldSpec, enum_type
from models.definitions.known_fields import fields_of_register
from models.registers.known_registers import find_register
from models.registers.register_row import RegisterRow
from models.registers.register_spec import RegisterSpec
from models.users.user import Role

#: The endpoint of the pages of one register.
ENTITY = "register_page"
#: Most fields of one's own that a list shows by itself; others are chosen.
_MOST_SHOWN = 5


def register_grid(session: Session, spec: RegisterSpec, role: Role) -> Grid:
    """The list of a register as a role sees it, in the language of the session's reader."""
    fields = fields_of_register(session, spec.id)
    return _register_grid(spec, role, fields, spec.name_for(session))


@lru_cache(maxsize=512)
def _register_grid(
    spec: RegisterSpec, role: Role, fields: tuple[FieldSpec, ...], title: str
) -> Grid:
    seen = tuple(shown for field in fields if (shown := field.shown_to(role)) is not None)
    writers = writers_of(spec)
    edited = tuple(f for f in seen if role in writers and f.is_edited_by(role))
    own = [own_column(field, is_edited=field in edited) for field in seen]
    shown = [column for column, field in zip(own, seen, strict=True) if field.is_sortable]
    shown = shown[:_MOST_SHOWN]
    return Grid(
        entity=ENTITY,
        record_entity=RegisterRow.__tablename__,
        asked_as=spec.full_key,
        title=title,
        model=RegisterRow,
        state="state",
        readers=frozenset(each for each in STAFF if spec.is_read_by(each.value)),
        only=(("register_id", spec.id),),
        read_as={"state": TableColumn("state", enum_type(spec.words), nullable=False)},
        column_list=(
            Column("number"),
            Column("title", wraps=True),
            Column("state"),
            *((Column("unit.name", wraps=True),) if spec.has_unit else ()),
            *((Column("domain.name_u"),) if spec.has_domain else ()),
            *shown,
            Column("office", wraps=True),
        ),
        details_only_columns=(
            *(column for column in own if column not in shown),
            Column("created_at"),
            Column("updated_at"),
        ),
        column_filters=(
            ChoiceFilter("state"),
            OfficeFilter("office_code"),
            *map(filter_of, seen),
        ),
        column_searchable_list=("number", *(("unit",) if spec.has_unit else ())),
        search_placeholder=_l("编号、单位名称") if spec.has_unit else _l("编号"),
        groups=(Group("state"), Group("office_code")),
        pasted=("number",),
        own=seen,
        own_form=edited,
        can_create=writers,
        can_edit=writers,
        creation=entry_action(spec, edited),
        edition=row_edit_action(spec, edited),
    )


def list_of(session: Session, grids: Mapping[str, Grid], role: Role, entity: str) -> Grid | None:
    """A built-in list, or that of a register, as a role sees it; None for an unknown one.

    A register is named by its office and key, `623022.training`.
    """
    if "." in entity:
        register = find_register(session, entity)
        return None if register is None else register_grid(session, register, role)
    grid = grids.get(entity)
    return None if grid is None else reader_grid(session, grid, role)


def list_address(grid: Grid, door: str, **where: object) -> str:
    """The address of a page of a list."""
    if grid.asked_as is not None:
        return url_for(f"{grid.entity}.{door}", register=grid.asked_as, **where)
    return url_for(f"{grid.entity}.{door}", **where)

"""The ordinary edit of one record through the API: `edit_<table>`, with the version it was read at.

A body has the fields that it changes; those it leaves out stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask_login import current_user
from sqlalchemy import select

from actions.core.action import AnyAction
from actions.core.crud import edit_action
from actions.core.input_parsing import canonical
from actions.core.records.own_input import form_value, own_value
from admin_app.grid.own_fields import reader_grid
from admin_app.grid.spec import Grid
from admin_app.views import GRIDS
from models.core.base import db
from models.core.own_values import FieldValue

_EDIT = "edit_"


def edited_grids() -> Iterator[Grid]:
    """The lists whose records the reader edits, with the fields that hold for them."""
    role = current_user.actor.role
    for listed in GRIDS.values():
        grid = reader_grid(db.session(), listed, role)
        if role in grid.can_edit and role in grid.readers and (grid.form_columns or grid.own_form):
            yield grid


def whole_edit(grid: Grid) -> AnyAction:
    """The edit of all fields that the reader may change."""
    edit: AnyAction = edit_action(grid.model, grid.form_columns, grid.can_edit, grid.own_form)
    return edit


def edit_of(
    key: str, ids: Sequence[int], given: Mapping[str, object]
) -> tuple[AnyAction, Mapping[str, object]] | None:
    """The edit of what a body gives, and its input; None where the key is no edit's.

    Fields of the offices' own that are not given keep what the record has, so a rule that needs
    all of them is not gone round.
    """
    grid = next((g for g in edited_grids() if f"{_EDIT}{g.entity_table}" == key), None)
    if grid is None:
        return None
    columns = [name for name in grid.form_columns if name in given]
    action: AnyAction = edit_action(grid.model, columns, grid.can_edit, grid.own_form)
    return action, {**_kept(grid, ids), **given}


def _kept(grid: Grid, ids: Sequence[int]) -> dict[str, FieldValue]:
    model: Any = grid.model
    if len(ids) != 1 or not grid.own_form:
        return {}
    record = db.session().scalars(select(model).where(model.id == ids[0])).one_or_none()
    if record is None:
        return {}
    return {spec.name: canonical(form_value(own_value(record, spec))) for spec in grid.own_form}

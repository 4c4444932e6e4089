"""Inline editing of a cell, through the record's edit action."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session

from actions.core.crud import edit_action
from actions.core.input_fields import typed_length
from actions.core.input_parsing import parse_input
from actions.core.refusal import Common, Refusal, Refused
from actions.perform import perform
from admin_app.auth.current_actor import caller
from admin_app.forms.request_errors import status_of
from admin_app.grid.column_source import label_of
from admin_app.grid.listing.cells import name_of, writers
from admin_app.grid.listing.page import Row
from admin_app.grid.record.edit_form import held_value
from admin_app.grid.spec import Column, Grid
from admin_app.labels import sentence
from admin_app.values import Written
from models.core.base import Base, Versioned
from models.core.change_listener import as_json
from models.core.journal import Door

_PENCIL = Markup(
    '{}<a class="pencil" href="{}" data-cell="{}" aria-label="{}" title="{}">'
    '<svg class="icon" aria-hidden="true"><use href="{}#edit"/></svg></a>'
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell for the template: its value, or its input field."""

    value: Written
    #: None: only the value is shown.
    typed: str | None = None
    label: str = ""
    row_version: int = 0
    maximum_length: int | None = None
    said: str | None = None
    #: What became of a value that was sent.
    done: str = ""
    #: The value that somebody else saved meanwhile, in case of a conflict.
    theirs: Written | None = None
    status: int = 200


def inline_column(grid: Grid, name: str) -> Column | None:
    """The column of that name, if inline editable."""
    every = (*grid.column_details_list, *chain(*(named.columns for named in grid.lists)))
    found = (each for each in every if each.is_inline and each.name == name)
    is_edited = name in grid.form_columns or any(spec.name == name for spec in grid.own_form)
    return next(found, None) if is_edited else None


def with_pencils(grid: Grid, rows: Sequence[Row], columns: Sequence[Column]) -> Sequence[Row]:
    """The rows, with an edit button in each inline editable cell."""
    inline = [place for place, column in enumerate(columns) if column.is_inline]
    if not inline:
        return rows
    draw = {place: pencil(grid, columns[place]) for place in inline}
    return [
        replace(
            row,
            cells=[
                draw[place](row.id, row.label, cell) if place in draw else cell
                for place, cell in enumerate(row.cells)
            ],
        )
        for row in rows
    ]


def pencil(grid: Grid, column: Column) -> Callable[[int, str, Written], Markup]:
    """A formatter that adds the edit button to a value."""
    label, name = label_of(grid, column), column.name
    sprite = url_for("static", filename="vendor/tabler-icons/sprite.svg")
    form, cell = url_for(f"{grid.entity}.edit_view"), url_for(f"{grid.entity}.cell_view")

    def _draw(row_id: int, row_label: str, value: Written) -> Markup:
        said = _("修改%(field)s：%(row)s", field=label, row=row_label)
        where = f"{cell}?id={row_id}&name={name}"
        return _PENCIL.format(value, f"{form}?id={row_id}", where, said, label, sprite)

    return _draw


def shown_cell(grid: Grid, record: Base, column: Column) -> Cell:
    """The cell as the list has it."""
    (write,) = writers(grid, (column,))
    value = write(held_value(grid, record, column.name))
    return Cell(pencil(grid, column)(record.id, name_of(record), value))


def cell_form(grid: Grid, record: Base, column: Column) -> Cell:
    """The field, with what it holds now."""
    value = held_value(grid, record, column.name)
    return _field(grid, record, column, "" if value is None else str(value))


def saved_cell(
    session: Session, grid: Grid, record: Base, column: Column, posted: Mapping[str, str]
) -> Cell:
    """Save the typed value; 422, 409 and 403 return a message and the typed value."""
    action = grid.edition or edit_action(
        grid.model, grid.form_columns, grid.can_edit, grid.own_form
    )
    typed = posted.get("value", "")
    raw = {
        f.name: _sent(held_value(grid, record, f.name)) for f in dataclasses.fields(action.input)
    }
    raw |= {column.name: typed, "row_version": posted.get("row_version", "")}
    row_id, key = record.id, posted.get("key", "")
    try:
        given = parse_input(action.input, raw)
        perform(session, action, (row_id,), given, caller(Door.GRID), key=key)
    except Refused as refused:
        session.expire_all()
        if refused.first.code is Common.UNCHANGED:
            return replace(shown_cell(grid, record, column), done=_("没有改动"))
        return _refused(grid, record, column, typed, refused)
    return replace(shown_cell(grid, record, column), done=_("已保存"))


def _sent(value: object) -> object:
    """A value as the program itself sends it back, unchanged."""
    if isinstance(value, tuple):
        return [as_json(each) for each in value]
    return str(value) if isinstance(value, Decimal) else as_json(value)


def _refused(grid: Grid, record: Base, column: Column, typed: str, refused: Refused) -> Cell:
    fault: Refusal = refused.inputs.get(column.name) or refused.first
    field = _field(grid, record, column, typed)
    said, status = sentence(fault.code, fault.facts), status_of(refused)
    if fault.code is not Common.STALE:
        return replace(field, said=said, status=status)
    (write,) = writers(grid, (column,))
    theirs = write(held_value(grid, record, column.name)) or _("（空）")
    return replace(field, said=said, theirs=theirs, status=status)


def _field(grid: Grid, record: Base, column: Column, typed: str) -> Cell:
    assert isinstance(record, Versioned), "only versioned rows are edited"
    return Cell(
        value="",
        typed=typed,
        label=label_of(grid, column),
        row_version=record.row_version,
        maximum_length=typed_length(grid.source(column.name).type.length),
    )

"""The forms that create and edit one record, through the record actions like everything else."""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from actions.core.action import Action, F, I, R
from actions.core.crud import create_action, edit_action
from actions.core.records.own_input import own_value, stored_of
from actions.core.refusal import Common, Refused
from actions.perform import perform
from admin_app.auth.current_actor import caller
from admin_app.forms.action_form import ActionForm, form_for, raw_values, read_form, show_faults
from admin_app.forms.way_back import url_back
from admin_app.grid.listing.cells import name_of, stored_writer
from admin_app.grid.listing.page import whole_title
from admin_app.grid.record.page import crumb
from admin_app.grid.spec import Grid
from admin_app.labels import sentence
from admin_app.values import Written, written
from models.core.base import Base, Versioned
from models.core.change_listener import as_json
from models.core.journal import Door
from models.core.own_values import FieldValue
from models.definitions.row_values import is_shown


@dataclass(frozen=True)
class FormPage:
    """A form to show, or the key of the record it saved."""

    context: dict[str, Any]
    status: int = 200
    saved_id: int | None = None
    #: What was saved, as a sentence.
    said: str = ""


def edit_page(session: Session, grid: Grid, record: Base, posted: Mapping[str, object]) -> FormPage:
    """Show the form, or save it; a stale one gets 409 with both versions side by side (optimistic
    locking).
    """
    action = grid.edition or edit_action(
        grid.model, grid.form_columns, grid.can_edit, grid.own_form
    )
    if not posted:
        shown = {f.name: _shown(grid, record, f.name) for f in dataclasses.fields(action.input)}
        form = form_for(action)(data=shown)
        _leave_out(form, grid, record, None)
        return FormPage(_context(grid, form, record, _new_key()))
    return _saved(session, grid, action, (record.id,), posted, record)


def new_page(session: Session, grid: Grid, posted: Mapping[str, object]) -> FormPage:
    """Show the empty form, or create the record."""
    action = grid.creation or create_action(grid.model, grid.form_columns, grid.can_create)
    if not posted:
        return FormPage(_context(grid, form_for(action)(), None, _new_key()))
    return _saved(session, grid, action, (), posted, None)


def _saved(
    session: Session,
    grid: Grid,
    action: Action[R, I, F],
    ids: tuple[int, ...],
    posted: Mapping[str, object],
    record: Base | None,
) -> FormPage:
    form = form_for(action)(formdata=posted)
    key = str(posted.get("key") or _new_key())
    if "recalculate" in posted:
        # Shown as typed, to be saved again: the session had ended.
        return FormPage(_context(grid, form, record, key))
    given: object = None
    try:
        given = read_form(action.input, form)
        changed = _changed(grid, record, given)
        outcome = perform(session, action, ids, given, caller(Door.GRID), key=key)
        # A form sent twice has changed nothing the second time, but it is saved.
        said = saved_sentence(None if record is None or outcome.is_replay else changed)
        return FormPage({}, saved_id=outcome.rows[0].row_id, said=said)
    except Refused as refused:
        first = refused.first
        if first.code is Common.UNCHANGED and record is not None:
            return FormPage({}, saved_id=record.id, said=sentence(first.code, first.facts))
        is_at_field = not refused.inputs and first.at is not None
        show_faults(form, Refused(inputs={first.at: first}) if is_at_field else refused)
        _leave_out(form, grid, record, given)
        context = _context(grid, form, record, key)
        if refused.inputs:
            return FormPage(context, 422)
        if first.code is Common.STALE and record is not None:
            return _conflict(session, grid, action, record, form, context)
        if first.at is None:
            context["fault"] = sentence(first.code, first.facts)
        return FormPage(context, 422)


def _leave_out(form: ActionForm, grid: Grid, record: Base | None, given: object) -> None:
    """Take out of the form the fields whose condition does not hold, unless they are at fault."""
    for spec in grid.own_form:
        is_there = spec.name in form and not form[spec.name].errors
        if is_there and not is_shown(spec, record, given):
            delattr(form, spec.name)


def _changed(grid: Grid, record: Base | None, given: object) -> list[str]:
    """The labels of the fields in which what was typed differs from what is stored."""
    return [
        grid.label_of(f.name)
        for f in dataclasses.fields(given)  # type: ignore[arg-type]
        if f.name != "row_version" and _is_changed(grid, record, f.name, getattr(given, f.name))
    ]


def held_value(grid: Grid, record: Base, name: str) -> FieldValue:
    """What a record holds in a field of the form."""
    spec = grid.own_by_name.get(name)
    return getattr(record, name) if spec is None else own_value(record, spec)


def _shown(grid: Grid, record: Base, name: str) -> FieldValue:
    """What the form begins with: what the record holds, or the definition's default."""
    held, spec = held_value(grid, record, name), grid.own_by_name.get(name)
    if held is not None or spec is None or spec.default_value is None:
        return held
    return spec.parse(spec.default_value)


def _is_changed(grid: Grid, record: Base | None, name: str, typed: object) -> bool:
    spec = grid.own_by_name.get(name)
    if spec is None or record is None:
        return getattr(record, name, None) != typed
    return record.own_values.get(spec.stored_key) != stored_of(spec, typed)  # type: ignore[attr-defined]


def saved_sentence(changed: Sequence[str] | None) -> str:
    """What was saved: these fields, or without any all of it."""
    if not changed:
        return _("已保存。")
    return _("已保存，修改了：%(fields)s。", fields=_("、").join(changed))


def _conflict(
    session: Session,
    grid: Grid,
    action: Action[R, I, F],
    record: Base,
    form: ActionForm,
    context: dict[str, object],
) -> FormPage:
    """Shows both versions of the differing fields; saving again then overwrites deliberately."""
    session.expire(record)
    typed = raw_values(form)
    names = [f.name for f in dataclasses.fields(action.input) if f.name != "row_version"]
    pairs = [(name, typed.get(name), held_value(grid, record, name)) for name in names]
    context["conflict"] = [
        (
            grid.label_of(name),
            *(_field_text(grid, name, v) for v in (mine, theirs)),
        )
        for name, mine, theirs in pairs
        if str(mine or "") != str(theirs if theirs is not None else "")
    ]
    assert isinstance(record, Versioned), "only versioned rows are edited"
    form.row_version.data = str(record.row_version)
    return FormPage(context, 409)


def _field_text(grid: Grid, name: str, value: object) -> Written:
    if value in (None, "", ()) or name in grid.own_by_name:
        return written(value)
    return stored_writer(grid.table, name)(as_json(value))


def _new_key() -> str:
    return secrets.token_urlsafe(16)


def _context(grid: Grid, form: ActionForm, record: Base | None, key: str) -> dict[str, object]:
    whole = whole_title(grid)
    view = "details_view" if record else "index_view"
    return {
        # Idempotency key: a form sent twice saves once.
        "key": key,
        "title": name_of(record) if record else _("新增"),
        "about": f"{_('修改')} · {whole}" if record else whole,
        "hint": None,
        "fault": None,
        "back": crumb(grid),
        "form": form,
        "conflict": None,
        "submit_label": _("保存"),
        "cancel_url": url_back(url_for(f"{grid.entity}.{view}", id=record.id if record else None)),
    }

"""One record: its page with related rows and history, and the forms that create and edit it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from flask import abort, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from actions.core.action import Action, F, I, R, Reach
from actions.core.actor import Actor
from actions.core.refusal import Common, Refusal
from actions.permissions import CATALOG, actions_on, grants_of, may_run, reach_of
from admin_app.forms.row_id import row_id
from admin_app.forms.way_back import here, list_behind, with_back
from admin_app.grid.action_buttons import ActionButton, button
from admin_app.grid.column_source import label_of
from admin_app.grid.listing.cells import Writer, has_ended, name_of, writers
from admin_app.grid.listing.computed_cells import derived_writers
from admin_app.grid.listing.headings import Heading, headings
from admin_app.grid.listing.page import Row, list_label, rows_of, whole_title
from admin_app.grid.listing.where import listed
from admin_app.grid.record.related_rows import Few, Part, fetch_several
from admin_app.grid.record.row_hints import remarks_on
from admin_app.grid.record.timeline import Asked
from admin_app.grid.record.timeline_section import timeline_section
from admin_app.grid.spec import Column, Grid, Related
from admin_app.grid.view_request import ViewRequest
from admin_app.labels import ENTITIES, sentence, word
from admin_app.values import Written
from models.core.base import Base
from models.users.user import Role
from models.values.tone import tone_of

#: Related rows shown on a record's page; the link shows the rest.
MAXIMUM_RELATED = 10


def load_record(session: Session, grid: Grid, row_id: int) -> Base | None:
    """The row under the session's scope, or None: absent and foreign are the same."""
    model: Any = grid.model
    return session.scalar(select(model).where(model.id == row_id, *grid.criteria))


def record_at_address(view: ViewRequest) -> Base:
    """The record of the URL; 404 if it is missing or out of scope."""
    if (key := row_id(request.args.get("id", ""))) is None:
        abort(404)
    return load_record(view.session, view.grid, key) or abort(404)


def record_context(view: ViewRequest, record: Base, asked: Asked) -> dict[str, object]:
    """Everything the record template needs but the frame."""
    session, actor, grid, grids = view.session, view.actor, view.grid, view.grids
    columns = grid.column_details_list
    offered_rows = [r for r in grid.related if actor.role in grids[r.entity].readers]
    own, *beside = fetch_several(
        session,
        [
            Part(grid, columns, _itself(grid, record.id), 1),
            *(_part(grids[r.entity], r, record.id) for r in offered_rows),
        ],
    )
    (found,) = own.rows
    derived = {} if _is_apart(grid, record) else derived_writers(session, columns, view.today)
    write = writers(grid, columns, derived)
    pairs = [
        (label_of(grid, column), _linked(column, record, writer(value), grids, actor))
        for column, writer, value in zip(columns, write, found[2:], strict=True)
    ]
    split = len(grid.column_list)
    shown = {column.name: value for column, value in zip(columns, found[2:], strict=True)}
    badges = [shown[name] for name in (grid.state, *grid.also) if name]
    return {
        "title": name_of(record),
        "badges": [(word(value), tone_of(value)) for value in badges if value],
        "beside_name": _beside_name(grid, columns, write, found[2:]),
        "is_ended": has_ended(grid, columns, found[2:]),
        "remarks": remarks_on(session, grid, record),
        "back": crumb(grid),
        "fields": [(_("基本信息"), pairs[:split]), (_("其他信息"), pairs[split:])][
            : 2 if pairs[split:] else 1
        ],
        "related": [
            _related(grids[r.entity], r, record.id, few)
            for r, few in zip(offered_rows, beside, strict=True)
        ],
        "timeline": timeline_section(session, grid, record, asked, actor, grids),
        "actions": _buttons(grid, record, actor),
        "plan_url": with_back(url_for(f"{grid.entity}.action_view"), here()),
        "row_id": record.id,
    }


def _beside_name(
    grid: Grid, columns: Sequence[Column], write: Sequence[Writer], values: Sequence[Any]
) -> Written:
    """What stands behind the title of the record: its labels."""
    told = zip(columns, write, values, strict=False)
    return next((w(value) for column, w, value in told if column is grid.beside_name), "")


def crumb(grid: Grid) -> tuple[str, str]:
    """(label, URL) of the list that a record was opened from, else of all records of its kind."""
    whole = whole_title(grid)
    behind = list_behind()
    if behind is None:
        return whole, url_for(f"{grid.entity}.index_view")
    return (whole if _is_list_of(grid, behind) else _("返回")), behind


def _is_list_of(grid: Grid, url: str) -> bool:
    return url.partition("?")[0] == url_for(f"{grid.entity}.index_view")


def _is_apart(grid: Grid, record: Base) -> bool:
    """Whether the record has ended, so that its dates have no derived status."""
    apart = grid.list_apart
    return apart is not None and getattr(record, apart.attribute) in apart.values


def offered(grid: Grid, actor: Actor) -> list[Action[Any, Any, Any]]:
    """The actions the actor's role has on rows of this entity, in the catalog's order."""
    return [
        action
        for action in actions_on(grid.model)
        if action.maximum_rows > 0 and may_run(actor, action)
    ]


def _linked(
    column: Column, record: Base, value: Written, grids: Mapping[str, Grid], actor: Actor
) -> Written:
    """The name of a related row, linked to its page if the actor may read it."""
    head, dot, _tail = column.name.partition(".")
    key = getattr(record, f"{head}_id", None) if dot and head in grids else None
    if not value or key is None or actor.role not in grids[head].readers:
        return value
    return Markup("<a href='{}'>{}</a>").format(_to(head, key), value)


def _to(entity: str, key: int) -> str:
    """The address of a related record, which leads back to this one."""
    return with_back(url_for(f"{entity}.details_view", id=key), here())


def _buttons(grid: Grid, record: Base, actor: Actor) -> list[ActionButton]:
    """The buttons of a row: possible actions, then disabled ones with reasons.

    An action on related rows (收费 on a unit's orders) comes first, as in the guide.
    """
    behind = [action for action in CATALOG if grid.model in action.via and may_run(actor, action)]
    found = [_offer(action, record, actor) for action in (*behind, *offered(grid, actor))]
    usable = [each for each in found if not each.disabled_reason]
    if behind and usable and usable[0].key == behind[0].key:
        usable[0] = dataclasses.replace(usable[0], is_primary=True)
    return [*usable, *(each for each in found if each.disabled_reason)]


def _offer(action: Action[R, I, F], record: Base, actor: Actor) -> ActionButton:
    """The action as a button; a disabled one has a reason."""
    refusal = _standing(action, record, actor)
    if refusal is None:
        return button(action)
    return button(action, f"{sentence(refusal.code, refusal.facts)}{_who_and_when(action)}")


def _who_and_when(action: Action[R, I, F]) -> str:
    """The states and roles of an action, as an explanation."""
    roles = _("、").join(str(word(role)) for role in grants_of(action) if role is not Role.SYSTEM)
    if not action.states:
        return _("有权办理的角色：%(roles)s。", roles=roles)
    states = _("、").join(sorted(str(word(state)) for state in action.states))
    return _("可以办理的状态：%(states)s；有权办理的角色：%(roles)s。", states=states, roles=roles)


def _standing(action: Action[R, I, F], record: Base, actor: Actor) -> Refusal | None:
    own = getattr(record, "office_code", None) == actor.office_code
    reach = reach_of(actor, action)
    if reach is Reach.OWN and not own:
        return Refusal(Common.NOT_OWN_OFFICE)
    if reach is Reach.BELOW and own:
        return Refusal(Common.NOT_BELOW)
    if action.model is type(record) and action.states and record.state not in action.states:
        return Refusal(Common.WRONG_STATE, {"state": record.state})
    return None


def _itself(grid: Grid, record_id: int) -> Select[int]:
    model: Any = grid.model
    return select(model.id.label("id")).where(model.id == record_id)


def _part(grid: Grid, related: Related, record_id: int) -> Part:
    model: Any = grid.model
    key = getattr(model, related.foreign_key)
    found = select(model.id.label("id")).where(key == record_id, *listed(grid, related.named))
    return Part(grid, _columns_of(grid, related), found, MAXIMUM_RELATED)


def _columns_of(grid: Grid, related: Related) -> tuple[Column, ...]:
    own = {column.name: column for column in grid.column_details_list}
    return tuple(own.get(name, Column(name)) for name in related.columns)


def _related(
    grid: Grid, related: Related, record_id: int, few: Few
) -> tuple[str, Sequence[Heading], Sequence[Row], str | None, str | None]:
    columns = _columns_of(grid, related)
    prefix = url_for(f"{grid.entity}.details_view")
    is_offered = any(f.name == related.foreign_key for f in grid.column_filters)
    asked: dict[str, Any] = {"list": related.named} if related.named else {}
    asked[related.foreign_key] = record_id
    more_url = url_for(f"{grid.entity}.index_view", **asked) if is_offered else None
    return (
        list_label(grid, related.named) if related.named else str(ENTITIES[grid.entity_table]),
        headings(grid, columns),
        rows_of(grid, few.rows, columns, prefix=prefix, back=here()),
        more_url if few.rows else None,
        _("共 %(n)s 条", n=few.count) if few.count else None,
    )

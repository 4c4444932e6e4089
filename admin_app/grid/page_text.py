"""Texts and links of list and record pages: titles, hints, links to rows and new records."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode

from flask import current_app, url_for
from flask_babel import gettext as _

from actions.core.action import Action, F, I, R
from actions.core.actor import Actor
from actions.permissions import action_of, may_run
from admin_app.forms.way_back import BACK, here, with_back
from admin_app.grid.listing.list_state import ListState, search_refusal
from admin_app.grid.listing.page import list_label, whole_title
from admin_app.grid.spec import Grid
from admin_app.labels import LIST_HINTS, action_title, sentence
from admin_app.labels.empty_lists import EMPTY_LISTS
from admin_app.labels.menu import list_title
from models.units.unit import Unit
from models.users.user import Role


def title_of_list(grid: Grid, named: str | None) -> str:
    """The title of a list: its menu entry, or its own name."""
    if named is None:
        return whole_title(grid)
    return list_title(grid.entity, named) or list_label(grid, named)


def about_list(grid: Grid, state: ListState) -> str | None:
    """Details for the page title: the whole list of a named one, the search words."""
    sought = _("“%(words)s”", words=state.search) if state.search else ""
    whole = title_of_list(grid, None) if state.named else ""
    return " · ".join(each for each in (sought, whole) if each) or None


def hint_of_list(grid: Grid, state: ListState) -> str | None:
    """Why the words find nothing, or the hint of a named list."""
    if (refusal := search_refusal(state)) is not None:
        return sentence(refusal.code, refusal.facts)
    named = state.named
    hint = LIST_HINTS.get((grid.entity_table, named)) if named else None
    return str(hint) if hint else None


#: (entity, named list) → pages to continue with.
_WAYS: Mapping[tuple[str, str | None], tuple[str, ...]] = {
    ("order", "awaiting_remittance"): ("weekly_remittance", "settlement_preview"),
    ("order", "remitted"): ("settlement_preview",),
    ("remittance", None): ("weekly_remittance",),
    ("remittance", "draft"): ("weekly_remittance",),
    **dict.fromkeys(
        (("bank_line", None), ("bank_line", "open"), ("bank_statement", None)),
        ("statement_upload",),
    ),
    ("transfer", None): ("statement", "settlement_preview"),
    ("reserved_name", None): ("reserved_upload",),
}


def ways_of_list(grid: Grid, named: str | None, actor: Actor) -> list[tuple[str, str]]:
    """(label, url) of the list's linked pages that the actor may read."""
    return [
        (str(list_title(endpoint, None)), url_for(f"{endpoint}.index"))
        for endpoint in _WAYS.get((grid.entity, named), ())
        if actor.role in pages_in_use()[endpoint].readers
    ]


def why_empty(
    grid: Grid, grids: Mapping[str, Grid], named: str | None, actor: Actor
) -> tuple[object, str | None, str | None]:
    """Why the list is empty, and the link to another list if the actor may read it."""
    said, leads_to = EMPTY_LISTS.get((grid.entity, named), (None, None))
    if said is None:
        return _why_unsaid(grid, named, actor)
    if leads_to is None:
        return said, None, None
    entity, other = leads_to
    if actor.role not in (grids.get(entity) or pages_in_use()[entity]).readers:
        return said, None, None
    index = "index" if entity in pages_in_use() else "index_view"
    return said, list_title(entity, other), url_for(f"{entity}.{index}", list=other)


def _why_unsaid(
    grid: Grid, named: str | None, actor: Actor
) -> tuple[object, str | None, str | None]:
    """Rows of a state come by themselves; of the whole list there has been none yet."""
    if named is None:
        kind = whole_title(grid)
        begins = action_of(grid.start) if grid.start else None
        if begins is not None and may_run(actor, begins):
            # The button that begins it stands above.
            name = action_title(begins.key)
            return _("还没有“%(kind)s”的记录，请点击“%(name)s”。", kind=kind, name=name), None, None
        return _("还没有“%(kind)s”的记录，办理有关业务后会列在这里。", kind=kind), None, None
    said = _("现在没有处于“%(list)s”的记录，有了会自动列在这里。", list=list_label(grid, named))
    return said, _("查看全部"), url_for(f"{grid.entity}.index_view")


def row_links(
    grid: Grid, actor: Actor, back: str | None = None
) -> Callable[[int], list[tuple[str, str]]]:
    """Links from a row to its actions and its page, built once for all rows.

    What they open leads back to `back`.
    """
    ending = f"&{urlencode({BACK: back})}" if back else ""
    url = partial(url_for, f"{grid.entity}.action_view")
    offered = [
        (action_title(key), f"{url(action=key)}&ids=")
        for key in grid.column_extra_row_actions
        if (action := action_of(key)) and may_run(actor, action)
    ]
    paged = [(_("进度"), f"{url_for(f'{grid.page}.index')}?id=")] if grid.page else []
    ways = (*offered, *paged, (_("查看"), f"{url_for(f'{grid.entity}.details_view')}?id="))
    return lambda row_id: [(label, f"{url}{row_id}{ending}") for label, url in ways]


def page_links(grid: Grid, record_id: int, actor: Actor) -> list[tuple[str, str]]:
    """(label, address) of the pages about a record that the actor may read."""
    pages = pages_in_use()
    return [
        (str(label), url_for(endpoint, id=record_id))
        for label, endpoint in grid.pages
        if actor.role in pages[endpoint.partition(".")[0]].readers
    ]


def new_record(grid: Grid, actor: Actor) -> dict[str, object]:
    """The link to create a record: the view's starting action, or its form."""
    action = action_of(grid.start) if grid.start else None
    if action is not None and may_run(actor, action):
        start = start_url(grid, action, actor)
        new_url = with_back(start, here()) if start else None
        return {"new_url": new_url, "new_label": action_title(action.key)}
    may_create = actor.role in grid.can_create
    new_url = with_back(url_for(f"{grid.entity}.create_view"), here()) if may_create else None
    return {"new_url": new_url, "new_label": _("新增")}


def report_draft(grid: Grid, state: ListState, actor: Actor) -> str | None:
    """Where the list, or its groups, become a report; None for who keeps none."""
    if not may_run(actor, pages_in_use()["saved_report"].makes):
        return None
    asked = {
        "entity": grid.asked_as or grid.entity,
        "conditions": state.query(group="", columns=()),
    }
    if state.columns:
        asked["columns"] = ",".join(state.columns)
    if state.group:
        group = grid.grouped_by[state.group]
        asked["group_by"] = f"{group.attribute}:month" if group.by_month else group.attribute
        asked["figures"] = ",".join(("count", *(f"sum:{name}" for name in grid.sums)))
    return url_for("saved_report.draft", **asked)


def start_page(action: Action[R, I, F], role: Role) -> str | None:
    """The URL of the action's own start page; None without one that the role may read."""
    if action.page is None or role not in pages_in_use()[action.page.partition(".")[0]].readers:
        return None
    return url_for(action.page)


def start_url(grid: Grid, action: Action[R, I, F], actor: Actor) -> str | None:
    """The URL where an action starts; for registrants on their own unit."""
    if action.page:
        return url_for(action.page)
    if action.maximum_rows == 0:
        return url_for(f"{grid.entity}.action_view", action=action.key)
    if action.model is Unit:
        own = actor.unit_id
        return url_for("unit.action_view", action=action.key, ids=own) if own else None
    return url_for("office.action_view", action=action.key, ids=actor.office_id)


def pages_in_use() -> Mapping[str, Any]:
    """The pages by endpoint, from the application; importing them would be circular."""
    pages: Mapping[str, Any] = current_app.extensions["pages"]
    return pages

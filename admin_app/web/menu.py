"""The menus, with the guide's labels: links and order.

A user sees the entries of the lists and pages they may read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from flask import request, url_for
from flask_babel import lazy_gettext as _l

from admin_app.auth.user_lookup import Presence
from admin_app.forms.office_choices import OWN
from admin_app.grid.page_text import pages_in_use
from admin_app.labels import ENTITIES
from admin_app.labels.menu import MAIN, TOP, Entry, entries
from admin_app.views import GRIDS
from models.core.scope import ScopeLevel
from models.users.user import Role


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A link."""

    label: str
    url: str
    is_current: bool
    badge: str | None = None


@dataclass(frozen=True, slots=True)
class MenuGroup:
    """A main menu with its links; without a label its links stand alone."""

    label: str | None
    icon: str
    items: tuple[MenuItem, ...]


#: Roles without offices below.
_LOWEST = frozenset({Role.COUNTY_ADMIN, Role.CASHIER, Role.UNIT_USER})


def top_menu(presence: Presence) -> tuple[MenuItem, ...]:
    """The entries of the top menu."""
    return _items(presence, TOP)


def is_in_menu(presence: Presence, entity: str) -> bool:
    """Whether a menu leads the user to that list or page."""
    every = (entry for entry in chain(entries(), _others()) if entry.entity == entity)
    return bool(_items(presence, every))


def main_menu(presence: Presence) -> tuple[MenuGroup, ...]:
    """The desk, and the main menus with at least one readable entry."""
    desk = MenuItem(str(_l("工作台")), url_for("admin.index"), request.endpoint == "admin.index")
    *mains, (last, last_icon, last_entries) = MAIN
    groups = (
        MenuGroup(str(label), icon, _items(presence, entries))
        for label, icon, entries in (*mains, (last, last_icon, (*last_entries, *_others())))
    )
    return (MenuGroup(None, "home", (desk,)), *(group for group in groups if group.items))


def menu_item(presence: Presence, entity: str, named: str | None) -> MenuItem | None:
    """The entry of a list or page that the user's menus have, or None."""
    wanted = (each for each in entries() if (each.entity, each.named) == (entity, named))
    return next(iter(_items(presence, wanted)), None)


#: The order of other lists; lists not named here follow in the order of discovery.
_OTHERS_FIRST = ("bank_statement", "import_sheet", "import_row", "job_run")


def _others() -> Iterator[Entry]:
    """Lists that are not in the guide, under their own names."""
    named = {entry.entity for entry in entries()}
    ordered = dict.fromkeys((*_OTHERS_FIRST, *GRIDS))
    return (
        Entry(ENTITIES[GRIDS[entity].entity_table], entity)
        for entity in ordered
        if entity not in named
    )


def _items(presence: Presence, entries: Iterable[Entry]) -> tuple[MenuItem, ...]:
    """The entries that the actor's role may read, as links."""
    role = presence.actor.role
    places, is_lowest = {**pages_in_use(), **GRIDS}, role in _LOWEST
    return tuple(
        _item(entry, presence)
        for entry in entries
        if role in places[entry.entity].readers and not (entry.is_above and is_lowest)
    )


def _item(entry: Entry, presence: Presence) -> MenuItem:
    is_here = request.blueprint == entry.entity
    if entry.entity not in GRIDS:
        return MenuItem(str(entry.label), url_for(f"{entry.entity}.index"), is_here)
    level = presence.actor.scope.level
    meant = entry.named_for(level)
    url = url_for(f"{entry.entity}.index_view", list=meant, **_own(entry, presence))
    named = request.args.get("list") or None
    is_meant = is_here and (named == meant or _is_rest(entry, named, level))
    return MenuItem(str(entry.label), url, is_meant)


def _own(entry: Entry, presence: Presence) -> dict[str, str]:
    """The condition that leaves the office's own rows, where others are not its work."""
    code, level = presence.actor.office_code, presence.actor.scope.level
    if entry.own is None or level is ScopeLevel.REGISTRANT:
        return {}
    if entry.own == "desk_code":
        return {entry.own: code}
    sees_others = level in {ScopeLevel.PROVINCE, ScopeLevel.CITY}
    is_narrowed = sees_others and not (entry.is_pooled and presence.is_pool)
    return {entry.own: f"{code}{OWN}"} if is_narrowed else {}


def _is_rest(entry: Entry, named: str | None, level: ScopeLevel) -> bool:
    """A named list without an entry belongs to the entry of its whole list."""
    has_own = any(e.entity == entry.entity and e.named_for(level) == named for e in entries())
    return entry.named is None and not has_own

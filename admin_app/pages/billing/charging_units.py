"""The left side of 申报单位管理/缴费: the units found, each with what it owes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import request, url_for
from flask_babel import gettext as _
from sqlalchemy import Select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from actions.billing.charge import CHARGE
from actions.core.actor import Actor
from actions.permissions import may_run
from actions.units.register import REGISTER_UNIT
from admin_app.forms.way_back import here, list_behind, with_back
from admin_app.grid.listing.cursor import Edge, Position, written_edge
from admin_app.grid.listing.keyset import cursor_of
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.list_state import ListState, read_state
from admin_app.grid.listing.query import fetch_page
from admin_app.grid.spec import Column
from admin_app.labels import action_title
from admin_app.views import GRIDS
from models.billing.amounts_due import NOTHING_DUE, Dues, dues_of, next_owing, owing_units
from models.units.unit import Unit

#: Units per page: what fits on a screen.
SIZE = 20
#: The list's conditions, without the page.
_CONDITIONS = ("search", "owing")
_UNITS = GRIDS["unit"]


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit of the list."""

    id: int
    name: str
    uscc: str
    dues: Dues
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class UnitList:
    """A page of units with links to the others; `kept` are the parameters to return to it."""

    lines: Sequence[UnitLine]
    #: (name, value) of the words, the tab and the page.
    kept: Sequence[tuple[str, str]]
    search: str
    is_owing: bool
    previous: str | None
    next: str | None

    def query(self, **more: object) -> str:
        """The URL query of this list with something added."""
        return urlencode([*self.kept, *more.items()])


def list_units(
    session: Session, actor: Actor, args: MultiDict[str, str], chosen: int | None
) -> UnitList:
    """The requested page of units. Raises BadListError."""
    asked = {name: args[name] for name in ("search", "after", "before") if args.get(name)}
    state = read_state(_UNITS, MultiDict({**asked, "size": str(SIZE)}))
    is_owing = args.get("owing") == "1"
    found, before, after = _owing(session, actor, state) if is_owing else _all(session, state)
    dues = dues_of(session, [unit_id for unit_id, _name, _uscc in found])
    kept = [*([("search", state.search)] if state.search else []), *([("owing", "1")] * is_owing)]
    here = [(name, asked[name]) for name in ("after", "before") if name in asked]
    return UnitList(
        [
            UnitLine(unit_id, name, uscc, dues.get(unit_id, NOTHING_DUE), unit_id == chosen)
            for unit_id, name, uscc in found
        ],
        [*kept, *here],
        state.search,
        is_owing,
        _way(kept, before=before),
        _way(kept, after=after),
    )


_Found = tuple[list[tuple[int, str, str]], str | None, str | None]


def _all(session: Session, state: ListState) -> _Found:
    """Every unit of the scope, as the list of units finds them."""
    page = fetch_page(ListRequest(session, _UNITS, state, (Column("name"), Column("uscc"))))
    rows = [(row[0], row[2], row[3]) for row in page.rows]
    return (
        rows,
        cursor_of(state, page.rows[0]) if page.has_previous and rows else None,
        cursor_of(state, page.rows[-1]) if page.has_next and rows else None,
    )


def _owing(session: Session, actor: Actor, state: ListState) -> _Found:
    """Units that owe, only of the actor's own office where they may charge only those."""
    office_code = actor.office_code if may_run(actor, CHARGE) else None
    position = state.position
    statement = owing_units(office_code, state.search)
    statement = _beyond(statement, position).limit(SIZE + 1)
    units = list(session.scalars(statement))
    more, units = len(units) > SIZE, units[:SIZE]
    if position.before is not None:
        units.reverse()
    has_previous = more if position.before else position.after is not None
    has_next = position.before is not None or more
    return (
        [(unit.id, unit.name, unit.uscc) for unit in units],
        _edge(units[0]) if has_previous and units else None,
        _edge(units[-1]) if has_next and units else None,
    )


def _beyond(statement: Select[Unit], position: Position) -> Select[Unit]:
    if position.before is not None:
        return statement.where(Unit.id < position.before.id).order_by(Unit.id.desc())
    if position.after is not None:
        statement = statement.where(Unit.id > position.after.id)
    return statement.order_by(Unit.id)


def _edge(unit: Unit) -> str:
    return written_edge(Edge((str(unit.id),), unit.id))


def _way(kept: Sequence[tuple[str, str]], **position: str | None) -> str | None:
    at = [(name, value) for name, value in position.items() if value]
    return urlencode([*kept, *at]) if at else None


def list_address(args: MultiDict[str, str]) -> str:
    """The address of the list alone, to which a receipt leads back."""
    kept = {name: args[name] for name in ("search", "owing", "after", "before") if name in args}
    return f"{request.path}?{urlencode(kept)}"


def register_link(actor: Actor) -> dict[str, str | None]:
    """The link to register a missing unit, for those who may."""
    may = may_run(actor, REGISTER_UNIT)
    return {
        "register_label": action_title(REGISTER_UNIT.key) if may else None,
        "register_url": with_back(url_for("unit.action_view", action=REGISTER_UNIT.key), here()),
    }


def next_unit(session: Session, actor: Actor, after_id: int) -> tuple[str, str]:
    """(label, address) of the next unit of the office that owes, among those the list behind the
    page shows; without one, of that list.
    """
    back = list_behind()
    asked = dict(parse_qsl(urlsplit(back or "").query))
    kept = {name: asked[name] for name in _CONDITIONS if name in asked}
    unit = next_owing(session, actor.office_code, after_id, kept.get("search", ""))
    if unit is None:
        return _("返回申报单位管理/缴费"), back or url_for("charging.index")
    url = url_for("charging.index", unit=unit.id, action=CHARGE.key, **kept)
    return _("下一个待收费单位：%(name)s", name=unit.name), url

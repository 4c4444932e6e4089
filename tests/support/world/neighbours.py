"""A row of every list at each neighbour's: one's own, a sister's, a stranger's.

The cast has names and orders; this adds the rest (payments, invoices, requests, receipts …), so
that every door of every entity can be tried with a row that is not the actor's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, select

from actions.core.action import Nothing
from actions.invoices.sign_for import SIGN_FOR
from admin_app.grid.spec import Grid
from admin_app.views import GRIDS
from models.core.journal import JournalReceipt
from models.core.scope import OfficeOwned, Scope, ScopeLevel
from models.offices.office import Office
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import WRITTEN_BY_THE_JOURNAL, Maker, make_any

#: Who has a row of each list.
HOMES = ("office-zhuoni", "office-lintan", "office-lantian")
#: No row has this key.
ABSENT = 987_654_321
#: A name that every page's foot says.
ON_EVERY_PAGE = "政务和公益机构域名注册管理中心"


@dataclass(frozen=True)
class Neighbours:
    """Keys of a list's rows as one user should see them; told by the rows, not by SQL."""

    own: list[int]
    #: Of their own those that stand in the whole list, and not in one apart.
    listed: list[int]
    #: The first, the middle and the last: a sister's and a stranger's are among them.
    foreign: list[int]
    #: How the foreign rows are called: what must not be read anywhere.
    foreign_names: frozenset[str]


#: A world's engine → what was told of it; forgotten with the world.
_TOLD: WeakKeyDictionary[Engine, dict[tuple[str, str], Neighbours]] = WeakKeyDictionary()


def settle_in(world: World) -> None:
    """Writes a row of each list at each home, and lets two counties sign for invoices."""
    with world.writing() as session:
        for home in HOMES:
            maker = Maker(session, session.get_one(Office, world.id(home)), NOW)
            for grid in GRIDS.values():
                if grid.model.__name__ not in WRITTEN_BY_THE_JOURNAL:
                    make_any(maker, grid.model)
    for username, lot in (
        ("zhuoni", "zhuoni-transit"),
        ("lintan", "lintan-transit"),
        ("lantian", "s-transit"),
    ):
        world.perform(SIGN_FOR, username, [world.id(lot)], Nothing())


def neighbours(world: World, grid: Grid, username: str) -> Neighbours:
    """Which rows of a list are the user's, and which are not; told once a world.

    The journal is told anew each time, for it grows while it is looked at.
    """
    if grid.model.__name__ in WRITTEN_BY_THE_JOURNAL:
        return _sorted_by_owner(world, grid.model, username, grid)
    told = _TOLD.setdefault(world.engine, {})
    if (grid.entity, username) not in told:
        told[grid.entity, username] = _sorted_by_owner(world, grid.model, username, grid)
    return told[grid.entity, username]


def receipts(world: World, username: str) -> Neighbours:
    """Which receipts are the user's, and which are not."""
    return _sorted_by_owner(world, JournalReceipt, username)


def _sorted_by_owner(
    world: World, model: Any, username: str, grid: Grid | None = None
) -> Neighbours:
    scope = world.actor(username).scope
    with world.session() as session:
        rows = list(session.scalars(select(model).order_by(model.id)))
        # What everybody may read is nobody's alone.
        is_public = not issubclass(model, OfficeOwned)
        own = [row for row in rows if is_public or scope.admits(row)]
        foreign = [row for row in rows if not (is_public or scope.admits(row))]
        mine = "\n".join(str(row) for row in own) + ON_EVERY_PAGE
        names = {str(row) for row in foreign}
        return Neighbours(
            [row.id for row in own],
            [row.id for row in own if not _is_apart(grid, row, scope)],
            _some([row.id for row in foreign]),
            frozenset(name for name in names if len(name) > 3 and name not in mine),
        )


def _is_apart(grid: Grid | None, row: Any, scope: Scope) -> bool:
    """In a list of its own, or of an office below in a list of the reader's own office."""
    if grid is None:
        return False
    of_offices = (ScopeLevel.PROVINCE, ScopeLevel.CITY)
    if grid.is_own and scope.level in of_offices and row.office_code != scope.value:
        return True
    apart = grid.list_apart
    return apart is not None and getattr(row, apart.attribute) in apart.values


def _some(keys: list[int]) -> list[int]:
    return sorted({keys[0], keys[len(keys) // 2], keys[-1]}) if keys else []

"""The table of domain.md 4.5 against the catalog, the lists, and a real try of every cell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from actions.core.action import Action, Reach
from actions.core.crud import create_action, edit_action
from actions.core.input_parsing import parse_input
from actions.core.refusal import Common, Refused
from actions.permissions import CATALOG, grants_of
from actions.plan import plan
from admin_app.views import GRIDS
from models.offices.office import CollectBy, Office, PaymentMode
from models.units.unit import Unit
from models.users.user import Role
from tests.support.database.database_digest import digest
from tests.support.pages.doors import Doors
from tests.support.pages.permissions import (
    OTHER_ROLES,
    REACH,
    READS,
    ROLES,
    TABLE,
    Capability,
    read_by,
)
from tests.support.pages.readers import sample
from tests.support.pages.sample_inputs import sample_input
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import Maker, make_any

#: Who tries for each role, and the office or unit their own rows are of. The registry owns all;
#: what it may do to its own rows alone is tried on a row of the registry.
TRIES = {
    Role.REGISTRY_ADMIN: ("conac", "office-gansu"),
    Role.REGISTRY_FINANCE: ("conac-finance", "office-gansu"),
    Role.REGISTRY_REVIEWER: ("conac-review", "office-gansu"),
    Role.PROVINCE_ADMIN: ("gansu", "office-gansu"),
    Role.CITY_ADMIN: ("gannan", "office-gannan"),
    Role.COUNTY_ADMIN: ("zhuoni", "office-zhuoni"),
    Role.CASHIER: ("city-cashier", "office-gannan"),
    Role.VIEWER: ("city-viewer", "office-gannan"),
    Role.UNIT_USER: ("unit-a", "unit-a"),
    **{role: (f"city-{role}", "office-gannan") for role in OTHER_ROLES},
}
BELOW = "office-lintan"
FOREIGN = "office-lantian"


def record_actions() -> dict[str, Action[Any, Any, Any]]:
    """The generated actions of the lists' forms, by key."""
    made = [edit_action(g.model, g.form_columns, g.can_edit) for g in GRIDS.values() if g.can_edit]
    made += [
        create_action(g.model, g.form_columns, g.can_create) for g in GRIDS.values() if g.can_create
    ]
    return {action.key: action for action in made}


ACTIONS = {**{action.key: action for action in CATALOG}, **record_actions()}
_NAMED = {key for capability in TABLE for key in capability.acts}
#: How many actions and lists the tables speak of; raise them when lines are added.
_ACTS_WRITTEN, _LISTS_WRITTEN = 88, 30
#: The lines of domain.md, and one for each act that it does not speak of.
CAPABILITIES = (
    *TABLE,
    *(Capability.granted(k, grants_of(a)) for k, a in ACTIONS.items() if k not in _NAMED),
)
#: List → the marks of its readers, in the order of ROLES.
LISTS = {entity: READS.get(entity) or read_by(grid.readers) for entity, grid in GRIDS.items()}
CELLS = [
    pytest.param(capability, key, role, id=f"{key}-{role}")
    for capability in CAPABILITIES
    for key in capability.acts
    for role in ROLES
]


def due_reach(capability: Capability, key: str, role: Role) -> Reach | None:
    """How far the role may carry the act out: by its mark, or as granted."""
    if role in OTHER_ROLES:
        return grants_of(ACTIONS[key]).get(role)
    return REACH[capability.mark(role, key)]


class TestTheTable:
    def test_the_table_names_every_action_once(self) -> None:
        named = [key for capability in CAPABILITIES for key in capability.acts]
        assert sorted(named) == sorted(ACTIONS)

    def test_the_table_keeps_the_actions_and_lists_written_down_so_far(self) -> None:
        """What leaves the table would be tried as the catalog grants it, which proves nothing."""
        assert len(_NAMED) >= _ACTS_WRITTEN
        assert len(READS) >= _LISTS_WRITTEN

    def test_the_table_names_no_list_that_is_not_there(self) -> None:
        assert set(READS) <= set(GRIDS)

    def test_the_table_gives_a_reason_for_each_exception(self) -> None:
        assert [line.name for line in TABLE if line.but and not line.why] == []

    @pytest.mark.parametrize(("capability", "key", "role"), CELLS)
    def test_the_table_is_what_the_catalog_grants(
        self, capability: Capability, key: str, role: Role
    ) -> None:
        assert grants_of(ACTIONS[key]).get(role) == REACH[capability.mark(role, key)]


class Cast:
    """The world of one try: who tries, and a row of any model at any home, made once."""

    def __init__(self, world: World, role: Role) -> None:
        self.world, self.role = world, role
        username, self.home = TRIES[role]
        with world.writing() as session:
            # The sister's money goes through the province's pool: △ is tried with its switch on.
            lintan = session.get_one(Office, world.id(BELOW))
            lintan.collect_by = CollectBy.PROVINCE_POOL
            gannan = session.get_one(Office, world.id("office-gannan"))
            for given in (Role.CASHIER, Role.VIEWER, *OTHER_ROLES):
                Maker(session, gannan, NOW).user(username=f"city-{given}", role=given)
        self.actor = world.actor(username)
        self.made: dict[tuple[type[Any], str], int | None] = {}

    def row(self, model: type[Any], home: str) -> int | None:
        """The key of a row of the model at the home; None where there can be none."""
        if (model, home) not in self.made:
            self.made[model, home] = self._make(model, home)
        return self.made[model, home]

    def _make(self, model: type[Any], home: str) -> int | None:
        if home == "unit-a":
            return self._of_unit(model)
        if model is Office:
            return self.world.id(home)
        with self.world.writing() as session:
            office = session.get_one(Office, self.world.id(home))
            maker = Maker(session, office, NOW)
            if model is PaymentMode:
                return maker.put(PaymentMode(office_id=office.id)).id
            return int(make_any(maker, model).id)  # type: ignore[attr-defined]

    def _of_unit(self, model: type[Any]) -> int | None:
        if model is Unit:
            return self.world.id("unit-a")
        registrant = getattr(model, "registrant_id", None)
        if registrant is None:
            return None
        with self.world.session() as session:
            wanted = select(model.id).where(registrant == self.world.id("unit-a")).limit(1)
            return session.scalars(wanted).first()


def homes(role: Role, reach: Reach | None) -> list[tuple[str, str]]:
    """(where, home) of the rows a role tries: their own, one below them, a stranger's."""
    is_registry_alone = role.startswith("registry") and reach is Reach.OWN
    found = [("own", "registry" if is_registry_alone else TRIES[role][1])]
    if role not in {Role.COUNTY_ADMIN, Role.UNIT_USER}:
        found.append(("below", BELOW))
    if not role.startswith("registry"):
        found.append(("foreign", FOREIGN))
    return found


#: Where a row stands, and how far the role reaches → the refusal that speaks of permission.
ANSWERS: dict[tuple[str, Reach | None], Common | None] = {
    ("own", Reach.SCOPE): None,
    ("own", Reach.OWN): None,
    ("own", Reach.BELOW): Common.NOT_BELOW,
    ("below", Reach.SCOPE): None,
    ("below", Reach.OWN): Common.NOT_OWN_OFFICE,
    ("below", Reach.BELOW): None,
    ("foreign", Reach.SCOPE): Common.NOT_FOUND,
    ("foreign", Reach.OWN): Common.NOT_FOUND,
    ("foreign", Reach.BELOW): Common.NOT_FOUND,
    ("own", None): Common.FORBIDDEN,
    ("below", None): Common.FORBIDDEN,
    ("foreign", None): Common.FORBIDDEN,
}
_OF_PERMISSION = {Common.NOT_BELOW, Common.NOT_OWN_OFFICE, Common.NOT_FOUND, Common.FORBIDDEN}


def cells(cast: Cast) -> Iterator[tuple[Action[Any, Any, Any], list[int], Common | None, str]]:
    """Each act with the rows it ticks, the answer due, and the cell's name."""
    for capability in CAPABILITIES:
        for key in capability.acts:
            action = ACTIONS[key]
            reach = due_reach(capability, key, cast.role)
            if action.maximum_rows == 0:
                yield action, [], None if reach else Common.FORBIDDEN, f"{key}: nothing"
                continue
            for where, home in homes(cast.role, reach):
                row = cast.row(action.model, home)
                if row is not None:
                    yield action, [row], ANSWERS[where, reach], f"{key}: {where}"


def planned(cast: Cast, action: Action[Any, Any, Any], ids: list[int]) -> Common | None:
    """The refusal of permission that the plan gives, if any."""
    given = parse_input(action.input, sample_input(action.input))
    with cast.world.session(TRIES[cast.role][0]) as session:
        try:
            seen = plan(session, action, ids, given, cast.world.caller(TRIES[cast.role][0]))
        except Refused as refused:
            return _of_permission(refused.first.code)
    said = [verdict.refusal.code for verdict in seen.verdicts if verdict.refusal]
    return next(filter(None, map(_of_permission, said)), None)


def performed(cast: Cast, action: Action[Any, Any, Any], ids: list[int]) -> Common | None:
    given = parse_input(action.input, sample_input(action.input))
    try:
        cast.world.perform(action, TRIES[cast.role][0], ids, given)
    except Refused as refused:
        return _of_permission(refused.first.code)
    return None


def _of_permission(code: Any) -> Common | None:
    return code if code in _OF_PERMISSION else None


@pytest.mark.parametrize("role", sample((*ROLES, *OTHER_ROLES), {Role.COUNTY_ADMIN}))
class TestEveryCell:
    def test_every_cell_answers_on_the_plan_as_the_table_says(
        self, sqlite_world: World, role: Role
    ) -> None:
        cast = Cast(sqlite_world, role)
        found = {name: planned(cast, action, ids) for action, ids, _, name in cells(cast)}
        assert found == {name: due for _, _, due, name in cells(cast)}

    def test_every_cell_that_refuses_writes_nothing(self, sqlite_world: World, role: Role) -> None:
        cast = Cast(sqlite_world, role)
        refusing = [cell for cell in cells(cast) if cell[2] is not None]
        before = digest(sqlite_world.engine)
        found = {name: performed(cast, action, ids) for action, ids, _, name in refusing}
        assert found == {name: due for _, _, due, name in refusing}
        assert digest(sqlite_world.engine) == before


@pytest.mark.parametrize("role", sample(ROLES, {Role.COUNTY_ADMIN}))
class TestReading:
    def test_permissions_reading_opens_the_lists_of_the_table_and_no_others(
        self, sqlite_doors: Doors, role: Role
    ) -> None:
        clerk = sqlite_doors.clerk(_READERS[role])
        header = sqlite_doors.bearer(_READERS[role])
        for entity, marks in LISTS.items():
            mark = dict(zip(ROLES, marks.split(), strict=True))[role]
            due = 403 if mark == "–" else 200
            assert clerk.get(f"/admin/{entity}/").status_code == due, entity
            answer = sqlite_doors.app.test_client().get(f"/api/{entity}", headers=header)
            assert answer.status_code == due, entity


_READERS = {
    **{role: username for role, (username, _) in TRIES.items()},
    Role.CASHIER: "zhuoni-cashier",
    Role.VIEWER: "zhuoni-viewer",
}

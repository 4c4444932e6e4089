"""Rows taken back by the journal: births, secrets, computed columns and names."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select, text

from actions.core.actor import Caller
from actions.perform import perform
from actions.units.rename import RENAME_UNIT, RenameUnitInput
from actions.users.reset_password import RESET_PASSWORD, ResetPasswordInput
from models.core.base import Base
from models.core.clock import FixedClock
from models.core.journal import Door
from models.core.scope import BY_HAND
from models.reports.row_history import COMPUTED, UNKNOWN, Values, rewind
from models.units.unit import Unit
from models.users.user import User
from models.values.calendar import day_bounds
from tests.support.pages.answers import ticking
from tests.support.world.cast import NOW, TODAY, World
from tests.support.world.factories import serial

LATER = NOW + dt.timedelta(days=2)
EVENING = day_bounds(TODAY)[1]


def act(world: World, action: Any, username: str, name: str, given: Any) -> None:
    caller = Caller(world.actor(username), Door.GRID, FixedClock(LATER))
    with world.session(username) as session:
        ids, key = [world.id(name)], f"later-{serial()}"
        ticking(lambda answer: perform(session, action, ids, given, caller, key=key, answer=answer))


def taken_back(world: World, model: Any, name: str, *columns: str, since: dt.datetime) -> Values:
    table, key = model.__table__, world.id(name)
    with world.session() as session:
        wanted = select(*(table.c[column] for column in columns)).where(table.c.id == key)
        row = session.execute(wanted, execution_options={BY_HAND: True}).mappings().one()
        return rewind(session, table, {key: dict(row)}, since).get(key, {})


class TestRewind:
    def test_rewind_gives_back_what_stood_before(self, world: World) -> None:
        act(world, RENAME_UNIT, "zhuoni", "unit-a", RenameUnitInput("卓尼县教体局", "8号"))
        columns = ("name", "state", "former_names")
        then = taken_back(world, Unit, "unit-a", *columns, since=EVENING)
        now = taken_back(world, Unit, "unit-a", *columns, since=LATER + dt.timedelta(days=1))
        assert (then["name"], then["former_names"]) == ("卓尼县教育局", [])
        assert now["name"] == "卓尼县教体局"
        assert [former["name"] for former in now["former_names"]] == ["卓尼县教育局"]
        assert then["state"] is now["state"]

    def test_rewind_knows_no_row_before_its_birth(self, world: World) -> None:
        assert taken_back(world, Unit, "unit-a", "name", since=NOW) == {}

    def test_rewind_invents_no_secret(self, world: World) -> None:
        given = ResetPasswordInput("orchid-copper-93")
        act(world, RESET_PASSWORD, "zhuoni", "user:unit-a", given)
        columns = ("username", "password_hash")
        then = taken_back(world, User, "user:unit-a", *columns, since=EVENING)
        assert then == {"username": "unit-a", "password_hash": UNKNOWN}
        other = taken_back(world, User, "user:unit-b", *columns, since=EVENING)
        assert other["password_hash"] is not UNKNOWN

    def test_rewind_computes_what_the_database_computes(self, world: World) -> None:
        computed = {
            (table.name, column.name)
            for table in Base.metadata.tables.values()
            for column in table.c
            if column.computed is not None
        }
        assert set(COMPUTED) == computed
        with world.session() as session:
            for (table, name), (sources, compute) in COMPUTED.items():
                read = (name, *sources)
                wanted = text(f"SELECT {', '.join(read)} FROM {table}").columns(
                    *(Base.metadata.tables[table].c[each] for each in read)
                )
                found = session.execute(wanted, execution_options={BY_HAND: True}).all()
                assert found
                assert all(value == compute(*given) for value, *given in found)

    def test_rewind_keeps_rows_that_others_named(self, world: World) -> None:
        table, key = Unit.__table__, world.id("unit-a")
        with world.session() as session:
            kept = rewind(session, table, {key: {"name": "x"}}, NOW, are_named=True)
        assert kept == {key: {"name": "x"}}

"""What goes with an office is counted before it goes; what is finished is none of it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models.core.base import Base
from models.core.scope import OfficeOwned
from models.domains.domain import Domain
from models.offices.office import MailingAddress, Office
from models.reorganisation.belongings import STAYS, belongings, belongings_of
from models.units.unit import Unit
from models.users.user import User
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import Maker


def test_every_table_that_stays_is_one_of_offices_and_goes_in_no_other_way() -> None:
    tables = {
        mapper.class_.__tablename__
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, OfficeOwned)
    }
    assert STAYS.keys() <= tables
    assert {each.model.__tablename__ for each in belongings()} == tables - STAYS.keys()


def test_rows_of_a_table_that_nobody_named_go_whole(
    sqlite_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sqlite_world.writing() as session:
        here = session.get_one(Office, sqlite_world.id("office-zhuoni"))
        address = Maker(session, here, NOW).mailing_address()
        monkeypatch.setattr(
            "models.reorganisation.belongings.STAYS",
            {table: why for table, why in STAYS.items() if table != "mailing_address"},
        )
        found = belongings_of(session, here, lambda statement: statement)
        assert list(found.keys_of(MailingAddress)) == [address.id]
        assert next(each for each in found.keys if each.model is MailingAddress).is_whole


def test_live_names_go_and_ended_ones_stay(world: World) -> None:
    with world.session() as session:
        office = session.get_one(Office, world.id("office-zhuoni"))
        found = belongings_of(session, office, lambda statement: statement)
        names = set(found.keys_of(Domain))
        assert world.id("a-due") in names
        assert world.id("a-submitted") in names
        assert world.id("a-rejected") not in names
        assert set(found.keys_of(Unit)) == {world.id("unit-a"), world.id("unit-b")}
        logins = session.scalars(select(User.username).where(User.id.in_(found.keys_of(User))))
        assert set(logins) == {"unit-a", "unit-b"}
        people = {"zhuoni", "zhuoni-cashier", "zhuoni-viewer"}
        assert {person.username for person in found.people} == people

"""Units that are renamed, merged, ended and moved, for the tests of those verbs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest

from actions.billing.charge import CHARGE, ChargeInput
from actions.core.refusal import Refused
from models.domains.domain import Domain
from models.domains.red_page import RED_PAGE_LIFECYCLE, RedPageEvent
from models.invariants import breaches
from models.offices.office import Office
from models.users.user import User
from tests.support.database.database_digest import digest
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import Maker

DOCUMENT = "卓编发〔2026〕8号"


ON = dt.date(2026, 6, 1)


A_ORDERS = ("a-order-register", "a-order-renew-1", "a-order-renew-2", "a-order-renew-3")


MONEY = ("payment", "payment_line", "invoice", "transfer", "account")


def found(world: World, model: type[Any], name: str) -> Any:
    with world.session() as session:
        return session.get_one(model, world.id(name))


def refused(world: World, action: Any, by: str, names: list[str], given: Any) -> Any:
    before = digest(world.engine)
    with pytest.raises(Refused) as caught:
        world.perform(action, by, [world.id(name) for name in names], given)
    assert digest(world.engine) == before
    return caught.value.first


def charge_all(world: World) -> None:
    ids = [world.id(name) for name in A_ORDERS]
    world.perform(CHARGE, "zhuoni", ids, ChargeInput(100_000, 5))


def money(world: World) -> Mapping[str, Any]:
    found = digest(world.engine)
    return {table: found[table] for table in MONEY}


def make(world: World, unit: str = "unit-a") -> dict[str, int]:
    """A published red page of the unit's name a-due, and a program's token."""
    with world.writing() as session:
        maker = Maker(session, session.get_one(Office, world.id("office-zhuoni")), NOW)
        page = maker.red_page(session.get_one(Domain, world.id("a-due")))
        RED_PAGE_LIFECYCLE.advance(page, RedPageEvent.PUBLISH)
        token = maker.api_token(session.get_one(User, world.id(f"user:{unit}")))
        return {"page": page.id, "token": token.id}


def sound(world: World) -> None:
    """The books hold, by rules that know none of our code."""
    with world.engine.connect() as connection:
        assert {rule for rule, rows in breaches(connection).items() if rows} == set()

"""A name has one status, the worst thing about it first, alike in SQL and in Python."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from actions.billing.charge import CHARGE, ChargeInput
from models.billing.open_fee import OpenFee, open_fee_of
from models.billing.order import Order
from models.core.setting import know_day
from models.domains.domain import Domain
from models.domains.status import DomainStatus, status_by, status_of, status_parameters
from models.values.expiry import RenewalPolicy
from tests.support.world.cast import World

POLICY = RenewalPolicy()


def by_sql(world: World, today: dt.date) -> dict[int, DomainStatus]:
    """The status of each name as the database tells it on that day."""
    domain = Domain.__table__
    wanted = select(Domain.id, status_by(domain).scalar_subquery())
    with world.session() as session:
        know_day(session, today)
        return dict(session.execute(wanted, status_parameters(session)).all())


def by_python(world: World, today: dt.date) -> dict[int, DomainStatus]:
    with world.session() as session:
        return {row.id: status_of(row, today, POLICY) for row in session.scalars(select(Domain))}


@pytest.mark.parametrize("days", [-900, -91, -90, -1, 0, 1, 29, 30, 31, 59, 60, 61, 500])
def test_the_database_and_the_program_agree_on_every_day(world: World, days: int) -> None:
    with world.writing() as session:
        held = session.get_one(Domain, world.id("a-grace"))
        held.is_held, held.hold_reason = True, "函1号"
        expires_on = held.expires_on
    assert expires_on is not None
    today = expires_on + dt.timedelta(days=days)
    assert by_sql(world, today) == by_python(world, today)


def test_a_hold_outweighs_a_near_expiry_and_a_passed_one_outweighs_the_hold(world: World) -> None:
    with world.writing() as session:
        held = session.get_one(Domain, world.id("a-due"))
        held.is_held, held.hold_reason = True, "函1号"
        expires_on = held.expires_on
    assert expires_on is not None
    found = [
        by_sql(world, expires_on + dt.timedelta(days=days))[world.id("a-due")] for days in (-1, 0)
    ]
    assert found == [DomainStatus.HELD, DomainStatus.GRACE]


def test_a_registration_fee_is_shown_from_order_to_charge(world: World) -> None:
    domain = Domain.__table__
    fees = select(Domain.id, open_fee_of(domain).scalar_subquery())
    with world.session() as session:
        order = session.get_one(Order, world.id("a-order-register"))
        assert dict(session.execute(fees).all())[order.domain_id] is OpenFee.REGISTER_PAYABLE
        domain_id, amount_fen = order.domain_id, order.amount_fen
    later = ChargeInput(amount_fen, 0, deferred_reason="发票用完")
    world.perform(CHARGE, "zhuoni", [world.id("a-order-register")], later)
    with world.session() as session:
        assert dict(session.execute(fees).all())[domain_id] is OpenFee.REGISTER_CHARGED

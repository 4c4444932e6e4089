"""Offices merged while others charge, register and split: nothing is left at the closed one."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from actions.billing.charge import CHARGE, ChargeInput
from actions.core.action import Nothing
from actions.core.refusal import Common, Refused
from actions.core.result import Outcome
from actions.invoices.sign_for import SIGN_FOR
from actions.invoices.split import SPLIT, SplitInput, SplitLine
from actions.offices.merge_office import MERGE_OFFICE, MergeOfficeInput
from actions.units.register import REGISTER_UNIT, RegisterUnitInput
from models.billing.order import Order, OrderState
from models.billing.payment import Payment
from models.offices.office import Office, OfficeStatus
from models.reorganisation.unfinished import Unfinished
from models.units.unit import UnitType
from seed.reference.unit_generator import credit_code
from tests.races.test_races import A_ORDERS, at_once, crowd
from tests.support.world.cast import World
from tests.support.world.unit_reforms import sound

__all__ = ["crowd"]


def merging(world: World) -> Any:
    world.perform(SIGN_FOR, "zhuoni", [world.id("zhuoni-transit")], Nothing())
    given = MergeOfficeInput("623021", "民函〔2026〕3号")
    return lambda: world.perform(MERGE_OFFICE, "conac", [world.id("office-zhuoni")], given)


def is_closed(world: World) -> bool:
    with world.session() as session:
        office = session.get_one(Office, world.id("office-zhuoni"))
        return office.status is OfficeStatus.CLOSED


def test_a_charge_and_a_merger_at_the_same_moment_exclude_each_other(crowd: World) -> None:
    ids = [crowd.id(name) for name in A_ORDERS]
    charge = lambda: crowd.perform(CHARGE, "zhuoni", ids, ChargeInput(100_000, 5))  # noqa: E731
    charged, merged = at_once([charge, merging(crowd)])
    with crowd.session() as session:
        orders = session.scalars(select(Order).where(Order.id.in_(ids))).all()
        payments = session.scalar(
            select(func.count(Payment.id)).where(Payment.amount_fen == 100_000)
        )
    if isinstance(charged, Outcome):
        assert isinstance(merged, Refused)
        assert merged.first.code is Unfinished.MONEY_UNDER_WAY
        assert {(o.state, o.office_code) for o in orders} == {(OrderState.CHARGED, "623022")}
        assert payments == 1
    else:
        assert isinstance(merged, Outcome)
        assert charged.first.code is Common.NOT_FOUND
        assert {(o.state, o.office_code) for o in orders} == {(OrderState.PAYABLE, "623021")}
        assert payments == 0
    sound(crowd)


def test_a_unit_registered_meanwhile_goes_along_or_is_refused(crowd: World) -> None:
    uscc = credit_code("12", "623022", "MB666666")
    given = RegisterUnitInput("卓尼县地震局", uscc, UnitType.INSTITUTION, office_code="623022")
    registering = lambda: crowd.perform(REGISTER_UNIT, "gannan", [], given)  # noqa: E731
    registered, merged = at_once([registering, merging(crowd)])
    assert isinstance(merged, Outcome)
    assert isinstance(registered, Outcome | Refused)
    sound(crowd)


def test_sheets_split_to_the_office_meanwhile_hold_the_merger_up_or_are_refused(
    crowd: World,
) -> None:
    given = SplitInput((SplitLine("zhuoni", 5),))
    splitting = lambda: crowd.perform(SPLIT, "gansu", [crowd.id("gansu-signed")], given)  # noqa: E731
    split, merged = at_once([splitting, merging(crowd)])
    if isinstance(merged, Refused):
        assert merged.first.code is Unfinished.LOTS_UNSIGNED
        assert isinstance(split, Outcome)
    assert is_closed(crowd) is isinstance(merged, Outcome)
    sound(crowd)

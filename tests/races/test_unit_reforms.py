"""Units merged and moved while others charge, renew and file: nothing is left behind."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from actions.billing.charge import CHARGE, ChargeInput
from actions.core.result import Outcome
from actions.domains.renew import RENEW, RenewInput
from actions.units.abolish import ABOLISH_UNIT, AbolishUnitInput
from actions.units.merge import MERGE_UNITS, MergeUnitsInput
from actions.units.transfer import TRANSFER_UNIT, TransferUnitInput
from models.billing.order import OPEN_STATES, Order, OrderState
from models.billing.payment import Payment, PaymentLine
from models.domains.domain import LIVE_STATES, Domain
from models.units.unit import Unit, UnitState
from tests.races.test_races import A_ORDERS, at_once, crowd
from tests.support.world.cast import World

__all__ = ["crowd"]

DOCUMENT = "卓编发〔2026〕8号"


def left_behind(world: World, unit: str) -> int:
    """Live names and open orders that a unit still holds."""
    key = world.id(unit)
    with world.session() as session:
        names = select(func.count()).where(Domain.unit_id == key, Domain.state.in_(LIVE_STATES))
        orders = select(func.count()).where(Order.unit_id == key, Order.state.in_(OPEN_STATES))
        return (session.scalar(names) or 0) + (session.scalar(orders) or 0)


def merging(world: World) -> Any:
    with world.session() as session:
        uscc = session.get_one(Unit, world.id("unit-b")).uscc
    given = MergeUnitsInput(uscc, DOCUMENT)
    return lambda: world.perform(MERGE_UNITS, "zhuoni", [world.id("unit-a")], given)


class TestMergeWhileSomebodyCharges:
    def test_merge_while_somebody_charges_takes_the_money_once_and_leaves_nothing_behind(
        self, crowd: World
    ) -> None:
        ids = [crowd.id(name) for name in A_ORDERS]
        charge = lambda: crowd.perform(CHARGE, "zhuoni", ids, ChargeInput(100_000, 5))  # noqa: E731
        results = at_once([charge, merging(crowd), charge])

        assert sum(isinstance(result, Outcome) for result in results) == 2
        assert isinstance(results[1], Outcome)
        assert left_behind(crowd, "unit-a") == 0
        with crowd.session() as session:
            orders = session.scalars(select(Order).where(Order.id.in_(ids))).all()
            assert {(o.state, o.unit_id) for o in orders} == {
                (OrderState.CHARGED, crowd.id("unit-b"))
            }
            (payment,) = session.scalars(select(Payment).where(Payment.amount_fen == 100_000))
            lines = session.scalars(
                select(PaymentLine.unit_id).where(PaymentLine.order_id.in_(ids))
            )
            # The money is the former unit's or the successor's, by who came first; whole, of one.
            assert set(lines) == {payment.unit_id}
            assert payment.unit_id in {crowd.id("unit-a"), crowd.id("unit-b")}


class TestMergeWhileSomebodyRenews:
    def test_merge_while_somebody_renews_takes_the_new_orders_along(self, crowd: World) -> None:
        ids = [crowd.id(name) for name in ("a-due", "a-grace")]
        renew = lambda: crowd.perform(RENEW, "zhuoni", ids, RenewInput(1))  # noqa: E731
        results = at_once([renew, merging(crowd), renew, renew])

        assert isinstance(results[1], Outcome)
        assert left_behind(crowd, "unit-a") == 0


class TestAbolishWhileSomebodyRenews:
    def test_abolish_while_somebody_renews_leaves_no_order_open(self, crowd: World) -> None:
        ids = [crowd.id(name) for name in ("a-due", "a-grace")]
        unit = [crowd.id("unit-a")]
        results = at_once(
            [
                lambda: crowd.perform(RENEW, "zhuoni", ids, RenewInput(1)),
                lambda: crowd.perform(ABOLISH_UNIT, "zhuoni", unit, AbolishUnitInput(DOCUMENT)),
            ]
        )

        assert isinstance(results[1], Outcome)
        with crowd.session() as session:
            open_orders = select(func.count()).where(
                Order.unit_id == crowd.id("unit-a"), Order.state.in_(OPEN_STATES)
            )
            assert session.scalar(open_orders) == 0


class TestTransferWhileSomebodyCharges:
    def test_one_of_them_is_told_why(self, crowd: World) -> None:
        crowd.actor("gannan")
        ids = [crowd.id(name) for name in A_ORDERS]
        unit = [crowd.id("unit-a")]
        given = TransferUnitInput("623021", DOCUMENT)
        charged, moved = at_once(
            [
                lambda: crowd.perform(CHARGE, "zhuoni", ids, ChargeInput(100_000, 5)),
                lambda: crowd.perform(TRANSFER_UNIT, "gannan", unit, given),
            ]
        )

        assert isinstance(charged, Outcome) != isinstance(moved, Outcome)
        with crowd.session() as session:
            assert session.get_one(Unit, unit[0]).state is UnitState.ACTIVE
            codes = set(session.scalars(select(Order.office_code).where(Order.id.in_(ids))))
            assert codes == ({"623022"} if isinstance(charged, Outcome) else {"623021"})

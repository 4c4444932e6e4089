"""A 汇款单 is taken back or rejected while no money has arrived."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from actions.core.refusal import Common
from actions.plan import plan
from actions.remittances.cancel import CANCEL_REMITTANCE, CancelRemittanceInput
from actions.remittances.reject import REJECT_REMITTANCE, RejectRemittanceInput
from actions.remittances.submit import REMIT, RemitInput
from actions.remittances.top_up import TOP_UP, TopUpInput
from models.billing.order import OrderState
from models.remittances.remittance import Remittance, RemittanceLine, RemittanceState
from tests.support.pages.answers import perform_answering
from tests.support.world.cancellations import order, pay, refused
from tests.support.world.cast import World


class TestRemittanceTakenBack:
    @pytest.fixture
    def sent(self, world: World) -> int:
        pay(world, "b-order", 40_000)
        given = RemitInput("B1")
        outcome = world.perform(REMIT, "zhuoni", [world.id("b-order")], given)
        return outcome.totals["remittance_id"]

    @pytest.mark.parametrize(
        ("action", "by", "given", "state"),
        [
            (
                CANCEL_REMITTANCE,
                "zhuoni",
                CancelRemittanceInput("填错"),
                RemittanceState.CANCELLED,
            ),
            (
                REJECT_REMITTANCE,
                "conac-finance",
                RejectRemittanceInput("查无此款"),
                RemittanceState.REJECTED,
            ),
        ],
    )
    def test_remittance_taken_back_frees_its_orders_for_another(
        self, world: World, sent: int, action: Any, by: str, given: Any, state: RemittanceState
    ) -> None:
        world.perform(action, by, [sent], given)
        assert order(world, "b-order").state is OrderState.CHARGED
        with world.session() as session:
            gone = session.get_one(Remittance, sent)
            assert (gone.state, gone.reason) == (state, given.reason)
            lines = session.scalars(
                select(RemittanceLine).where(RemittanceLine.remittance_id == sent)
            )
            assert [line.is_released for line in lines] == [True]
        again = world.perform(REMIT, "zhuoni", [world.id("b-order")], RemitInput("B1"))
        assert again.totals["amount_fen"] == 40_000

    def test_an_order_settled_meanwhile_stays_settled(self, world: World, sent: int) -> None:
        pay(world, "a-order-renew-1", 20_000)
        other = world.perform(
            REMIT, "zhuoni", [world.id("a-order-renew-1")], RemitInput("B2")
        ).totals["remittance_id"]
        perform_answering(world, TOP_UP, "conac-finance", [other], TopUpInput(60_000, "R1"))
        assert order(world, "b-order").state is OrderState.SETTLED
        world.perform(CANCEL_REMITTANCE, "zhuoni", [sent], CancelRemittanceInput())
        assert order(world, "b-order").state is OrderState.SETTLED

    def test_what_has_arrived_stays(self, world: World, sent: int) -> None:
        world.perform(TOP_UP, "conac-finance", [sent], TopUpInput(100, "B1"))
        found = refused(world, CANCEL_REMITTANCE, "zhuoni", sent, CancelRemittanceInput())
        assert found.code == Common.WRONG_STATE

    @pytest.mark.parametrize(
        ("action", "by", "given"),
        [
            (CANCEL_REMITTANCE, "zhuoni", CancelRemittanceInput()),
            (REJECT_REMITTANCE, "conac-finance", RejectRemittanceInput("查无此款")),
        ],
    )
    def test_the_plan_counts_the_orders(
        self, world: World, sent: int, action: Any, by: str, given: Any
    ) -> None:
        with world.session(by) as session:
            planned = plan(session, action, [sent], given, world.caller(by))
        assert planned.preview.side_effects[0].facts == {"count": 1}

"""撤回: a filed name is freed and what was owed for it is cancelled."""

from __future__ import annotations

import pytest

from actions.core.refusal import Common
from actions.domains.submit import SUBMIT_DOMAIN, NameLine, SubmitDomainInput
from actions.domains.withdraw import WITHDRAW, WithdrawInput, WithdrawNote, WithdrawRefusal
from actions.plan import plan
from models.billing.order import OrderState
from models.domains.domain import DomainState
from models.values.tld import Tld
from tests.support.world.cancellations import REASON, domain, order, pay, refused
from tests.support.world.cast import World


class TestWithdraw:
    @pytest.mark.parametrize("name", ["a-submitted", "a-office-approved", "a-approved"])
    def test_withdraw_frees_the_name(self, world: World, name: str) -> None:
        world.perform(WITHDRAW, "unit-a", [world.id(name)], WithdrawInput())
        assert domain(world, name).state is DomainState.WITHDRAWN
        label = domain(world, name).label_u
        again = SubmitDomainInput((NameLine(label, Tld.ZHENGWU),), name_reason=REASON)
        assert world.perform(SUBMIT_DOMAIN, "unit-a", [world.id("unit-a")], again).rows

    def test_withdraw_cancels_what_was_owed(self, world: World) -> None:
        with world.session("zhuoni") as session:
            ids = [world.id("a-approved")]
            planned = plan(session, WITHDRAW, ids, WithdrawInput(), world.caller("zhuoni"))
        assert [note.code for note in planned.preview.side_effects] == [
            WithdrawNote.ORDERS_CANCELLED
        ]
        world.perform(WITHDRAW, "zhuoni", [world.id("a-approved")], WithdrawInput())
        assert order(world, "a-order-register").state is OrderState.CANCELLED

    def test_money_is_given_back_first(self, world: World) -> None:
        pay(world, "a-order-register", 40_000)
        found = refused(world, WITHDRAW, "zhuoni", world.id("a-approved"), WithdrawInput())
        assert found.code == WithdrawRefusal.PAID
        assert found.facts["state"] == OrderState.CHARGED

    def test_a_registered_name_stays(self, world: World) -> None:
        found = refused(world, WITHDRAW, "zhuoni", world.id("a-due"), WithdrawInput())
        assert found.code == Common.WRONG_STATE

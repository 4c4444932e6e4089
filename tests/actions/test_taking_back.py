"""撤回, 重新报送, 取消续费, and 汇款单 that are taken back or rejected."""

from typing import Any

import pytest
from sqlalchemy import select

from actions.billing.cancel_order import CANCEL_ORDER, CancelOrderRefusal
from actions.billing.charge import CHARGE, ChargeInput
from actions.core.action import Nothing
from actions.core.refusal import Common, Refused
from actions.domains.renew import RENEW, RenewInput
from actions.domains.resubmit import RESUBMIT, ResubmitInput, ResubmitRefusal
from actions.domains.return_for_changes import RETURN_FOR_CHANGES, ReturnForChangesInput
from actions.domains.submit import SUBMIT_DOMAIN, NameLine, SubmitDomainInput
from actions.domains.withdraw import WITHDRAW, WithdrawInput, WithdrawNote, WithdrawRefusal
from actions.plan import plan
from actions.remittances.cancel import CANCEL_REMITTANCE, CancelRemittanceInput
from actions.remittances.reject import REJECT_REMITTANCE, RejectRemittanceInput
from actions.remittances.submit import REMIT, RemitInput
from actions.remittances.top_up import TOP_UP, TopUpInput
from models.billing.order import Order, OrderState
from models.domains.domain import Domain, DomainState
from models.domains.review import ReviewReason
from models.remittances.remittance import Remittance, RemittanceLine, RemittanceState
from models.values.tld import Tld
from tests.support.answers import perform_answering
from tests.support.cast import World

#: A name of the cast is not made from its unit's own.
REASON = "教育局下属的电教馆"


def refused(world: World, action: Any, by: str, row_id: int, given: Any) -> Any:
    with pytest.raises(Refused) as caught:
        world.perform(action, by, [row_id], given)
    return caught.value.first


def domain(world: World, name: str) -> Domain:
    with world.session() as session:
        return session.get_one(Domain, world.id(name))


def order(world: World, name: str) -> Order:
    with world.session() as session:
        return session.get_one(Order, world.id(name))


def pay(world: World, name: str, amount_fen: int) -> None:
    given = ChargeInput(amount_fen, amount_fen // 20_000)
    world.perform(CHARGE, "zhuoni", [world.id(name)], given)


class TestWithdraw:
    @pytest.mark.parametrize("name", ["a-submitted", "a-office-approved", "a-approved"])
    def test_frees_the_name(self, world: World, name: str) -> None:
        world.perform(WITHDRAW, "unit-a", [world.id(name)], WithdrawInput())
        assert domain(world, name).state is DomainState.WITHDRAWN
        label = domain(world, name).label_u
        again = SubmitDomainInput((NameLine(label, Tld.ZHENGWU),), name_reason=REASON)
        assert world.perform(SUBMIT_DOMAIN, "unit-a", [world.id("unit-a")], again).rows

    def test_cancels_what_was_owed(self, world: World) -> None:
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


class TestResubmit:
    @pytest.fixture(autouse=True)
    def _returned(self, world: World) -> None:
        given = ReturnForChangesInput((ReviewReason.NAME_AMBIGUOUS,))
        world.perform(RETURN_FOR_CHANGES, "zhuoni", [world.id("a-submitted")], given)

    def test_files_the_name_as_it_was(self, world: World) -> None:
        before = domain(world, "a-submitted")
        world.perform(RESUBMIT, "unit-a", [before.id], ResubmitInput(name_reason=REASON))
        after = domain(world, "a-submitted")
        assert (after.state, after.name_a) == (DomainState.SUBMITTED, before.name_a)
        assert after.submitted_by == world.actor("unit-a").key

    def test_changes_the_name_in_all_its_forms(self, world: World) -> None:
        given = ResubmitInput("卓尼縣電化教育館", Tld.ZHENGWU_CN, years=3, name_reason=REASON)
        world.perform(RESUBMIT, "unit-a", [world.id("a-submitted")], given)
        after = domain(world, "a-submitted")
        assert after.name_u == "卓尼縣電化教育館.政务.cn"
        assert (after.variant_key, after.term_years) == ("卓尼县电化教育馆", 3)

    def test_is_checked_like_a_first_filing(self, world: World) -> None:
        row = world.id("a-submitted")
        taken = refused(world, RESUBMIT, "unit-a", row, ResubmitInput(label="蓝田县教育局"))
        assert taken.code == ResubmitRefusal.NAME_TAKEN
        faulty = refused(world, RESUBMIT, "unit-a", row, ResubmitInput(label="abc"))
        assert faulty.code == ResubmitRefusal.LABEL_FAULTY
        foreign = refused(world, RESUBMIT, "unit-a", row, ResubmitInput(tld=Tld.GONGYI))
        assert foreign.code == ResubmitRefusal.NOT_ELIGIBLE

    def test_the_plan_shows_the_new_name(self, world: World) -> None:
        row = world.id("a-submitted")
        with world.session("unit-a") as session:
            given = ResubmitInput(label="卓尼电教", name_reason=REASON)
            planned = plan(session, RESUBMIT, [row], given, world.caller("unit-a"))
        assert planned.preview.rows == {row: {"new_name": "卓尼电教.政务"}}

    def test_a_stranger_finds_nothing(self, world: World) -> None:
        found = refused(world, RESUBMIT, "unit-b", world.id("a-submitted"), ResubmitInput())
        assert found.code == Common.NOT_FOUND


class TestCancelOrder:
    def test_takes_a_renewal_back_so_that_another_may_be_ordered(self, world: World) -> None:
        world.perform(CANCEL_ORDER, "unit-a", [world.id("a-order-renew-1")], Nothing())
        assert order(world, "a-order-renew-1").state is OrderState.CANCELLED
        assert world.perform(RENEW, "unit-a", [world.id("a-quoted-1")], RenewInput(2)).rows

    def test_a_registrations_fee_goes_with_its_name(self, world: World) -> None:
        found = refused(world, CANCEL_ORDER, "zhuoni", world.id("a-order-register"), Nothing())
        assert found.code == CancelOrderRefusal.IS_REGISTRATION

    def test_a_paid_renewal_is_not_cancelled(self, world: World) -> None:
        pay(world, "b-order", 40_000)
        found = refused(world, CANCEL_ORDER, "zhuoni", world.id("b-order"), Nothing())
        assert found.code == Common.WRONG_STATE

    def test_the_plan_sums_up(self, world: World) -> None:
        ids = [world.id("b-order")]
        with world.session("zhuoni") as session:
            planned = plan(session, CANCEL_ORDER, ids, Nothing(), world.caller("zhuoni"))
        assert planned.preview.totals["amount_fen"] == 40_000


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
    def test_frees_its_orders_for_another(
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

"""退款: one proposes, another confirms; the years and the sheets go back with the money."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from actions.billing.charge import CHARGE, ChargeInput
from actions.core.action import Nothing
from actions.core.refusal import Common
from actions.domains.renew import RENEW, RenewInput
from actions.ledger.confirm_adjustment import (
    CONFIRM_ADJUSTMENT,
    ConfirmAdjustmentInput,
)
from actions.ledger.refund import REFUND, RefundInput, RefundNote, RefundRefusal
from actions.ledger.reject_adjustment import REJECT_ADJUSTMENT, RejectAdjustmentInput
from actions.ledger.settle import SETTLE
from actions.plan import plan
from actions.remittances.submit import REMIT, RemitInput
from actions.remittances.top_up import TOP_UP, TopUpInput
from models.billing.order import Order, OrderState
from models.core.setting import Setting
from models.domains.domain import Domain, DomainState
from models.ledger.adjustment import Adjustment, AdjustmentState
from models.ledger.ledger import Transfer, TransferKind
from models.ledger.refund import RefundFault
from tests.races.test_races import at_once, tally
from tests.support.pages.answers import perform_answering
from tests.support.world.adjustments import BY, SECOND, balance, confirm, load, refused, unsound
from tests.support.world.cast import World

WHY = RefundInput("重复缴费")


@pytest.fixture
def settled(world: World) -> World:
    """卓尼: A's registration and B's renewal of two years are settled, 100 yuan are left."""
    names = ("a-order-register", "b-order")
    for name in names:
        world.perform(CHARGE, "zhuoni", [world.id(name)], ChargeInput(40_000, 2))
    ids = [world.id(name) for name in names]
    sent = world.perform(REMIT, "zhuoni", ids, RemitInput("B1")).totals["remittance_id"]
    perform_answering(world, TOP_UP, BY, [sent], TopUpInput(90_000, "B1"))
    return world


def propose(world: World, name: str = "b-order") -> int:
    return world.perform(REFUND, BY, [world.id(name)], WHY).totals["adjustment_id"]


class TestRefund:
    def test_refund_moves_nothing_until_another_confirms(self, settled: World) -> None:
        key = propose(settled)
        assert balance(settled) == 10_000
        assert load(settled, Adjustment, key).state is AdjustmentState.PROPOSED
        found = refused(settled, CONFIRM_ADJUSTMENT, BY, [key], ConfirmAdjustmentInput())
        assert found.code == Common.SECOND_PERSON

    def test_refund_of_a_renewal_takes_its_years_back(self, settled: World) -> None:
        before: Domain = load(settled, Domain, settled.id("b-quoted"))
        confirm(settled, propose(settled))
        after: Domain = load(settled, Domain, settled.id("b-quoted"))
        assert before.expires_on is not None
        assert after.expires_on == before.expires_on.replace(year=before.expires_on.year - 2)
        order: Order = load(settled, Order, settled.id("b-order"))
        assert (order.state, balance(settled)) == (OrderState.REFUNDED, 50_000)
        assert unsound(settled) == {}

    def test_refund_of_a_registration_ends_the_name(self, settled: World) -> None:
        confirm(settled, propose(settled, "a-order-register"))
        ended: Domain = load(settled, Domain, settled.id("a-approved"))
        assert ended.state is DomainState.DELETED
        assert balance(settled) == 50_000
        assert unsound(settled) == {}

    def test_a_refund_is_a_transfer_of_its_own(self, settled: World) -> None:
        confirm(settled, propose(settled))
        with settled.session() as session:
            kinds = session.scalars(
                select(Transfer.kind)
                .where(Transfer.order_id == settled.id("b-order"))
                .order_by(Transfer.id)
            ).all()
        assert kinds == [TransferKind.SETTLE, TransferKind.REFUND]

    def test_an_order_is_refunded_once(self, settled: World) -> None:
        key = propose(settled)
        again = refused(settled, REFUND, BY, [settled.id("b-order")], WHY)
        assert again.code == RefundRefusal.PROPOSED
        confirm(settled, key)
        found = refused(settled, CONFIRM_ADJUSTMENT, SECOND, [key], ConfirmAdjustmentInput())
        assert found.code == Common.WRONG_STATE

    def test_refund_may_be_proposed_again_after_it_was_rejected(self, settled: World) -> None:
        given = RejectAdjustmentInput("无依据")
        settled.perform(REJECT_ADJUSTMENT, SECOND, [propose(settled)], given)
        confirm(settled, propose(settled))
        assert balance(settled) == 50_000

    def test_refund_ends_with_its_grace(self, settled: World) -> None:
        with settled.writing() as session:
            session.add(Setting(name="refund_days", value={"value": 5}))
            order = session.get_one(Order, settled.id("b-order"))
            assert order.settled_at is not None
            order.settled_at -= timedelta(days=6)
        found = refused(settled, REFUND, BY, [settled.id("b-order")], WHY)
        assert found.code == RefundFault.TOO_LATE

    def test_refund_waits_for_the_open_renewal(self, settled: World) -> None:
        with settled.writing() as session:
            session.add(Setting(name="renewal_window_days", value={"value": 0}))
        settled.perform(RENEW, "zhuoni", [settled.id("b-quoted")], RenewInput(1))
        found = refused(settled, REFUND, BY, [settled.id("b-order")], WHY)
        assert found.code == RefundFault.ORDER_OPEN

    def test_refund_of_a_name_that_is_gone_is_none(self, settled: World) -> None:
        with settled.writing() as session:
            session.get_one(Domain, settled.id("b-quoted")).state = DomainState.DELETED
        found = refused(settled, REFUND, BY, [settled.id("b-order")], WHY)
        assert found.code == RefundFault.NAME_GONE

    def test_refund_names_the_sheets_to_take_back(self, settled: World) -> None:
        with settled.session(BY) as session:
            planned = plan(session, REFUND, [settled.id("b-order")], WHY, settled.caller(BY))
        (warning,) = planned.preview.warnings
        assert (warning.code, warning.facts["count"]) == (RefundNote.INVOICES, 2)

    def test_alone_where_the_setting_says_so(self, settled: World) -> None:
        with settled.writing() as session:
            session.add(Setting(name="second_person", value={"value": False}))
        confirm(settled, propose(settled), by=BY)
        assert balance(settled) == 50_000

    def test_only_the_registry_refunds(self, settled: World) -> None:
        ids = [settled.id("b-order")]
        assert refused(settled, REFUND, "gansu", ids, WHY).code == Common.FORBIDDEN

    def test_refund_by_two_at_once_gives_back_once(self, settled: World) -> None:
        key = propose(settled)
        settled.engine.pool._max_overflow = 8  # type: ignore[attr-defined]
        results = tally(at_once([lambda: confirm(settled, key)] * 4))
        assert results == {"done": 1, "wrong_state": 3}
        assert balance(settled) == 50_000
        assert unsound(settled) == {}


def test_a_settlement_after_a_refund_spends_what_came_back(settled: World) -> None:
    confirm(settled, propose(settled))
    settled.perform(CHARGE, "zhuoni", [settled.id("a-order-renew-1")], ChargeInput(20_000, 1))
    settled.perform(SETTLE, BY, [settled.id("prepaid:623022")], Nothing())
    assert balance(settled) == 30_000

"""A credit that differs by more than the limit waits for a second person."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from actions.core.refusal import Common
from actions.ledger.confirm_adjustment import (
    ConfirmAdjustmentRefusal,
)
from actions.ledger.reject_adjustment import REJECT_ADJUSTMENT, RejectAdjustmentInput
from actions.remittances.ignore_line import SET_ASIDE, SetAsideInput, SetAsideRefusal
from actions.remittances.match import MATCH, MatchInput, MatchRefusal
from actions.remittances.top_up import TOP_UP, TopUpInput
from models.billing.order import Order, OrderState
from models.core.setting import Setting
from models.ledger.adjustment import Adjustment, AdjustmentState
from models.ledger.credit_differences import CreditFault
from models.ledger.ledger import Transfer, TransferKind
from models.remittances.bank_statement import BankLineState
from models.remittances.remittance import Remittance
from tests.support.pages.answers import perform_answering
from tests.support.world.bank_lines import balance, line, load, staged, unsound, upload
from tests.support.world.cast import World
from tests.support.world.credits import BY, SECOND, confirm, refused, remitted, top_up


@pytest.fixture
def sent(world: World) -> Remittance:
    """卓尼's 汇款单 of 400 yuan, sent under W1; A's order of 400 was never paid."""
    return remitted(world, "zhuoni", "b-order", 40_000, "W1")


@pytest.fixture
def others(world: World, sent: Remittance) -> tuple[Remittance, Remittance]:
    """卓尼's second 汇款单 of 200 yuan (W2), and 临潭's of 200 (W3)."""
    return (
        remitted(world, "zhuoni", "a-order-renew-1", 20_000, "W2"),
        remitted(world, "lintan", "c-order", 20_000, "W3"),
    )


class TestTheSecondPerson:
    @pytest.fixture
    def proposal(self, world: World, sent: Remittance) -> int:
        """99,999 yuan for a 汇款单 of 400, with a reason."""
        given = TopUpInput(9_999_900, "W1")
        done = perform_answering(world, TOP_UP, BY, [sent.id], given)
        return done.totals["adjustment_id"]

    def test_the_second_person_must_confirm_before_money_moves_or_is_spent(
        self, world: World, sent: Remittance, proposal: int
    ) -> None:
        assert balance(world) == 0
        assert load(world, Remittance, sent.id).received_fen == 0
        assert load(world, Order, world.id("b-order")).state is OrderState.REMITTED
        with world.session() as session:
            moved = select(func.count()).where(Transfer.kind == TransferKind.TOP_UP)
            assert session.scalar(moved.where(Transfer.remittance_id == sent.id)) == 0
        confirm(world, proposal)
        assert load(world, Order, world.id("b-order")).state is OrderState.SETTLED
        assert balance(world) == 9_999_900 - 40_000
        assert load(world, Adjustment, proposal).state is AdjustmentState.CONFIRMED
        assert unsound(world) == {}

    def test_the_second_person_is_another(self, world: World, proposal: int) -> None:
        assert refused(lambda: confirm(world, proposal, BY)).first.code == Common.SECOND_PERSON

    def test_the_second_person_is_not_asked_at_the_limit(
        self, world: World, sent: Remittance
    ) -> None:
        perform_answering(world, TOP_UP, BY, [sent.id], TopUpInput(140_000, "W1"))
        assert balance(world) == 100_000

    def test_the_second_person_is_asked_above_what_the_registry_has_set(
        self, world: World, sent: Remittance
    ) -> None:
        with world.writing() as session:
            session.add(Setting(name="surplus_limit_fen", value={"value": 0}))
        perform_answering(world, TOP_UP, BY, [sent.id], TopUpInput(40_001, "W1"))
        assert balance(world) == 0

    def test_meanwhile_the_number_is_neither_credited_nor_proposed_again(
        self, world: World, sent: Remittance, others: tuple[Remittance, Remittance], proposal: int
    ) -> None:
        for fen in (20_000, 9_999_900):
            given = TopUpInput(fen, "w 1")
            error = refused(lambda given=given: top_up(world, others[0], given))  # type: ignore[misc]
            assert error.first.code == CreditFault.PROPOSED

    def test_the_second_person_finds_it_refused_when_the_figures_have_moved(
        self, world: World, sent: Remittance, proposal: int
    ) -> None:
        perform_answering(world, TOP_UP, BY, [sent.id], TopUpInput(100, "next line"))
        found = refused(lambda: confirm(world, proposal)).first
        assert found.code == ConfirmAdjustmentRefusal.CREDIT_CHANGED
        assert found.facts["received_fen"] == 100

    def test_the_second_person_may_refuse_and_the_number_is_free_again(
        self, world: World, sent: Remittance, proposal: int
    ) -> None:
        world.perform(REJECT_ADJUSTMENT, SECOND, [proposal], RejectAdjustmentInput("多写了"))
        top_up(world, sent, TopUpInput(40_000, "W1"))
        assert balance(world) == 0
        assert unsound(world) == {}

    def test_the_second_person_confirms_a_matched_line_which_waits_till_then(
        self, world: World, sent: Remittance
    ) -> None:
        upload(world, line("L1", 200_000, sent.remittance_no))
        key = [staged(world, "L1").id]
        asked = perform_answering(world, MATCH, BY, key, MatchInput())
        assert staged(world, "L1").state is BankLineState.OPEN
        aside = refused(lambda: world.perform(SET_ASIDE, BY, key, SetAsideInput("不认")))
        assert aside.first.code == SetAsideRefusal.PROPOSED
        confirm(world, asked.totals["adjustment_id"])
        assert staged(world, "L1").state is BankLineState.MATCHED
        assert balance(world) == 160_000
        assert unsound(world) == {}

    def test_the_second_person_takes_lines_one_by_one(
        self, world: World, sent: Remittance, others: tuple[Remittance, Remittance]
    ) -> None:
        upload(world, line("L1", 200_000, sent.remittance_no), line("L2", 20_000, "W3"))
        ids = [staged(world, "L1").id, staged(world, "L2").id]
        given = MatchInput(sent.remittance_no)
        found = refused(lambda: world.perform(MATCH, BY, ids, given)).first
        assert found.code in {MatchRefusal.ONE_LINE, MatchRefusal.COMPLETE}

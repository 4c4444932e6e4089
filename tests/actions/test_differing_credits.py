"""Money that comes in otherwise than announced: a reason, a second person, parts of a transfer."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from actions.billing.charge import CHARGE, ChargeInput
from actions.core.action import NOTHING_TO_ANSWER, Outcome
from actions.core.refusal import Common, Refused
from actions.ledger.confirm_adjustment import (
    CONFIRM_ADJUSTMENT,
    ConfirmAdjustmentInput,
    ConfirmAdjustmentRefusal,
)
from actions.ledger.reject_adjustment import REJECT_ADJUSTMENT, RejectAdjustmentInput
from actions.plan import plan
from actions.remittances.ignore_line import SET_ASIDE, SetAsideInput, SetAsideRefusal
from actions.remittances.match import MATCH, MatchInput, MatchRefusal
from actions.remittances.submit import REMIT, RemitInput
from actions.remittances.top_up import TOP_UP, TopUpInput
from models.billing.order import Order, OrderState
from models.core.journal import JournalEntry, JournalReceipt
from models.core.setting import Setting
from models.ledger.adjustment import Adjustment, AdjustmentState
from models.ledger.crediting import CreditFault, Difference
from models.ledger.ledger import Transfer, TransferKind
from models.remittances.bank_statement import BankLineState
from models.remittances.remittance import BankReceipt, Remittance
from tests.actions.test_bank_lines import balance, line, load, staged, unsound, upload
from tests.support.answers import REASON, perform_answering
from tests.support.cast import TODAY, World

BY, SECOND = "conac-finance", "conac"


def remitted(world: World, who: str, order: str, fen: int, ref: str) -> Remittance:
    ids = [world.id(order)]
    world.perform(CHARGE, who, ids, ChargeInput(fen, fen // 20_000))
    sent = world.perform(REMIT, who, ids, RemitInput(ref)).totals["remittance_id"]
    return load(world, Remittance, sent)  # type: ignore[no-any-return]


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


def refused(act: Callable[[], Any]) -> Refused:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value


def code_of(error: Refused) -> str:
    """The code by which the warnings are answered."""
    return str(error.first.facts["answered"])


def top_up(world: World, sent: Remittance, given: TopUpInput, by: str = BY) -> Outcome:
    return world.perform(TOP_UP, by, [sent.id], given)


def confirm(world: World, proposal: int, by: str = SECOND) -> Outcome:
    return world.perform(CONFIRM_ADJUSTMENT, by, [proposal], ConfirmAdjustmentInput())


class TestADifference:
    @pytest.mark.parametrize(
        ("given", "code"),
        [
            (TopUpInput(40_001, "W1"), Difference.SURPLUS),
            (TopUpInput(40_000, "X9"), Difference.OTHER_REF),
            (TopUpInput(100, "X9"), Difference.OTHER_REF),
            (TopUpInput(40_000, "W1", TODAY - timedelta(days=1)), Difference.EARLY),
        ],
    )
    def test_wants_a_reason_before_anything_is_credited(
        self, world: World, sent: Remittance, given: TopUpInput, code: Difference
    ) -> None:
        error = refused(lambda: top_up(world, sent, given))
        assert error.first.code == Common.ANSWER_MISSING
        assert code in {note.code for note in error.notes}
        assert balance(world) == 0

    def test_of_too_little_is_told_and_wants_none(self, world: World, sent: Remittance) -> None:
        top_up(world, sent, TopUpInput(10_000, "W1"))
        top_up(world, sent, TopUpInput(30_000, "next line"))
        assert load(world, Remittance, sent.id).received_fen == 40_000

    def test_is_answered_with_the_code_of_the_figures_that_were_read(
        self, world: World, sent: Remittance
    ) -> None:
        given = TopUpInput(50_000, "W1", reason=REASON, answered=NOTHING_TO_ANSWER)
        stale = refused(lambda: top_up(world, sent, given))
        assert stale.first.code == Common.ANSWER_STALE
        done = top_up(world, sent, TopUpInput(50_000, "W1", None, (), REASON, code_of(stale)))
        assert balance(world) == 10_000
        with world.session(BY) as session:
            entry = session.get_one(JournalEntry, done.entry_id)
            receipt = session.get_one(JournalReceipt, done.entry_id).outcome["answered"]
            (credit,) = session.scalars(select(BankReceipt).where(BankReceipt.bank_ref == "W1"))
        assert entry.input["reason"] == receipt["reason"] == credit.answer == REASON
        assert receipt["notes"][0][1] == Difference.SURPLUS

    def test_that_a_colleague_changed_meanwhile_is_refused_with_the_new_figures(
        self, world: World, sent: Remittance
    ) -> None:
        read = code_of(refused(lambda: top_up(world, sent, TopUpInput(50_000, "W1"))))
        top_up(world, sent, TopUpInput(30_000, "W1"))
        given = TopUpInput(50_000, "next line", None, (), REASON, read)
        error = refused(lambda: top_up(world, sent, given))
        assert error.first.code == Common.ANSWER_STALE
        assert [note.facts["surplus_fen"] for note in error.notes] == [40_000]
        assert balance(world) == 30_000

    def test_of_numbers_alone_is_only_told_where_the_setting_says_so(
        self, world: World, sent: Remittance
    ) -> None:
        with world.writing() as session:
            session.add(Setting(name="bank_ref_must_agree", value={"value": False}))
        with world.session(BY) as session:
            given = TopUpInput(40_000, "X9")
            planned = plan(session, TOP_UP, [sent.id], given, world.caller(BY))
        (note,) = planned.preview.warnings
        assert (note.facts["bank_ref"], note.facts["given_ref"]) == ("X9", "W1")
        top_up(world, sent, TopUpInput(40_000, "X9"))

    def test_is_told_when_the_number_is_anothers(
        self, world: World, sent: Remittance, others: tuple[Remittance, Remittance]
    ) -> None:
        error = refused(lambda: top_up(world, sent, TopUpInput(40_000, "W3")))
        (note,) = error.notes
        assert note.code is Difference.ANOTHERS_REF
        assert note.facts["remittance_no"] == others[1].remittance_no

    def test_of_a_matched_line_wants_a_reason_too(self, world: World, sent: Remittance) -> None:
        upload(world, line("L1", 40_100, sent.remittance_no))
        key = [staged(world, "L1").id]
        error = refused(lambda: world.perform(MATCH, BY, key, MatchInput()))
        assert [note.code for note in error.notes] == [Difference.SURPLUS]
        assert balance(world) == 0

    def test_of_a_line_that_names_another_wants_a_reason(
        self, world: World, sent: Remittance, others: tuple[Remittance, Remittance]
    ) -> None:
        upload(world, line("L1", 40_000, others[1].remittance_no))
        key, given = [staged(world, "L1").id], MatchInput(sent.remittance_no)
        error = refused(lambda: world.perform(MATCH, BY, key, given))
        assert Difference.OTHER_NAMED in {note.code for note in error.notes}

    def test_plan_names_the_office_and_what_it_announced(
        self, world: World, sent: Remittance
    ) -> None:
        with world.session(BY) as session:
            given = TopUpInput(10_000, "W1")
            planned = plan(session, TOP_UP, [sent.id], given, world.caller(BY))
        told = planned.preview.rows[sent.id]
        assert "卓尼县" in str(told["office"])
        assert (told["amount_fen"], told["received_fen"]) == (40_000, 0)
        assert (told["given_ref"], told["remitted_on"]) == ("W1", TODAY)


class TestTheSecondPerson:
    @pytest.fixture
    def proposal(self, world: World, sent: Remittance) -> int:
        """99,999 yuan for a 汇款单 of 400, with a reason."""
        given = TopUpInput(9_999_900, "W1")
        done = perform_answering(world, TOP_UP, BY, [sent.id], given)
        return done.totals["adjustment_id"]

    def test_must_confirm_before_money_moves_or_is_spent(
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

    def test_is_another(self, world: World, proposal: int) -> None:
        assert refused(lambda: confirm(world, proposal, BY)).first.code == Common.SECOND_PERSON

    def test_is_not_asked_at_the_limit(self, world: World, sent: Remittance) -> None:
        perform_answering(world, TOP_UP, BY, [sent.id], TopUpInput(140_000, "W1"))
        assert balance(world) == 100_000

    def test_is_asked_above_what_the_registry_has_set(self, world: World, sent: Remittance) -> None:
        with world.writing() as session:
            session.add(Setting(name="surplus_limit_fen", value={"value": 0}))
        perform_answering(world, TOP_UP, BY, [sent.id], TopUpInput(40_001, "W1"))
        assert balance(world) == 0

    def test_meanwhile_the_number_is_neither_credited_nor_proposed_again(
        self, world: World, sent: Remittance, others: tuple[Remittance, Remittance], proposal: int
    ) -> None:
        for fen in (20_000, 9_999_900):
            given = TopUpInput(fen, "w 1", reason=REASON)
            error = refused(lambda given=given: top_up(world, others[0], given))  # type: ignore[misc]
            assert error.first.code == CreditFault.PROPOSED

    def test_finds_it_refused_when_the_figures_have_moved(
        self, world: World, sent: Remittance, proposal: int
    ) -> None:
        perform_answering(world, TOP_UP, BY, [sent.id], TopUpInput(100, "next line"))
        found = refused(lambda: confirm(world, proposal)).first
        assert found.code == ConfirmAdjustmentRefusal.CREDIT_CHANGED
        assert found.facts["received_fen"] == 100

    def test_may_refuse_and_the_number_is_free_again(
        self, world: World, sent: Remittance, proposal: int
    ) -> None:
        world.perform(REJECT_ADJUSTMENT, SECOND, [proposal], RejectAdjustmentInput("多写了"))
        top_up(world, sent, TopUpInput(40_000, "W1"))
        assert balance(world) == 0
        assert unsound(world) == {}

    def test_confirms_a_matched_line_which_waits_till_then(
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

    def test_takes_lines_one_by_one(
        self, world: World, sent: Remittance, others: tuple[Remittance, Remittance]
    ) -> None:
        upload(world, line("L1", 200_000, sent.remittance_no), line("L2", 20_000, "W3"))
        ids = [staged(world, "L1").id, staged(world, "L2").id]
        given = MatchInput(sent.remittance_no, reason=REASON)
        found = refused(lambda: world.perform(MATCH, BY, ids, given)).first
        assert found.code in {MatchRefusal.ONE_LINE, MatchRefusal.COMPLETE}

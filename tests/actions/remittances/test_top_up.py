"""充值: money that comes in otherwise than announced wants a reason."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from actions.core.refusal import Common, Refused
from actions.core.result import Answer
from actions.plan import plan
from actions.remittances.match import MATCH, MatchInput
from actions.remittances.top_up import TOP_UP, TopUpInput
from models.core.journal import JournalReceipt
from models.core.setting import Setting
from models.ledger.credit_differences import Difference
from models.remittances.remittance import BankReceipt, Remittance
from tests.support.pages.answers import REASON
from tests.support.world.bank_lines import balance, line, load, staged, upload
from tests.support.world.cast import TODAY, World
from tests.support.world.credits import BY, refused, remitted, top_up


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


def code_of(error: Refused) -> str:
    """The code by which the warnings are answered."""
    return str(error.first.facts["answered"])


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
    def test_a_difference_wants_a_reason_before_anything_is_credited(
        self, world: World, sent: Remittance, given: TopUpInput, code: Difference
    ) -> None:
        error = refused(lambda: top_up(world, sent, given))
        assert error.first.code == Common.ANSWER_MISSING
        assert code in {note.code for note in error.notes}
        assert balance(world) == 0

    def test_a_difference_of_too_little_asks_for_a_tick_and_no_reason(
        self, world: World, sent: Remittance
    ) -> None:
        given = TopUpInput(10_000, "W1")
        error = refused(lambda: world.perform(TOP_UP, BY, [sent.id], given, ticks=False))
        assert error.first.code == Common.TICK_MISSING
        top_up(world, sent, given, answer=Answer(code_of(error)))
        top_up(world, sent, TopUpInput(30_000, "next line"))
        assert load(world, Remittance, sent.id).received_fen == 40_000

    def test_a_transfer_that_arrives_late_asks_for_a_tick(
        self, world: World, sent: Remittance
    ) -> None:
        with world.writing() as session:
            session.get_one(Remittance, sent.id).remitted_on = TODAY - timedelta(days=11)
        given = TopUpInput(40_000, "W1")
        error = refused(lambda: world.perform(TOP_UP, BY, [sent.id], given, ticks=False))
        assert [note.code for note in error.notes] == [Difference.LATE]

    def test_a_difference_is_answered_with_the_code_of_the_figures_that_were_read(
        self, world: World, sent: Remittance
    ) -> None:
        given = TopUpInput(50_000, "W1")
        unseen = refused(lambda: top_up(world, sent, given, answer=Answer(reason=REASON)))
        assert unseen.first.code == Common.TICK_MISSING
        done = top_up(world, sent, given, answer=Answer(code_of(unseen), REASON))
        assert balance(world) == 10_000
        with world.session(BY) as session:
            receipt = session.get_one(JournalReceipt, done.entry_id).outcome["answered"]
            (credit,) = session.scalars(select(BankReceipt).where(BankReceipt.bank_ref == "W1"))
        assert receipt["reason"] == credit.answer == REASON
        assert receipt["notes"][0][1] == Difference.SURPLUS

    def test_a_difference_that_a_colleague_changed_meanwhile_is_refused_with_the_new_figures(
        self, world: World, sent: Remittance
    ) -> None:
        read = code_of(refused(lambda: top_up(world, sent, TopUpInput(50_000, "W1"))))
        top_up(world, sent, TopUpInput(30_000, "W1"))
        given = TopUpInput(50_000, "next line")
        error = refused(lambda: top_up(world, sent, given, answer=Answer(read, REASON)))
        assert error.first.code == Common.ANSWER_STALE
        assert [note.facts["surplus_fen"] for note in error.notes] == [40_000]
        assert balance(world) == 30_000

    def test_a_difference_of_numbers_alone_asks_for_a_tick_where_the_setting_says_so(
        self, world: World, sent: Remittance
    ) -> None:
        with world.writing() as session:
            session.add(Setting(name="bank_ref_must_agree", value={"value": False}))
        with world.session(BY) as session:
            given = TopUpInput(40_000, "X9")
            planned = plan(session, TOP_UP, [sent.id], given, world.caller(BY))
        (note,) = planned.preview.warnings
        assert (note.facts["bank_ref"], note.facts["given_ref"]) == ("X9", "W1")
        assert note.code is Difference.OTHER_REF_ALLOWED
        error = refused(lambda: world.perform(TOP_UP, BY, [sent.id], given, ticks=False))
        assert error.first.code == Common.TICK_MISSING
        top_up(world, sent, given, answer=Answer(code_of(error)))

    def test_a_difference_is_told_when_the_number_is_anothers(
        self, world: World, sent: Remittance, others: tuple[Remittance, Remittance]
    ) -> None:
        error = refused(lambda: top_up(world, sent, TopUpInput(40_000, "W3")))
        (note,) = error.notes
        assert note.code is Difference.ANOTHERS_REF
        assert note.facts["remittance_no"] == others[1].remittance_no

    def test_a_difference_of_a_matched_line_wants_a_reason_too(
        self, world: World, sent: Remittance
    ) -> None:
        upload(world, line("L1", 40_100, sent.remittance_no))
        key = [staged(world, "L1").id]
        error = refused(lambda: world.perform(MATCH, BY, key, MatchInput()))
        assert [note.code for note in error.notes] == [Difference.SURPLUS]
        assert balance(world) == 0

    def test_a_difference_of_a_line_that_names_another_wants_a_reason(
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
        told = planned.facts_of(sent.id)
        assert "卓尼县" in str(told["office"])
        assert (told["announced_fen"], told["received_fen"]) == (40_000, 0)
        assert (told["given_ref"], told["remitted_on"]) == ("W1", TODAY)

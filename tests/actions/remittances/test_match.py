"""认款: a line credits the 汇款单 it names, once."""

from __future__ import annotations

import pytest

from actions.billing.charge import CHARGE, ChargeInput
from actions.plan import plan
from actions.remittances.match import MATCH, MatchInput, MatchRefusal
from actions.remittances.submit import REMIT, RemitInput
from actions.remittances.top_up import TOP_UP, TopUpInput, TopUpRefusal
from models.billing.order import Order, OrderState
from models.remittances.bank_statement import BankLineState, BankVerdict
from models.remittances.remittance import Remittance, RemittanceState
from tests.races.test_races import at_once, tally
from tests.support.pages.answers import perform_answering
from tests.support.world.bank_lines import (
    A_ORDERS,
    BY,
    balance,
    line,
    load,
    match,
    refused,
    staged,
    unsound,
    upload,
)
from tests.support.world.cast import World


@pytest.fixture
def sent(world: World) -> Remittance:
    """卓尼's remittance of 1,000 yuan, on its way."""
    ids = [world.id(name) for name in A_ORDERS]
    world.perform(CHARGE, "zhuoni", ids, ChargeInput(100_000, 5))
    key = world.perform(REMIT, "zhuoni", ids, RemitInput("wire 1")).totals["remittance_id"]
    return load(world, Remittance, key)


class TestMatch:
    def test_match_credits_the_office_and_settles(self, world: World, sent: Remittance) -> None:
        upload(world, line("B1", 120_000, sent.remittance_no))
        match(world, "B1")
        assert balance(world) == 20_000
        found = load(world, Remittance, sent.id)
        assert (found.state, found.received_fen) == (RemittanceState.RECEIVED, 120_000)
        assert staged(world, "B1").state is BankLineState.MATCHED
        order: Order = load(world, Order, world.id("a-order-renew-3"))
        assert order.state is OrderState.SETTLED
        assert unsound(world) == {}

    def test_match_takes_several_lines_of_several_offices(
        self, world: World, sent: Remittance
    ) -> None:
        ids = [world.id("c-order")]
        world.perform(CHARGE, "lintan", ids, ChargeInput(20_000, 1))
        key = world.perform(REMIT, "lintan", ids, RemitInput("wire 2")).totals["remittance_id"]
        other: Remittance = load(world, Remittance, key)
        upload(
            world,
            line("B1", 60_000, sent.remittance_no),
            line("B2", 40_000, sent.remittance_no),
            line("B3", 20_000, other.remittance_no),
        )
        match(world, "B1", "B2", "B3")
        assert (balance(world), balance(world, "623021")) == (0, 0)
        assert unsound(world) == {}

    def test_match_refuses_a_line_too_many_for_one_remittance(
        self, world: World, sent: Remittance
    ) -> None:
        upload(world, line("B1", 100_000, sent.remittance_no), line("B2", 1, sent.remittance_no))
        ids = [staged(world, ref).id for ref in ("B1", "B2")]
        assert refused(world, MATCH, ids, MatchInput()).code == MatchRefusal.COMPLETE
        assert balance(world) == 0

    def test_match_takes_the_number_a_person_gives(self, world: World, sent: Remittance) -> None:
        upload(world, line("B1", 100_000, "货款"))
        key = [staged(world, "B1").id]
        assert refused(world, MATCH, key, MatchInput()).code == MatchRefusal.NO_REMITTANCE
        unknown = refused(world, MATCH, key, MatchInput("H-1"))
        assert unknown.code == MatchRefusal.REMITTANCE_UNKNOWN
        match(world, "B1", number=sent.remittance_no.lower().replace("-", ""))
        assert staged(world, "B1").remittance_id == sent.id

    def test_match_credits_no_line_that_was_credited_by_hand(
        self, world: World, sent: Remittance
    ) -> None:
        upload(world, line("B1", 50_000, sent.remittance_no))
        perform_answering(world, TOP_UP, BY, [sent.id], TopUpInput(50_000, "B1"))
        found = refused(world, MATCH, [staged(world, "B1").id], MatchInput())
        assert found.code == MatchRefusal.CREDITED
        assert staged(world, "B1").verdict is BankVerdict.DUPLICATE

    def test_match_lets_no_hand_credit_a_matched_line(self, world: World, sent: Remittance) -> None:
        upload(world, line("B1", 50_000, sent.remittance_no))
        match(world, "B1")
        found = refused(world, TOP_UP, [sent.id], TopUpInput(50_000, "b1"))
        assert found.code == TopUpRefusal.BANK_REF_SEEN

    def test_match_refuses_a_remittance_that_was_taken_back(
        self, world: World, sent: Remittance
    ) -> None:
        from actions.remittances.cancel import CANCEL_REMITTANCE, CancelRemittanceInput

        upload(world, line("B1", 50_000, sent.remittance_no))
        world.perform(CANCEL_REMITTANCE, "zhuoni", [sent.id], CancelRemittanceInput())
        found = refused(world, MATCH, [staged(world, "B1").id], MatchInput())
        assert found.code == MatchRefusal.NOT_SENT

    def test_match_judges_the_other_lines_anew(self, world: World, sent: Remittance) -> None:
        upload(
            world, line("B1", 40_000, sent.remittance_no), line("B2", 60_000, sent.remittance_no)
        )
        assert staged(world, "B2").verdict is BankVerdict.UNDER
        match(world, "B1")
        assert staged(world, "B2").verdict is BankVerdict.EXACT

    def test_and_a_hand_at_once_credit_once(self, world: World, sent: Remittance) -> None:
        upload(world, line("B1", 10_000, sent.remittance_no))
        key = staged(world, "B1").id
        world.actor(BY)
        world.engine.pool._max_overflow = 8  # type: ignore[attr-defined]
        hand = TopUpInput(10_000, "B1")
        tries = [
            lambda: world.perform(MATCH, BY, [key], MatchInput()),
            lambda: perform_answering(world, TOP_UP, BY, [sent.id], hand),
        ]
        results = tally(at_once(tries * 3))
        assert results["done"] == 1
        assert balance(world) == 10_000
        assert unsound(world) == {}

    def test_match_tells_what_stays_short_or_over(self, world: World, sent: Remittance) -> None:
        upload(world, line("B1", 99_000, sent.remittance_no))
        with world.session(BY) as session:
            ids = [staged(world, "B1").id]
            planned = plan(session, MATCH, ids, MatchInput(), world.caller(BY))
        (warning,) = planned.preview.warnings
        assert warning.facts["short_fen"] == 1_000

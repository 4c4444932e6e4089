"""对账单: balances as of any day, each movement with the balance after it, a unit's whole story."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from actions.billing.charge import CHARGE, ChargeInput
from actions.billing.reverse_payment import REVERSE_PAYMENT, ReversePaymentInput
from actions.core.actor import Caller
from actions.core.result import Answer
from actions.perform import perform
from actions.remittances.submit import REMIT, RemitInput
from actions.remittances.top_up import TOP_UP, TopUpInput
from models.core.journal import Door
from models.ledger.ledger import TransferKind
from models.reports.statement import (
    UnitEntry,
    account_statement,
    prepaid_of,
    unit_statement,
)
from tests.support.pages.answers import answering
from tests.support.pages.programs import MovableClock
from tests.support.world.cast import TODAY, World

NEXT_DAY = TODAY + dt.timedelta(days=1)


def act(
    world: World,
    hands: MovableClock,
    username: str,
    action: Any,
    ids: Any,
    given: Any,
    answer: Answer | None = None,
) -> Any:
    caller = Caller(world.actor(username), Door.GRID, hands)
    with world.session(username) as session:
        key = f"{action.key}-{hands.at}"
        return perform(session, action, ids, given, caller, key=key, answer=answer)


@pytest.fixture
def settled(world: World) -> tuple[World, int]:
    """B's 400 yuan came to the registry as 500 a day later, and were spent on B's name."""
    hands, order = MovableClock(), [world.id("b-order")]
    act(world, hands, "zhuoni", CHARGE, order, ChargeInput(40_000, 2))
    sent = act(world, hands, "zhuoni", REMIT, order, RemitInput("BANK-1"))
    hands.turn(days=1)
    remittance = [sent.totals["remittance_id"]]
    given = TopUpInput(50_000, "BANK-1")
    done = answering(
        lambda answer: act(world, hands, "conac-finance", TOP_UP, remittance, given, answer)
    )
    return world, done.totals["account_id"]


class TestAnAccount:
    def test_an_account_lists_each_movement_with_the_balance_after_it(
        self, settled: tuple[World, int]
    ) -> None:
        world, account = settled
        with world.session("zhuoni") as session:
            found = account_statement(session, account, TODAY, NEXT_DAY)
        assert found.opening_fen == 0
        assert [(line.kind, line.amount_fen, line.balance_fen) for line in found.lines] == [
            (TransferKind.TOP_UP, 50_000, 50_000),
            (TransferKind.SETTLE, -40_000, 10_000),
        ]
        assert (found.in_fen, found.out_fen, found.closing_fen) == (50_000, 40_000, 10_000)

    def test_an_account_opens_with_what_was_there_before(self, settled: tuple[World, int]) -> None:
        world, account = settled
        later = NEXT_DAY + dt.timedelta(days=1)
        with world.session("zhuoni") as session:
            found = account_statement(session, account, later, later)
        assert (found.opening_fen, found.closing_fen, list(found.lines)) == (10_000, 10_000, [])

    def test_an_account_of_the_sister_is_out_of_sight(self, settled: tuple[World, int]) -> None:
        world, account = settled
        with world.session("lintan") as session:
            assert prepaid_of(session, "623022") is None
            found = account_statement(session, account, NEXT_DAY, NEXT_DAY)
            assert (found.opening_fen, found.closing_fen, list(found.lines)) == (0, 0, [])


class TestAUnit:
    def test_owed_paid_and_was_given(self, settled: tuple[World, int]) -> None:
        world, _account = settled
        with world.session("unit-b") as session:
            lines, is_cut = unit_statement(session, world.id("unit-b"), TODAY, NEXT_DAY)
        assert not is_cut
        assert [
            (line.entry, line.owed_fen, line.paid_fen, line.invoiced_fen) for line in lines
        ] == [
            (UnitEntry.OWED, 40_000, 0, 0),
            (UnitEntry.PAID, 0, 40_000, 0),
            (UnitEntry.INVOICED, 0, 0, 20_000),
            (UnitEntry.INVOICED, 0, 0, 20_000),
        ]

    def test_a_unit_is_told_what_was_taken_back(self, world: World) -> None:
        hands, order = MovableClock(), [world.id("b-order")]
        paid = act(world, hands, "zhuoni", CHARGE, order, ChargeInput(40_000, 2))
        undo = ReversePaymentInput("收错")
        payment = [paid.totals["payment_id"]]
        act(world, hands, "zhuoni", REVERSE_PAYMENT, payment, undo)
        with world.session("zhuoni") as session:
            lines, _is_cut = unit_statement(session, world.id("unit-b"), TODAY, TODAY)
        assert sum(line.paid_fen for line in lines) == 0
        assert UnitEntry.REVERSED in {line.entry for line in lines}

    def test_a_unit_reads_nothing_of_its_neighbour(self, settled: tuple[World, int]) -> None:
        world, _account = settled
        with world.session("unit-a") as session:
            assert unit_statement(session, world.id("unit-b"), TODAY, NEXT_DAY) == ([], False)

"""撤销认款: a credit is taken back while nothing of it is spent."""

from __future__ import annotations

import pytest

from actions.billing.charge import CHARGE, ChargeInput
from actions.remittances.submit import REMIT, RemitInput
from actions.remittances.unmatch import UNMATCH, UnmatchInput, UnmatchRefusal
from models.remittances.bank_statement import BankLineState
from models.remittances.remittance import Remittance, RemittanceState
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


class TestUnmatch:
    def test_unmatch_takes_an_unspent_credit_back(self, world: World, sent: Remittance) -> None:
        upload(world, line("B1", 10_000, sent.remittance_no))
        match(world, "B1")
        world.perform(UNMATCH, BY, [staged(world, "B1").id], UnmatchInput("认错"))
        assert balance(world) == 0
        found = load(world, Remittance, sent.id)
        assert (found.state, found.received_fen) == (RemittanceState.SUBMITTED, 0)
        assert staged(world, "B1").state is BankLineState.OPEN
        assert unsound(world) == {}

    def test_unmatch_lets_the_line_be_matched_anew(self, world: World, sent: Remittance) -> None:
        upload(world, line("B1", 10_000, sent.remittance_no))
        for _ in range(2):
            match(world, "B1")
            world.perform(UNMATCH, BY, [staged(world, "B1").id], UnmatchInput("认错"))
        match(world, "B1")
        assert balance(world) == 10_000
        assert unsound(world) == {}

    def test_unmatch_says_what_was_spent(self, world: World, sent: Remittance) -> None:
        upload(world, line("B1", 100_000, sent.remittance_no))
        match(world, "B1")
        found = refused(world, UNMATCH, [staged(world, "B1").id], UnmatchInput("认错"))
        assert found.code == UnmatchRefusal.SPENT
        assert (found.facts["spent_fen"], found.facts["balance_fen"]) == (100_000, 0)

    def test_unmatch_of_two_lines_needs_the_sum_of_both(
        self, world: World, sent: Remittance
    ) -> None:
        upload(
            world, line("B1", 30_000, sent.remittance_no), line("B2", 20_000, sent.remittance_no)
        )
        match(world, "B1", "B2")
        assert balance(world) == 10_000
        ids = [staged(world, ref).id for ref in ("B1", "B2")]
        assert refused(world, UNMATCH, ids, UnmatchInput("认错")).code == UnmatchRefusal.SPENT

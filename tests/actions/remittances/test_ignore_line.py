"""A line that is nobody's money is set aside with a reason."""

from __future__ import annotations

import pytest

from actions.billing.charge import CHARGE, ChargeInput
from actions.remittances.ignore_line import SET_ASIDE, SetAsideInput
from actions.remittances.submit import REMIT, RemitInput
from models.remittances.bank_statement import BankLineState
from models.remittances.remittance import Remittance
from tests.support.world.bank_lines import A_ORDERS, BY, line, load, match, staged, upload
from tests.support.world.cast import World


@pytest.fixture
def sent(world: World) -> Remittance:
    """卓尼's remittance of 1,000 yuan, on its way."""
    ids = [world.id(name) for name in A_ORDERS]
    world.perform(CHARGE, "zhuoni", ids, ChargeInput(100_000, 5))
    key = world.perform(REMIT, "zhuoni", ids, RemitInput("wire 1")).totals["remittance_id"]
    return load(world, Remittance, key)


class TestSetAside:
    def test_set_aside_keeps_the_reason(self, world: World, sent: Remittance) -> None:
        upload(world, line("B1", 100, "利息"))
        key = [staged(world, "B1").id]
        world.perform(SET_ASIDE, BY, key, SetAsideInput("利息"))
        found = staged(world, "B1")
        assert (found.state, found.reason) == (BankLineState.SET_ASIDE, "利息")

    def test_set_aside_lets_the_line_be_matched_later(self, world: World, sent: Remittance) -> None:
        upload(world, line("B1", 100_000))
        world.perform(SET_ASIDE, BY, [staged(world, "B1").id], SetAsideInput("待查"))
        match(world, "B1", number=sent.remittance_no)
        assert staged(world, "B1").state is BankLineState.MATCHED

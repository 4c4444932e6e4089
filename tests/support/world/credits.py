"""Money that comes in for remittances, by hand or by a line of the bank."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from actions.billing.charge import CHARGE, ChargeInput
from actions.core.refusal import Refused
from actions.core.result import Answer, Outcome
from actions.ledger.confirm_adjustment import (
    CONFIRM_ADJUSTMENT,
    ConfirmAdjustmentInput,
)
from actions.remittances.submit import REMIT, RemitInput
from actions.remittances.top_up import TOP_UP, TopUpInput
from models.remittances.remittance import Remittance
from tests.support.world.bank_lines import load
from tests.support.world.cast import World

BY, SECOND = "conac-finance", "conac"


def remitted(world: World, who: str, order: str, fen: int, ref: str) -> Remittance:
    ids = [world.id(order)]
    world.perform(CHARGE, who, ids, ChargeInput(fen, fen // 20_000))
    sent = world.perform(REMIT, who, ids, RemitInput(ref)).totals["remittance_id"]
    return load(world, Remittance, sent)  # type: ignore[no-any-return]


def refused(act: Callable[[], Any]) -> Refused:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value


def top_up(
    world: World,
    sent: Remittance,
    given: TopUpInput,
    by: str = BY,
    *,
    answer: Answer | None = None,
) -> Outcome:
    return world.perform(TOP_UP, by, [sent.id], given, answer=answer)


def confirm(world: World, proposal: int, by: str = SECOND) -> Outcome:
    return world.perform(CONFIRM_ADJUSTMENT, by, [proposal], ConfirmAdjustmentInput())

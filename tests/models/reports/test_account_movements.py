"""The sign of a movement is that of the office's own account, whichever side the reader sees."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from actions.core.action import Nothing
from actions.ledger.settle import SETTLE
from models.ledger.ledger import Transfer, TransferKind
from models.reports.account_movements import signed_of
from tests.support.world.cast import World


@pytest.mark.parametrize("username", ["lantian", "conac"])
def test_money_that_came_is_positive_and_money_spent_negative(world: World, username: str) -> None:
    world.perform(SETTLE, "system", [world.id("prepaid:610122")], Nothing())
    signed = signed_of(Transfer.__table__).scalar_subquery()
    with world.session(username) as session:
        found = {
            kind: (amount, fen)
            for kind, amount, fen in session.execute(
                select(Transfer.kind, Transfer.amount_fen, signed)
            )
        }
    assert found[TransferKind.TOP_UP][0] == found[TransferKind.TOP_UP][1]
    assert found[TransferKind.SETTLE][0] == -found[TransferKind.SETTLE][1]

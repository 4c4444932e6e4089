"""Lots that leave an office unused, for the tests of their verbs."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from actions.core.refusal import Refusal, Refused
from actions.core.result import Outcome
from actions.invoices.return_lot import RETURN_LOT, ReturnLotInput
from models.invariants import breaches
from models.invoices.stock import InvoiceLot, InvoiceMove, MoveKind
from tests.support.world.cast import World


def give_back(world: World, lot: str, by: str, quantity: int | None = None) -> Outcome:
    given = ReturnLotInput("旧版发票停用", quantity, "EMS9")
    return world.perform(RETURN_LOT, by, [world.id(lot)], given)


def refusal(world: World, action: Any, by: str, ids: list[int], given: Any) -> Refusal:
    with pytest.raises(Refused) as caught:
        world.perform(action, by, ids, given)
    return caught.value.first


def lot_of(world: World, row_id: int) -> InvoiceLot:
    with world.session() as session:
        return session.get_one(InvoiceLot, row_id)


def is_sound(world: World) -> bool:
    """No rule about invoices is broken."""
    with world.engine.connect() as connection:
        return not {n: c for n, c in breaches(connection).items() if c and n[:3] in {"I-7", "I-8"}}


def moves(world: World, row_id: int) -> list[tuple[MoveKind, int, str]]:
    with world.session() as session:
        rows = session.scalars(
            select(InvoiceMove).where(InvoiceMove.lot_id == row_id).order_by(InvoiceMove.id)
        )
        return [(row.kind, row.quantity, row.reference) for row in rows]

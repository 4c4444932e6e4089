"""What units have yet to pay: their payable orders, counted, and which unit is next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from models.billing.order import Order, OrderState
from models.core.search_index import contains
from models.units.unit import Unit


@dataclass(frozen=True, slots=True)
class Dues:
    """Payable orders of a unit, and their sum in 分."""

    count: int = 0
    amount_fen: int = 0


NOTHING_DUE = Dues()


def dues_of(session: Session, unit_ids: Sequence[int]) -> dict[int, Dues]:
    """Unit → what it owes; units that owe nothing are left out."""
    found = session.execute(
        select(Order.unit_id, func.count(), func.sum(Order.amount_fen))
        .where(Order.unit_id.in_(unit_ids), Order.state == OrderState.PAYABLE)
        .group_by(Order.unit_id)
    )
    return {unit_id: Dues(count, int(amount)) for unit_id, count, amount in found}


def owing_units(office_code: str | None, words: str = "") -> Select[Unit]:
    """The units that owe something, of one office or of the whole scope; not ordered."""
    conditions: list[ColumnElement[bool]] = [Order.state == OrderState.PAYABLE]
    if office_code is not None:
        conditions.append(Order.office_code == office_code)
    owing: Select[Any] = select(Order.unit_id).where(*conditions)
    statement = select(Unit).where(Unit.id.in_(owing))
    return statement.where(contains(Unit, words)) if words else statement


def next_owing(session: Session, office_code: str, after_id: int, words: str = "") -> Unit | None:
    """The next unit that owes something, by key, starting again from the first after the last.

    With words, only among the units that they find.
    """
    owing = owing_units(office_code, words).where(Unit.id != after_id)
    # Units after this one first, each part by key.
    order = ((Unit.id < after_id).asc(), Unit.id)
    return session.scalars(owing.order_by(*order).limit(1)).first()

"""Drafts of the week's 汇款单: which charges are due, and the draft that holds them.

An order in a draft is still charged and waits; it is remitted when the draft is submitted. An
office has one draft at a time (uq_remittance_draft); drafting again updates it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from models.billing.order import Order, OrderState
from models.billing.payment import PaymentLine
from models.core.locking import Locked
from models.core.scope import Codes
from models.core.sequence import draw
from models.offices.office import CollectBy, Office
from models.remittances.remittance import (
    REMITTANCE_LIFECYCLE,
    Remittance,
    RemittanceEvent,
    RemittanceLine,
    RemittanceState,
)
from models.values.document_number import NumberKind, make_number

#: Most lines of one 汇款单; the rest goes into the next.
MAXIMUM_REMITTANCE_LINES = 500


@dataclass(frozen=True, slots=True)
class DueLine:
    """A charge not remitted yet: the order, its payment line, the remitting office."""

    order: Order
    line: PaymentLine
    payer_code: str


def payer_of() -> ColumnElement[str]:
    """The code of the office that remits and pays for an office's orders (两代一统)."""
    pooled = Office.collect_by == CollectBy.PROVINCE_POOL
    return case((pooled, Office.province_code), else_=Office.code)


def paid_for(payer_codes: Sequence[str]) -> ColumnElement[bool]:
    """A necessary condition for orders that these offices pay for.

    On the order's own codes, so that an index can serve it; `payer_of` decides.
    """
    pooled = Office.collect_by == CollectBy.PROVINCE_POOL
    return or_(
        Order.office_code.in_(payer_codes),
        and_(pooled, Order.province_code.in_(payer_codes)),
    )


def due_lines(
    session: Session, payer_codes: Sequence[str], until: dt.datetime, locked: Locked
) -> list[DueLine]:
    """What each office has to remit of charges before `until`, oldest first.

    At most one more per office than a 汇款单 holds, so that the caller sees whether there are more.
    """
    payer = payer_of()
    place = func.row_number().over(partition_by=payer, order_by=(Order.charged_at, Order.id))
    ranked = (
        select(Order.id, payer.label("payer"), place.label("place"))
        .join(Office, Office.code == Order.office_code)
        .where(Order.state == OrderState.CHARGED, Order.charged_at < until)
        .where(paid_for(payer_codes), payer.in_(payer_codes))
        .subquery()
    )
    wanted = (
        select(Order, ranked.c.payer)
        .join(ranked, ranked.c.id == Order.id)
        .where(ranked.c.place <= MAXIMUM_REMITTANCE_LINES + 1)
        .order_by(Order.id)
    )
    # Skip charges reversed while we waited for the lock.
    rows: Sequence[Any] = session.execute(locked(wanted)).all()
    payers = {order.id: payer for order, payer in rows}
    orders = [order for order, _payer in rows if order.state is OrderState.CHARGED]
    lines = {line.order_id: line for line in lines_paying(session, [each.id for each in orders])}
    due = [DueLine(each, lines[each.id], payers[each.id]) for each in orders if each.id in lines]
    return sorted(due, key=lambda each: (each.order.charged_at, each.order.id))


def lines_paying(session: Session, order_ids: Sequence[int]) -> Sequence[PaymentLine]:
    """The valid payment lines of these orders."""
    return session.scalars(
        select(PaymentLine).where(
            PaymentLine.order_id.in_(order_ids), PaymentLine.is_reversed.is_(False)
        )
    ).all()


def drafts_of(
    session: Session, office_codes: Sequence[str], locked: Locked
) -> dict[str, Remittance]:
    """The draft of each office that has one, by the office's code."""
    wanted = select(Remittance).where(
        Remittance.office_code.in_(office_codes), Remittance.state == RemittanceState.DRAFT
    )
    rows = session.scalars(locked(wanted.order_by(Remittance.id)))
    return {row.office_code: row for row in rows if row.state is RemittanceState.DRAFT}


@dataclass(frozen=True, slots=True)
class Held:
    """A line in a draft; the draft is None if it is another office's."""

    line: RemittanceLine
    draft: Remittance | None


def held_in_drafts(
    session: Session, payment_lines: Iterable[PaymentLine], locked: Locked
) -> list[Held]:
    """The drafts that contain these charged payment lines."""
    lines = session.scalars(
        select(RemittanceLine).where(
            RemittanceLine.payment_line_id.in_([line.id for line in payment_lines]),
            RemittanceLine.is_released.is_(False),
        )
    ).all()
    ids = {line.remittance_id for line in lines}
    wanted = select(Remittance).where(Remittance.id.in_(ids)).order_by(Remittance.id)
    rows = {row.id: row for row in session.scalars(locked(wanted))}
    return [
        Held(line, rows.get(line.remittance_id))
        for line in lines
        if line.remittance_id not in rows or rows[line.remittance_id].state is RemittanceState.DRAFT
    ]


def take_out(session: Session, held: Sequence[Held]) -> None:
    """Take lines out of their locked drafts; a draft left empty is cancelled with its lines."""
    for draft in {each.draft for each in held if each.draft is not None}:
        lines = [each.line for each in held if each.draft is draft]
        if len(lines) == draft.line_count:
            cancel_draft(draft, lines)
            continue
        for line in lines:
            session.delete(line)
        draft.line_count -= len(lines)
        draft.amount_fen -= sum(line.amount_fen for line in lines)
    # Flush, since the lines may be added to another 汇款单 next.
    session.flush()


def cancel_draft(draft: Remittance, lines: Sequence[RemittanceLine]) -> None:
    """End a draft; its lines are free."""
    REMITTANCE_LIFECYCLE.advance(draft, RemittanceEvent.CANCEL)
    for line in lines:
        line.is_released = True


def new_remittance(
    session: Session, owner: Codes, on: dt.date, week: str, lines: Sequence[PaymentLine]
) -> Remittance:
    """A new draft 汇款单 of an office with the next number, not added to the session."""
    kind = NumberKind.REMITTANCE
    (number,) = draw(session, kind, owner.office_code, on.year, 1)
    remittance = Remittance(
        remittance_no=make_number(kind, owner.office_code, on, number),
        period_week=week,
        amount_fen=sum(line.amount_fen for line in lines),
        line_count=len(lines),
        state=RemittanceState.DRAFT,
    )
    remittance.belong_to(owner)
    return remittance


def line_of(remittance: Remittance, paid: PaymentLine) -> RemittanceLine:
    """A remittance line; it has the codes of the office that charged."""
    line = RemittanceLine(
        remittance_id=remittance.id, payment_line_id=paid.id, amount_fen=paid.amount_fen
    )
    line.belong_to(paid)
    return line

"""What an account movement is to the office it concerns: its sign, its unit and its receipt."""

from __future__ import annotations

from sqlalchemy import FromClause, Select, case, exists, select

from models.billing.order import Order
from models.core.journal import JournalReceipt
from models.ledger.ledger import Account
from models.offices.office import Office
from models.units.unit import Unit


def signed_of(transfer: FromClause) -> Select[int]:
    """The amount in 分: positive where it came into the office's account, negative where it left.

    A transfer carries the codes of the office it concerns. The other side may be out of scope.
    """
    is_in = exists().where(
        Account.id == transfer.c.credit_id, Account.office_code == transfer.c.office_code
    )
    amount = transfer.c.amount_fen
    signed = case((is_in.correlate(transfer), amount), else_=-amount).label("signed_fen")
    return select(signed).select_from(Office).where(Office.code == transfer.c.office_code)


def unit_of_movement(transfer: FromClause) -> Select[str]:
    """The name of the unit whose order it settled or refunded."""
    return (
        select(Unit.name)
        .join(Order, Order.unit_id == Unit.id)
        .where(Order.id == transfer.c.order_id)
    )


def receipt_of_movement(transfer: FromClause) -> Select[str]:
    """The number of the receipt of the run that moved the money."""
    return select(JournalReceipt.receipt_no).where(JournalReceipt.id == transfer.c.entry_id)

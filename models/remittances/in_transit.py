"""Money in transit to the registry: submitted 汇款单, and unmatched bank lines."""

from __future__ import annotations

from sqlalchemy import ColumnElement, SQLColumnExpression, func, select
from sqlalchemy.orm import Session

from models.remittances.bank_statement import BankLine, BankLineState
from models.remittances.remittance import Remittance, RemittanceState


def sent_remittances(session: Session) -> tuple[int, int]:
    """(count, amount in 分 that has not arrived)."""
    left_fen = Remittance.amount_fen - Remittance.received_fen
    sent = Remittance.state == RemittanceState.SUBMITTED
    return _counted(session, left_fen, sent)


def open_bank_lines(session: Session) -> tuple[int, int]:
    """(count, sum in 分)."""
    return _counted(session, BankLine.amount_fen, BankLine.state == BankLineState.OPEN)


def _counted(
    session: Session, amount_fen: SQLColumnExpression[int], condition: ColumnElement[bool]
) -> tuple[int, int]:
    count, sum_fen = session.execute(
        select(func.count(), func.coalesce(func.sum(amount_fen), 0)).where(condition)
    ).one()
    return count, int(sum_fen)

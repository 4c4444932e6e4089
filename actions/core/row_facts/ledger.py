"""What an account and a proposed change of a balance are to a clerk."""

from __future__ import annotations

from collections.abc import Sequence

from actions.core.action import RowFacts
from actions.core.context import Context
from actions.core.row_facts.names import texts_by_key
from models.billing.order import Order
from models.ledger.adjustment import Adjustment
from models.ledger.ledger import Account
from models.offices.office import Office


def account_facts(ctx: Context, rows: Sequence[Account]) -> RowFacts:
    offices = _owners(ctx, rows)
    return {
        row.id: {
            "office": offices.get(row.office_code),
            "account_kind": row.kind,
            "balance_fen": row.balance_fen,
        }
        for row in rows
    }


def adjustment_facts(ctx: Context, rows: Sequence[Adjustment]) -> RowFacts:
    offices = _owners(ctx, rows)
    orders = texts_by_key(ctx.session, Order.id, Order.order_no, {row.order_id for row in rows})
    return {
        row.id: {
            "office": offices.get(row.office_code),
            "adjustment_kind": row.kind,
            "amount_fen": row.amount_fen,
            "order_no": orders.get(row.order_id),
            "bank_ref": row.bank_ref,
            "reason": row.reason,
            "proposed_by": row.proposed_by,
        }
        for row in rows
    }


def _owners(ctx: Context, rows: Sequence[Account] | Sequence[Adjustment]) -> dict[str | None, str]:
    """Office code → name, the actor's own included: money is always somebody's."""
    codes = {row.office_code for row in rows}
    return texts_by_key(ctx.session, Office.code, Office.name, codes)

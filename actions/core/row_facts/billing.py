"""What an order and a payment are to a clerk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from actions.core.action import RowFacts
from actions.core.context import Context
from actions.core.row_facts.names import office_names, texts_by_key, unit_names
from models.billing.order import Order
from models.billing.payment import Payment
from models.domains.domain import Domain


def order_facts(ctx: Context, rows: Sequence[Order]) -> RowFacts:
    offices = office_names(ctx, rows)
    units = unit_names(ctx.session, {row.unit_id for row in rows})
    names = texts_by_key(ctx.session, Domain.id, Domain.name_u, {row.domain_id for row in rows})
    return {
        row.id: {
            "domain": names.get(row.domain_id),
            "unit": units.get(row.unit_id),
            "office": offices.get(row.office_code),
            "operation": row.kind,
            "term_years": row.term_years,
            "amount_fen": row.amount_fen,
        }
        for row in rows
    }


def amounts_of(rows: Sequence[Order]) -> Mapping[str, int]:
    """How many orders, and what they come to: what is counted or sent before anything is typed."""
    return {"row_count": len(rows), "amount_fen": sum(row.amount_fen for row in rows)}


def payment_facts(ctx: Context, rows: Sequence[Payment]) -> RowFacts:
    offices = office_names(ctx, rows)
    units = unit_names(ctx.session, {row.unit_id for row in rows})
    return {
        row.id: {
            "unit": units.get(row.unit_id),
            "office": offices.get(row.office_code),
            "received_on": row.received_on,
            "method": row.method,
            "voucher_no": row.voucher_no,
            "amount_fen": row.amount_fen,
            "invoice_count": row.invoice_count,
        }
        for row in rows
    }

"""What a lot of sheets, a request for sheets and an invoice are to a clerk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import select

from actions.core.action import RowFacts
from actions.core.context import Context
from actions.core.row_facts.names import office_names, texts_by_key, unit_names
from models.billing.payment import Payment
from models.invoices.invoice import Invoice
from models.invoices.invoice_request import InvoiceRequest
from models.invoices.invoice_type import InvoiceType
from models.invoices.partial_lots import free_numbers
from models.invoices.stock import InvoiceLot
from models.reports.exposure import exposed_sheets_fen, exposures_of
from models.values.number_range import NumberRange


def lot_facts(ctx: Context, rows: Sequence[InvoiceLot]) -> RowFacts:
    session, offices = ctx.session, office_names(ctx, rows)
    types = texts_by_key(session, InvoiceType.id, InvoiceType.name, {row.type_id for row in rows})
    requests = texts_by_key(
        session, InvoiceRequest.id, InvoiceRequest.request_no, {row.request_id for row in rows}
    )
    # Numbers are said twice only where some are used already.
    is_begun = any(row.available != row.quantity for row in rows)
    return {
        row.id: {
            "invoice_type": types.get(row.type_id),
            "invoice_code": row.invoice_code,
            "numbers": lot_numbers(row),
            "sheets": row.quantity,
            "available": row.on_hand,
            "free_numbers": str(free_numbers(row) or "") if is_begun else None,
            "office": offices.get(row.office_code),
            "request_no": requests.get(row.request_id),
        }
        for row in rows
    }


def lot_numbers(row: InvoiceLot) -> str | None:
    """First and last number; None for sheets that are counted only."""
    if row.number_from is None or row.number_to is None:
        return None
    return str(NumberRange(row.number_from, row.number_to))


def invoice_request_facts(ctx: Context, rows: Sequence[InvoiceRequest]) -> RowFacts:
    return _request_facts(ctx, rows, _types_of(ctx, rows))


def _types_of(ctx: Context, rows: Sequence[InvoiceRequest]) -> dict[int, InvoiceType]:
    wanted = select(InvoiceType).where(InvoiceType.id.in_({row.type_id for row in rows}))
    return {kind.id: kind for kind in ctx.session.scalars(wanted)}


def _request_facts(
    ctx: Context, rows: Sequence[InvoiceRequest], types: dict[int, InvoiceType]
) -> RowFacts:
    offices = office_names(ctx, rows)
    return {
        row.id: {
            "office": offices.get(row.office_code),
            "invoice_type": types[row.type_id].name,
            "sheets": row.quantity,
            "total_fen": row.total_fen,
            "address": row.address,
            "applicant": row.submitted_by,
        }
        for row in rows
    }


def answered_request_facts(ctx: Context, rows: Sequence[InvoiceRequest]) -> RowFacts:
    """The facts of a request, and the exposure of its office: today's, that after it has signed
    for all the requests among the rows, and the limit.
    """
    types = _types_of(ctx, rows)
    facts = _request_facts(ctx, rows, types)
    today = exposures_of(ctx.session, ctx.today, {row.office_code for row in rows})
    asked: Counter[str] = Counter()
    for row in rows:
        asked[row.office_code] += exposed_sheets_fen(row.quantity, types[row.type_id])
    return {
        row.id: {
            **facts[row.id],
            "exposure_fen": today[row.office_code].total_fen,
            "exposure_after_fen": today[row.office_code].total_fen + asked[row.office_code],
            "limit_fen": ctx.settings.exposure_limit_fen,
        }
        for row in rows
    }


def invoice_facts(ctx: Context, rows: Sequence[Invoice]) -> RowFacts:
    session, offices = ctx.session, office_names(ctx, rows)
    units = unit_names(session, {row.unit_id for row in rows})
    payments = texts_by_key(
        session, Payment.id, Payment.payment_no, {row.payment_id for row in rows}
    )
    return {
        row.id: {
            "invoice_code": row.invoice_code,
            "unit": units.get(row.unit_id),
            "title": row.title,
            "office": offices.get(row.office_code),
            "amount_fen": row.amount_fen,
            "issued_on": row.issued_on,
            "payment_no": payments.get(row.payment_id),
        }
        for row in rows
    }

"""Who is told of invoices: requests, parcels of sheets, and sheets given to units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from actions.audiences.domains import Announcements, unit_and_office
from actions.core.action import Action
from actions.core.announcement import (
    Announcement,
    AnyRun,
    Audience,
    NobodyElse,
    Opens,
    receipt_rows,
)
from actions.core.refusal import Fact
from actions.invoices.approve_request import APPROVE_REQUEST
from actions.invoices.cancel_request import CANCEL_REQUEST
from actions.invoices.destroy_lot import DESTROY_LOT
from actions.invoices.dispatch import DISPATCH
from actions.invoices.issue import ISSUE_INVOICES
from actions.invoices.notify_overdue_lots import TELL_OVERDUE_LOTS
from actions.invoices.reject_request import REJECT_REQUEST
from actions.invoices.report_lost_lot import LOSE_LOT
from actions.invoices.request import REQUEST_INVOICES
from actions.invoices.return_lot import RETURN_LOT
from actions.invoices.reverse import REVERSE_INVOICE
from actions.invoices.sign_for import SIGN_FOR
from actions.invoices.split import SPLIT
from actions.invoices.void import VOID_INVOICE
from models.invoices.invoice import Invoice
from models.invoices.invoice_request import InvoiceRequest
from models.invoices.stock import InvoiceLot
from models.offices.office import Office
from models.workspace.notify import Topic


def _dispatched(run: AnyRun) -> list[InvoiceLot]:
    return [run.ctx.session.get_one(InvoiceLot, run.result.totals["lot_id"])]


def _sheets(_run: object, rows: Sequence[InvoiceLot]) -> Mapping[str, Fact]:
    return {
        "sheets": sum(row.quantity for row in rows),
        "lot_no": "、".join(row.lot_no for row in rows[:5]),
    }


def _request_no(_run: object, rows: Sequence[InvoiceRequest]) -> Mapping[str, Fact]:
    return {"request_no": "、".join(row.request_no for row in rows[:5])}


def _asked(run: AnyRun, rows: Sequence[InvoiceRequest]) -> Mapping[str, Fact]:
    return {"office": run.rows[0].name, **_request_no(run, rows)}


def _overdue(run: AnyRun) -> list[Office]:
    return [row for row in run.rows if run.facts.get(row.code)]


def _overdue_count(run: AnyRun, rows: Sequence[Office]) -> Mapping[str, Fact]:
    count = sum(run.facts[row.code] for row in rows)
    return {"count": count, "days": run.ctx.settings.unsigned_lot_days}


AUDIENCES: dict[Action[Any, Any, Any], Announcements | NobodyElse] = {
    ISSUE_INVOICES: unit_and_office(
        Topic.INVOICES_ISSUED, rows=receipt_rows(Invoice), sums=("amount_fen",)
    ),
    VOID_INVOICE: unit_and_office(Topic.INVOICE_VOIDED, "reason"),
    REVERSE_INVOICE: unit_and_office(Topic.INVOICE_REVERSED, "reason"),
    REQUEST_INVOICES: tuple(
        Announcement(
            topic=Topic.INVOICES_REQUESTED,
            to=to,
            rows=receipt_rows(InvoiceRequest),
            facts=_asked,
            quotes=("quantity",),
        )
        for to in (Audience.REGISTRY, Audience.OFFICE)
    ),
    CANCEL_REQUEST: (
        Announcement(topic=Topic.REQUEST_CANCELLED, to=Audience.OFFICE, facts=_request_no),
    ),
    APPROVE_REQUEST: (
        Announcement(
            topic=Topic.REQUEST_APPROVED,
            to=Audience.OFFICE,
            facts=_request_no,
            sums=("quantity",),
        ),
    ),
    REJECT_REQUEST: (
        Announcement(
            topic=Topic.REQUEST_REJECTED,
            to=Audience.OFFICE,
            facts=_request_no,
            quotes=("reason",),
        ),
    ),
    DISPATCH: (
        Announcement(
            topic=Topic.DISPATCHED, to=Audience.COLLEAGUES, rows=_dispatched, facts=_sheets
        ),
    ),
    # The sender's own list shows what was received.
    SIGN_FOR: NobodyElse.QUEUE,
    SPLIT: (
        Announcement(
            topic=Topic.SPLIT, to=Audience.OFFICE, rows=receipt_rows(InvoiceLot), facts=_sheets
        ),
    ),
    RETURN_LOT: (
        Announcement(
            topic=Topic.LOT_RETURNED,
            to=Audience.REGISTRY,
            rows=receipt_rows(InvoiceLot),
            facts=_sheets,
            quotes=("reason",),
        ),
    ),
    LOSE_LOT: tuple(
        Announcement(
            topic=Topic.LOT_LOST,
            to=to,
            rows=receipt_rows(InvoiceLot),
            facts=_sheets,
            quotes=("report_no", "reason"),
        )
        for to in (Audience.OFFICE, Audience.REGISTRY)
    ),
    DESTROY_LOT: (
        Announcement(
            topic=Topic.LOT_DESTROYED,
            to=Audience.OFFICE,
            facts=_sheets,
            quotes=("approval_no",),
        ),
    ),
    TELL_OVERDUE_LOTS: (
        Announcement(
            topic=Topic.LOTS_OVERDUE,
            to=Audience.COLLEAGUES,
            rows=_overdue,
            facts=_overdue_count,
            opens=Opens.LIST,
        ),
    ),
}

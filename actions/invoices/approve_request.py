"""批准发票申请 (approve): the registry agrees to an office's request (guide 新-003, Q2).

A request made before the province took over applying (两代一统) must be rejected instead.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import joinedload

from actions.core.action import Action, Nothing
from actions.core.activity_kinds import ActivityKind
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Preview, Result, RowResult
from actions.core.row_facts.invoices import answered_request_facts
from models.invoices.invoice_request import (
    REQUEST_LIFECYCLE,
    InvoiceRequest,
    RequestEvent,
    RequestState,
)
from models.invoices.source import SourceFault, is_left_to_province


def check(row: InvoiceRequest, given: Nothing, facts: None) -> Refusal | None:
    if is_left_to_province(row.office):
        return Refusal(SourceFault.PROVINCE_APPLIES, {"office": row.office.name})
    return None


def preview(ctx: Context, rows: Sequence[InvoiceRequest], given: Nothing, facts: None) -> Preview:
    return Preview(totals=_totals(rows))


def _totals(rows: Sequence[InvoiceRequest]) -> dict[str, int]:
    return {
        "row_count": len(rows),
        "quantity": sum(row.quantity for row in rows),
        "total_fen": sum(row.total_fen for row in rows),
    }


def run(ctx: Context, rows: Sequence[InvoiceRequest], given: Nothing, facts: None) -> Result:
    for row in rows:
        REQUEST_LIFECYCLE.advance(row, RequestEvent.APPROVE)
        row.reviewer = ctx.actor.name
    return Result(
        rows=[RowResult(row.id, row.request_no, {"quantity": row.quantity}) for row in rows],
        totals=_totals(rows),
    )


APPROVE_REQUEST = Action(
    key="approve_request",
    model=InvoiceRequest,
    input=Nothing,
    check=check,
    preview=preview,
    row_facts=answered_request_facts,
    run=run,
    states=frozenset({RequestState.SUBMITTED}),
    loads=(joinedload(InvoiceRequest.office),),
    activity=ActivityKind.INVOICE,
    guide=("新-003",),
    is_primary=True,
)

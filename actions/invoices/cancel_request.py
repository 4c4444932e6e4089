"""撤回发票申请: an office cancels a request that the registry has not answered (guide 新-003)."""

from __future__ import annotations

from collections.abc import Sequence

from actions.core.action import Action, Nothing
from actions.core.activity_kinds import ActivityKind
from actions.core.context import Context
from actions.core.result import Result, RowResult
from actions.core.row_facts.invoices import invoice_request_facts
from models.invoices.invoice_request import REQUEST_LIFECYCLE, InvoiceRequest, RequestEvent


def run(ctx: Context, rows: Sequence[InvoiceRequest], given: Nothing, facts: None) -> Result:
    for row in rows:
        REQUEST_LIFECYCLE.advance(row, RequestEvent.CANCEL)
    return Result(
        rows=[RowResult(row.id, row.request_no) for row in rows], totals={"row_count": len(rows)}
    )


CANCEL_REQUEST = Action(
    key="cancel_request",
    model=InvoiceRequest,
    input=Nothing,
    row_facts=invoice_request_facts,
    run=run,
    states=REQUEST_LIFECYCLE.sources(RequestEvent.CANCEL),
    activity=ActivityKind.INVOICE,
    guide=("新-003",),
)

"""驳回发票申请: the registry declines a request, with its reason (guide 新-003)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from actions.core.action import Action, param
from actions.core.activity_kinds import ActivityKind
from actions.core.choices.reasons import ReasonList, reasons
from actions.core.context import Context
from actions.core.result import Result, RowResult
from actions.core.row_facts.invoices import answered_request_facts
from models.invoices.invoice_request import REQUEST_LIFECYCLE, InvoiceRequest, RequestEvent


@dataclass(frozen=True, slots=True)
class RejectRequestInput:
    """Why."""

    reason: str = param(maximum_length=200, suggestions=reasons(ReasonList.REFUSING))


def run(
    ctx: Context, rows: Sequence[InvoiceRequest], given: RejectRequestInput, facts: None
) -> Result:
    for row in rows:
        REQUEST_LIFECYCLE.advance(row, RequestEvent.REJECT)
        row.reviewer = ctx.actor.name
        row.reason = given.reason
    return Result(
        rows=[RowResult(row.id, row.request_no, {"reason": given.reason}) for row in rows],
        totals={"row_count": len(rows)},
    )


REJECT_REQUEST = Action(
    key="reject_request",
    model=InvoiceRequest,
    input=RejectRequestInput,
    row_facts=answered_request_facts,
    run=run,
    states=REQUEST_LIFECYCLE.sources(RequestEvent.REJECT),
    activity=ActivityKind.INVOICE,
    guide=("新-003",),
)

"""邮寄: send the sheets an approved request asked for; the lot is in transit until 签收 (新-003).

Numbered types are sent as one range of one 发票代码 that overlaps no lot ever sent, of any type.
Where only the province applies, only it is sent any.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from actions.core.action import Action, param
from actions.core.activity_kinds import ActivityKind
from actions.core.context import Context
from actions.core.refusal import Fact, Refusal
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.invoices import invoice_request_facts
from models.core.sequence import draw
from models.core.text_type import TextType
from models.invoices.invoice_request import (
    REQUEST_LIFECYCLE,
    InvoiceRequest,
    RequestEvent,
    RequestState,
)
from models.invoices.invoice_type import InvoiceType, Tracking
from models.invoices.source import SourceFault, is_left_to_province
from models.invoices.stock import InvoiceLot
from models.values.document_number import NumberKind, make_number
from models.values.number_range import PAPER_INVOICE_WIDTH, NumberRange, RangeError

_CODE_LENGTHS = frozenset({10, 12})


class DispatchRefusal(StrEnum):
    """Why nothing is sent."""

    RANGE_NEEDED = "dispatch_range_needed"
    CODE_FAULTY = "dispatch_code_faulty"
    NUMBER_FAULTY = "dispatch_number_faulty"
    RANGE_TAKEN = "dispatch_range_taken"
    RANGE_UNWANTED = "dispatch_range_unwanted"


class DispatchNote(StrEnum):
    """Notes of the plan page."""

    LOT_CREATED = "dispatch_lot_created"


@dataclass(frozen=True, slots=True)
class DispatchInput:
    """发票代码 and first number of numbered sheets, and the parcel they travel in."""

    invoice_code: str | None = param(text=TextType.CODE, default=None, maximum_length=12)
    number_from: str | None = param(
        text=TextType.CODE, default=None, maximum_length=PAPER_INVOICE_WIDTH
    )
    courier: str | None = param(default=None, maximum_length=40)
    tracking_no: str | None = param(text=TextType.CODE, default=None, maximum_length=40)


@dataclass(frozen=True, slots=True)
class DispatchFacts:
    """The range to send, and the lot that overlaps it."""

    numbers: NumberRange | None
    taken_by: InvoiceLot | None


def survey(ctx: Context, rows: Sequence[InvoiceRequest], given: DispatchInput) -> DispatchFacts:
    numbers = _range(rows[0], given) if rows else None
    if numbers is None or rows[0].type.tracking is Tracking.COUNT:
        return DispatchFacts(None, None)
    # Lock the invoice types, so that two clerks cannot send the same numbers.
    ctx.session.scalars(ctx.locked(select(InvoiceType).order_by(InvoiceType.id))).all()
    return DispatchFacts(numbers, _taken_by(ctx, given, numbers))


def _range(row: InvoiceRequest, given: DispatchInput) -> NumberRange | None:
    """The numbers from the first one typed; None where they make no range."""
    first = given.number_from or ""
    try:
        return (
            NumberRange.starting(first, row.quantity) if len(first) == PAPER_INVOICE_WIDTH else None
        )
    except RangeError:
        return None


def _taken_by(ctx: Context, given: DispatchInput, numbers: NumberRange) -> InvoiceLot | None:
    # Split lots lie inside their parents, so checking root lots is enough.
    return ctx.session.scalars(
        select(InvoiceLot)
        .where(
            InvoiceLot.invoice_code == given.invoice_code,
            InvoiceLot.parent_id.is_(None),
            InvoiceLot.number_from <= numbers.last,
            InvoiceLot.number_to >= numbers.first,
        )
        .order_by(InvoiceLot.number_from)
        .limit(1)
        .options(joinedload(InvoiceLot.type))
    ).one_or_none()


def check(row: InvoiceRequest, given: DispatchInput, facts: DispatchFacts) -> Refusal | None:
    if is_left_to_province(row.office):
        return Refusal(SourceFault.PROVINCE_APPLIES, {"office": row.office.name})
    code, first = given.invoice_code or "", given.number_from or ""
    if row.type.tracking is Tracking.COUNT:
        unwanted = bool(code or first)
        why = {"invoice_type": row.type.name}
        return Refusal(DispatchRefusal.RANGE_UNWANTED, why) if unwanted else None
    if not code or not first:
        return Refusal(DispatchRefusal.RANGE_NEEDED, {"invoice_type": row.type.name})
    if not (code.isascii() and code.isdigit() and len(code) in _CODE_LENGTHS):
        return Refusal(DispatchRefusal.CODE_FAULTY, {"invoice_code": code})
    return _range_refusal(row, first, facts)


def _range_refusal(row: InvoiceRequest, first: str, facts: DispatchFacts) -> Refusal | None:
    if facts.numbers is None:
        why: dict[str, Fact] = {"number_from": first, "quantity": row.quantity}
        return Refusal(DispatchRefusal.NUMBER_FAULTY, why)
    if facts.taken_by is not None:
        taken = facts.taken_by
        why = {
            "numbers": str(facts.numbers),
            "lot_no": taken.lot_no,
            "taken": f"{taken.number_from}–{taken.number_to}",
            "invoice_type": taken.type.name,
        }
        return Refusal(DispatchRefusal.RANGE_TAKEN, why)
    return None


def preview(
    ctx: Context, rows: Sequence[InvoiceRequest], given: DispatchInput, facts: DispatchFacts
) -> Preview:
    numbers = str(facts.numbers) if facts.numbers else None
    return Preview(
        totals={"sheets": sum(row.quantity for row in rows)},
        side_effects=tuple(
            Note(
                DispatchNote.LOT_CREATED,
                {"office": row.office.name, "count": row.quantity, "numbers": numbers},
            )
            for row in rows
        ),
    )


def run(
    ctx: Context, rows: Sequence[InvoiceRequest], given: DispatchInput, facts: DispatchFacts
) -> Result:
    (request,) = rows
    lot = _lot(ctx, request, given, facts.numbers)
    ctx.session.add(lot)
    REQUEST_LIFECYCLE.advance(request, RequestEvent.DISPATCH)
    request.dispatched_at = ctx.at
    request.courier = given.courier
    request.tracking_no = given.tracking_no
    ctx.session.flush()
    sent: dict[str, Fact] = {
        "lot_no": lot.lot_no,
        "sheets": lot.quantity,
        "numbers": str(facts.numbers) if facts.numbers else None,
    }
    return Result(
        rows=[RowResult(request.id, request.request_no, sent)],
        totals={"sheets": lot.quantity, "lot_id": lot.id},
    )


def _lot(
    ctx: Context, request: InvoiceRequest, given: DispatchInput, numbers: NumberRange | None
) -> InvoiceLot:
    kind, code = NumberKind.INVOICE_LOT, request.office_code
    (number,) = draw(ctx.session, kind, code, ctx.today.year, 1)
    lot = InvoiceLot(
        lot_no=make_number(kind, code, ctx.today, number),
        type_id=request.type_id,
        office_id=request.office_id,
        request_id=request.id,
        invoice_code=given.invoice_code if numbers else None,
        number_from=numbers.first if numbers else None,
        number_to=numbers.last if numbers else None,
        quantity=request.quantity,
        available=request.quantity,
        dispatched_at=ctx.at,
    )
    lot.belong_to(request)
    return lot


DISPATCH = Action(
    key="dispatch",
    model=InvoiceRequest,
    input=DispatchInput,
    survey=survey,
    check=check,
    preview=preview,
    row_facts=invoice_request_facts,
    run=run,
    states=frozenset({RequestState.APPROVED}),
    maximum_rows=1,
    loads=(joinedload(InvoiceRequest.type), joinedload(InvoiceRequest.office)),
    refusals=DispatchRefusal,
    fields_at_fault={
        DispatchRefusal.RANGE_UNWANTED: "number_from",
        DispatchRefusal.RANGE_NEEDED: "number_from",
        DispatchRefusal.CODE_FAULTY: "invoice_code",
        DispatchRefusal.NUMBER_FAULTY: "number_from",
        DispatchRefusal.RANGE_TAKEN: "number_from",
    },
    activity=ActivityKind.INVOICE,
    guide=("新-003",),
    needs_input=True,
)

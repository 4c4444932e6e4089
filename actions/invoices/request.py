"""发票申请: ask the registry for pre-issued invoices (guide 新-003, Q2).

At most 30,000 yuan's worth a request. Refused while an earlier lot has been on its way unsigned
for too long, and, where the province applies for all, to every office below it. Who holds or gave
more invoices than they remitted money for (已领发票未汇款金额), past the limit, is warned or
refused.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.core.action import Action, param
from actions.core.activity_kinds import ActivityKind
from actions.core.context import Context
from actions.core.refusal import Fact, Refusal
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.offices import office_facts
from models.core.scope import scope_of
from models.core.sequence import draw
from models.invoices.invoice_request import InvoiceRequest, RequestState
from models.invoices.invoice_type import InvoiceType
from models.invoices.source import is_left_to_province
from models.invoices.stock import InvoiceLot, LotState
from models.invoices.stock_balance import StockBalance, overdue_lots, stock_of
from models.offices.office import MailingAddress, Office
from models.reports.exposure import Exposure, exposure_of
from models.values.answer_kind import AnswerKind
from models.values.calendar import business_day
from models.values.document_number import NumberKind, make_number

#: Most sheets per request; for types with a face value the cap in yuan is lower.
MAXIMUM_SHEETS = 100_000


class RequestInvoicesRefusal(StrEnum):
    """Why no request is made."""

    TYPE_UNKNOWN = "request_invoices_type_unknown"
    UNIT_AMOUNT_NEEDED = "request_invoices_unit_amount_needed"
    FACE_VALUE_DIFFERS = "request_invoices_face_value_differs"
    OVER_CAP = "request_invoices_over_cap"
    ADDRESS_UNKNOWN = "request_invoices_address_unknown"
    LOT_UNSIGNED = "request_invoices_lot_unsigned"
    PROVINCE_ONLY = "request_invoices_province_only"
    OVER_EXPOSURE = "request_invoices_over_exposure"


class RequestInvoicesNote(StrEnum):
    """Notes of the plan page."""

    BALANCE = "request_invoices_balance"
    ON_ITS_WAY = "request_invoices_on_its_way"
    EXPOSED = "request_invoices_exposed"


def types(session: Session) -> Sequence[tuple[str, str]]:
    """The 发票类型 in use."""
    rows = session.execute(
        select(InvoiceType.code, InvoiceType.name)
        .where(InvoiceType.is_active)
        .order_by(InvoiceType.id)
    )
    return [(code, name) for code, name in rows]


def addresses(session: Session) -> Sequence[tuple[str, str]]:
    """The 邮寄地址 of the actor's own office, the default one first: a province is not offered
    those of its counties.
    """
    rows = session.scalars(
        select(MailingAddress)
        .where(MailingAddress.office_code == scope_of(session).value)
        .order_by(MailingAddress.is_default.desc(), MailingAddress.id)
    )
    return [(str(row.id), str(row)) for row in rows]


@dataclass(frozen=True, slots=True)
class RequestInvoicesInput:
    """发票数量, 发票类型 and 邮寄地址, as the form names them."""

    invoice_type: str = param(maximum_length=24, choices=types)
    quantity: int = param(minimum=1, maximum=MAXIMUM_SHEETS)
    #: The intended amount per sheet, where the type has no face value.
    unit_amount_fen: int | None = param(default=None, minimum=1, fen=True)
    #: The office's default address when left empty.
    address_id: int | None = param(default=None, choices=addresses)


@dataclass(frozen=True, slots=True)
class RequestInvoicesFacts:
    """Type, address and stock of the asking office, and its oldest lot still unsigned."""

    type: InvoiceType | None
    address: MailingAddress | None
    stock: StockBalance
    cap_fen: int
    #: (lot number, day sent) of an overdue lot.
    unsigned: tuple[str, dt.date] | None
    #: Sheets of open requests and of lots in transit.
    on_its_way: int
    exposure: Exposure
    #: The exposure limit, and whether exceeding it is refused or only warned of.
    limit_fen: int
    limit_stops: bool

    @property
    def is_over_limit(self) -> bool:
        """Whether the office's exposure is over the limit."""
        return self.exposure.total_fen > self.limit_fen

    def exposed(self) -> dict[str, Fact]:
        """The facts of its exposure: on hand, unremitted, and the limit."""
        return {
            "on_hand_fen": self.exposure.on_hand_fen,
            "unremitted_fen": self.exposure.unremitted_fen,
            "limit_fen": self.limit_fen,
        }


def survey(
    ctx: Context, rows: Sequence[Office], given: RequestInvoicesInput
) -> RequestInvoicesFacts:
    code = rows[0].code if rows else ctx.actor.office_code
    kind = ctx.session.scalars(
        select(InvoiceType).where(InvoiceType.code == given.invoice_type, InvoiceType.is_active)
    ).one_or_none()
    return RequestInvoicesFacts(
        type=kind,
        address=_address(ctx, code, given),
        stock=stock_of(ctx.session, code),
        cap_fen=ctx.settings.invoice_request_cap_fen,
        unsigned=_unsigned(ctx, code),
        on_its_way=_on_its_way(ctx, code),
        exposure=exposure_of(ctx.session, ctx.today, code),
        limit_fen=ctx.settings.exposure_limit_fen,
        limit_stops=ctx.settings.exposure_stops,
    )


def _address(ctx: Context, code: str, given: RequestInvoicesInput) -> MailingAddress | None:
    wanted = select(MailingAddress).where(MailingAddress.office_code == code)
    if given.address_id is None:
        wanted = wanted.where(MailingAddress.is_default)
    else:
        wanted = wanted.where(MailingAddress.id == given.address_id)
    return ctx.session.scalars(wanted).one_or_none()


def _unsigned(ctx: Context, code: str) -> tuple[str, dt.date] | None:
    overdue = overdue_lots(code, ctx.at, ctx.settings.unsigned_lot_days)
    found = ctx.session.scalars(overdue.limit(1)).first()
    return (found.lot_no, business_day(found.dispatched_at)) if found else None


def _on_its_way(ctx: Context, code: str) -> int:
    asked = ctx.session.scalars(
        select(InvoiceRequest.quantity).where(
            InvoiceRequest.office_code == code,
            InvoiceRequest.state.in_((RequestState.SUBMITTED, RequestState.APPROVED)),
        )
    )
    sent = ctx.session.scalars(
        select(InvoiceLot.quantity).where(
            InvoiceLot.office_code == code, InvoiceLot.state == LotState.IN_TRANSIT
        )
    )
    return sum(asked) + sum(sent)


def check(row: Office, given: RequestInvoicesInput, facts: RequestInvoicesFacts) -> Refusal | None:
    if is_left_to_province(row):
        return Refusal(RequestInvoicesRefusal.PROVINCE_ONLY, {"office": row.name})
    if facts.unsigned is not None:
        lot_no, sent_on = facts.unsigned
        return Refusal(
            RequestInvoicesRefusal.LOT_UNSIGNED, {"lot_no": lot_no, "dispatched_on": sent_on}
        )
    if facts.is_over_limit and facts.limit_stops:
        return Refusal(RequestInvoicesRefusal.OVER_EXPOSURE, facts.exposed())
    if facts.type is None:
        return Refusal(RequestInvoicesRefusal.TYPE_UNKNOWN, {"invoice_type": given.invoice_type})
    if facts.address is None:
        return Refusal(RequestInvoicesRefusal.ADDRESS_UNKNOWN, {"office": row.name})
    return _amount_refusal(given, facts.type.face_value_fen, facts.cap_fen)


def _amount_refusal(
    given: RequestInvoicesInput, face_fen: int | None, cap_fen: int
) -> Refusal | None:
    if face_fen and given.unit_amount_fen not in {None, face_fen}:
        why = {"typed_fen": given.unit_amount_fen, "face_value_fen": face_fen}
        return Refusal(RequestInvoicesRefusal.FACE_VALUE_DIFFERS, why)
    each = face_fen or given.unit_amount_fen
    if each is None:
        return Refusal(RequestInvoicesRefusal.UNIT_AMOUNT_NEEDED)
    if each * given.quantity > cap_fen:
        return Refusal(
            RequestInvoicesRefusal.OVER_CAP,
            {
                "quantity": given.quantity,
                "total_fen": each * given.quantity,
                "cap_fen": cap_fen,
                "most": cap_fen // each,
            },
        )
    return None


def _total_fen(given: RequestInvoicesInput, facts: RequestInvoicesFacts) -> int:
    assert facts.type is not None
    return given.quantity * _each_fen(given, facts.type)


def _each_fen(given: RequestInvoicesInput, kind: InvoiceType) -> int:
    each = kind.face_value_fen or given.unit_amount_fen
    assert each is not None
    return each


def preview(
    ctx: Context, rows: Sequence[Office], given: RequestInvoicesInput, facts: RequestInvoicesFacts
) -> Preview:
    stock = dataclasses.asdict(facts.stock)
    waiting = (Note(RequestInvoicesNote.ON_ITS_WAY, {"sheets": facts.on_its_way}),)
    exposed = (Note(RequestInvoicesNote.EXPOSED, facts.exposed()),)
    total = {"total_fen": _total_fen(given, facts)} if rows else {}
    return Preview(
        totals={"quantity": given.quantity, **total},
        side_effects=(Note(RequestInvoicesNote.BALANCE, stock),),
        warnings=(
            *(waiting if facts.on_its_way else ()),
            *(exposed if facts.is_over_limit else ()),
        ),
    )


def run(
    ctx: Context, rows: Sequence[Office], given: RequestInvoicesInput, facts: RequestInvoicesFacts
) -> Result:
    (office,) = rows
    assert facts.type is not None
    kind, code, year = NumberKind.INVOICE_REQUEST, office.code, ctx.today.year
    (number,) = draw(ctx.session, kind, code, year, 1)
    request = InvoiceRequest(
        request_no=make_number(kind, code, ctx.today, number),
        office_id=office.id,
        type_id=facts.type.id,
        quantity=given.quantity,
        unit_amount_fen=_each_fen(given, facts.type),
        total_fen=_total_fen(given, facts),
        address=str(facts.address),
        submitted_by=ctx.actor.name,
        submitted_at=ctx.at,
    )
    request.belong_to(office)
    ctx.session.add(request)
    ctx.session.flush()
    asked = {"quantity": request.quantity, "total_fen": request.total_fen}
    return Result(
        rows=[RowResult(request.id, request.request_no, asked)],
        totals={**asked, "request_id": request.id},
    )


REQUEST_INVOICES = Action(
    key="request_invoices",
    model=Office,
    input=RequestInvoicesInput,
    survey=survey,
    check=check,
    preview=preview,
    row_facts=office_facts,
    run=run,
    maximum_rows=1,
    refusals=RequestInvoicesRefusal,
    warnings={
        RequestInvoicesNote.ON_ITS_WAY: AnswerKind.TICK,
        RequestInvoicesNote.EXPOSED: AnswerKind.REASON,
    },
    fields_at_fault={
        RequestInvoicesRefusal.TYPE_UNKNOWN: "invoice_type",
        RequestInvoicesRefusal.ADDRESS_UNKNOWN: "address_id",
        RequestInvoicesRefusal.FACE_VALUE_DIFFERS: "unit_amount_fen",
        RequestInvoicesRefusal.UNIT_AMOUNT_NEEDED: "unit_amount_fen",
        RequestInvoicesRefusal.OVER_CAP: "quantity",
    },
    activity=ActivityKind.INVOICE,
    guide=("新-003", "Q2"),
    page="invoice_application.index",
)

"""补开发票: issue the invoices that a payment still lacks (待补开票, or after 作废; guide Q4).

They come from the issuing office's signed stock, lowest numbers first, and cover exactly the
missing amount; refunded money is owed none. A province that collects for all (两代一统) may issue
its own for payments of offices below, as it may charge.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from actions.core.action import Action, param
from actions.core.activity_kinds import ActivityKind
from actions.core.context import Context
from actions.core.refusal import Common, Fact, Refusal
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.billing import payment_facts
from models.billing.payment import Payment, PaymentState
from models.invoices.electronic import LONGEST_LIST, TypedNumbers, typed_numbers
from models.invoices.invoice import Invoice, InvoiceState
from models.invoices.issue import Issue, issue, shares
from models.invoices.owed_sheets import missing_fen, note_owed
from models.invoices.stock import InvoiceLot
from models.invoices.stock_balance import (
    Portion,
    lots_in_hand,
    propose,
    types_in_use,
    usable_lots,
)
from models.ledger.accounts import payers_of
from models.units.unit import Unit
from models.values.limits import MAXIMUM_ISSUED_INVOICES


class IssueInvoicesRefusal(StrEnum):
    """Why no invoice is issued."""

    NOTHING_MISSING = "issue_invoices_nothing_missing"
    STOCK_SHORT = "issue_invoices_stock_short"
    FACE_VALUE_DIFFERS = "issue_invoices_face_value_differs"


class IssueInvoicesNote(StrEnum):
    """Notes of the plan page."""

    INVOICES_USED = "issue_invoices_invoices_used"


@dataclass(frozen=True, slots=True)
class IssueInvoicesInput:
    """How many sheets, of which type (the first in stock when left empty)."""

    invoice_count: int = param(minimum=1, maximum=MAXIMUM_ISSUED_INVOICES)
    invoice_type: str | None = param(default=None, maximum_length=24, choices=types_in_use)
    #: The number of each 数电票.
    numbers: str | None = param(default=None, maximum_length=LONGEST_LIST, multiline=True)


@dataclass(frozen=True, slots=True)
class IssueInvoicesFacts:
    """The amount not invoiced yet, and the sheets proposed for it."""

    missing_fen: int
    #: Invoices it has already.
    given: int
    portions: Sequence[Portion]
    sheets: int
    typed: TypedNumbers
    #: The issuing office, and who else may issue for each office.
    actor_office: str
    payers: Mapping[str, str]


def survey(ctx: Context, rows: Sequence[Payment], given: IssueInvoicesInput) -> IssueInvoicesFacts:
    stands = (Invoice.state == InvoiceState.ISSUED) & Invoice.reverses_id.is_(None)
    ids = [row.id for row in rows]
    counting = select(func.count()).select_from(Invoice)
    count = ctx.session.scalar(counting.where(Invoice.payment_id.in_(ids), stands))
    ctx.lock(lots_in_hand(ctx.actor.office_code))
    statement = usable_lots(ctx.actor.office_code).options(joinedload(InvoiceLot.type))
    lots = [
        lot for lot in ctx.session.scalars(statement) if given.invoice_type in {None, lot.type.code}
    ]
    of_one_type = [lot for lot in lots if lot.type_id == lots[0].type_id]
    return IssueInvoicesFacts(
        missing_fen=sum(missing_fen(ctx.session, ids).values()),
        given=count or 0,
        portions=propose(of_one_type, given.invoice_count),
        sheets=sum(lot.available for lot in of_one_type),
        typed=typed_numbers(ctx.session, given.numbers),
        actor_office=ctx.actor.office_code,
        payers=payers_of(ctx.session, {row.office_code for row in rows}),
    )


def check(row: Payment, given: IssueInvoicesInput, facts: IssueInvoicesFacts) -> Refusal | None:
    if facts.actor_office not in {row.office_code, facts.payers.get(row.office_code)}:
        return Refusal(Common.NOT_OWN_OFFICE)
    faces = [
        portion.quantity * (portion.lot.type.face_value_fen or 0) for portion in facts.portions
    ]
    tests: tuple[tuple[bool, IssueInvoicesRefusal, dict[str, Fact]], ...] = (
        (
            facts.missing_fen <= 0,
            IssueInvoicesRefusal.NOTHING_MISSING,
            {"amount_fen": row.amount_fen},
        ),
        (
            sum(portion.quantity for portion in facts.portions) < given.invoice_count,
            IssueInvoicesRefusal.STOCK_SHORT,
            {"asked": given.invoice_count, "sheets": facts.sheets},
        ),
        (
            all(faces) and sum(faces) != facts.missing_fen,
            IssueInvoicesRefusal.FACE_VALUE_DIFFERS,
            {
                "count": given.invoice_count,
                "covered_fen": sum(faces),
                "missing_fen": facts.missing_fen,
            },
        ),
    )
    refusal = next((Refusal(code, why) for refused, code, why in tests if refused), None)
    kind = facts.portions[0].lot.type if facts.portions else None
    fault = facts.typed.fault(kind, given.invoice_count)
    return refusal or (Refusal(*fault) if fault else None)


def preview(
    ctx: Context, rows: Sequence[Payment], given: IssueInvoicesInput, facts: IssueInvoicesFacts
) -> Preview:
    used = (
        {
            "lot_no": portion.lot.lot_no,
            "count": portion.quantity,
            "numbers": str(portion.numbers or "、".join(facts.typed.numbers)) or None,
        }
        for portion in facts.portions
    )
    return Preview(
        totals={"invoice_count": given.invoice_count, "missing_fen": facts.missing_fen},
        words_fen=facts.missing_fen,
        side_effects=tuple(Note(IssueInvoicesNote.INVOICES_USED, part) for part in used),
    )


def run(
    ctx: Context, rows: Sequence[Payment], given: IssueInvoicesInput, facts: IssueInvoicesFacts
) -> Result:
    (payment,) = rows
    amounts = shares(facts.missing_fen, given.invoice_count)
    how = Issue(ctx.actor.name, ctx.today, ctx.at, facts.typed.numbers)
    title = _title(ctx, payment)
    invoices = issue(ctx.session, payment, title, facts.portions, amounts, how)
    payment.invoice_count = facts.given + len(invoices)
    # Nothing is owed any more; the journal keeps the old reason.
    note_owed(ctx.session, [payment])
    return Result(
        rows=[
            RowResult(invoice.id, str(invoice), {"amount_fen": invoice.amount_fen})
            for invoice in invoices
        ],
        totals={"invoice_count": len(invoices), "amount_fen": sum(amounts)},
    )


def _title(ctx: Context, payment: Payment) -> str:
    """The unit's 发票抬头; if the unit moved to another office since, the title of its earlier
    invoices.
    """
    written = select(Invoice.title).where(Invoice.payment_id == payment.id)
    here = select(Unit.invoice_title).where(Unit.id == payment.unit_id)
    find = ctx.session.scalar
    return find(here) or find(written.order_by(Invoice.id.desc()).limit(1)) or ""


ISSUE_INVOICES = Action(
    key="issue_invoices",
    model=Payment,
    input=IssueInvoicesInput,
    survey=survey,
    check=check,
    preview=preview,
    row_facts=payment_facts,
    run=run,
    states=frozenset({PaymentState.CONFIRMED}),
    maximum_rows=1,
    refusals=IssueInvoicesRefusal,
    activity=ActivityKind.INVOICE,
    guide=("新-005", "Q4"),
)

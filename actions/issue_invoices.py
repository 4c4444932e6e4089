"""补开发票: give the sheets that a payment still lacks (待补开票, or after 作废; guide Q4).

They come from the office's signed stock, lowest numbers first, and cover exactly what is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from actions.contract import Action, Context, Note, Preview, Result, RowResult, param
from actions.refusal import Fact, Refusal
from models.invoice import LIVE, Invoice, InvoiceState
from models.invoice_stock import InvoiceLot
from models.issuing import Issue, issue, shares
from models.payment import Payment, PaymentState
from models.stock import Portion, propose, usable_lots
from models.unit import Unit

#: Sheets one payment may need; more is a typing error.
MAXIMUM_INVOICES = 200


class IssueInvoicesRefusal(StrEnum):
    """Why no sheet is given."""

    NOTHING_MISSING = "issue_invoices_nothing_missing"
    STOCK_SHORT = "issue_invoices_stock_short"
    FACE_VALUE_DIFFERS = "issue_invoices_face_value_differs"


class IssueInvoicesNote(StrEnum):
    """What the plan page says besides."""

    INVOICES_USED = "issue_invoices_invoices_used"


@dataclass(frozen=True, slots=True)
class IssueInvoicesInput:
    """How many sheets, of which type (the first in stock when left empty)."""

    invoice_count: int = param(minimum=1, maximum=MAXIMUM_INVOICES)
    invoice_type: str | None = param(default=None, maximum_length=24)


@dataclass(frozen=True, slots=True)
class IssueInvoicesFacts:
    """What the payment's sheets do not cover yet, and the sheets proposed for it."""

    missing_fen: int
    #: Sheets it has already.
    given: int
    portions: Sequence[Portion]
    sheets: int


def survey(ctx: Context, rows: Sequence[Payment], given: IssueInvoicesInput) -> IssueInvoicesFacts:
    stands = (Invoice.state == InvoiceState.ISSUED) & Invoice.reverses_id.is_(None)
    covered, count = ctx.session.execute(
        select(func.coalesce(func.sum(Invoice.amount_fen), 0), func.count().filter(stands)).where(
            Invoice.payment_id.in_([row.id for row in rows]), Invoice.state.in_(LIVE)
        )
    ).one()
    office = rows[0].office_code if rows else ctx.actor.office_code
    statement = ctx.locked(usable_lots(office)).options(joinedload(InvoiceLot.type))
    lots = [
        lot for lot in ctx.session.scalars(statement) if given.invoice_type in {None, lot.type.code}
    ]
    of_one_type = [lot for lot in lots if lot.type_id == lots[0].type_id]
    return IssueInvoicesFacts(
        missing_fen=sum(row.amount_fen for row in rows) - int(covered),
        given=count,
        portions=propose(of_one_type, given.invoice_count),
        sheets=sum(lot.available for lot in of_one_type),
    )


def check(row: Payment, given: IssueInvoicesInput, facts: IssueInvoicesFacts) -> Refusal | None:
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
    return next((Refusal(code, why) for refused, code, why in tests if refused), None)


def preview(
    ctx: Context, rows: Sequence[Payment], given: IssueInvoicesInput, facts: IssueInvoicesFacts
) -> Preview:
    used = (
        {
            "lot_no": portion.lot.lot_no,
            "count": portion.quantity,
            "numbers": str(portion.numbers) if portion.numbers else None,
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
    how = Issue(ctx.actor.name, ctx.today, ctx.at)
    title = _title(ctx, payment)
    invoices = issue(ctx.session, payment, title, facts.portions, amounts, how)
    payment.invoice_count = facts.given + len(invoices)
    # Nothing is owed any more; why it was is told by the journal.
    payment.invoice_deferred_reason = None
    ctx.session.flush()
    return Result(
        rows=[
            RowResult(invoice.id, str(invoice), {"amount_fen": invoice.amount_fen})
            for invoice in invoices
        ],
        totals={"invoice_count": len(invoices), "amount_fen": sum(amounts)},
    )


def _title(ctx: Context, payment: Payment) -> str:
    """The unit's 发票抬头; of a unit that went to another office since, what the sheets bore."""
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
    run=run,
    states=frozenset({PaymentState.CONFIRMED}),
    maximum_rows=1,
    refusals=IssueInvoicesRefusal,
    guide=("新-005", "Q4"),
)

"""Who is told of charges, settlements, remittances and credits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from actions.audiences.domains import Announcements, unit_and_office
from actions.billing.cancel_order import CANCEL_ORDER
from actions.billing.charge import CHARGE, ChargeFacts, ChargeInput
from actions.billing.reverse_payment import (
    REVERSE_PAYMENT,
    ReversePaymentFacts,
    ReversePaymentInput,
)
from actions.core.action import Action, Nothing
from actions.core.announcement import Announcement, AnyRun, Audience, Finished, NobodyElse, Opens
from actions.core.refusal import Fact
from actions.ledger.settle import SETTLE, SettleFacts
from actions.remittances.cancel import CANCEL_REMITTANCE
from actions.remittances.draft import DRAFT_REMITTANCE
from actions.remittances.ignore_line import SET_ASIDE
from actions.remittances.match import MATCH, MatchFacts, MatchInput
from actions.remittances.reject import REJECT_REMITTANCE
from actions.remittances.submit import REMIT
from actions.remittances.top_up import TOP_UP, TopUpFacts, TopUpInput
from actions.remittances.unmatch import UNMATCH, UnmatchFacts, UnmatchInput
from actions.remittances.upload_statement import UPLOAD_STATEMENT
from models.billing.order import Order
from models.billing.payment import Payment
from models.domains.domain import Domain
from models.invoices.invoice import Invoice
from models.ledger.accounts import prepaid_account
from models.ledger.adjustment import Adjustment
from models.ledger.bank_credit import Share
from models.ledger.ledger import Account
from models.remittances.bank_statement import BankLine
from models.remittances.remittance import BankReceipt, Remittance
from models.values.order_kind import OrderKind
from models.workspace.notify import Topic

_Charged = Finished[Order, ChargeInput, ChargeFacts]
_Settled = Finished[Account, Nothing, SettleFacts]
_Credited = (
    Finished[Remittance, TopUpInput, TopUpFacts] | Finished[BankLine, MatchInput, MatchFacts]
)


def _payment(run: _Charged) -> list[Payment]:
    return [run.ctx.session.get_one(Payment, run.result.totals["payment_id"])]


def _charged(run: _Charged, _rows: Sequence[Payment]) -> Mapping[str, Fact]:
    """The names that were paid for, with the sum, the receipt and the sheets."""
    (payment,) = _payment(run)
    return {
        "name": run.rows[0].domain.name_u,
        "count": len(run.rows),
        "amount_fen": payment.amount_fen,
        "payment_no": payment.payment_no,
        "sheets": run.result.totals["invoice_count"],
    }


def _settled_names(*kinds: OrderKind) -> Callable[[_Settled], list[Domain]]:
    """The names whose orders of these kinds were settled."""
    return lambda run: [each.domain for each in run.facts.settled if each.order.kind in kinds]


def _expiry(_run: object, rows: Sequence[Domain]) -> Mapping[str, Fact]:
    return {"expires_on": min(row.expires_on for row in rows if row.expires_on)}


def _paying(run: _Settled) -> list[Account]:
    """The accounts that paid for something."""
    paid = {row.id for row in run.rows if any(d.wait is None for d in run.facts.decisions[row.id])}
    return [row for row in run.rows if row.id in paid]


def _paid(run: _Settled, rows: Sequence[Account]) -> Mapping[str, Fact]:
    paid = [
        each.order.amount_fen
        for row in rows
        for each in run.facts.decisions[row.id]
        if each.wait is None
    ]
    balance = sum(row.balance_fen or 0 for row in rows)
    return {"count": len(paid), "amount_fen": sum(paid), "balance_fen": balance}


def _paid_elsewhere(run: _Settled) -> list[Order]:
    """Settled orders of offices whose money another office keeps."""
    payers = {row.office_code for row in run.rows}
    return [each.order for each in run.facts.settled if each.order.office_code not in payers]


def shares_of(run: _Credited) -> list[Share]:
    """What each 汇款单 was credited with; nothing while a second person is needed."""
    if "adjustment_id" in run.result.totals:
        return []
    facts = run.facts
    if isinstance(facts, TopUpFacts):
        return list(facts.credit.shares) if facts.credit else []
    return [share for credit in facts.credits.values() for share in credit.shares]


def _credited(run: _Credited) -> list[Remittance]:
    return list(dict.fromkeys(share.remittance for share in shares_of(run)))


def _credit(run: _Credited, rows: Sequence[Remittance]) -> Mapping[str, Fact]:
    given = sum(share.amount_fen for share in shares_of(run) if share.remittance in rows)
    return balance_after(run, rows, given)


def balance_after(
    run: AnyRun, rows: Sequence[Remittance | Adjustment], amount_fen: int
) -> Mapping[str, Fact]:
    """A sum, and the balance of the office it went to or came from."""
    account = prepaid_account(run.ctx.session, rows[0])
    return {"amount_fen": amount_fen, "balance_fen": account.balance_fen}


def proposal(run: AnyRun) -> list[Adjustment]:
    """What waits for a second person, if it does."""
    key = run.result.totals.get("adjustment_id")
    return [] if key is None else [run.ctx.session.get_one(Adjustment, key)]


def proposed(run: AnyRun, _rows: Sequence[Adjustment]) -> Mapping[str, Fact]:
    """Who proposed it, and the sum."""
    (row,) = proposal(run)
    return {"by": row.proposed_by, "amount_fen": row.amount_fen, "reason": row.reason}


def _taken_back(run: Finished[BankLine, UnmatchInput, UnmatchFacts]) -> list[Remittance]:
    parts = [part for found in run.facts.parts.values() for part in found]
    return list(dict.fromkeys(part.remittance for part in parts))


def _taken(
    run: Finished[BankLine, UnmatchInput, UnmatchFacts], rows: Sequence[Remittance]
) -> Mapping[str, Fact]:
    parts: list[BankReceipt] = [part for found in run.facts.parts.values() for part in found]
    return balance_after(run, rows, sum(p.amount_fen for p in parts if p.remittance in rows))


def _drafted(run: AnyRun) -> list[Remittance]:
    """The drafts of the weekly job; a clerk who drafts sees theirs at once."""
    numbers = [line.facts["remittance_no"] for line in run.result.rows]
    if run.ctx.actor.user_id is not None:
        return []
    # Asked for anew: once flushed, the session keeps no new row that nothing else refers to.
    drafted = select(Remittance).where(Remittance.remittance_no.in_(numbers))
    return list(run.ctx.session.scalars(drafted))


def _numbers(_run: object, rows: Sequence[Remittance]) -> Mapping[str, Fact]:
    return {"remittance_no": "、".join(row.remittance_no for row in rows[:5])}


def _voided(run: Finished[Payment, ReversePaymentInput, ReversePaymentFacts]) -> list[Invoice]:
    """The sheets that were given for reversed payments."""
    return [invoice for row in run.rows for invoice in run.facts.invoices[row.id]]


def all_numbers(_run: object, rows: Sequence[Invoice]) -> Mapping[str, Fact]:
    """Every sheet by its number: each must be handed in."""
    return {"sheets": len(rows), "numbers": "、".join(map(str, rows))}


PROPOSED = Announcement(
    topic=Topic.ADJUSTMENT_PROPOSED, to=Audience.SECOND_PERSON, rows=proposal, facts=proposed
)
_TOPPED_UP = Announcement(
    topic=Topic.TOPPED_UP, to=Audience.COLLEAGUES, rows=_credited, facts=_credit, opens=Opens.RUN
)

AUDIENCES: dict[Action[Any, Any, Any], Announcements | NobodyElse] = {
    CHARGE: unit_and_office(Topic.CHARGED, rows=_payment, facts=_charged),
    CANCEL_ORDER: unit_and_office(Topic.ORDER_CANCELLED, sums=("amount_fen",)),
    REVERSE_PAYMENT: (
        *unit_and_office(Topic.PAYMENT_REVERSED, "reason", sums=("amount_fen",)),
        *unit_and_office(Topic.SHEETS_TO_RETURN, rows=_voided, facts=all_numbers),
    ),
    SETTLE: (
        Announcement(
            topic=Topic.NAME_REGISTERED,
            to=Audience.UNIT,
            rows=_settled_names(OrderKind.REGISTER),
            facts=_expiry,
        ),
        Announcement(
            topic=Topic.NAME_RENEWED,
            to=Audience.UNIT,
            rows=_settled_names(OrderKind.RENEW, OrderKind.RESTORE),
            facts=_expiry,
        ),
        Announcement(
            topic=Topic.SETTLED,
            to=Audience.COLLEAGUES,
            rows=_paying,
            facts=_paid,
            opens=Opens.RUN,
        ),
        Announcement(
            topic=Topic.SETTLED_ELSEWHERE,
            to=Audience.OFFICE,
            rows=_paid_elsewhere,
            sums=("amount_fen",),
        ),
    ),
    DRAFT_REMITTANCE: (
        Announcement(
            topic=Topic.DRAFT_READY, to=Audience.COLLEAGUES, rows=_drafted, facts=_numbers
        ),
    ),
    # A province that collects for all remits the charges of its counties.
    REMIT: (Announcement(topic=Topic.REMITTED, to=Audience.OFFICE, sums=("amount_fen",)),),
    CANCEL_REMITTANCE: NobodyElse.QUEUE,
    REJECT_REMITTANCE: (
        Announcement(
            topic=Topic.REMITTANCE_REJECTED,
            to=Audience.OFFICE,
            quotes=("reason",),
            facts=_numbers,
        ),
    ),
    TOP_UP: (_TOPPED_UP, PROPOSED),
    MATCH: (_TOPPED_UP, PROPOSED),
    UNMATCH: (
        Announcement(
            topic=Topic.CREDIT_REVERSED,
            to=Audience.COLLEAGUES,
            rows=_taken_back,
            facts=_taken,
            quotes=("reason",),
            opens=Opens.RUN,
        ),
    ),
    UPLOAD_STATEMENT: NobodyElse.INTERNAL,
    SET_ASIDE: NobodyElse.INTERNAL,
}

"""消费 (settle): pay the charged orders of offices from the balances of accounts (guide 新-006).

Strictly first in, first out by time of 收费, whole orders (models.ledger.settlement). A settled
order registers or extends its name; one whose name changed since the quote waits, and its money
remains (I-4). Waiting orders have a reason. Runs automatically after each 充值 and every night; no
order is settled twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from actions.core.action import Action, Nothing
from actions.core.activity_kinds import ActivityKind
from actions.core.context import Context
from actions.core.refusal import Fact, Refusal
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.ledger import account_facts
from models.billing.order import ORDER_LIFECYCLE, Order, OrderEvent
from models.ledger.accounts import paid_by, registry_account
from models.ledger.ledger import Account, AccountKind, Posting, TransferKind, post
from models.ledger.settled_registration import apply_order, last_terms
from models.ledger.settlement import Decision, decide, waiting_orders
from models.values.answer_kind import AnswerKind
from models.values.limits import MAXIMUM_BATCH_ROWS

#: Waiting orders that a plan page lists individually.
_NAMED = 20
#: Most accounts per run; the nightly job takes them in turn.
MAXIMUM_ACCOUNTS = 50


class SettleRefusal(StrEnum):
    """Why an account settles nothing."""

    NOT_PREPAID = "settle_not_prepaid"


class SettleNote(StrEnum):
    """Notes of the plan page."""

    WAITS = "settle_waits"
    MORE = "settle_more"


@dataclass(frozen=True, slots=True)
class SettleFacts:
    """The decisions on each account's queue, by account id."""

    decisions: dict[int, list[Decision]]
    #: The queue was longer than one run takes.
    is_cut: bool

    @property
    def settled(self) -> list[Decision]:
        """The orders that are paid."""
        return [d for queued in self.decisions.values() for d in queued if d.wait is None]

    @property
    def waiting(self) -> list[Decision]:
        """The orders that stay."""
        return [d for queued in self.decisions.values() for d in queued if d.wait]


def survey(ctx: Context, rows: Sequence[Account], given: Nothing) -> SettleFacts:
    payer = paid_by(ctx.session, [row.office_code for row in rows])
    waiting = waiting_orders(ctx.session, list(payer), MAXIMUM_BATCH_ROWS, ctx.locked)
    decisions = {
        row.id: decide(
            [order for order in waiting.orders if payer[order.office_code] == row.office_code],
            waiting.domains,
            row.balance_fen or 0,
            skip=ctx.settings.consume_skip,
        )
        for row in rows
        if row.kind is AccountKind.PREPAID
    }
    return SettleFacts(decisions, waiting.is_cut)


def check(row: Account, given: Nothing, facts: SettleFacts) -> Refusal | None:
    if row.kind is not AccountKind.PREPAID:
        return Refusal(SettleRefusal.NOT_PREPAID, {"account": row.code})
    return None


def preview(ctx: Context, rows: Sequence[Account], given: Nothing, facts: SettleFacts) -> Preview:
    spent = sum(decision.order.amount_fen for decision in facts.settled)
    more = (Note(SettleNote.MORE, {"count": MAXIMUM_BATCH_ROWS}),) if facts.is_cut else ()
    return Preview(
        totals=_totals(facts),
        words_fen=spent,
        side_effects=tuple(Note(SettleNote.WAITS, _why(d)) for d in facts.waiting[:_NAMED]),
        warnings=more,
        rows={row.id: _account_facts(row, facts.decisions[row.id]) for row in rows},
    )


def _account_facts(row: Account, decisions: Sequence[Decision]) -> dict[str, Fact]:
    spent = sum(decision.order.amount_fen for decision in decisions if decision.wait is None)
    return {
        "balance_before_fen": row.balance_fen,
        "balance_after_fen": (row.balance_fen or 0) - spent,
    }


def _totals(facts: SettleFacts) -> dict[str, int]:
    return {
        "settled_count": len(facts.settled),
        "settled_fen": sum(decision.order.amount_fen for decision in facts.settled),
        "waiting_count": len(facts.waiting),
    }


def _why(decision: Decision) -> dict[str, Fact]:
    return {
        "order_no": decision.order.order_no,
        "name": decision.domain.name_u,
        "waits_because": decision.wait,
        "balance_fen": decision.balance_fen,
        "amount_fen": decision.order.amount_fen,
    }


def run(ctx: Context, rows: Sequence[Account], given: Nothing, facts: SettleFacts) -> Result:
    income = registry_account(ctx.session, AccountKind.INCOME)
    for row in rows:
        settled = [decision for decision in facts.decisions[row.id] if decision.wait is None]
        post(ctx.session, [_posting(row, income, decision.order) for decision in settled], row)
    _apply(ctx, facts.settled)
    for decision in facts.waiting:
        decision.order.waits_because = decision.wait
    return Result(
        rows=[*map(_settled_line, facts.settled), *map(_waiting_line, facts.waiting)],
        totals={**_totals(facts), "is_cut": int(facts.is_cut), "account_id": rows[0].id},
    )


def _posting(account: Account, income: Account, order: Order) -> Posting:
    return Posting(
        kind=TransferKind.SETTLE,
        debit=account,
        credit=income,
        amount_fen=order.amount_fen,
        key=f"settle:order:{order.id}",
        order_id=order.id,
    )


def _apply(ctx: Context, settled: Sequence[Decision]) -> None:
    last = last_terms(ctx.session, [decision.domain.id for decision in settled])
    for decision in settled:
        order, domain = decision.order, decision.domain
        ctx.session.add(apply_order(domain, order, ctx.today, last.get(domain.id, 0)))
        ORDER_LIFECYCLE.advance(order, OrderEvent.SETTLE)
        order.settled_at = ctx.at
        order.waits_because = None


def _settled_line(decision: Decision) -> RowResult:
    order, domain = decision.order, decision.domain
    return RowResult(
        order.id,
        order.order_no,
        {
            "name": domain.name_u,
            "amount_fen": order.amount_fen,
            "expires_on": domain.expires_on,
        },
    )


def _waiting_line(decision: Decision) -> RowResult:
    return RowResult(decision.order.id, decision.order.order_no, _why(decision))


SETTLE = Action(
    key="settle",
    model=Account,
    input=Nothing,
    survey=survey,
    check=check,
    preview=preview,
    row_facts=account_facts,
    run=run,
    maximum_rows=MAXIMUM_ACCOUNTS,
    refusals=SettleRefusal,
    warnings={SettleNote.MORE: AnswerKind.NOTHING},
    activity=ActivityKind.FEE,
    guide=("新-006",),
)

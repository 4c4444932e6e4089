"""复核: the second person confirms a proposed 调账 or 退款, and the money moves (I-13).

Every movement is new, under a key of its own; nothing is edited. What has changed since it was
proposed is judged again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import or_, select

from actions.contract import Action, Context, Preview, Result, RowResult, param
from actions.refusal import Fact, Refusal, not_second
from models.accounts import prepaid_account, prepaid_account_code, registry_account
from models.adjustment import (
    ADJUSTMENT_LIFECYCLE,
    Adjustment,
    AdjustmentEvent,
    AdjustmentKind,
)
from models.four_eyes import Person, Tie, ties_of
from models.ledger import Account, AccountKind, Posting, Transfer, TransferKind, post
from models.order import Order, OrderState
from models.refunding import Settled, give_back, refund_fault, settled_facts


class ConfirmAdjustmentRefusal(StrEnum):
    """Why the money does not move."""

    BALANCE_SHORT = "confirm_adjustment_balance_short"
    ORDER_MOVED_ON = "confirm_adjustment_order_moved_on"


@dataclass(frozen=True, slots=True)
class ConfirmAdjustmentInput:
    """A word to it, if there is one to say."""

    comment: str | None = param(default=None, maximum_length=200)


@dataclass(frozen=True, slots=True)
class ConfirmAdjustmentFacts:
    """Who is no other person than the proposer, and whether that matters; the order given back;
    the balance before, in 分.
    """

    ties: Mapping[int, Tie]
    second_person: bool
    order: Order | None
    settled: Settled
    balance_fen: int


def survey(
    ctx: Context, rows: Sequence[Adjustment], given: ConfirmAdjustmentInput
) -> ConfirmAdjustmentFacts:
    ids = [row.order_id for row in rows if row.order_id is not None]
    payers = select(Transfer.debit_id).where(
        Transfer.order_id.in_(ids), Transfer.kind == TransferKind.SETTLE
    )
    own = [prepaid_account_code(row.office_code) for row in rows]
    # Accounts are locked before orders, everywhere.
    wanted = select(Account).where(or_(Account.code.in_(own), Account.id.in_(payers)))
    accounts = ctx.session.scalars(ctx.locked(wanted.order_by(Account.id))).all()
    balance = sum(each.balance_fen or 0 for each in accounts if each.code in own)
    orders = ctx.session.scalars(ctx.locked(select(Order).where(Order.id.in_(ids)))).all()
    return ConfirmAdjustmentFacts(
        ties=ties_of(
            ctx.session,
            Person(ctx.actor.key, ctx.actor.office_code),
            {row.id: (row.proposed_by_key, row.proposed_at) for row in rows},
            ctx.at,
        ),
        second_person=ctx.settings.second_person,
        order=orders[0] if orders else None,
        settled=settled_facts(ctx.session, orders, ctx.locked),
        balance_fen=balance,
    )


def check(
    row: Adjustment, given: ConfirmAdjustmentInput, facts: ConfirmAdjustmentFacts
) -> Refusal | None:
    tie = facts.ties.get(row.id)
    if facts.second_person and tie is not None:
        return not_second(tie)
    if row.kind is AdjustmentKind.ADJUST and facts.balance_fen + row.amount_fen < 0:
        why: dict[str, Fact] = {"balance_fen": facts.balance_fen, "amount_fen": -row.amount_fen}
        return Refusal(ConfirmAdjustmentRefusal.BALANCE_SHORT, why)
    return _order_refusal(facts)


def _order_refusal(facts: ConfirmAdjustmentFacts) -> Refusal | None:
    order = facts.order
    if order is None:
        return None
    if order.state is not OrderState.SETTLED:
        why: dict[str, Fact] = {"order_no": order.order_no, "state": order.state}
        return Refusal(ConfirmAdjustmentRefusal.ORDER_MOVED_ON, why)
    fault = refund_fault(order, facts.settled)
    name = facts.settled.domains[order.id].name_u
    return Refusal(fault, {"order_no": order.order_no, "name": name}) if fault else None


def preview(
    ctx: Context,
    rows: Sequence[Adjustment],
    given: ConfirmAdjustmentInput,
    facts: ConfirmAdjustmentFacts,
) -> Preview:
    amount = sum(row.amount_fen for row in rows)
    return Preview(
        totals={"amount_fen": amount},
        words_fen=amount,
        rows={
            row.id: {
                "kind": row.kind,
                "proposed_by": row.proposed_by,
                "amount_fen": row.amount_fen,
                "reason": row.reason,
            }
            for row in rows
        },
    )


def run(
    ctx: Context,
    rows: Sequence[Adjustment],
    given: ConfirmAdjustmentInput,
    facts: ConfirmAdjustmentFacts,
) -> Result:
    (row,) = rows
    ADJUSTMENT_LIFECYCLE.advance(row, AdjustmentEvent.CONFIRM)
    row.decided_by = ctx.actor.name
    row.decided_at = ctx.at
    row.comment = given.comment
    if facts.order is not None:
        balance = give_back(ctx.session, facts.order, facts.settled, row)
    else:
        balance = _adjusted(ctx, row)
    return Result(
        rows=[RowResult(row.id, str(row), {"amount_fen": row.amount_fen, "balance_fen": balance})],
        totals={"amount_fen": row.amount_fen, "balance_fen": balance},
    )


def _adjusted(ctx: Context, row: Adjustment) -> int:
    """Move the sum between the office's account and the registry's; returns the balance."""
    office = prepaid_account(ctx.session, row)
    registry = registry_account(ctx.session, AccountKind.ADJUSTMENT)
    debit, credit = (registry, office) if row.amount_fen > 0 else (office, registry)
    posting = Posting(
        kind=TransferKind.ADJUST,
        debit=debit,
        credit=credit,
        amount_fen=abs(row.amount_fen),
        key=f"adjust:{row.id}",
    )
    post(ctx.session, [posting], row)
    assert office.balance_fen is not None
    return office.balance_fen


CONFIRM_ADJUSTMENT = Action(
    key="confirm_adjustment",
    model=Adjustment,
    input=ConfirmAdjustmentInput,
    survey=survey,
    check=check,
    preview=preview,
    run=run,
    states=ADJUSTMENT_LIFECYCLE.sources(AdjustmentEvent.CONFIRM),
    maximum_rows=1,
    refusals=ConfirmAdjustmentRefusal,
)

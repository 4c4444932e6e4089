"""复核: the second person confirms a proposed 调账, 退款 or 充值, and the money moves (I-13).

Every transfer is new, with its own key; nothing is edited. Everything is checked again, since it
may have changed after the proposal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import or_, select

from actions.core.action import Action, param
from actions.core.activity_kinds import ActivityKind
from actions.core.context import Context
from actions.core.refusal import Fact, Refusal, not_second
from actions.core.result import Note, Preview, Result, RowResult, answer_code
from actions.core.row_facts.ledger import adjustment_facts
from models.billing.order import Order, OrderState
from models.ledger.accounts import (
    payer_after,
    prepaid_account,
    prepaid_account_code,
    registry_account,
)
from models.ledger.adjustment import (
    ADJUSTMENT_LIFECYCLE,
    Adjustment,
    AdjustmentEvent,
    AdjustmentKind,
)
from models.ledger.bank_credit import Recorder, receive
from models.ledger.credit_differences import (
    Credit,
    CreditFacts,
    Difference,
    credit_facts,
    credit_fault,
    differences,
)
from models.ledger.ledger import Account, AccountKind, Posting, Transfer, TransferKind, post
from models.ledger.proposed_credit import credit_of, settle_line
from models.ledger.refund import Settled, give_back, names_of, refund_fault, settled_facts
from models.remittances.bank_matching import WAITING
from models.remittances.bank_statement import BankLine
from models.users.second_person import Person, Tie, ties_of
from models.values.answer_kind import AnswerKind


class ConfirmAdjustmentRefusal(StrEnum):
    """Why the money does not move."""

    BALANCE_SHORT = "confirm_adjustment_balance_short"
    ORDER_MOVED_ON = "confirm_adjustment_order_moved_on"
    CREDIT_CHANGED = "confirm_adjustment_credit_changed"


@dataclass(frozen=True, slots=True)
class ConfirmAdjustmentInput:
    """An optional comment."""

    comment: str | None = param(default=None, maximum_length=200)


@dataclass(frozen=True, slots=True)
class ProposedCredit:
    """A pending 充值, as it would be credited now, and its bank line if any."""

    credit: Credit
    line: BankLine | None
    known: CreditFacts

    @property
    def notes(self) -> list[Note]:
        """Its differences from what was announced."""
        found = differences(self.known)
        return [Note(each.code, each.facts) for each in found]


@dataclass(frozen=True, slots=True)
class ConfirmAdjustmentFacts:
    """Actors who are no second person, and whether one is needed; the refunded order; the balance
    before, in 分.
    """

    ties: Mapping[int, Tie]
    second_person: bool
    order: Order | None
    settled: Settled
    balance_fen: int
    proposed: ProposedCredit | None


def survey(
    ctx: Context, rows: Sequence[Adjustment], given: ConfirmAdjustmentInput
) -> ConfirmAdjustmentFacts:
    proposed = next(
        (_proposed(ctx, row) for row in rows if row.kind is AdjustmentKind.TOP_UP), None
    )
    ids = [row.order_id for row in rows if row.order_id is not None]
    payers = select(Transfer.debit_id).where(
        Transfer.order_id.in_(ids), Transfer.kind == TransferKind.SETTLE
    )
    own = [prepaid_account_code(row.office_code) for row in rows]
    # A refund for a closed office goes to the one after it: all are locked at once.
    paying = ctx.session.scalars(select(Account.office_code).where(Account.id.in_(payers))).all()
    after = [prepaid_account_code(payer_after(ctx.session, code).code) for code in paying]
    codes = {*own, *after}
    wanted = select(Account).where(or_(Account.code.in_(codes), Account.id.in_(payers)))
    accounts = ctx.session.scalars(ctx.locked(wanted)).all()
    balance = sum(each.balance_fen or 0 for each in accounts if each.code in own)
    ctx.lock(names_of(ids))
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
        settled=settled_facts(ctx.session, orders),
        balance_fen=balance,
        proposed=proposed,
    )


def _proposed(ctx: Context, row: Adjustment) -> ProposedCredit:
    credit, line = credit_of(ctx.session, row, ctx.locked)
    known = credit_facts(ctx.session, [credit], ctx.settings, writes=ctx.entry is not None)
    # Its own proposal does not conflict with itself.
    return ProposedCredit(credit, line, replace(known, proposed={}))


def check(
    row: Adjustment, given: ConfirmAdjustmentInput, facts: ConfirmAdjustmentFacts
) -> Refusal | None:
    tie = facts.ties.get(row.id)
    if facts.second_person and tie is not None:
        return not_second(tie)
    if row.kind is AdjustmentKind.ADJUST and facts.balance_fen + row.amount_fen < 0:
        why: dict[str, Fact] = {"balance_fen": facts.balance_fen, "amount_fen": -row.amount_fen}
        return Refusal(ConfirmAdjustmentRefusal.BALANCE_SHORT, why)
    if facts.proposed is not None:
        return _credit_refusal(row, facts.proposed)
    return _order_refusal(facts)


def _credit_refusal(row: Adjustment, proposed: ProposedCredit) -> Refusal | None:
    """Refuse what cannot be credited any more, or has differences that the reason does not
    answer.
    """
    if (fault := credit_fault(proposed.credit, proposed.known)) is not None:
        return Refusal(*fault)
    first = proposed.credit.shares[0].remittance
    if first.state not in WAITING or answer_code(proposed.notes) != row.answered:
        why: dict[str, Fact] = {
            "remittance_no": first.remittance_no,
            "state": first.state,
            "amount_fen": first.amount_fen,
            "received_fen": first.received_fen,
            "arrived_fen": row.amount_fen,
        }
        return Refusal(ConfirmAdjustmentRefusal.CREDIT_CHANGED, why)
    return None


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
        warnings=tuple(facts.proposed.notes if facts.proposed else ()),
        rows={row.id: _announced(row, facts.proposed) for row in rows},
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
    if facts.proposed is not None:
        return _credited(ctx, row, facts.proposed)
    if facts.order is not None:
        balance = give_back(ctx.session, facts.order, facts.settled, row)
    else:
        balance = _adjusted(ctx, row)
    return Result(
        rows=[RowResult(row.id, str(row), {"amount_fen": row.amount_fen, "balance_fen": balance})],
        totals={"amount_fen": row.amount_fen, "balance_fen": balance},
    )


def _announced(row: Adjustment, proposed: ProposedCredit | None) -> dict[str, Fact]:
    """For a 充值: the bank's number and day, and what the office announced."""
    if proposed is None:
        return {}
    remittances = [share.remittance for share in proposed.credit.shares]
    return {
        "office": "、".join(dict.fromkeys(map(proposed.known.office, remittances))),
        "remittance_no": "、".join(each.remittance_no for each in remittances),
        "announced_fen": sum(each.amount_fen for each in remittances),
        "bank_ref": row.bank_ref,
        "received_on": row.received_on,
    }


def _credited(ctx: Context, row: Adjustment, proposed: ProposedCredit) -> Result:
    """Credit what was proposed; a row of the receipt for each 汇款单."""
    credit, by = proposed.credit, Recorder(row.proposed_by, ctx.at)
    if proposed.line is not None:
        settle_line(proposed.line, credit, row.proposed_by, row.reason)
    turn = proposed.known.turns.get(credit.arrival.bank_ref, 0)
    accounts = receive(ctx.session, credit.shares, credit.arrival, by, turn, row.reason)
    told: dict[str, Fact] = {
        "proposed_by": row.proposed_by,
        "bank_ref": row.bank_ref,
        "answer": row.reason,
    }
    return Result(
        rows=[
            RowResult(
                row.id,
                str(row),
                {
                    "office": proposed.known.office(share.remittance),
                    "remittance_no": share.remittance.remittance_no,
                    "amount_fen": share.amount_fen,
                    "balance_fen": account.balance_fen,
                    "account_id": account.id,
                    **told,
                },
            )
            for share, account in zip(credit.shares, accounts, strict=True)
        ],
        totals={"amount_fen": row.amount_fen},
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
    row_facts=adjustment_facts,
    run=run,
    states=ADJUSTMENT_LIFECYCLE.sources(AdjustmentEvent.CONFIRM),
    maximum_rows=1,
    refusals=ConfirmAdjustmentRefusal,
    # The first person gave the reason; the second checks the same differences.
    warnings=dict.fromkeys(Difference, AnswerKind.TICK),
    activity=ActivityKind.FEE,
)

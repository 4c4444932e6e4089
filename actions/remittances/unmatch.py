"""取消认款 (unmatch): reverse the credit of lines matched with the wrong 汇款单 (.ee #1937).

By reversing transfers, while the offices' balances still hold the money; otherwise refused. A
divided line is reversed for all its 汇款单 or for none. The lines can be matched again, and their
payers are forgotten.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from actions.core.action import Action, param
from actions.core.activity_kinds import ActivityKind
from actions.core.choices.reasons import ReasonList, reasons
from actions.core.context import Context
from actions.core.refusal import Fact, Refusal
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.remittances import bank_line_facts
from models.ledger.accounts import prepaid_account_code
from models.ledger.bank_credit import Recorder, take_credit_back
from models.ledger.ledger import Account, lock_accounts
from models.remittances.bank_matching import standing_parts
from models.remittances.bank_statement import BANK_LINE_LIFECYCLE, BankLine, BankLineEvent
from models.remittances.remittance import BankReceipt, Remittance
from models.values.limits import MAXIMUM_MATCHED_LINES


class UnmatchRefusal(StrEnum):
    """Why a credit is not reversed."""

    SPENT = "unmatch_spent"


class UnmatchNote(StrEnum):
    """Notes of the plan page."""

    TAKEN_BACK = "unmatch_taken_back"


@dataclass(frozen=True, slots=True)
class UnmatchInput:
    """Why."""

    reason: str = param(maximum_length=200, suggestions=reasons(ReasonList.MATCHING))


@dataclass(frozen=True, slots=True)
class UnmatchFacts:
    """The parts of each line's credit, by bank number, and the balance of each office."""

    parts: dict[str, list[BankReceipt]]
    balances: dict[str, int]


def survey(ctx: Context, rows: Sequence[BankLine], given: UnmatchInput) -> UnmatchFacts:
    refs = [row.credit_ref for row in rows]
    standing = standing_parts(ctx.session, refs).values()
    ids = {part.remittance_id for parts in standing for part in parts}
    wanted = select(Remittance).where(Remittance.id.in_(ids)).order_by(Remittance.id)
    remittances = ctx.session.scalars(ctx.locked(wanted)).all()
    codes = {prepaid_account_code(each.office_code) for each in remittances}
    accounts = (
        lock_accounts(ctx.session, sorted(codes)).values()
        if ctx.entry is not None
        else ctx.session.scalars(select(Account).where(Account.code.in_(codes)))
    )
    return UnmatchFacts(
        # Read again: a credit may have been reversed while we waited for the locks.
        parts=standing_parts(ctx.session, refs),
        balances={account.office_code: account.balance_fen or 0 for account in accounts},
    )


def check(row: BankLine, given: UnmatchInput, facts: UnmatchFacts) -> Refusal | None:
    assert row.credit_ref in facts.parts, "a matched line has its credit"
    return _spent([row], facts)


def check_batch(
    rows: Sequence[BankLine], given: UnmatchInput, facts: UnmatchFacts
) -> Refusal | None:
    """Refuse lines whose sum an office no longer holds."""
    return _spent(rows, facts)


def _spent(rows: Sequence[BankLine], facts: UnmatchFacts) -> Refusal | None:
    wanted = Counter[str]()
    for row in rows:
        for part in facts.parts[row.credit_ref]:
            wanted[part.office_code] += part.amount_fen
            balance, amount = facts.balances.get(part.office_code, 0), wanted[part.office_code]
            if balance < amount:
                why: dict[str, Fact] = {
                    "bank_ref": row.credit_ref,
                    "amount_fen": amount,
                    "balance_fen": balance,
                    "spent_fen": amount - balance,
                }
                return Refusal(UnmatchRefusal.SPENT, why)
    return None


def preview(
    ctx: Context, rows: Sequence[BankLine], given: UnmatchInput, facts: UnmatchFacts
) -> Preview:
    amount = sum(row.amount_fen for row in rows)
    return Preview(
        totals={"row_count": len(rows), "amount_fen": amount},
        words_fen=amount,
        side_effects=(Note(UnmatchNote.TAKEN_BACK, {"amount_fen": amount}),),
        rows={
            row.id: {
                "remittance_no": "、".join(part.remittance.remittance_no for part in parts),
                "balance_fen": sum(
                    facts.balances.get(code, 0) for code in {part.office_code for part in parts}
                ),
            }
            for row in rows
            if (parts := facts.parts[row.credit_ref])
        },
    )


def run(ctx: Context, rows: Sequence[BankLine], given: UnmatchInput, facts: UnmatchFacts) -> Result:
    by = Recorder(ctx.actor.name, ctx.at)
    for row in rows:
        BANK_LINE_LIFECYCLE.advance(row, BankLineEvent.UNMATCH)
        row.resolved_by = row.paid_for_code = None
        row.reason = given.reason
        take_credit_back(ctx.session, facts.parts[row.credit_ref], by)
    return Result(
        rows=[RowResult(row.id, row.credit_ref, {"amount_fen": row.amount_fen}) for row in rows],
        totals={"row_count": len(rows), "amount_fen": sum(row.amount_fen for row in rows)},
    )


UNMATCH = Action(
    key="unmatch",
    model=BankLine,
    input=UnmatchInput,
    survey=survey,
    check=check,
    check_batch=check_batch,
    preview=preview,
    row_facts=bank_line_facts,
    run=run,
    states=BANK_LINE_LIFECYCLE.sources(BankLineEvent.UNMATCH),
    maximum_rows=MAXIMUM_MATCHED_LINES,
    refusals=UnmatchRefusal,
    activity=ActivityKind.FEE,
    guide=("Q8",),
)

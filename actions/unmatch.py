"""取消认款: take back the credit of lines that went to the wrong 汇款单 (.ee #1937).

By a reversing movement, while the office's balance still holds the money; what was spent stays
and says so. The lines wait again and may be matched anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from actions.contract import Action, Context, Note, Preview, Result, RowResult, param
from actions.refusal import Fact, Refusal
from models.accounts import prepaid_account_code
from models.bank import BANK_LINE_LIFECYCLE, BankLine, BankLineEvent
from models.ledger import Account, lock_accounts
from models.matching import standing_receipts
from models.receiving import Recorder, take_credit_back
from models.remittance import BankReceipt, Remittance

#: As many as are matched at once.
MAXIMUM_LINES = 50


class UnmatchRefusal(StrEnum):
    """Why a credit stays."""

    SPENT = "unmatch_spent"


class UnmatchNote(StrEnum):
    """What the plan page says besides."""

    TAKEN_BACK = "unmatch_taken_back"


@dataclass(frozen=True, slots=True)
class UnmatchInput:
    """Why."""

    reason: str = param(maximum_length=200)


@dataclass(frozen=True, slots=True)
class UnmatchFacts:
    """The credit of each line, its 汇款单, and the balance of each office concerned."""

    receipts: dict[str, BankReceipt]
    remittances: dict[int, Remittance]
    balances: dict[str, int]

    def office(self, row: BankLine) -> str:
        """The office that was credited."""
        return self.remittances[row.remittance_id or 0].office_code


def survey(ctx: Context, rows: Sequence[BankLine], given: UnmatchInput) -> UnmatchFacts:
    ids = {row.remittance_id for row in rows}
    wanted = select(Remittance).where(Remittance.id.in_(ids)).order_by(Remittance.id)
    remittances = {each.id: each for each in ctx.session.scalars(ctx.locked(wanted))}
    codes = {prepaid_account_code(each.office_code) for each in remittances.values()}
    accounts = (
        lock_accounts(ctx.session, sorted(codes)).values()
        if ctx.entry is not None
        else ctx.session.scalars(select(Account).where(Account.code.in_(codes)))
    )
    return UnmatchFacts(
        receipts=standing_receipts(ctx.session, [row.bank_ref for row in rows]),
        remittances=remittances,
        balances={account.office_code: account.balance_fen or 0 for account in accounts},
    )


def check(row: BankLine, given: UnmatchInput, facts: UnmatchFacts) -> Refusal | None:
    assert row.bank_ref in facts.receipts, "a matched line has its credit"
    return _spent(row, row.amount_fen, facts)


def check_batch(
    rows: Sequence[BankLine], given: UnmatchInput, facts: UnmatchFacts
) -> Refusal | None:
    """Refuse lines whose sum an office no longer holds."""
    wanted: dict[str, int] = {}
    for row in rows:
        office = facts.office(row)
        wanted[office] = wanted.get(office, 0) + row.amount_fen
        if (refusal := _spent(row, wanted[office], facts)) is not None:
            return refusal
    return None


def _spent(row: BankLine, amount_fen: int, facts: UnmatchFacts) -> Refusal | None:
    balance = facts.balances.get(facts.office(row), 0)
    if balance >= amount_fen:
        return None
    why: dict[str, Fact] = {
        "bank_ref": row.bank_ref,
        "amount_fen": amount_fen,
        "balance_fen": balance,
        "spent_fen": amount_fen - balance,
    }
    return Refusal(UnmatchRefusal.SPENT, why)


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
                "remittance_no": facts.remittances[row.remittance_id or 0].remittance_no,
                "amount_fen": row.amount_fen,
                "balance_fen": facts.balances.get(facts.office(row), 0),
            }
            for row in rows
        },
    )


def run(ctx: Context, rows: Sequence[BankLine], given: UnmatchInput, facts: UnmatchFacts) -> Result:
    by = Recorder(ctx.actor.name, ctx.at)
    for row in rows:
        remittance = facts.remittances[row.remittance_id or 0]
        BANK_LINE_LIFECYCLE.advance(row, BankLineEvent.UNMATCH)
        row.resolved_by = None
        row.reason = given.reason
        take_credit_back(ctx.session, facts.receipts[row.bank_ref], remittance, by)
    return Result(
        rows=[RowResult(row.id, row.bank_ref, {"amount_fen": row.amount_fen}) for row in rows],
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
    run=run,
    states=BANK_LINE_LIFECYCLE.sources(BankLineEvent.UNMATCH),
    maximum_rows=MAXIMUM_LINES,
    refusals=UnmatchRefusal,
    guide=("Q8",),
)

"""充值: the registry found money in its bank and credits the office's account (guide 新-006, Q8).

One line of the bank's statement is one receipt and tops up once. A 汇款单 may arrive in parts,
until what was announced is there; a last part may bring more, which is shown. Settlement
follows the same day by itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from actions.contract import Action, Context, Note, Preview, Result, RowResult, param
from actions.refusal import Fact, Refusal
from models.accounts import prepaid_account_code
from models.bank_ref import MAXIMUM_LENGTH, bank_ref_of
from models.ledger import Account
from models.matching import standing_receipts
from models.receiving import Arrival, Recorder, receive, turns_of
from models.remittance import BankReceipt, Remittance, RemittanceState
from models.text_type import TextType


class TopUpRefusal(StrEnum):
    """Why nothing is credited."""

    BANK_REF_MISSING = "top_up_bank_ref_missing"
    BANK_REF_SEEN = "top_up_bank_ref_seen"
    COMPLETE = "top_up_complete"
    DAY_IN_FUTURE = "top_up_day_in_future"


class TopUpNote(StrEnum):
    """What the plan page says besides."""

    BALANCE_AFTER = "top_up_balance_after"
    SETTLES = "top_up_settles"
    SHORT = "top_up_short"
    SURPLUS = "top_up_surplus"


@dataclass(frozen=True, slots=True)
class TopUpInput:
    """One line of the bank's statement; received today when no day is given."""

    amount_fen: int = param(minimum=1, fen=True)
    bank_ref: str = param(text=TextType.CODE, maximum_length=MAXIMUM_LENGTH)
    received_on: dt.date | None = param(default=None)


@dataclass(frozen=True, slots=True)
class TopUpFacts:
    """The receipt that has the number already, and the office's balance before."""

    today: dt.date
    seen: BankReceipt | None
    balance_fen: int
    #: How often the number was credited and taken back before.
    turn: int


def survey(ctx: Context, rows: Sequence[Remittance], given: TopUpInput) -> TopUpFacts:
    bank_ref = bank_ref_of(given.bank_ref)
    seen = standing_receipts(ctx.session, [bank_ref]).get(bank_ref)
    turn = turns_of(ctx.session, [bank_ref]).get(bank_ref, 0)
    codes = [prepaid_account_code(row.office_code) for row in rows]
    balance = ctx.session.scalars(select(Account.balance_fen).where(Account.code.in_(codes)))
    return TopUpFacts(ctx.today, seen, sum(fen or 0 for fen in balance), turn)


def check(row: Remittance, given: TopUpInput, facts: TopUpFacts) -> Refusal | None:
    tests: tuple[tuple[bool, TopUpRefusal, dict[str, Fact]], ...] = (
        (not bank_ref_of(given.bank_ref), TopUpRefusal.BANK_REF_MISSING, {}),
        (facts.seen is not None, TopUpRefusal.BANK_REF_SEEN, _seen(facts.seen)),
        (
            row.received_fen >= row.amount_fen,
            TopUpRefusal.COMPLETE,
            {"received_fen": row.received_fen, "amount_fen": row.amount_fen},
        ),
        (
            (given.received_on or facts.today) > facts.today,
            TopUpRefusal.DAY_IN_FUTURE,
            {"received_on": given.received_on},
        ),
    )
    return next((Refusal(code, why) for refused, code, why in tests if refused), None)


def _seen(receipt: BankReceipt | None) -> dict[str, Fact]:
    if receipt is None:
        return {}
    return {
        "bank_ref": receipt.bank_ref,
        "amount_fen": receipt.amount_fen,
        "received_on": receipt.received_on,
        "remittance_no": receipt.remittance.remittance_no,
    }


def preview(
    ctx: Context, rows: Sequence[Remittance], given: TopUpInput, facts: TopUpFacts
) -> Preview:
    balance = {
        "balance_before_fen": facts.balance_fen,
        "balance_after_fen": facts.balance_fen + given.amount_fen,
    }
    return Preview(
        totals={"amount_fen": given.amount_fen},
        words_fen=given.amount_fen,
        side_effects=(Note(TopUpNote.BALANCE_AFTER, balance), Note(TopUpNote.SETTLES)),
        warnings=tuple(note for row in rows if (note := _difference(row, given))),
        rows={
            row.id: {
                "amount_fen": row.amount_fen,
                "received_fen": row.received_fen,
                "received_after_fen": row.received_fen + given.amount_fen,
            }
            for row in rows
        },
    )


def _difference(row: Remittance, given: TopUpInput) -> Note | None:
    over = row.received_fen + given.amount_fen - row.amount_fen
    if over == 0:
        return None
    if over < 0:
        return Note(TopUpNote.SHORT, {"short_fen": -over})
    return Note(TopUpNote.SURPLUS, {"surplus_fen": over})


def run(ctx: Context, rows: Sequence[Remittance], given: TopUpInput, facts: TopUpFacts) -> Result:
    (row,) = rows
    received_on = given.received_on or ctx.today
    arrival = Arrival(bank_ref_of(given.bank_ref), given.amount_fen, received_on)
    by = Recorder(ctx.actor.name, ctx.at)
    account = receive(ctx.session, row, arrival, by, facts.turn)
    balance = account.balance_fen
    assert balance is not None
    totals = {"amount_fen": given.amount_fen, "balance_fen": balance}
    received = {"received_fen": row.received_fen, "balance_fen": balance}
    return Result(
        rows=[RowResult(row.id, row.remittance_no, received)],
        totals={**totals, "account_id": account.id},
    )


TOP_UP = Action(
    key="top_up",
    model=Remittance,
    input=TopUpInput,
    survey=survey,
    check=check,
    preview=preview,
    run=run,
    states=frozenset({RemittanceState.SUBMITTED, RemittanceState.RECEIVED}),
    maximum_rows=1,
    refusals=TopUpRefusal,
    guide=("新-006", "续-004", "Q8"),
)

"""认款: credit offices with lines of the bank's statement, each to its 汇款单 (新-006, Q8).

The same movement as 充值 by hand, so a line is never credited twice; settlement follows by
itself. A line that names none, or the wrong one, is given its 汇款单 by the person who matches.
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
from models.ledger import lock_accounts
from models.matching import WAITING, standing_receipts
from models.numbering import NumberError, parse_number
from models.receiving import Arrival, Recorder, receive, turns_of
from models.remittance import BankReceipt, Remittance
from models.text_type import TextType

#: Lines of one run; each account they credit is settled after it.
MAXIMUM_LINES = 50


class MatchRefusal(StrEnum):
    """Why a line is not credited."""

    NO_REMITTANCE = "match_no_remittance"
    REMITTANCE_UNKNOWN = "match_remittance_unknown"
    NOT_SENT = "match_not_sent"
    CREDITED = "match_credited"
    COMPLETE = "match_complete"


class MatchNote(StrEnum):
    """What the plan page says besides."""

    SETTLES = "match_settles"
    SHORT = "match_short"
    SURPLUS = "match_surplus"


@dataclass(frozen=True, slots=True)
class MatchInput:
    """The 汇款单 of all ticked lines; each line's own when left empty."""

    remittance_no: str | None = param(text=TextType.NUMBER, default=None, maximum_length=40)


@dataclass(frozen=True, slots=True)
class MatchFacts:
    """The 汇款单 of each line, by line id; credits that stand; how often each was taken back."""

    remittances: dict[int, Remittance]
    credited: dict[str, BankReceipt]
    turns: dict[str, int]


def survey(ctx: Context, rows: Sequence[BankLine], given: MatchInput) -> MatchFacts:
    refs = [row.bank_ref for row in rows]
    wanted = select(Remittance).order_by(Remittance.id)
    if given.remittance_no:
        wanted = wanted.where(Remittance.remittance_no == _number(given.remittance_no))
    else:
        wanted = wanted.where(Remittance.id.in_([row.remittance_id for row in rows]))
    found = ctx.session.scalars(ctx.locked(wanted)).all()
    by_id = {remittance.id: remittance for remittance in found}
    given_to = found[0] if given.remittance_no and found else None
    named = {row.id: given_to or by_id.get(row.remittance_id or 0) for row in rows}
    return MatchFacts(
        remittances={line: remittance for line, remittance in named.items() if remittance},
        credited=standing_receipts(ctx.session, refs),
        turns=turns_of(ctx.session, refs),
    )


def _number(typed: str) -> str:
    """The number in its written form; what is none finds nothing."""
    try:
        return str(parse_number(typed))
    except NumberError:
        return typed


def check(row: BankLine, given: MatchInput, facts: MatchFacts) -> Refusal | None:
    remittance = facts.remittances.get(row.id)
    if (credit := facts.credited.get(row.bank_ref)) is not None:
        return Refusal(MatchRefusal.CREDITED, _credited(credit))
    if remittance is None and given.remittance_no:
        return Refusal(MatchRefusal.REMITTANCE_UNKNOWN, {"remittance_no": given.remittance_no})
    if remittance is None:
        return Refusal(MatchRefusal.NO_REMITTANCE, {"bank_ref": row.bank_ref})
    if remittance.state not in WAITING:
        why = {"remittance_no": remittance.remittance_no, "state": remittance.state}
        return Refusal(MatchRefusal.NOT_SENT, why)
    if remittance.received_fen >= remittance.amount_fen:
        return Refusal(MatchRefusal.COMPLETE, _sums(remittance))
    return None


def _credited(credit: BankReceipt) -> dict[str, Fact]:
    return {
        "bank_ref": credit.bank_ref,
        "received_on": credit.received_on,
        "amount_fen": credit.amount_fen,
        "remittance_no": credit.remittance.remittance_no,
    }


def _sums(remittance: Remittance) -> dict[str, Fact]:
    return {
        "remittance_no": remittance.remittance_no,
        "amount_fen": remittance.amount_fen,
        "received_fen": remittance.received_fen,
    }


def check_batch(rows: Sequence[BankLine], given: MatchInput, facts: MatchFacts) -> Refusal | None:
    """Refuse a line that comes when the lines before it have filled its 汇款单."""
    received = {each.id: each.received_fen for each in facts.remittances.values()}
    for row in rows:
        remittance = facts.remittances[row.id]
        if received[remittance.id] >= remittance.amount_fen:
            why = {**_sums(remittance), "received_fen": received[remittance.id]}
            return Refusal(MatchRefusal.COMPLETE, why)
        received[remittance.id] += row.amount_fen
    return None


def preview(
    ctx: Context, rows: Sequence[BankLine], given: MatchInput, facts: MatchFacts
) -> Preview:
    amount = sum(row.amount_fen for row in rows)
    return Preview(
        totals={"row_count": len(rows), "amount_fen": amount},
        words_fen=amount,
        side_effects=(Note(MatchNote.SETTLES),),
        warnings=tuple(_differences(rows, facts)),
        rows={
            row.id: {
                "remittance_no": facts.remittances[row.id].remittance_no,
                "payer": row.payer,
                "amount_fen": row.amount_fen,
                "missing_fen": _missing(facts.remittances[row.id]),
            }
            for row in rows
        },
    )


def _missing(remittance: Remittance) -> int:
    return remittance.amount_fen - remittance.received_fen


def _differences(rows: Sequence[BankLine], facts: MatchFacts) -> list[Note]:
    """What each 汇款单 is short of, or has too much, after all the lines."""
    remittances = {each.id: each for each in facts.remittances.values()}
    left = {key: _missing(each) for key, each in remittances.items()}
    for row in rows:
        left[facts.remittances[row.id].id] -= row.amount_fen
    notes = []
    for key, missing in left.items():
        number: dict[str, Fact] = {"remittance_no": remittances[key].remittance_no}
        if missing > 0:
            notes.append(Note(MatchNote.SHORT, {**number, "short_fen": missing}))
        if missing < 0:
            notes.append(Note(MatchNote.SURPLUS, {**number, "surplus_fen": -missing}))
    return notes


def run(ctx: Context, rows: Sequence[BankLine], given: MatchInput, facts: MatchFacts) -> Result:
    codes = {prepaid_account_code(each.office_code) for each in facts.remittances.values()}
    lock_accounts(ctx.session, sorted(codes))
    by = Recorder(ctx.actor.name, ctx.at)
    results = []
    for row in rows:
        remittance = facts.remittances[row.id]
        BANK_LINE_LIFECYCLE.advance(row, BankLineEvent.MATCH)
        row.remittance_id = remittance.id
        row.resolved_by = ctx.actor.name
        row.reason = None
        arrival = Arrival(row.bank_ref, row.amount_fen, row.received_on)
        account = receive(ctx.session, remittance, arrival, by, facts.turns.get(row.bank_ref, 0))
        told: dict[str, Fact] = {
            "remittance_no": remittance.remittance_no,
            "amount_fen": row.amount_fen,
            "received_fen": remittance.received_fen,
            "account_id": account.id,
        }
        results.append(RowResult(row.id, row.bank_ref, told))
    amount = sum(row.amount_fen for row in rows)
    return Result(rows=results, totals={"row_count": len(rows), "amount_fen": amount})


MATCH = Action(
    key="match",
    model=BankLine,
    input=MatchInput,
    survey=survey,
    check=check,
    check_batch=check_batch,
    preview=preview,
    run=run,
    states=BANK_LINE_LIFECYCLE.sources(BankLineEvent.MATCH),
    maximum_rows=MAXIMUM_LINES,
    refusals=MatchRefusal,
    guide=("新-006", "续-004", "Q8"),
)

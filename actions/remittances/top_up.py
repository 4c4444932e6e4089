"""充值 (top up): the registry credits an office's account with a bank receipt (guide 新-006, Q8).

One bank line is one receipt and is credited once; it may pay several 汇款单. A 汇款单 may arrive in
parts; a short sum needs a tick. Differences (more money, another bank number, an earlier day)
need a reason, and beyond the setting `surplus_limit_fen` a second person. Settlement follows
automatically.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import or_, select

from actions.core.action import Action, param
from actions.core.activity_kinds import ActivityKind
from actions.core.context import Context
from actions.core.refusal import Fact, Refusal
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.remittances import remittance_facts
from models.core.text_type import TextType
from models.ledger.bank_credit import Arrival, Recorder, receive
from models.ledger.credit_differences import (
    DIFFERENCE_ANSWERS,
    Credit,
    CreditFacts,
    CreditFault,
    credit_facts,
    credit_fault,
    differences,
    divided,
    remittances_numbered,
)
from models.ledger.proposed_credit import propose_credit
from models.remittances.remittance import Remittance, RemittanceState
from models.values.bank_reference import MAXIMUM_REFERENCE_LENGTH, bank_ref_of
from models.values.document_number import written_number


class TopUpRefusal(StrEnum):
    """Why nothing is credited."""

    BANK_REF_MISSING = "top_up_bank_ref_missing"
    BANK_REF_SEEN = "top_up_bank_ref_seen"
    COMPLETE = "top_up_complete"
    DAY_IN_FUTURE = "top_up_day_in_future"


class TopUpNote(StrEnum):
    """Notes of the plan page."""

    BALANCE_AFTER = "top_up_balance_after"
    PART = "top_up_part"
    SETTLES = "top_up_settles"
    TO_CONFIRM = "top_up_to_confirm"


@dataclass(frozen=True, slots=True)
class TopUpPart:
    """One of the 汇款单 that a transfer pays, and its part."""

    remittance_no: str = param(text=TextType.NUMBER, maximum_length=40)
    amount_fen: int = param(minimum=1, fen=True)


@dataclass(frozen=True, slots=True)
class TopUpInput:
    """One line of the bank's statement; received today when no day is given.

    `parts` are the other 汇款单 that it pays; the ticked one receives the rest.
    """

    amount_fen: int = param(minimum=1, fen=True)
    bank_ref: str = param(text=TextType.CODE, maximum_length=MAXIMUM_REFERENCE_LENGTH)
    received_on: dt.date | None = param(default=None)
    parts: tuple[TopUpPart, ...] = param(default=())


@dataclass(frozen=True, slots=True)
class TopUpFacts:
    """The transfer as it would be credited; the first number in `parts` without a 汇款单."""

    today: dt.date
    credit: Credit | None
    known: CreditFacts
    unknown: str | None


def lock_first(ctx: Context, ids: Sequence[int], given: TopUpInput) -> None:
    # By key together with the parts: two transfers may be divided over each other's 汇款单.
    is_part = Remittance.remittance_no.in_(_numbers(given))
    wanted = select(Remittance).where(or_(Remittance.id.in_(ids), is_part))
    ctx.lock(wanted)


def _numbers(given: TopUpInput) -> list[str]:
    """The numbers of the parts, in the one form."""
    return [written_number(part.remittance_no) for part in given.parts]


def survey(ctx: Context, rows: Sequence[Remittance], given: TopUpInput) -> TopUpFacts:
    numbers = _numbers(given)
    found = remittances_numbered(ctx.session, numbers, ctx.locked)
    parts = [
        (found[number], part.amount_fen)
        for number, part in zip(numbers, given.parts, strict=True)
        if number in found
    ]
    day = given.received_on or ctx.today
    arrival = Arrival(bank_ref_of(given.bank_ref), given.amount_fen, day)
    credit = divided(arrival, rows[0], parts) if rows else None
    known = credit_facts(
        ctx.session,
        [credit] if credit else [],
        ctx.settings,
        writes=ctx.entry is not None,
    )
    unknown = next((number for number in numbers if number not in found), None)
    return TopUpFacts(ctx.today, credit, known, unknown)


def check(row: Remittance, given: TopUpInput, facts: TopUpFacts) -> Refusal | None:
    assert facts.credit is not None
    tests: tuple[tuple[bool, TopUpRefusal, dict[str, Fact]], ...] = (
        (
            row.received_fen >= row.amount_fen,
            TopUpRefusal.COMPLETE,
            {"received_fen": row.received_fen, "amount_fen": row.amount_fen},
        ),
        (
            facts.credit.arrival.received_on > facts.today,
            TopUpRefusal.DAY_IN_FUTURE,
            {"received_on": given.received_on},
        ),
    )
    refused = next((Refusal(code, why) for is_so, code, why in tests if is_so), None)
    fault = credit_fault(facts.credit, facts.known)
    if fault is not None and fault[0] is CreditFault.SEEN:
        return Refusal(TopUpRefusal.BANK_REF_SEEN, fault[1])
    return refused or _parts_refusal(given, facts) or (Refusal(*fault) if fault else None)


def check_batch(rows: Sequence[Remittance], given: TopUpInput, facts: TopUpFacts) -> Refusal | None:
    """Refuse without a number; not row by row, so that the plan shows what was announced."""
    missing = Refusal(TopUpRefusal.BANK_REF_MISSING)
    return None if bank_ref_of(given.bank_ref) else missing


def _parts_refusal(given: TopUpInput, facts: TopUpFacts) -> Refusal | None:
    if facts.unknown is not None:
        return Refusal(CreditFault.PART_UNKNOWN, {"remittance_no": facts.unknown})
    numbers = [written_number(part.remittance_no) for part in given.parts]
    twice = next((each for each in numbers if numbers.count(each) > 1), None)
    return None if twice is None else Refusal(CreditFault.PART_TWICE, {"remittance_no": twice})


def preview(
    ctx: Context, rows: Sequence[Remittance], given: TopUpInput, facts: TopUpFacts
) -> Preview:
    return Preview(
        totals={"amount_fen": given.amount_fen},
        words_fen=given.amount_fen,
        side_effects=_effects(rows, facts),
        warnings=tuple(Note(d.code, d.facts) for d in (differences(facts.known) if rows else ())),
        rows={row.id: {"received_after_fen": _received_after_fen(row, facts)} for row in rows},
    )


def _announced(row: Remittance, facts: TopUpFacts) -> dict[str, Fact]:
    """The office of the 汇款单, and what it announced."""
    return {
        "office": facts.known.office(row),
        "amount_fen": row.amount_fen,
        "received_fen": row.received_fen,
        "given_ref": row.bank_ref,
        "remitted_on": row.remitted_on,
    }


def _received_after_fen(row: Remittance, facts: TopUpFacts) -> int:
    shares = facts.credit.shares if facts.credit else ()
    return row.received_fen + sum(s.amount_fen for s in shares if s.remittance.id == row.id)


def _effects(rows: Sequence[Remittance], facts: TopUpFacts) -> tuple[Note, ...]:
    if not rows or facts.credit is None:
        return ()
    row, *_others = rows
    before = facts.known.balances.get(row.office_code, 0)
    balance: dict[str, Fact] = {
        "balance_before_fen": before,
        "balance_after_fen": before + _office_fen(row.office_code, facts.credit),
    }
    parts = (
        Note(
            TopUpNote.PART,
            {
                "remittance_no": share.remittance.remittance_no,
                "office": facts.known.office(share.remittance),
                "amount_fen": share.amount_fen,
            },
        )
        for share in facts.credit.shares[1:]
    )
    last = TopUpNote.TO_CONFIRM if facts.known.needs_second_person else TopUpNote.SETTLES
    return (Note(TopUpNote.BALANCE_AFTER, balance), *parts, Note(last))


def _office_fen(office_code: str, credit: Credit) -> int:
    return sum(
        share.amount_fen for share in credit.shares if share.remittance.office_code == office_code
    )


def run(ctx: Context, rows: Sequence[Remittance], given: TopUpInput, facts: TopUpFacts) -> Result:
    (row,) = rows
    assert facts.credit is not None
    asked: dict[str, Fact] = {
        "bank_ref": facts.credit.arrival.bank_ref,
        "received_on": facts.credit.arrival.received_on,
    }
    if facts.known.needs_second_person:
        proposal = propose_credit(
            ctx.session,
            facts.credit,
            ctx.actor,
            ctx.at,
            reason=ctx.answer.reason,
            answered=ctx.answer.code,
        )
        return Result(
            rows=[RowResult(row.id, row.remittance_no, {**_announced(row, facts), **asked})],
            totals={"amount_fen": given.amount_fen, "adjustment_id": proposal.id},
        )
    told = [{**_announced(share.remittance, facts), **asked} for share in facts.credit.shares]
    by, ref = Recorder(ctx.actor.name, ctx.at), facts.credit.arrival.bank_ref
    accounts = receive(
        ctx.session,
        facts.credit.shares,
        facts.credit.arrival,
        by,
        facts.known.turns.get(ref, 0),
        ctx.answer.reason,
    )
    results = [
        RowResult(
            share.remittance.id,
            share.remittance.remittance_no,
            {
                **said,
                "arrived_fen": share.amount_fen,
                "received_fen": share.remittance.received_fen,
                "balance_fen": account.balance_fen,
                "account_id": account.id,
            },
        )
        for share, account, said in zip(facts.credit.shares, accounts, told, strict=True)
    ]
    balance = accounts[0].balance_fen
    assert balance is not None
    return Result(
        rows=results,
        totals={
            "amount_fen": given.amount_fen,
            "balance_fen": balance,
            "account_id": accounts[0].id,
        },
    )


TOP_UP = Action(
    key="top_up",
    model=Remittance,
    input=TopUpInput,
    lock_first=lock_first,
    survey=survey,
    check=check,
    check_batch=check_batch,
    preview=preview,
    row_facts=remittance_facts,
    run=run,
    states=frozenset({RemittanceState.SUBMITTED, RemittanceState.RECEIVED}),
    maximum_rows=1,
    refusals=TopUpRefusal,
    warnings=DIFFERENCE_ANSWERS,
    fields_at_fault={
        TopUpRefusal.BANK_REF_MISSING: "bank_ref",
        TopUpRefusal.BANK_REF_SEEN: "bank_ref",
        TopUpRefusal.DAY_IN_FUTURE: "received_on",
        CreditFault.PART_UNKNOWN: "parts",
        CreditFault.PART_TWICE: "parts",
    },
    activity=ActivityKind.FEE,
    guide=("新-006", "续-004", "Q8"),
    is_primary=True,
)

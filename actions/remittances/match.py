"""认款 (match): credit offices with bank lines, each to its 汇款单 (新-006, Q8).

The transfer is the same as for a manual 充值, so a line is never credited twice; settlement follows
automatically. For a line that names no 汇款单, or the wrong one, the user gives it; a line that
pays several is divided, in a run of its own. Differences are answered as for 充值.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import or_, select

from actions.core.action import Action, param
from actions.core.activity_kinds import ActivityKind
from actions.core.context import Context
from actions.core.refusal import Fact, Refusal
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.remittances import bank_line_facts
from models.core.text_type import TextType
from models.ledger.accounts import prepaid_account_code
from models.ledger.bank_credit import Arrival, Recorder, Share, receive
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
from models.ledger.ledger import lock_accounts
from models.ledger.match_proposals import Proposal, proposals_for
from models.ledger.proposed_credit import propose_credit, settle_line
from models.remittances.bank_matching import WAITING, numbers_in
from models.remittances.bank_statement import (
    BANK_LINE_LIFECYCLE,
    BankLine,
    BankLineEvent,
    BankVerdict,
)
from models.remittances.remittance import Remittance
from models.values.answer_kind import AnswerKind
from models.values.document_number import written_number
from models.values.limits import MAXIMUM_MATCHED_LINES


class MatchRefusal(StrEnum):
    """Why a line is not credited."""

    NO_REMITTANCE = "match_no_remittance"
    REMITTANCE_UNKNOWN = "match_remittance_unknown"
    NOT_SENT = "match_not_sent"
    CREDITED = "match_credited"
    COMPLETE = "match_complete"
    ONE_LINE = "match_one_line"


class MatchNote(StrEnum):
    """Notes of the plan page."""

    SETTLES = "match_settles"
    PART = "match_part"
    TO_CONFIRM = "match_to_confirm"
    PROPOSED = "match_proposed"


@dataclass(frozen=True, slots=True)
class MatchPart:
    """One of the 汇款单 that a line pays, and its part."""

    remittance_no: str = param(text=TextType.NUMBER, maximum_length=40)
    amount_fen: int = param(minimum=1, fen=True)


@dataclass(frozen=True, slots=True)
class MatchInput:
    """The 汇款单 of all ticked lines, each line's own when left empty; or those of one line.

    Of several the first receives the rest.
    """

    remittance_no: str | None = param(text=TextType.NUMBER, default=None, maximum_length=40)
    parts: tuple[MatchPart, ...] = param(default=())


@dataclass(frozen=True, slots=True)
class MatchFacts:
    """Line id → the transfer as it would be credited, and the proposals for the line."""

    credits: dict[int, Credit]
    known: CreditFacts
    proposals: dict[int, list[Proposal]]
    #: The first typed number without a 汇款单.
    unknown: str | None


def survey(ctx: Context, rows: Sequence[BankLine], given: MatchInput) -> MatchFacts:
    typed = _typed(given)
    memos = {row.id: numbers_in(row.memo) for row in rows}
    proposed = Remittance.id.in_([row.remittance_id for row in rows])
    wanted = select(Remittance).where(or_(Remittance.remittance_no.in_(typed), proposed))
    own = {each.id: each for each in ctx.session.scalars(ctx.locked(wanted))}
    found = {each.remittance_no: each for each in own.values() if each.remittance_no in typed}
    speaks = remittances_numbered(
        ctx.session, {number for memo in memos.values() for number in memo}, lambda each: each
    )
    parts = [
        (found[number], part.amount_fen)
        for part in given.parts
        if (number := written_number(part.remittance_no)) in found
    ]
    credits_ = {
        row.id: divided(
            Arrival(row.credit_ref, row.amount_fen, row.received_on),
            first,
            parts,
            [speaks[number] for number in memos[row.id] if number in speaks],
        )
        for row in rows
        if (first := found.get(typed[0]) if typed else own.get(row.remittance_id or 0))
    }
    known = credit_facts(
        ctx.session, list(credits_.values()), ctx.settings, writes=ctx.entry is not None
    )
    lost = _lost(rows) if ctx.entry is None else []
    unknown = next((number for number in typed if number not in found), None)
    return MatchFacts(credits_, known, proposals_for(ctx.session, lost), unknown)


def _typed(given: MatchInput) -> list[str]:
    """The typed numbers; the first one receives the rest."""
    numbers = [given.remittance_no, *(part.remittance_no for part in given.parts)]
    return [written_number(number) for number in numbers if number]


def check(row: BankLine, given: MatchInput, facts: MatchFacts) -> Refusal | None:
    if facts.unknown is not None:
        return Refusal(MatchRefusal.REMITTANCE_UNKNOWN, {"remittance_no": facts.unknown})
    if (credit := facts.credits.get(row.id)) is None:
        return Refusal(MatchRefusal.NO_REMITTANCE, {"bank_ref": row.credit_ref})
    fault = credit_fault(credit, facts.known)
    if fault is not None and fault[0] is CreditFault.SEEN:
        return Refusal(MatchRefusal.CREDITED, fault[1])
    remittance = credit.shares[0].remittance
    if remittance.state not in WAITING:
        why = {**_sums(remittance, remittance.received_fen), "state": remittance.state}
        return Refusal(MatchRefusal.NOT_SENT, why)
    if remittance.received_fen >= remittance.amount_fen:
        return Refusal(MatchRefusal.COMPLETE, _sums(remittance, remittance.received_fen))
    return None if fault is None else Refusal(*fault)


def _sums(remittance: Remittance, received_fen: int) -> dict[str, Fact]:
    return {
        "remittance_no": remittance.remittance_no,
        "amount_fen": remittance.amount_fen,
        "received_fen": received_fen,
    }


def check_batch(rows: Sequence[BankLine], given: MatchInput, facts: MatchFacts) -> Refusal | None:
    """Refuse several lines for one 汇款单 beyond its amount, and several where only one is
    allowed.
    """
    numbers = [written_number(part.remittance_no) for part in given.parts]
    twice = next((each for each in numbers if numbers.count(each) > 1), None)
    if twice is not None:
        return Refusal(CreditFault.PART_TWICE, {"remittance_no": twice})
    if len(rows) > 1 and (given.parts or facts.known.needs_second_person):
        return Refusal(MatchRefusal.ONE_LINE, {"count": len(rows)})
    received: dict[int, int] = {}
    for share in (share for row in rows for share in facts.credits[row.id].shares):
        remittance = share.remittance
        before = received.setdefault(remittance.id, remittance.received_fen)
        if before >= remittance.amount_fen:
            return Refusal(MatchRefusal.COMPLETE, _sums(remittance, before))
        received[remittance.id] += share.amount_fen
    return None


def suggest(ctx: Context, rows: Sequence[BankLine]) -> MatchInput:
    """For one line that names no 汇款单, its best proposal if unique; else what the lines name."""
    found = proposals_for(ctx.session, _lost(rows)).get(rows[0].id, []) if len(rows) == 1 else []
    if not found or (len(found) > 1 and found[0].reason is found[1].reason):
        return MatchInput()
    numbers = [(each.remittance.remittance_no, each.amount_fen) for each in found[0].shares]
    if len(numbers) == 1:
        return MatchInput(remittance_no=numbers[0][0])
    return MatchInput(parts=tuple(MatchPart(*each) for each in numbers))


def _lost(rows: Sequence[BankLine]) -> list[BankLine]:
    """The lines without a 汇款单 that waits for money."""
    return [row for row in rows if row.verdict is BankVerdict.UNMATCHED]


def preview(
    ctx: Context, rows: Sequence[BankLine], given: MatchInput, facts: MatchFacts
) -> Preview:
    amount = sum(row.amount_fen for row in rows)
    last = MatchNote.TO_CONFIRM if facts.known.needs_second_person else MatchNote.SETTLES
    return Preview(
        totals={"row_count": len(rows), "amount_fen": amount},
        words_fen=amount,
        side_effects=(*_parts(rows, facts), Note(last)),
        warnings=tuple(_warnings(rows, facts)),
        rows={row.id: _row(row, facts) for row in rows},
    )


def _row(row: BankLine, facts: MatchFacts) -> dict[str, Fact]:
    first = facts.credits[row.id].shares[0]
    remittance = first.remittance
    return {
        **_share(first, facts),
        "unreceived_fen": remittance.amount_fen - remittance.received_fen,
        "given_ref": remittance.bank_ref,
        "remitted_on": remittance.remitted_on,
    }


def _parts(rows: Sequence[BankLine], facts: MatchFacts) -> Iterator[Note]:
    for share in (share for row in rows for share in facts.credits[row.id].shares[1:]):
        yield Note(MatchNote.PART, _share(share, facts))


def _share(share: Share, facts: MatchFacts) -> dict[str, Fact]:
    return {
        "remittance_no": share.remittance.remittance_no,
        "office": facts.known.office(share.remittance),
        "amount_fen": share.amount_fen,
    }


def _warnings(rows: Sequence[BankLine], facts: MatchFacts) -> Iterator[Note]:
    for proposal in (each for found in facts.proposals.values() for each in found):
        yield Note(MatchNote.PROPOSED, proposal.facts)
    for each in differences(facts.known) if rows else ():
        yield Note(each.code, each.facts)


def run(ctx: Context, rows: Sequence[BankLine], given: MatchInput, facts: MatchFacts) -> Result:
    amount = sum(row.amount_fen for row in rows)
    totals = {"row_count": len(rows), "amount_fen": amount}
    if facts.known.needs_second_person:
        (row,) = rows
        credit = facts.credits[row.id]
        proposal = propose_credit(
            ctx.session,
            credit,
            ctx.actor,
            ctx.at,
            row,
            reason=ctx.answer.reason,
            answered=ctx.answer.code,
        )
        return Result(
            rows=[RowResult(row.id, row.credit_ref, _row(row, facts))],
            totals={**totals, "adjustment_id": proposal.id},
        )
    codes = map(prepaid_account_code, facts.known.offices)
    lock_accounts(ctx.session, sorted(codes))
    results = [each for row in rows for each in _credited(ctx, row, given, facts)]
    return Result(rows=results, totals=totals)


def _credited(
    ctx: Context, row: BankLine, given: MatchInput, facts: MatchFacts
) -> Iterator[RowResult]:
    """Credit a line; a row of the receipt for each 汇款单 it pays."""
    credit = facts.credits[row.id]
    settle_line(row, credit, ctx.actor.name, ctx.answer.reason)
    by, turn = Recorder(ctx.actor.name, ctx.at), facts.known.turns.get(row.credit_ref, 0)
    accounts = receive(ctx.session, credit.shares, credit.arrival, by, turn, ctx.answer.reason)
    for share, account in zip(credit.shares, accounts, strict=True):
        told: dict[str, Fact] = {
            "received_fen": share.remittance.received_fen,
            "given_ref": share.remittance.bank_ref,
            "account_id": account.id,
        }
        yield RowResult(row.id, row.credit_ref, {**_share(share, facts), **told})


MATCH = Action(
    key="match",
    model=BankLine,
    input=MatchInput,
    survey=survey,
    suggest=suggest,
    check=check,
    check_batch=check_batch,
    preview=preview,
    row_facts=bank_line_facts,
    run=run,
    states=BANK_LINE_LIFECYCLE.sources(BankLineEvent.MATCH),
    maximum_rows=MAXIMUM_MATCHED_LINES,
    refusals=MatchRefusal,
    warnings={**DIFFERENCE_ANSWERS, MatchNote.PROPOSED: AnswerKind.NOTHING},
    fields_at_fault={
        MatchRefusal.REMITTANCE_UNKNOWN: "remittance_no",
        CreditFault.PART_TWICE: "parts",
    },
    activity=ActivityKind.FEE,
    guide=("新-006", "续-004", "Q8"),
    is_primary=True,
)

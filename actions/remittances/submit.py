"""汇款 (submit): report the bank transfer of the week's charges to the registry (新-005, 续-003,
Q8).

The ticked orders are charged and not yet remitted; the 汇款单 carries their payment lines, the ISO
week and the bank's number. If they are exactly those of a draft, that draft is submitted; otherwise
they are taken out of drafts. Where the province collects for all (两代一统) it remits for all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from actions.core.action import Action, param
from actions.core.activity_kinds import ActivityKind
from actions.core.context import Context
from actions.core.refusal import Fact, Refusal
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.billing import amounts_of, order_facts
from models.billing.order import ORDER_LIFECYCLE, Order, OrderEvent, OrderState
from models.billing.payment import PaymentLine
from models.core.text_type import TextType
from models.ledger.accounts import payer_code
from models.offices.office import Office
from models.offices.receiving_account import ReceivingAccount, receiving_account
from models.remittances.draft import (
    Held,
    held_in_drafts,
    line_of,
    lines_paying,
    new_remittance,
    take_out,
)
from models.remittances.remittance import (
    LATE_DAYS,
    REMITTANCE_LIFECYCLE,
    Remittance,
    RemittanceEvent,
    RemittanceState,
)
from models.remittances.week import remittance_week, week_window
from models.values.answer_kind import AnswerKind
from models.values.bank_reference import MAXIMUM_REFERENCE_LENGTH, bank_ref_of


class RemitRefusal(StrEnum):
    """Why nothing is remitted."""

    OTHER_OFFICE_REMITS = "remit_other_office_remits"
    NOT_PAID = "remit_not_paid"
    BANK_REF_MISSING = "remit_bank_ref_missing"
    BANK_REF_USED = "remit_bank_ref_used"
    DAY_IN_FUTURE = "remit_day_in_future"


class RemitNote(StrEnum):
    """Notes of the plan page."""

    WEEK = "remit_week"
    EARLIER_WEEKS = "remit_earlier_weeks"
    DRAFT = "remit_draft"
    OLD_DAY = "remit_old_day"
    TO_ACCOUNT = "remit_to_account"
    NO_ACCOUNT = "remit_no_account"


@dataclass(frozen=True, slots=True)
class RemitInput:
    """The bank's number of the transfer, and the day it was made (today when left empty)."""

    bank_ref: str = param(text=TextType.CODE, maximum_length=MAXIMUM_REFERENCE_LENGTH)
    remitted_on: dt.date | None = param(default=None)


@dataclass(frozen=True, slots=True)
class RemitFacts:
    """The payment line of each order, who remits for each office, and an earlier use of the
    number.
    """

    actor_office: str
    today: dt.date
    lines: dict[int, PaymentLine]
    payer_of: dict[str, str]
    used_by: str | None
    held: list[Held]

    @property
    def whole_draft(self) -> Remittance | None:
        """The draft that holds these lines and no other."""
        return _whole_draft(self.held, len(self.lines))


def _whole_draft(held: Sequence[Held], line_count: int) -> Remittance | None:
    drafts = {each.draft for each in held}
    if len(drafts) != 1 or len(held) != line_count:
        return None
    (draft,) = drafts
    return draft if draft is not None and draft.line_count == line_count else None


def lock_first(ctx: Context, ids: Sequence[int], given: RemitInput) -> None:
    held_in_drafts(ctx.session, lines_paying(ctx.session, ids), ctx.locked)


def survey(ctx: Context, rows: Sequence[Order], given: RemitInput) -> RemitFacts:
    lines = lines_paying(ctx.session, [row.id for row in rows])
    offices = ctx.session.scalars(
        select(Office).where(Office.code.in_({row.office_code for row in rows}))
    )
    used_by = ctx.session.scalars(
        select(Remittance.remittance_no).where(
            Remittance.bank_ref == bank_ref_of(given.bank_ref),
            Remittance.state.in_((RemittanceState.SUBMITTED, RemittanceState.RECEIVED)),
        )
    )
    return RemitFacts(
        actor_office=ctx.actor.office_code,
        today=ctx.today,
        lines={line.order_id: line for line in lines},
        payer_of={office.code: payer_code(office) for office in offices},
        used_by=used_by.one_or_none(),
        held=held_in_drafts(ctx.session, lines, ctx.locked),
    )


def check(row: Order, given: RemitInput, facts: RemitFacts) -> Refusal | None:
    if facts.payer_of.get(row.office_code) != facts.actor_office:
        return Refusal(RemitRefusal.OTHER_OFFICE_REMITS, {"order_no": row.order_no})
    if row.id not in facts.lines:
        return Refusal(RemitRefusal.NOT_PAID, {"order_no": row.order_no})
    return None


def check_batch(rows: Sequence[Order], given: RemitInput, facts: RemitFacts) -> Refusal | None:
    day = given.remitted_on or facts.today
    tests: tuple[tuple[bool, RemitRefusal, dict[str, Fact]], ...] = (
        (not bank_ref_of(given.bank_ref), RemitRefusal.BANK_REF_MISSING, {}),
        (
            facts.used_by is not None,
            RemitRefusal.BANK_REF_USED,
            {"bank_ref": bank_ref_of(given.bank_ref), "remittance_no": facts.used_by},
        ),
        (day > facts.today, RemitRefusal.DAY_IN_FUTURE, {"remitted_on": day}),
    )
    return next((Refusal(code, why) for refused, code, why in tests if refused), None)


def preview(ctx: Context, rows: Sequence[Order], given: RemitInput, facts: RemitFacts) -> Preview:
    amount = sum(row.amount_fen for row in rows)
    draft, this_week = facts.whole_draft, remittance_week(ctx.at, ctx.settings)
    week = {"period_week": draft.period_week if draft else this_week}
    begins, _ends = week_window(this_week, ctx.settings)
    earlier = sum(row.charged_at is not None and row.charged_at < begins for row in rows)
    day = given.remitted_on or ctx.today
    age = (ctx.today - day).days
    return Preview(
        totals={"row_count": len(rows), "amount_fen": amount},
        words_fen=amount,
        side_effects=(Note(RemitNote.WEEK, week),),
        warnings=(
            *((Note(RemitNote.EARLIER_WEEKS, {"count": earlier}),) if earlier else ()),
            *((Note(RemitNote.OLD_DAY, {"remitted_on": day}),) if age > LATE_DAYS else ()),
        ),
    )


def row_notes(ctx: Context, rows: Sequence[Order]) -> tuple[Note, ...]:
    """The draft that is sent, and the account the transfer goes to."""
    lines = lines_paying(ctx.session, [row.id for row in rows])
    draft = _whole_draft(held_in_drafts(ctx.session, lines, ctx.locked), len(lines))
    sent = (Note(RemitNote.DRAFT, {"remittance_no": draft.remittance_no}),) if draft else ()
    return (*sent, _destination(receiving_account(ctx.session)))


def _destination(account: ReceivingAccount | None) -> Note:
    if account is None:
        return Note(RemitNote.NO_ACCOUNT)
    why = {"payee": account.payee, "bank": account.bank, "bank_account_no": account.number}
    return Note(RemitNote.TO_ACCOUNT, why)


def run(ctx: Context, rows: Sequence[Order], given: RemitInput, facts: RemitFacts) -> Result:
    draft = facts.whole_draft
    remittance = draft or _taken_out(ctx, rows, facts)
    remittance.bank_ref = bank_ref_of(given.bank_ref)
    remittance.remitted_on = given.remitted_on or ctx.today
    REMITTANCE_LIFECYCLE.advance(remittance, RemittanceEvent.SUBMIT)
    # Created as submitted: its office may have a draft as well.
    ctx.session.add(remittance)
    ctx.session.flush()
    if draft is None:
        ctx.session.add_all(line_of(remittance, facts.lines[row.id]) for row in rows)
    for row in rows:
        ORDER_LIFECYCLE.advance(row, OrderEvent.REMIT)
    return Result(
        rows=[
            RowResult(row.id, row.order_no, {"unit": row.unit.name, "amount_fen": row.amount_fen})
            for row in rows
        ],
        totals={
            "row_count": len(rows),
            "amount_fen": remittance.amount_fen,
            "remittance_id": remittance.id,
        },
    )


def _taken_out(ctx: Context, rows: Sequence[Order], facts: RemitFacts) -> Remittance:
    """A new 汇款单 for lines taken out of drafts."""
    take_out(ctx.session, facts.held)
    week = remittance_week(ctx.at, ctx.settings)
    lines = [facts.lines[row.id] for row in rows]
    return new_remittance(ctx.session, ctx.actor, ctx.today, week, lines)


REMIT = Action(
    key="remit",
    model=Order,
    input=RemitInput,
    lock_first=lock_first,
    survey=survey,
    check=check,
    check_batch=check_batch,
    preview=preview,
    row_facts=order_facts,
    row_totals=amounts_of,
    row_notes=row_notes,
    run=run,
    states=frozenset({OrderState.CHARGED}),
    loads=(joinedload(Order.unit),),
    refusals=RemitRefusal,
    fields_at_fault={
        RemitRefusal.BANK_REF_MISSING: "bank_ref",
        RemitRefusal.BANK_REF_USED: "bank_ref",
        RemitRefusal.DAY_IN_FUTURE: "remitted_on",
    },
    page="weekly_remittance.index",
    warnings={RemitNote.EARLIER_WEEKS: AnswerKind.TICK, RemitNote.OLD_DAY: AnswerKind.TICK},
    activity=ActivityKind.FEE,
    guide=("新-005", "续-003", "Q8"),
)

"""两代一统设置: the three switches of a province, for it and every office below (guide Q7).

Who collects and remits (`collect_by`), who applies for invoices (`invoice_source`), who does the
first review (`review_escalation`). `collect_by` cannot change while money is in transit; open
drafts are cancelled, and balances of offices below move to a pooling province.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.core.action import Action, param
from actions.core.context import Context
from actions.core.refusal import Fact, Refusal
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.offices import office_facts
from models.ledger.accounts import prepaid_account
from models.ledger.collection_switches import Purses, dissolve, move_up, purses_of
from models.ledger.ledger import Account, post
from models.offices.office import (
    CollectBy,
    InvoiceSource,
    Office,
    OfficeLevel,
    PaymentMode,
    ReviewEscalation,
)


class SetSwitchesRefusal(StrEnum):
    """Why the switches are not changed."""

    NOT_A_PROVINCE = "set_switches_not_a_province"
    MONEY_TRAVELS = "set_switches_money_travels"


class SetSwitchesNote(StrEnum):
    """Notes of the plan page."""

    OFFICES = "set_switches_offices"
    BALANCES_MOVE_UP = "set_switches_balances_move_up"
    DRAFTS_DISSOLVED = "set_switches_drafts_dissolved"
    REVIEWS_MOVE = "set_switches_reviews_move"
    INVOICES_BY_PROVINCE = "set_switches_invoices_by_province"


@dataclass(frozen=True, slots=True)
class SetSwitchesInput:
    """The three switches as they are to be, and the document that decided it."""

    collect_by: CollectBy = param()
    invoice_source: InvoiceSource = param()
    review_escalation: ReviewEscalation = param()
    reason: str | None = param(default=None, maximum_length=200)


@dataclass(frozen=True, slots=True)
class SetSwitchesFacts:
    """The offices of the province, and its money if `collect_by` is to change."""

    offices: Sequence[Office]
    purses: Purses | None


def suggest(ctx: Context, rows: Sequence[Office]) -> SetSwitchesInput:
    """The switches as they are."""
    if not rows:
        return SetSwitchesInput(
            CollectBy.EACH_OFFICE, InvoiceSource.EACH_OFFICE, ReviewEscalation.NONE
        )
    row = rows[0]
    return SetSwitchesInput(row.collect_by, row.invoice_source, row.review_escalation)


def survey(ctx: Context, rows: Sequence[Office], given: SetSwitchesInput) -> SetSwitchesFacts:
    if not rows:
        return SetSwitchesFacts((), None)
    (row,) = rows
    offices = ctx.session.scalars(
        select(Office).where(Office.province_code == row.code).order_by(Office.id)
    ).all()
    changes_purse = row.collect_by is not given.collect_by
    purses = purses_of(ctx.session, row, ctx.locked) if changes_purse else None
    return SetSwitchesFacts(offices, purses)


def check(row: Office, given: SetSwitchesInput, facts: SetSwitchesFacts) -> Refusal | None:
    if row.level is not OfficeLevel.PROVINCE:
        return Refusal(SetSwitchesRefusal.NOT_A_PROVINCE, {"office": row.name})
    if facts.purses is not None and (sent := facts.purses.travelling):
        why: dict[str, Fact] = {
            "count": len(sent),
            "remittance_nos": "、".join(each.remittance_no for each in sent),
            "amount_fen": sum(each.amount_fen for each in sent),
            "received_fen": sum(each.received_fen for each in sent),
        }
        return Refusal(SetSwitchesRefusal.MONEY_TRAVELS, why)
    return None


def preview(
    ctx: Context, rows: Sequence[Office], given: SetSwitchesInput, facts: SetSwitchesFacts
) -> Preview:
    notes = [Note(SetSwitchesNote.OFFICES, {"count": len(facts.offices)})]
    if facts.purses is not None and facts.purses.drafts:
        notes.append(Note(SetSwitchesNote.DRAFTS_DISSOLVED, {"count": len(facts.purses.drafts)}))
    if moving := _moving(given, facts):
        amount = sum(account.balance_fen or 0 for account in moving)
        why = {"count": len(moving), "amount_fen": amount}
        notes.append(Note(SetSwitchesNote.BALANCES_MOVE_UP, why))
    for row in rows:
        if row.review_escalation is not given.review_escalation:
            to = {"review_escalation": given.review_escalation}
            notes.append(Note(SetSwitchesNote.REVIEWS_MOVE, to))
    if given.invoice_source is InvoiceSource.PROVINCE_ONLY:
        notes.append(Note(SetSwitchesNote.INVOICES_BY_PROVINCE))
    return Preview(
        side_effects=tuple(notes),
        rows={
            row.id: {
                "collect_by": row.collect_by,
                "invoice_source": row.invoice_source,
                "review_escalation": row.review_escalation,
            }
            for row in rows
        },
    )


def _moving(given: SetSwitchesInput, facts: SetSwitchesFacts) -> Sequence[Account]:
    """The accounts whose balances move up."""
    if facts.purses is None or given.collect_by is not CollectBy.PROVINCE_POOL:
        return ()
    return facts.purses.below


def run(
    ctx: Context, rows: Sequence[Office], given: SetSwitchesInput, facts: SetSwitchesFacts
) -> Result:
    (province,) = rows
    if facts.purses is not None:
        dissolve(ctx.session, facts.purses.drafts)
    moved = _move_up(ctx, province, given, facts)
    for office in facts.offices:
        office.collect_by = given.collect_by
        office.invoice_source = given.invoice_source
        office.review_escalation = given.review_escalation
    return Result(
        rows=[RowResult(province.id, province.name, {"reason": given.reason})],
        totals={"offices": len(facts.offices), "amount_fen": moved},
    )


def _move_up(
    ctx: Context, province: Office, given: SetSwitchesInput, facts: SetSwitchesFacts
) -> int:
    """Move the balances below to a pooling province; returns their sum in 分."""
    assert ctx.entry is not None
    moving = _moving(given, facts)
    target = prepaid_account(ctx.session, province) if moving else None
    moved = 0
    for account in moving:
        assert target is not None
        posting = move_up(account, target, f"pool:{ctx.entry.id}")
        post(ctx.session, [posting], account)
        moved += posting.amount_fen
    return moved


def provinces_of(session: Session, mode_ids: Sequence[int]) -> Sequence[int]:
    """The province of each 缴费方式: preselected by 缴费方式设置."""
    return session.scalars(
        select(Office.id)
        .join(PaymentMode, PaymentMode.office_id == Office.id)
        .where(PaymentMode.id.in_(mode_ids), Office.level == OfficeLevel.PROVINCE)
    ).all()


SET_SWITCHES = Action(
    key="set_switches",
    model=Office,
    input=SetSwitchesInput,
    suggest=suggest,
    survey=survey,
    check=check,
    preview=preview,
    row_facts=office_facts,
    run=run,
    maximum_rows=1,
    saves_form=True,
    via={PaymentMode: provinces_of},
    refusals=SetSwitchesRefusal,
    guide=("新-002", "Q1", "Q7"),
)

"""调拨: move a part of an upper office's balance to an office below it (domain.md 4.5).

A province moves its own; a city may if a setting allows; the registry for a province. One transfer,
both accounts locked in key order; the floor is enforced against concurrent spending.
"""

from __future__ import annotations

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
from actions.core.row_facts.offices import office_facts
from models.ledger.accounts import payer_code, prepaid_account, prepaid_account_code
from models.ledger.ledger import Posting, TransferKind, lock_accounts, post
from models.offices.office import Office, OfficeStatus
from models.reports.unsettled_reason import balance_of
from models.users.user import Role


class MoveBalanceRefusal(StrEnum):
    """Why nothing is moved."""

    BALANCE_SHORT = "move_balance_short"
    CLOSED = "move_balance_closed"
    POOLED = "move_balance_pooled"
    NO_SOURCE = "move_balance_no_source"
    NOT_CITIES = "move_balance_not_cities"


class MoveBalanceNote(StrEnum):
    """Notes of the plan page."""

    LEFT = "move_balance_left"


@dataclass(frozen=True, slots=True)
class MoveBalanceInput:
    """How much, and why."""

    amount_fen: int = param(minimum=1, fen=True)
    reason: str = param(maximum_length=200, suggestions=reasons(ReasonList.ADJUSTING))


@dataclass(frozen=True, slots=True)
class MoveBalanceFacts:
    """The paying office, both balances before, and whether this role may."""

    source: Office | None
    source_fen: int
    target_fen: int
    may: bool


def survey(ctx: Context, rows: Sequence[Office], given: MoveBalanceInput) -> MoveBalanceFacts:
    may = ctx.actor.role is not Role.CITY_ADMIN or ctx.settings.city_moves_balance
    if not rows:
        return MoveBalanceFacts(None, 0, 0, may)
    (row,) = rows
    is_registry = ctx.actor.role is Role.REGISTRY_FINANCE
    code = row.province_code if is_registry else ctx.actor.office_code
    source = ctx.session.scalars(select(Office).where(Office.code == code)).one_or_none()
    giving = source if source is not None and source.code != row.code else None
    return MoveBalanceFacts(
        source=giving,
        source_fen=balance_of(ctx.session, code) or 0,
        target_fen=balance_of(ctx.session, row.code) or 0,
        may=may,
    )


def check(row: Office, given: MoveBalanceInput, facts: MoveBalanceFacts) -> Refusal | None:
    if not facts.may:
        return Refusal(MoveBalanceRefusal.NOT_CITIES)
    if row.status is OfficeStatus.CLOSED:
        return Refusal(MoveBalanceRefusal.CLOSED, {"office": row.name})
    if facts.source is None:
        return Refusal(MoveBalanceRefusal.NO_SOURCE, {"office": row.name})
    if payer_code(row) != row.code:
        return Refusal(MoveBalanceRefusal.POOLED, {"office": row.name})
    if facts.source_fen < given.amount_fen:
        why: dict[str, Fact] = {
            "office": facts.source.name,
            "balance_fen": facts.source_fen,
            "amount_fen": given.amount_fen,
        }
        return Refusal(MoveBalanceRefusal.BALANCE_SHORT, why)
    return None


def preview(
    ctx: Context, rows: Sequence[Office], given: MoveBalanceInput, facts: MoveBalanceFacts
) -> Preview:
    left: dict[str, Fact] = {
        "office": facts.source.name if facts.source else "",
        "balance_before_fen": facts.source_fen,
        "balance_after_fen": facts.source_fen - given.amount_fen,
    }
    return Preview(
        totals={"amount_fen": given.amount_fen},
        words_fen=given.amount_fen,
        side_effects=(Note(MoveBalanceNote.LEFT, left),) if rows else (),
        rows={
            row.id: {
                "balance_before_fen": facts.target_fen,
                "balance_after_fen": facts.target_fen + given.amount_fen,
            }
            for row in rows
        },
    )


def run(
    ctx: Context, rows: Sequence[Office], given: MoveBalanceInput, facts: MoveBalanceFacts
) -> Result:
    (row,) = rows
    assert facts.source is not None
    assert ctx.entry is not None
    codes = [prepaid_account_code(facts.source.code), prepaid_account_code(row.code)]
    lock_accounts(ctx.session, codes)
    source = prepaid_account(ctx.session, facts.source)
    target = prepaid_account(ctx.session, row)
    posting = Posting(
        kind=TransferKind.MOVE,
        debit=source,
        credit=target,
        amount_fen=given.amount_fen,
        key=f"move:{ctx.entry.id}",
    )
    post(ctx.session, [posting], row)
    balance = target.balance_fen
    assert balance is not None
    return Result(
        rows=[
            RowResult(row.id, row.name, {"amount_fen": given.amount_fen, "balance_fen": balance})
        ],
        totals={"amount_fen": given.amount_fen, "account_id": target.id},
    )


MOVE_BALANCE = Action(
    key="move_balance",
    model=Office,
    input=MoveBalanceInput,
    survey=survey,
    check=check,
    preview=preview,
    row_facts=office_facts,
    run=run,
    maximum_rows=1,
    refusals=MoveBalanceRefusal,
    fields_at_fault={
        MoveBalanceRefusal.BALANCE_SHORT: "amount_fen",
    },
    activity=ActivityKind.FEE,
)

"""拆分: hand part of a signed lot to offices below (guide Q3).

Each row of the dialog has a 用户账户 (a login of the receiving office) and a 发票数量. Receivers
are strict descendants; quantities are conserved; each gets one contiguous range, lowest numbers
first; each child lot is in transit until its holder signs for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from actions.core.action import Action, param
from actions.core.activity_kinds import ActivityKind
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.invoices import lot_facts
from models.core.scope import scope_of
from models.core.sequence import draw
from models.core.text_type import TextType
from models.invoices.stock import InvoiceLot, InvoiceSplit, InvoiceSplitLine, LotState, MoveKind
from models.invoices.stock_balance import next_numbers, record_move, take
from models.offices.office import Office, OfficeStatus
from models.users.user import User
from models.values.document_number import NumberKind, make_number
from models.values.number_range import NumberRange

#: Receivers of one split; a province has at most some 180 offices below it.
MAXIMUM_RECEIVERS = 200


class SplitRefusal(StrEnum):
    """Why a lot is not split."""

    NO_LINES = "split_no_lines"
    ACCOUNT_UNKNOWN = "split_account_unknown"
    NOT_BELOW = "split_not_below"
    OFFICE_CLOSED = "split_office_closed"
    OVER_AVAILABLE = "split_over_available"


class SplitNote(StrEnum):
    """Notes of the plan page."""

    CHILD_LOT = "split_child_lot"
    REMAINDER = "split_remainder"


def receivers(session: Session) -> Sequence[tuple[str, str]]:
    """The 用户账户 of the offices below the actor's own, with the office and the person."""
    rows = session.execute(
        select(User.username, Office.name, User.display_name)
        .join(Office, Office.id == User.office_id)
        .where(
            User.is_active,
            Office.status == OfficeStatus.ACTIVE,
            Office.code != scope_of(session).value,
        )
        .order_by(Office.code, User.id)
    )
    return [(username, f"{office} · {username} · {person}") for username, office, person in rows]


@dataclass(frozen=True, slots=True)
class SplitLine:
    """One receiver: 用户账户 and 发票数量."""

    user_account: str = param(text=TextType.LOGIN, maximum_length=40, suggestions=receivers)
    quantity: int = param(minimum=1, maximum=1_000_000)


@dataclass(frozen=True, slots=True)
class SplitInput:
    """The dialog's rows."""

    lines: tuple[SplitLine, ...] = param(maximum=MAXIMUM_RECEIVERS)


@dataclass(frozen=True, slots=True)
class SplitFacts:
    """The receiving office of each user account that the actor can see."""

    offices: dict[str, Office]


def lock_first(ctx: Context, ids: Sequence[int], given: SplitInput) -> None:
    accounts = [line.user_account.lower() for line in given.lines]
    receiving = select(User.office_id).where(User.username.in_(accounts))
    ctx.lock(select(Office).where(Office.id.in_(receiving)))


def survey(ctx: Context, rows: Sequence[InvoiceLot], given: SplitInput) -> SplitFacts:
    accounts = {line.user_account.lower() for line in given.lines}
    users = ctx.session.scalars(
        select(User)
        .where(User.username.in_(accounts), User.office_id.is_not(None))
        .options(joinedload(User.office))
    )
    return SplitFacts({user.username: user.office for user in users if user.office})


def check(row: InvoiceLot, given: SplitInput, facts: SplitFacts) -> Refusal | None:
    asked = sum(line.quantity for line in given.lines)
    if not given.lines:
        return Refusal(SplitRefusal.NO_LINES)
    for at, line in enumerate(given.lines):
        office = facts.offices.get(line.user_account.lower())
        if refusal := _receiver_refusal(row, office, line):
            return replace(refusal, at=f"lines.{at}.user_account")
    if asked > row.available:
        return Refusal(SplitRefusal.OVER_AVAILABLE, {"asked": asked, "available": row.available})
    return None


def _receiver_refusal(row: InvoiceLot, office: Office | None, line: SplitLine) -> Refusal | None:
    if office is None:
        return Refusal(SplitRefusal.ACCOUNT_UNKNOWN, {"user_account": line.user_account})
    if office.code == row.office_code or not is_below(office, row.office_code):
        return Refusal(SplitRefusal.NOT_BELOW, {"office": office.name})
    if office.status is not OfficeStatus.ACTIVE:
        return Refusal(SplitRefusal.OFFICE_CLOSED, {"office": office.name})
    return None


def is_below(office: Office, ancestor_code: str) -> bool:
    """Whether an office is below another; every office is below the registry."""
    return ancestor_code == "000000" or ancestor_code in {office.province_code, office.city_code}


def preview(
    ctx: Context, rows: Sequence[InvoiceLot], given: SplitInput, facts: SplitFacts
) -> Preview:
    notes = [
        Note(
            SplitNote.CHILD_LOT,
            {
                "office": facts.offices[line.user_account.lower()].name,
                "count": line.quantity,
                "numbers": str(numbers) if numbers else None,
            },
        )
        for row in rows
        for line, numbers in zip(given.lines, _ranges(row, given), strict=True)
    ]
    asked = sum(line.quantity for line in given.lines)
    left = [Note(SplitNote.REMAINDER, {"count": row.available - asked}) for row in rows]
    return Preview(
        totals={"sheets": asked, "receivers": len(given.lines)},
        side_effects=(*notes, *left),
    )


def _ranges(row: InvoiceLot, given: SplitInput) -> list[NumberRange | None]:
    """The contiguous range of each line, one after the other."""
    skipped, ranges = 0, []
    for line in given.lines:
        ranges.append(next_numbers(row, line.quantity, skipped))
        skipped += line.quantity
    return ranges


def run(ctx: Context, rows: Sequence[InvoiceLot], given: SplitInput, facts: SplitFacts) -> Result:
    (row,) = rows
    asked = sum(line.quantity for line in given.lines)
    split = InvoiceSplit(source_lot_id=row.id, quantity=asked, at=ctx.at, by=ctx.actor.name)
    split.belong_to(row)
    children = _children(ctx, row, given, facts)
    ctx.session.add_all([split, *children])
    take(ctx.session, row, asked, MoveKind.SPLIT_OUT, row.lot_no)
    ctx.session.flush()
    for line, child in zip(given.lines, children, strict=True):
        ctx.session.add(_split_line(split, line, child))
        record_move(ctx.session, child, child.quantity, MoveKind.SPLIT_IN, row.lot_no)
    return Result(
        rows=[
            RowResult(
                child.id,
                child.lot_no,
                {
                    "office": facts.offices[line.user_account.lower()].name,
                    "sheets": child.quantity,
                    "number_from": child.number_from,
                    "number_to": child.number_to,
                },
            )
            for line, child in zip(given.lines, children, strict=True)
        ],
        totals={"sheets": asked, "receivers": len(children), "available": row.available},
    )


def _children(
    ctx: Context, row: InvoiceLot, given: SplitInput, facts: SplitFacts
) -> list[InvoiceLot]:
    holder, year = row.office_code, ctx.today.year
    numbers = draw(ctx.session, NumberKind.INVOICE_LOT, holder, year, len(given.lines))
    return [
        _child(
            ctx,
            row,
            facts.offices[line.user_account.lower()],
            line.quantity,
            span,
            make_number(NumberKind.INVOICE_LOT, holder, ctx.today, number),
        )
        for line, span, number in zip(given.lines, _ranges(row, given), numbers, strict=True)
    ]


def _child(
    ctx: Context,
    row: InvoiceLot,
    office: Office,
    quantity: int,
    span: NumberRange | None,
    lot_no: str,
) -> InvoiceLot:
    child = InvoiceLot(
        lot_no=lot_no,
        type_id=row.type_id,
        office_id=office.id,
        request_id=row.request_id,
        parent_id=row.id,
        invoice_code=row.invoice_code,
        number_from=span.first if span else None,
        number_to=span.last if span else None,
        quantity=quantity,
        available=quantity,
        dispatched_at=ctx.at,
    )
    child.belong_to(office)
    return child


def _split_line(split: InvoiceSplit, line: SplitLine, child: InvoiceLot) -> InvoiceSplitLine:
    written = InvoiceSplitLine(
        split_id=split.id,
        user_account=line.user_account,
        to_office_id=child.office_id,
        quantity=line.quantity,
        child_lot_id=child.id,
    )
    written.belong_to(split)
    return written


SPLIT = Action(
    key="split",
    model=InvoiceLot,
    input=SplitInput,
    survey=survey,
    check=check,
    preview=preview,
    row_facts=lot_facts,
    run=run,
    lock_first=lock_first,
    states=frozenset({LotState.SIGNED}),
    maximum_rows=1,
    refusals=SplitRefusal,
    fields_at_fault={
        SplitRefusal.NO_LINES: "lines",
        SplitRefusal.OVER_AVAILABLE: "lines",
    },
    activity=ActivityKind.INVOICE,
    guide=("Q3",),
)

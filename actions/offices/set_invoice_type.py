"""发票类型: the registry maintains the invoice types that offices may request.

A new code is added, a known one is renamed or taken out of use. Medium, tracking and face value
never change once sheets of the type exist, since their value depends on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import exists, select

from actions.core.action import TICKS_NO_ROWS, Action, param
from actions.core.context import Context
from actions.core.refusal import Fact, Refusal
from actions.core.result import Result, RowResult
from models.invoices.invoice_request import InvoiceRequest
from models.invoices.invoice_type import InvoiceType, Medium, Tracking
from models.invoices.stock import InvoiceLot


class SetInvoiceTypeRefusal(StrEnum):
    """Why the type is not changed."""

    IN_USE = "set_invoice_type_in_use"
    CODE = "set_invoice_type_code"


@dataclass(frozen=True, slots=True)
class SetInvoiceTypeInput:
    """The type by its code; without a face value the amount is written at issue."""

    code: str = param(maximum_length=24)
    name: str = param(maximum_length=40)
    medium: Medium = param(default=Medium.PAPER)
    tracking: Tracking = param(default=Tracking.SERIAL)
    face_value_fen: int | None = param(default=None, minimum=1, maximum=10_000_000, fen=True)
    is_active: bool = param(default=True)


@dataclass(frozen=True, slots=True)
class SetInvoiceTypeFacts:
    """The type of that code, and whether there are lots or requests of it."""

    row: InvoiceType | None
    is_used: bool


def survey(
    ctx: Context, rows: Sequence[InvoiceType], given: SetInvoiceTypeInput
) -> SetInvoiceTypeFacts:
    wanted = select(InvoiceType).where(InvoiceType.code == given.code)
    row = ctx.session.scalars(ctx.locked(wanted)).one_or_none()
    if row is None:
        return SetInvoiceTypeFacts(None, is_used=False)
    held = select(InvoiceLot.id).where(InvoiceLot.type_id == row.id)
    asked = select(InvoiceRequest.id).where(InvoiceRequest.type_id == row.id)
    used = ctx.session.scalar(
        select(InvoiceType.id).where(InvoiceType.id == row.id, exists(held) | exists(asked))
    )
    return SetInvoiceTypeFacts(row, is_used=used is not None)


def check_batch(
    rows: Sequence[InvoiceType], given: SetInvoiceTypeInput, facts: SetInvoiceTypeFacts
) -> Refusal | None:
    if not given.code.replace("-", "").replace("_", "").isalnum() or not given.code.isascii():
        return Refusal(SetInvoiceTypeRefusal.CODE, {"code": given.code})
    row = facts.row
    if row is None or not facts.is_used:
        return None
    asked = (given.medium, given.tracking, given.face_value_fen)
    if (row.medium, row.tracking, row.face_value_fen) != asked:
        return Refusal(SetInvoiceTypeRefusal.IN_USE, {"name": row.name})
    return None


def run(
    ctx: Context,
    rows: Sequence[InvoiceType],
    given: SetInvoiceTypeInput,
    facts: SetInvoiceTypeFacts,
) -> Result:
    row = facts.row or InvoiceType(code=given.code)
    row.name = given.name
    row.medium = given.medium
    row.tracking = given.tracking
    row.face_value_fen = given.face_value_fen
    row.is_active = given.is_active
    ctx.session.add(row)
    ctx.session.flush()
    told: dict[str, Fact] = {"code": row.code, "in_use": row.is_active}
    return Result(rows=[RowResult(row.id, row.name, told)], totals={"row_count": 1})


SET_INVOICE_TYPE = Action(
    key="set_invoice_type",
    model=InvoiceType,
    input=SetInvoiceTypeInput,
    survey=survey,
    check_batch=check_batch,
    row_facts=TICKS_NO_ROWS,
    run=run,
    minimum_rows=0,
    maximum_rows=0,
    saves_form=True,
    refusals=SetInvoiceTypeRefusal,
)

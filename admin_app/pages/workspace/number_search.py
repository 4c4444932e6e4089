"""Rows found by a number that is printed on a paper, typed in whole, and receipts by theirs.

A number of a row that the actor may not see answers as one that does not exist.
"""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from admin_app.grid.numbered import NUMBERED
from admin_app.grid.spec import Grid
from models.core.base import Base, ChosenRow
from models.core.journal import JournalEntry, JournalReceipt
from models.invoices.stock import InvoiceLot
from models.ledger.adjustment import Adjustment
from models.values.bank_reference import code_of
from models.values.document_number import canonical_number, written_prefix
from models.values.limits import LARGEST_BIGINT
from models.values.number_range import PAPER_INVOICE_WIDTH

#: An adjustment's number, `T000012`.
_ADJUSTMENT = re.compile(r"T0*([1-9][0-9]{0,17})")


def ids_by_number(session: Session, grid: Grid, typed: str, limit: int) -> list[int]:
    """The ids of the rows of a list that carry the number, the newest first."""
    model: Any = grid.model
    spellings = spellings_of(typed)
    ways = [getattr(model, name).in_(spellings) for name in NUMBERED.get(grid.entity, ())]
    ways += _besides(model, spellings)
    if not ways:
        return []
    found = select(model.id).where(or_(*ways)).order_by(model.id.desc()).limit(limit)
    return list(session.scalars(found))


def receipts_by_number(session: Session, typed: str, limit: int) -> list[ChosenRow]:
    """`id`, `receipt_no`, `action`, `at` of the receipts whose number begins so."""
    begun = written_prefix(typed)
    if begun is None:
        return []
    number = JournalReceipt.receipt_no
    found = (
        select(JournalReceipt.id, number, JournalEntry.action, JournalEntry.at)
        .join(JournalEntry, JournalEntry.id == JournalReceipt.id)
        .where(number >= begun, number < begun + "\uffff")
        .order_by(number.desc())
        .limit(limit)
    )
    return list(session.execute(found))


def spellings_of(typed: str) -> set[str]:
    """The forms in which such a number may be stored."""
    code = code_of(typed)
    return {canonical_number(typed), code, code.replace("-", "")}


def _besides(model: type[Base], spellings: set[str]) -> list[ColumnElement[bool]]:
    """Numbers that stand in no column: an adjustment's id, a sheet of a lot."""
    if model is Adjustment:
        numbers = (match for each in spellings if (match := _ADJUSTMENT.fullmatch(each)))
        ids = [key for match in numbers if (key := int(match[1])) <= LARGEST_BIGINT]
        return [Adjustment.id.in_(ids)] if ids else []
    if model is InvoiceLot:
        sheets = [each for each in spellings if each.isdecimal()]
        whole = [each for each in sheets if len(each) == PAPER_INVOICE_WIDTH]
        return [(InvoiceLot.number_from <= each) & (InvoiceLot.number_to >= each) for each in whole]
    return []

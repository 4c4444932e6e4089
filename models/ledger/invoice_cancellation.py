"""Voiding and reversing invoices: which office may do it, and what is owed afterwards.

The office whose stock an invoice came from takes it back: its lot counts it and it keeps the
copies. In pool mode (两代一统) that may be the province, for a payment of an office below.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from models.core.loaded_rows import Loaded
from models.invoices.invoice import Invoice
from models.invoices.owed_sheets import missing_fen
from models.invoices.stock import InvoiceLot
from models.ledger.accounts import payers_of
from models.offices.office_names import names_of


class TakingBackFault(StrEnum):
    """Why an invoice is not taken back, or not replaced."""

    SHEET_OF_OTHER = "taking_back_sheet_of_other"
    MORE_THAN_DUE = "taking_back_more_than_due"


@dataclass(frozen=True, slots=True)
class Spent:
    """Invoices to be taken back by an office: their visible lots, names of the offices they may
    belong to, and the amount not invoiced by payment, in 分.
    """

    office_code: str
    lots: Loaded[InvoiceLot]
    names: Mapping[str, str]
    #: Office → the office that collects for it.
    payers: Mapping[str, str]
    missing: Mapping[int, int]

    def holder_code(self, row: Invoice) -> str:
        """The office whose invoice it is. A lot out of scope is the province's: nobody else issues
        invoices for an office below.
        """
        lot = self.lots.get(row.lot_id)
        return row.province_code if lot is None else lot.office_code

    def is_strange(self, row: Invoice) -> bool:
        """Whether this office neither issued the invoice nor collects for its payment's office."""
        reached = {self.holder_code(row), row.office_code, self.payers.get(row.office_code)}
        return self.office_code not in reached

    def fault(self, row: Invoice, *, reissue: bool) -> TakingBackFault | None:
        """Why this office may not take the invoice back, or not replace it."""
        if row.lot_id not in self.lots or self.holder_code(row) != self.office_code:
            return TakingBackFault.SHEET_OF_OTHER
        is_covered = reissue and self.missing[row.payment_id] < 0
        return TakingBackFault.MORE_THAN_DUE if is_covered else None

    def owed_after_fen(self, rows: Sequence[Invoice]) -> int:
        """The amount to be invoiced again if these are taken back and not replaced."""
        back: Counter[int] = Counter()
        for row in rows:
            back[row.payment_id] += row.amount_fen
        return sum(max(self.missing[payment] + fen, 0) for payment, fen in back.items())

    def told(self, row: Invoice) -> dict[str, str | int]:
        """The facts for its message."""
        return {
            "number": str(row),
            "office": self.names[self.holder_code(row)],
            "issued_by": row.issued_by,
            "payment_no": row.payment.payment_no,
            "excess_fen": -self.missing[row.payment_id],
        }


def spent_of(
    session: Session, rows: Sequence[Invoice], lots: Sequence[InvoiceLot], office_code: str
) -> Spent:
    """What an office may see of invoices to be taken back and their lots."""
    return Spent(
        office_code,
        Loaded(InvoiceLot, lots),
        names_of(session, [row.province_code for row in rows] + [lot.office_code for lot in lots]),
        payers_of(session, [row.office_code for row in rows]),
        missing_fen(session, list({row.payment_id for row in rows})),
    )

"""数电票 (electronic invoices): identified by a 20-digit number of the tax platform, no 发票代码.

Nothing is printed: an office has a quota instead of blank sheets, and types the number of each
invoice when issuing it. It can only be reversed by a red invoice, which uses no quota.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.core.scope import BY_HAND
from models.invoices.invoice import Invoice
from models.invoices.invoice_type import InvoiceType, Medium

NUMBER_WIDTH = 20
#: Longest list of numbers, in characters: 200 numbers separated by spaces.
LONGEST_LIST = 200 * (NUMBER_WIDTH + 2)

_BETWEEN = re.compile(r"[\s,;、；]+")
_NUMBER = re.compile(rf"[0-9]{{{NUMBER_WIDTH}}}")
_INVOICE: Any = Invoice.__table__


class ElectronicFault(StrEnum):
    """Why the typed numbers cannot be those of the invoices to issue."""

    UNWANTED = "electronic_unwanted"
    COUNT_DIFFERS = "electronic_count_differs"
    NUMBER_FAULTY = "electronic_number_faulty"
    REPEATED = "electronic_repeated"
    TAKEN = "electronic_taken"


@dataclass(frozen=True, slots=True)
class TypedNumbers:
    """Numbers as typed, in order, and those of them that are already used."""

    numbers: Sequence[str] = ()
    taken: frozenset[str] = frozenset()

    def fault(
        self, kind: InvoiceType | None, count: int
    ) -> tuple[ElectronicFault, dict[str, str | int]] | None:
        """Why they cannot number `count` invoices of a type, with the facts of the message; or
        None.
        """
        if kind is None or kind.medium is not Medium.ELECTRONIC:
            why: dict[str, str | int] = {"invoice_type": kind.name if kind else ""}
            return (ElectronicFault.UNWANTED, why) if self.numbers and kind else None
        if len(self.numbers) != count:
            why = {"invoice_type": kind.name, "asked": count, "count": len(self.numbers)}
            return ElectronicFault.COUNT_DIFFERS, why
        return self._number_fault()

    def _number_fault(self) -> tuple[ElectronicFault, dict[str, str | int]] | None:
        for n, number in enumerate(self.numbers):
            tests = (
                (not _NUMBER.fullmatch(number), ElectronicFault.NUMBER_FAULTY),
                (number in self.numbers[:n], ElectronicFault.REPEATED),
                (number in self.taken, ElectronicFault.TAKEN),
            )
            if fault := next((fault for is_so, fault in tests if is_so), None):
                return fault, {"number": number}
        return None


def is_electronic(number: str) -> bool:
    """Whether a sheet's number is that of a 数电票."""
    return len(number) == NUMBER_WIDTH


def typed_numbers(session: Session, *lists: str | None) -> TypedNumbers:
    """The numbers of lists as typed, one after the other, held against all that were ever given:
    a number is one sheet's, whoever gave it.
    """
    numbers = [each for typed in lists for each in _split(typed or "")]
    if not numbers:
        return TypedNumbers()
    given = select(_INVOICE.c.number).where(_INVOICE.c.number.in_(numbers))
    found = session.execute(given, execution_options={BY_HAND: True})
    return TypedNumbers(numbers, frozenset(number for (number,) in found))


def _split(typed: str) -> list[str]:
    return [each for each in _BETWEEN.split(unicodedata.normalize("NFKC", typed)) if each]

"""数电票: known by a number of 20 digits that the tax platform gives, without a 发票代码.

Nothing is printed: an office has a quota of them instead of blank sheets, and types the number of
each as it gives it. One is taken back by a red one alone, which uses up no quota.
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
from models.invoices.stock import InvoiceType, Medium

NUMBER_WIDTH = 20
#: Characters of the longest list of numbers: 200 of them with a blank between.
LONGEST_LIST = 200 * (NUMBER_WIDTH + 2)

_BETWEEN = re.compile(r"[\s,;、；]+")
_NUMBER = re.compile(rf"[0-9]{{{NUMBER_WIDTH}}}")
_INVOICE: Any = Invoice.__table__


class ElectronicFault(StrEnum):
    """Why the numbers typed are not those of the sheets to be given."""

    UNWANTED = "electronic_unwanted"
    COUNT_DIFFERS = "electronic_count_differs"
    NUMBER_FAULTY = "electronic_number_faulty"
    REPEATED = "electronic_repeated"
    TAKEN = "electronic_taken"


@dataclass(frozen=True, slots=True)
class TypedNumbers:
    """Numbers as typed, in order, and those of them that are given already."""

    numbers: Sequence[str] = ()
    taken: frozenset[str] = frozenset()

    def fault(
        self, kind: InvoiceType | None, count: int
    ) -> tuple[ElectronicFault, dict[str, str | int]] | None:
        """Why they do not serve `count` sheets of a type, and the facts of its sentence."""
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

"""The only place for runs of printed serial numbers, such as paper invoices 00012001…00012050.

Numbers are digit strings of one fixed width, since the leading zeros are printed and must be kept.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self

#: Digits on a paper invoice.
PAPER_INVOICE_WIDTH: Final = 8

_DIGITS = re.compile(r"[0-9]{1,18}")


class RangeFault(StrEnum):
    """Why a first and a last number are not a range, or a range cannot give what is asked."""

    FORM = "form"
    WIDTH = "width"
    ORDER = "order"
    QUANTITY = "quantity"


class RangeError(ValueError):
    """Raised for numbers that make no range; ``fault`` says why."""

    def __init__(self, fault: RangeFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True, order=True)
class NumberRange:
    """Consecutive numbers from ``first`` to ``last``, both included; never empty."""

    first: str
    last: str

    def __post_init__(self) -> None:
        if not (_DIGITS.fullmatch(self.first) and _DIGITS.fullmatch(self.last)):
            raise RangeError(RangeFault.FORM)
        if len(self.first) != len(self.last):
            raise RangeError(RangeFault.WIDTH)
        if self.first > self.last:
            raise RangeError(RangeFault.ORDER)

    @classmethod
    def starting(cls, first: str, quantity: int) -> Self:
        """Returns the range of ``quantity`` numbers from ``first``. Raises RangeError."""
        if not _DIGITS.fullmatch(first):
            raise RangeError(RangeFault.FORM)
        last = int(first) + quantity - 1
        if quantity < 1 or last >= 10 ** len(first):
            raise RangeError(RangeFault.QUANTITY)
        return cls(first, f"{last:0{len(first)}}")

    def __str__(self) -> str:
        return self.first if self.first == self.last else f"{self.first}–{self.last}"

    def __len__(self) -> int:
        return int(self.last) - int(self.first) + 1

    def __iter__(self) -> Iterator[str]:
        width = self.width
        return (f"{n:0{width}}" for n in range(int(self.first), int(self.last) + 1))

    def __contains__(self, number: object) -> bool:
        return isinstance(number, str) and self.contains(number)

    @property
    def width(self) -> int:
        """Returns how many digits each number has."""
        return len(self.first)

    def contains(self, number: str) -> bool:
        """Tells whether a number, written in full width, lies in the range."""
        whole = _DIGITS.fullmatch(number) is not None and len(number) == self.width
        return whole and self.first <= number <= self.last

    def overlaps(self, other: "NumberRange") -> bool:
        """Tells whether any number lies in both; numbers of different width are different."""
        return self.width == other.width and self.first <= other.last and other.first <= self.last

    def take(self, quantity: int) -> tuple["NumberRange", "NumberRange | None"]:
        """Returns the lowest ``quantity`` numbers and what is left. Raises RangeError."""
        if not 1 <= quantity <= len(self):
            raise RangeError(RangeFault.QUANTITY)
        taken = NumberRange.starting(self.first, quantity)
        rest = self._between(int(taken.last) + 1, int(self.last))
        return taken, rest[0] if rest else None

    def without(self, used: Iterable["NumberRange"]) -> tuple["NumberRange", ...]:
        """Returns the ranges that no used range overlaps, ascending: the free numbers."""
        free: list[NumberRange] = []
        lowest = int(self.first)
        for taken in sorted(other for other in used if self.overlaps(other)):
            free += self._between(lowest, int(taken.first) - 1)
            lowest = max(lowest, int(taken.last) + 1)
        return (*free, *self._between(lowest, int(self.last)))

    def _between(self, first: int, last: int) -> tuple["NumberRange", ...]:
        if first > last:
            return ()
        return (NumberRange(f"{first:0{self.width}}", f"{last:0{self.width}}"),)


def gaps(ranges: Iterable[NumberRange]) -> tuple[NumberRange, ...]:
    """Returns the gaps between the lowest and the highest number of the ranges.

    All ranges have one width; raises RangeError otherwise.
    """
    known = sorted(ranges)
    if not known:
        return ()
    whole = NumberRange(known[0].first, max(known, key=lambda part: part.last).last)
    if any(part.width != whole.width for part in known):
        raise RangeError(RangeFault.WIDTH)
    return whole.without(known)


def runs(numbers: Iterable[str]) -> list[NumberRange]:
    """Returns distinct numbers, in any order, as the fewest ranges, ascending."""
    found: list[NumberRange] = []
    for number in sorted(numbers, key=lambda each: (len(each), each)):
        last = found[-1] if found else None
        if last and last.width == len(number) and int(last.last) + 1 == int(number):
            found[-1] = NumberRange(last.first, number)
        else:
            found.append(NumberRange(number, number))
    return found

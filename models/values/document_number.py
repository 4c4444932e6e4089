"""The only place for document numbers: of orders, payments, remittances and the like.

``D620921-20261124-000123-45`` is an order of office 620921 on that day, the 123rd it counted, and
two check digits (ISO 7064 MOD 97-10, as in an IBAN) that catch any one mistyped character and any
two swapped neighbours. The sequence comes from models/core/sequence.py.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from string import ascii_uppercase
from types import MappingProxyType
from typing import Final, Self

from models.values.bank_reference import code_of

#: The largest sequence a number can carry.
LARGEST_SEQUENCE: Final = 999_999_999
_SEQUENCE_WIDTH: Final = 6


class NumberKind(StrEnum):
    """What is numbered; the value names its counter."""

    ORDER = "order"
    PAYMENT = "payment"
    REMITTANCE = "remittance"
    INVOICE_REQUEST = "invoice_request"
    INVOICE_LOT = "invoice_lot"
    RECEIPT = "receipt"


#: First letter of the Chinese word: 订单 收费 汇款 发票申请 批次 回执. None looks like a digit.
_LETTERS: Final[Mapping[NumberKind, str]] = MappingProxyType(
    {
        NumberKind.ORDER: "D",
        NumberKind.PAYMENT: "S",
        NumberKind.REMITTANCE: "H",
        NumberKind.INVOICE_REQUEST: "F",
        NumberKind.INVOICE_LOT: "P",
        NumberKind.RECEIPT: "R",
    }
)
_KINDS: Final[Mapping[str, NumberKind]] = MappingProxyType(
    {letter: kind for kind, letter in _LETTERS.items()}
)

_FORM = re.compile(r"([A-Z])([0-9]{6})([0-9]{8})([0-9]{6,9})([0-9]{2})")
_BEGUN = re.compile(r"[A-Z][0-9]{1,23}")
_OFFICE_CODE = re.compile(r"[0-9]{6}")
_LONGEST_TYPED: Final = 64
#: ISO 7064 reads A as 10 … Z as 35.
_LETTER_VALUES: Final = str.maketrans(
    {letter: str(value) for value, letter in enumerate(ascii_uppercase, start=10)}
)


class NumberFault(StrEnum):
    """Why a text is not one of our numbers."""

    FORM = "form"
    KIND = "kind"
    CHECK_DIGITS = "check_digits"
    DAY = "day"


class NumberError(ValueError):
    """Raised for text that is not one of our numbers; ``fault`` says why."""

    def __init__(self, fault: NumberFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Numbered:
    """The parts of a number; ``str()`` formats them."""

    kind: NumberKind
    office_code: str
    on: date
    sequence: int

    def __post_init__(self) -> None:
        if not _OFFICE_CODE.fullmatch(self.office_code):
            raise ValueError(self.office_code)
        if not 1 <= self.sequence <= LARGEST_SEQUENCE:
            raise ValueError(self.sequence)

    def __str__(self) -> str:
        letter = _LETTERS[self.kind]
        day = self.on.isoformat().replace("-", "")
        sequence = f"{self.sequence:0{_SEQUENCE_WIDTH}}"
        check = _check_digits(f"{letter}{self.office_code}{day}{sequence}")
        return f"{letter}{self.office_code}-{day}-{sequence}-{check}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads a typed number; case, width, spaces and missing hyphens are forgiven."""
        match = None if len(text) > _LONGEST_TYPED else _FORM.fullmatch(_typed(text))
        if match is None:
            raise NumberError(NumberFault.FORM)
        letter, office_code, day, sequence, check = match.groups()
        if letter not in _KINDS:
            raise NumberError(NumberFault.KIND)
        if check != _check_digits(f"{letter}{office_code}{day}{sequence}"):
            raise NumberError(NumberFault.CHECK_DIGITS)
        return cls(_KINDS[letter], office_code, _day(day), _sequence(sequence))


def make_number(kind: NumberKind, office_code: str, on: date, sequence: int) -> str:
    """Formats the number of an office's ``sequence``-th document of a kind."""
    return str(Numbered(kind, office_code, on, sequence))


def canonical_number(text: str) -> str:
    """The canonical form of one of our numbers; anything else is treated as an external number."""
    try:
        return str(Numbered.parse(text))
    except NumberError:
        return code_of(text)


def _typed(text: str) -> str:
    """A typed number without what may be left out: hyphens."""
    return code_of(text).replace("-", "")


def parse_number(text: str) -> Numbered:
    """Reads a typed number. Raises NumberError."""
    return Numbered.parse(text)


def written_prefix(typed: str) -> str | None:
    """The beginning of a number in its written form: `d 6230222026` is `D623022-2026`.

    None for text that no number begins with.
    """
    with suppress(NumberError):
        return str(parse_number(typed))
    begun = _typed(typed) if len(typed) <= _LONGEST_TYPED else ""
    if not _BEGUN.fullmatch(begun) or begun[0] not in _KINDS:
        return None
    return "-".join(part for part in (begun[:7], begun[7:15], begun[15:21], begun[21:]) if part)


def written_number(typed: str) -> str:
    """The number in its written form; other text is returned as typed, and matches nothing."""
    try:
        return str(parse_number(typed))
    except NumberError:
        return typed


def _check_digits(body: str) -> str:
    value = int(body.translate(_LETTER_VALUES) + "00")
    return f"{98 - value % 97:02}"


def _day(digits: str) -> date:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError as error:
        raise NumberError(NumberFault.DAY) from error


def _sequence(digits: str) -> int:
    # A longer sequence never begins with 0, so each number has exactly one written form.
    if int(digits) == 0 or (len(digits) > _SEQUENCE_WIDTH and digits.startswith("0")):
        raise NumberError(NumberFault.FORM)
    return int(digits)

"""Identity of bank lines: when two lines are the same receipt, whatever "number" contains.

The identity of a line is the account, day, amount, payer, number, and its position among equal
lines. A serial number names one transaction of its account and decides alone; any other number (a
voucher's, `0`, none) is only one fact among the others.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from models.values.bank_reference import MAXIMUM_REFERENCE_LENGTH, bank_ref_of

#: Placeholders for a missing number.
_NO_NUMBER = frozenset({"", "无", "NULL", "NONE", "NIL", "NA"})
_SHORT_HASH = 16


def text_key(text: str | None) -> str:
    """The text without width, case, white space and invisible characters."""
    wide = unicodedata.normalize("NFKC", text or "")
    seen = (each for each in wide if unicodedata.category(each)[0] not in "CZ")
    return unicodedata.normalize("NFKC", "".join(seen).casefold())


def number_key(number: str | None) -> str:
    """The number in canonical form; empty for placeholders: blank, `-`, only zeros."""
    kept = bank_ref_of(text_key(number))
    letters = "".join(each for each in kept if each.isalnum())
    return "" if letters in _NO_NUMBER or not letters.strip("0") else kept


def account_key(typed: str | None) -> str:
    """An account number without spaces and dashes; masking asterisks stay."""
    return "".join(each for each in text_key(typed).upper() if each.isalnum() or each == "*")[:40]


@dataclass(frozen=True, slots=True)
class LineIdentity:
    """The facts that identify a receipt; amount in 分."""

    account: str
    received_on: dt.date
    amount_fen: int
    payer: str
    number: str
    #: Whether the number is the bank's serial number of the transaction.
    has_serial: bool
    #: The position among lines equal in all of this, from 1.
    position: int = 1

    @property
    def digest(self) -> str:
        """SHA-256 of all the facts; unique among staged lines."""
        facts = (self.account, self.received_on, self.amount_fen, self.payer, self.number)
        return hashlib.sha256("|".join(map(str, (*facts, self.position))).encode()).hexdigest()

    @property
    def credit_ref(self) -> str:
        """The number of its credit: the serial number, else one derived from the facts.

        A derived number is the same for the same line of the same statement.
        """
        return self.number if self.has_serial else self._made_ref

    @property
    def credit_ref_in_account(self) -> str:
        """The same, if another account has that serial number too."""
        told = f"{self.account}:{self.number}"
        return told if len(told) <= MAXIMUM_REFERENCE_LENGTH else self._made_ref

    @property
    def _made_ref(self) -> str:
        return f"L{self.received_on:%Y%m%d}-{self.digest[:_SHORT_HASH].upper()}"

    def is_same_account(self, other: LineIdentity) -> bool:
        """Whether both may be lines of one account; an unknown account may be any."""
        return self.account == other.account or not (self.account and other.account)

    def is_same_payment(self, other: LineIdentity) -> bool:
        """Whether day, amount and payer agree; an unknown payer agrees with any."""
        is_same_payer = self.payer == other.payer or not (self.payer and other.payer)
        same = (self.received_on, self.amount_fen) == (other.received_on, other.amount_fen)
        return same and is_same_payer


def identity_of(
    account: str | None,
    received_on: dt.date,
    amount_fen: int,
    payer: str | None,
    number: str | None,
    *,
    may_be_serial: bool = True,
) -> LineIdentity:
    """The identity of a line from a file or a caller, before its position is known."""
    key = number_key(number)
    return LineIdentity(
        account=account_key(account),
        received_on=received_on,
        amount_fen=amount_fen,
        payer=text_key(payer),
        number=key,
        has_serial=may_be_serial and bool(key),
    )


def placed(identities: Iterable[LineIdentity]) -> list[LineIdentity]:
    """The same with each one's position among its equals, in the order of the file."""
    counted: Counter[LineIdentity] = Counter()
    found = []
    for identity in identities:
        first = replace(identity, position=1)
        counted[first] += 1
        found.append(replace(identity, position=counted[first]))
    return found

"""Which way the money of a bank line went, and the words that take an earlier movement back."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum


class LineDirection(StrEnum):
    """As the owner of the account sees it."""

    IN = "in"
    OUT = "out"
    #: 冲正, 红字, 退汇: takes back a movement the bank had booked; never income of its own.
    REVERSAL = "reversal"


#: A payer who sends money again after a 退汇 says so; that money is income.
_SENT_AGAIN = re.compile(r"重新?(?:汇|付|转|支付)|再(?:汇|付|转)|补汇")
_TAKES_BACK = re.compile(r"冲正|冲销|冲账|冲帐|抹账|抹帐|红字|红冲|退汇|汇款退回|来账退回|往账退回")


def is_reversal(text: str | None) -> bool:
    """Whether a summary or memo says that the line takes an earlier movement back."""
    said = "".join(unicodedata.normalize("NFKC", text or "").split())
    return bool(_TAKES_BACK.search(said)) and not _SENT_AGAIN.search(said)

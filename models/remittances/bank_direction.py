"""The direction of a bank line, and the words that mark reversals."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum


class LineDirection(StrEnum):
    """From the point of view of the account's owner."""

    IN = "in"
    OUT = "out"
    #: 冲正, 红字, 退汇: reverses an earlier movement; never income.
    REVERSAL = "reversal"


#: Exception: a payer who sends money again after a 退汇 mentions it; that is income.
_SENT_AGAIN = re.compile(r"重新?(?:汇|付|转|支付)|再(?:汇|付|转)|补汇")
_TAKES_BACK = re.compile(r"冲正|冲销|冲账|冲帐|抹账|抹帐|红字|红冲|退汇|汇款退回|来账退回|往账退回")


def is_reversal(text: str | None) -> bool:
    """Whether a summary or memo marks the line as a reversal."""
    said = "".join(unicodedata.normalize("NFKC", text or "").split())
    return bool(_TAKES_BACK.search(said)) and not _SENT_AGAIN.search(said)

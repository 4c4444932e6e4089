"""I-6 on bank lines: lines staged twice in different spellings, which SQL cannot compare."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from sqlalchemy import Connection, text

from models.remittances.bank_identity import identity_of

_FACTS = "account, received_on, amount_fen, payer, bank_ref, position"


def count_staged_twice(connection: Connection) -> int:
    """Lines equal to an earlier one except for spaces, width, case and invisible characters."""
    rows = connection.execute(
        text(f"SELECT {_FACTS} FROM bank_line"),  # noqa: S608  our own text
        execution_options={"stream_results": True},
    )
    counted: Counter[object] = Counter()
    for account, day, amount_fen, payer, bank_ref, position in rows:
        received_on = dt.date.fromisoformat(str(day))
        counted[identity_of(account, received_on, amount_fen, payer, bank_ref), position] += 1
    return sum(count - 1 for count in counted.values())

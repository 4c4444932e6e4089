"""A 充值 (top-up) that waits for a second person, stored until it is decided.

Meanwhile no money moves and no 汇款单 changes; the bank number is reserved
(uq_adjustment_bank_ref).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.core.locking import Locked
from models.core.scope import Codes
from models.ledger.adjustment import Adjustment, AdjustmentKind, Proposer
from models.ledger.bank_credit import Arrival
from models.ledger.credit_differences import Credit, divided
from models.remittances.bank_matching import numbers_in
from models.remittances.bank_statement import BANK_LINE_LIFECYCLE, BankLine, BankLineEvent
from models.remittances.remittance import Remittance


class Registrar(Proposer, Codes, Protocol):
    """Who proposes, with the codes of the office they work at."""


def propose_credit(
    session: Session,
    credit: Credit,
    by: Registrar,
    at: dt.datetime,
    line: BankLine | None = None,
    *,
    reason: str | None,
    answered: str | None,
) -> Adjustment:
    """Propose the transfer to a second person.

    `reason` is the reason for the differences, `answered` the code of the warnings it answers.

    Raises IntegrityError (uq_adjustment_bank_ref) when its number was proposed meanwhile.
    """
    assert reason is not None
    proposal = Adjustment(
        kind=AdjustmentKind.TOP_UP,
        amount_fen=credit.arrival.amount_fen,
        bank_ref=credit.arrival.bank_ref,
        received_on=credit.arrival.received_on,
        bank_line_id=None if line is None else line.id,
        shares=[[share.remittance.id, share.amount_fen] for share in credit.shares],
        rest_fen=credit.rest_fen,
        reason=reason,
        answered=answered,
    )
    proposal.put_forward(by, at, _owner([share.remittance for share in credit.shares], by))
    session.add(proposal)
    session.flush()
    return proposal


def _owner(remittances: Sequence[Remittance], otherwise: Registrar) -> Codes:
    """The owner of the row: the credited office, or the registry when there are several."""
    offices = {each.office_code for each in remittances}
    return remittances[0] if len(offices) == 1 else otherwise


def credit_of(
    session: Session, proposal: Adjustment, locked: Locked
) -> tuple[Credit, BankLine | None]:
    """The transfer as proposed, its 汇款单 as they are now, and its bank line if any."""
    assert proposal.bank_ref is not None
    assert proposal.received_on is not None
    line = None
    if proposal.bank_line_id is not None:
        held = select(BankLine).where(BankLine.id == proposal.bank_line_id)
        line = session.scalars(locked(held)).one()
    said = [(int(key), int(fen)) for key, fen in proposal.shares or ()]
    wanted = select(Remittance).where(Remittance.id.in_([key for key, _fen in said]))
    rows = {row.id: row for row in session.scalars(locked(wanted))}
    arrival = Arrival(proposal.bank_ref, proposal.amount_fen, proposal.received_on)
    first, *others = ((rows[key], fen) for key, fen in said)
    parts = others
    if proposal.rest_fen:
        parts = [(first[0], first[1] - proposal.rest_fen), *others]
    return divided(arrival, first[0], parts, named_by(session, line)), line


def named_by(session: Session, line: BankLine | None) -> list[Remittance]:
    """The 汇款单 that the text of a bank line names."""
    numbers = numbers_in(line.memo) if line is not None else []
    wanted = select(Remittance).where(Remittance.remittance_no.in_(numbers))
    return list(session.scalars(wanted)) if numbers else []


def settle_line(line: BankLine, credit: Credit, by: str, reason: str | None) -> None:
    """Mark a bank line as matched; if all is one office's, remember the payer."""
    BANK_LINE_LIFECYCLE.advance(line, BankLineEvent.MATCH)
    line.remittance_id = credit.shares[0].remittance.id
    offices = {share.remittance.office_code for share in credit.shares}
    line.paid_for_code = offices.pop() if len(offices) == 1 else None
    line.resolved_by = by
    line.reason = reason

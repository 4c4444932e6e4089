"""我的业务单: the user's own receipts, newest first."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from actions.activities import PERSONAL_KEYS
from actions.core.actor import Actor
from admin_app.labels import action_title
from models.core.base import ChosenRow
from models.core.journal import JournalEntry, JournalReceipt
from models.values.calendar import instant
from models.values.money import format_yuan

RECEIPTS_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """A receipt in the list."""

    id: int
    receipt_no: str
    action_label: str
    at: str
    row_count: str
    amount: str
    #: Number of chosen rows left out.
    left_count: int


def own_receipts(session: Session, actor: Actor, before: int | None) -> list[ReceiptLine]:
    """The actor's receipts, before a key if given: a page and one more."""
    wanted = (
        select(
            JournalEntry.id,
            JournalEntry.action,
            JournalEntry.at,
            JournalReceipt.receipt_no,
            JournalReceipt.outcome,
        )
        .join(JournalReceipt, JournalReceipt.id == JournalEntry.id)
        .where(JournalEntry.actor_key == actor.key, JournalEntry.action.not_in(PERSONAL_KEYS))
        .order_by(JournalEntry.at.desc(), JournalEntry.id.desc())
        .limit(RECEIPTS_A_PAGE + 1)
    )
    is_before = select(JournalEntry.at).where(JournalEntry.id == before)
    if before is not None and (at := session.scalar(is_before)) is not None:
        wanted = wanted.where(tuple_(JournalEntry.at, JournalEntry.id) < (at, before))
    return [_receipt_line(row) for row in session.execute(wanted)]


def _receipt_line(found: ChosenRow) -> ReceiptLine:
    totals, amount = found.outcome["totals"], found.outcome["totals"].get("amount_fen")
    count = totals.get("row_count", len(found.outcome["rows"]))
    return ReceiptLine(
        id=found.id,
        receipt_no=found.receipt_no,
        action_label=action_title(found.action),
        at=instant(found.at),
        row_count=_("%(n)s 条", n=count),
        amount=format_yuan(amount) if amount is not None else "",
        left_count=len(found.outcome.get("left", ())),
    )

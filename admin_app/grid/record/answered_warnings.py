"""The warnings that a run answered, and the answer, for receipts and timelines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from admin_app.forms.refusal_text import refusal_message
from models.core.journal import JournalReceipt


def answered_in_words(kept: Mapping[str, Any] | None) -> list[tuple[str, str]]:
    """(label, sentence) of each answered warning and of the answer, from a receipt's outcome."""
    if kept is None:
        return []
    notes = dict.fromkeys(refusal_message(note)[1] for note in kept["notes"])
    answer = (_("差异说明"), kept["reason"]) if kept["reason"] else (_("核对"), _("已核对上述提醒"))
    return [*((_("提醒"), said) for said in notes), answer]


def answered_by_entry(
    session: Session, entry_ids: Sequence[int]
) -> dict[int, list[tuple[str, str]]]:
    """Journal entry → its answered warnings, of the runs whose receipts the actor may see.

    A run on rows of several offices warns of each, so a row's own office does not see them all.
    """
    answered = JournalReceipt.outcome["answered"]
    wanted = select(JournalReceipt.id, answered).where(JournalReceipt.id.in_(entry_ids))
    return {key: answered_in_words(kept) for key, kept in session.execute(wanted) if kept}

"""Who is told of what: every action of the system with its audiences, or why it has none."""

from __future__ import annotations

from typing import Any

from actions.audiences import (
    billing,
    definitions,
    domains,
    invoices,
    ledger,
    offices,
    registers,
    rules,
    units,
    webhooks,
    workspace,
)
from actions.core.action import Action, F, I, R
from actions.core.announcement import Announcement, NobodyElse

AUDIENCES: dict[Action[Any, Any, Any], tuple[Announcement, ...] | NobodyElse] = {
    **definitions.AUDIENCES,
    **units.AUDIENCES,
    **domains.AUDIENCES,
    **billing.AUDIENCES,
    **ledger.AUDIENCES,
    **invoices.AUDIENCES,
    **offices.AUDIENCES,
    **registers.AUDIENCES,
    **webhooks.AUDIENCES,
    **workspace.AUDIENCES,
    **rules.AUDIENCES,
    **definitions.AUDIENCES,
}


def announcements_of(action: Action[R, I, F]) -> tuple[Announcement, ...]:
    """What is announced of an action; nothing of the generated record actions.

    Those change particulars of a row, and its history shows them.
    """
    found = AUDIENCES.get(action.listed, ())
    return () if isinstance(found, NobodyElse) else found

"""撤回备注: the author withdraws a note. It stays, marked as withdrawn."""

from __future__ import annotations

from actions.core.activity_kinds import ActivityKind
from actions.core.withdrawal import withdrawal
from models.workspace.note import RowNote

WITHDRAW_NOTE = withdrawal("withdraw_note", RowNote, ActivityKind.NOTE)

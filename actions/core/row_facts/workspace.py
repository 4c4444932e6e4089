"""What a note and an attached file are to a clerk."""

from __future__ import annotations

from collections.abc import Sequence

from actions.core.action import RowFacts
from actions.core.context import Context
from models.workspace.attachment import Attachment
from models.workspace.note import RowNote


def note_facts(ctx: Context, rows: Sequence[RowNote] | Sequence[Attachment]) -> RowFacts:
    return {row.id: {"beside": row.subject, "by": row.by, "at": row.at} for row in rows}

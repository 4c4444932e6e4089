"""What a handover of a desk is to a clerk."""

from __future__ import annotations

from collections.abc import Sequence

from actions.core.action import RowFacts
from actions.core.context import Context
from actions.core.row_facts.names import office_names
from models.offices.handover_record import HandoverRecord
from models.reports.handover import Handover


def handover_facts(ctx: Context, rows: Sequence[HandoverRecord]) -> RowFacts:
    offices = office_names(ctx, rows)
    sheets = {row.id: Handover.from_json(row.sheet) for row in rows}
    return {
        row.id: {
            "office": offices.get(row.office_code),
            "giver": row.giver,
            "taker": row.taker,
            "sheets": sheets[row.id].sheet_count,
            "charged_fen": sheets[row.id].charged_fen,
            "review_count": len(sheets[row.id].reviews),
            "pending_count": sheets[row.id].pending_count,
            "recorded_by": row.recorded_by,
            "recorded_at": row.recorded_at,
        }
        for row in rows
    }

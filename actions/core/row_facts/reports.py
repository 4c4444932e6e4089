"""What a saved report is to who changes it: whose it is, and what it asks."""

from __future__ import annotations

from collections.abc import Sequence

from actions.core.action import RowFacts
from actions.core.context import Context
from actions.core.row_facts.names import office_names
from models.definitions.report import SavedReport
from models.workspace.report_tile import tiles_of_reports


def report_facts(ctx: Context, rows: Sequence[SavedReport]) -> RowFacts:
    offices = office_names(ctx, rows)
    tiles = tiles_of_reports(ctx.session, [row.id for row in rows])
    return {
        row.id: {
            "office": offices.get(row.office_code),
            "report_entity": row.entity,
            "is_active": row.is_active,
            "tile_count": tiles.get(row.id, 0),
        }
        for row in rows
    }

"""What a saved report is to who changes it: whose it is, and what it asks."""

from __future__ import annotations

from collections.abc import Sequence

from actions.core.action import RowFacts
from actions.core.context import Context
from actions.core.row_facts.names import office_names
from models.definitions.report import SavedReport


def report_facts(ctx: Context, rows: Sequence[SavedReport]) -> RowFacts:
    offices = office_names(ctx, rows)
    return {
        row.id: {
            "office": offices.get(row.office_code),
            "report_entity": row.entity,
            "report_key": row.key,
            "is_active": row.is_active,
        }
        for row in rows
    }

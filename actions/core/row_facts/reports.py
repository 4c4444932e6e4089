"""What a saved report is to who changes it: whose it is, and what it asks."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from actions.core.action import RowFacts
from actions.core.context import Context
from actions.core.row_facts.names import office_names
from models.definitions.report import SavedReport
from models.workspace.report_mailing import ReportMailing
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


def mailing_facts(ctx: Context, rows: Sequence[ReportMailing]) -> RowFacts:
    offices = office_names(ctx, rows)
    wanted = select(SavedReport.id, SavedReport.name_zh).where(
        SavedReport.id.in_([row.report_id for row in rows])
    )
    names = {key: name for key, name in ctx.session.execute(wanted)}  # noqa: C416  no pairs to mypy
    return {
        row.id: {
            "report": names.get(row.report_id),
            "every": row.every,
            "office": offices.get(row.office_code),
            "is_active": row.is_active,
        }
        for row in rows
    }

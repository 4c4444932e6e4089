"""报表发送记录: what was sent to whom, and why somebody got nothing."""

from __future__ import annotations

from admin_app.grid.filters import ChoiceFilter, DateFilter, OfficeFilter
from admin_app.grid.spec import STAFF, Column, Grid
from models.workspace.report_mailing import ReportSending

GRID = Grid(
    entity="report_sending",
    model=ReportSending,
    readers=STAFF,
    column_list=(
        Column("id"),
        Column("period"),
        Column("user.display_name"),
        Column("outcome"),
        Column("row_count"),
        Column("at"),
        Column("office", wraps=True),
    ),
    column_filters=(ChoiceFilter("outcome"), DateFilter("at"), OfficeFilter("office_code")),
)

"""报表定时发送: which reports are sent, when and to whom."""

from __future__ import annotations

from admin_app.grid.filters import ChoiceFilter, OfficeFilter
from admin_app.grid.spec import STAFF, Column, Grid
from models.workspace.report_mailing import ReportMailing

GRID = Grid(
    entity="report_mailing",
    model=ReportMailing,
    readers=STAFF,
    column_list=(
        Column("report.name_zh", wraps=True),
        Column("every"),
        Column("on_weekday"),
        Column("day_of_month"),
        Column("hour"),
        Column("office", wraps=True),
        Column("is_active"),
    ),
    details_only_columns=(Column("roles"), Column("people"), Column("created_at")),
    column_filters=(ChoiceFilter("every"), OfficeFilter("office_code")),
    column_extra_row_actions=("stop_mailing",),
)

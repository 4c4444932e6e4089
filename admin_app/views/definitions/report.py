"""报表: the reports that the reader's office, those above and those below keep."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from admin_app.grid.filters import ChoiceFilter, OfficeFilter, TextFilter
from admin_app.grid.reporting.grouping_kind import grouped_by
from admin_app.grid.spec import STAFF, Column, Grid
from models.definitions.report import SavedReport

GRID = Grid(
    entity="report",
    model=SavedReport,
    readers=STAFF,
    column_list=(
        Column("name_zh", wraps=True),
        Column("name_en", wraps=True),
        Column("entity"),
        Column("group_by", found=grouped_by("group_by")),
        Column("then_by", found=grouped_by("then_by")),
        Column("chart"),
        Column("office", wraps=True),
        Column("is_active"),
    ),
    details_only_columns=(
        Column("key"),
        Column("conditions", wraps=True),
        Column("columns", wraps=True),
        Column("figures", wraps=True),
        Column("period"),
        Column("compared_on"),
        Column("sort"),
        Column("seen_by"),
        Column("created_at"),
        Column("updated_at"),
    ),
    column_filters=(
        ChoiceFilter("chart"),
        OfficeFilter("office_code"),
        # By their codes, as the address of a report has them.
        TextFilter("group_by"),
        TextFilter("then_by"),
    ),
    start="define_report",
    column_extra_row_actions=("change_report",),
    pages=((_l("打开报表"), "saved_report.open"),),
)

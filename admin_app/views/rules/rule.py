"""规则: what the registry, or a province, wants done by itself when something happens to a row."""

from __future__ import annotations

from admin_app.grid.filters import ChoiceFilter, OfficeFilter
from admin_app.grid.spec import STAFF, Column, Grid, Related
from models.rules.rule import Rule

GRID = Grid(
    entity="rule",
    model=Rule,
    readers=STAFF,
    state="state",
    column_list=(
        Column("name_zh", wraps=True),
        Column("happening", wraps=True),
        Column("condition", wraps=True),
        Column("state"),
        Column("office", wraps=True),
    ),
    details_only_columns=(
        Column("name_en"),
        Column("entity"),
        Column("trigger"),
        Column("days"),
        Column("side"),
        Column("told_at"),
        Column("is_mailed"),
        Column("message", wraps=True),
        Column("is_task"),
        Column("field_value"),
        Column("daily_limit"),
        Column("created_at"),
        Column("updated_at"),
    ),
    column_filters=(ChoiceFilter("state"), ChoiceFilter("trigger"), OfficeFilter("office_code")),
    start="define_rule",
    column_extra_row_actions=("change_rule", "retire_rule", "restore_rule"),
    related=(
        Related(
            "rule_firing",
            "rule_id",
            ("row_name", "fired_at", "state", "notice_count", "mail_count", "task"),
        ),
    ),
)

"""规则执行记录: which rule fired for which row, what was done, and the tasks on the desk."""

from __future__ import annotations

from admin_app.grid.filters import ChoiceFilter, DateFilter, OfficeFilter
from admin_app.grid.spec import MONEY_STAFF, Column, Grid, NamedList
from models.rules.rule import RuleFiring, TaskState

GRID = Grid(
    entity="rule_firing",
    model=RuleFiring,
    readers=MONEY_STAFF,
    state="state",
    column_list=(
        Column("row_name", wraps=True),
        Column("rule.name_zh", wraps=True),
        Column("happening", wraps=True),
        Column("fired_at"),
        Column("state"),
        Column("notice_count"),
        Column("mail_count"),
        Column("task"),
        Column("office", wraps=True),
    ),
    details_only_columns=(
        Column("labelled"),
        Column("filled_in"),
        Column("sent"),
        Column("entity"),
        Column("row_id"),
        Column("entry_id"),
    ),
    column_filters=(
        ChoiceFilter("state"),
        ChoiceFilter("task"),
        DateFilter("fired_at"),
        OfficeFilter("office_code"),
    ),
    lists=(NamedList("open", "task", (TaskState.OPEN,), is_work=True, since="fired_at"),),
    column_sortable_list=("id",),
    column_extra_row_actions=("finish_task",),
)

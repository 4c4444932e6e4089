"""邮件: letters to offices and units, and those that did not arrive."""

from __future__ import annotations

from admin_app.grid.filters import ChoiceFilter, DateFilter, OfficeFilter
from admin_app.grid.spec import STAFF, Column, Grid, NamedList
from models.jobs.outbox import UNDELIVERED_STATES, Mail

GRID = Grid(
    entity="mail",
    model=Mail,
    readers=STAFF,
    column_list=(
        Column("id"),
        Column("recipient", wraps=True),
        Column("topic"),
        Column("state"),
        Column("tries"),
        Column("written_at"),
        Column("sent_at"),
        Column("office", wraps=True),
    ),
    details_only_columns=(Column("answer"), Column("next_at")),
    column_filters=(
        ChoiceFilter("state"),
        ChoiceFilter("topic"),
        DateFilter("written_at"),
        OfficeFilter("office_code"),
    ),
    lists=(
        NamedList("undelivered", "state", UNDELIVERED_STATES, is_work=True, since="written_at"),
    ),
    column_sortable_list=("id",),
    state="state",
)

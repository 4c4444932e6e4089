"""后台任务: nightly runs of the system, and big selections that clerks handed over."""

from __future__ import annotations

from admin_app.grid.filters import ChoiceFilter, DateFilter, OfficeFilter
from admin_app.grid.spec import EVERYONE, Column, Grid, NamedList
from models.jobs.job_run import JobRun, JobState

GRID = Grid(
    entity="job_run",
    model=JobRun,
    readers=EVERYONE,
    column_list=(
        Column("id"),
        Column("kind"),
        Column("action"),
        Column("day"),
        Column("state"),
        Column("done"),
        Column("refused"),
        Column("total"),
        Column("by"),
        Column("office", wraps=True),
    ),
    details_only_columns=(
        Column("queued_at"),
        Column("started_at"),
        Column("beat_at"),
        Column("ended_at"),
        Column("reason"),
        Column("incident"),
    ),
    column_filters=(
        ChoiceFilter("kind"),
        ChoiceFilter("state"),
        DateFilter("day"),
        OfficeFilter("office_code"),
    ),
    lists=(
        NamedList("open", "state", (JobState.QUEUED, JobState.RUNNING)),
        NamedList("failed", "state", (JobState.FAILED,), is_work=True, since="queued_at"),
    ),
    column_sortable_list=("id",),
    page="run",
    state="state",
)

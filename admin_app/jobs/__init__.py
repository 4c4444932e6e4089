"""The jobs: one a file; a new one adds its line here."""

from admin_app.jobs.accrue import ACCRUE_WEEKS
from admin_app.jobs.draft import DRAFT_WEEK
from admin_app.jobs.job import Job
from admin_app.jobs.lapse import LAPSE_NAMES
from admin_app.jobs.remind import REMIND_PEOPLE
from admin_app.jobs.retain import PRUNE
from admin_app.jobs.settle import SETTLE_ACCOUNTS
from models.job import JobKind

JOBS: dict[JobKind, Job] = {
    job.kind: job
    for job in (
        SETTLE_ACCOUNTS,
        LAPSE_NAMES,
        REMIND_PEOPLE,
        DRAFT_WEEK,
        ACCRUE_WEEKS,
        PRUNE,
    )
}

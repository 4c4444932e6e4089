"""The scheduled jobs, one per file; a new one adds its line here."""

from admin_app.jobs.award_accrual import ACCRUE_WEEKS
from admin_app.jobs.job import Job
from admin_app.jobs.lapse_unpaid import LAPSE_NAMES
from admin_app.jobs.nightly_settlement import SETTLE_ACCOUNTS
from admin_app.jobs.reminders import REMIND_PEOPLE
from admin_app.jobs.retention import PRUNE
from admin_app.jobs.weekly_drafts import DRAFT_WEEK
from models.jobs.job_run import JobKind

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

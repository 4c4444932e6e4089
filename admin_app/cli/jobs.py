"""`flask jobs`: the worker with its supervisor, and single rounds for cron and for operators."""

from __future__ import annotations

import sys

import click
from flask.cli import with_appcontext
from flask_babel import gettext as _
from huey.consumer import Consumer

from admin_app import labels
from admin_app.auth.current_actor import the_clock
from admin_app.cli.running import run_or_exit
from admin_app.jobs import JOBS
from admin_app.jobs.mail_sender import send_letters
from admin_app.jobs.queue import the_queue
from admin_app.jobs.rules import carry_out_rules
from admin_app.jobs.schedule import make_round, run_once
from admin_app.jobs.supervisor import GRACE_SECONDS, WorkerSupervisor, end_with_supervisor
from admin_app.jobs.webhook_sender import send_messages
from models.core.base import db
from models.core.scope import EVERYTHING, scoped_session
from models.jobs.job_progress import retry
from models.jobs.job_run import JobKind, JobRun, JobState
from models.values.limits import LARGEST_BIGINT


@click.group("jobs")
def jobs() -> None:
    """Nightly jobs and big selections."""


@jobs.command("run")
@click.option("--with-parent", is_flag=True, help="End when the process that started it ends.")
def run(with_parent: bool) -> None:  # noqa: FBT001  click hands flags over by name
    """Keep a worker running, and start it again when it dies. Ctrl-C stops both."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "work"]
    WorkerSupervisor(command, with_parent, lambda said: click.echo(said, err=True)).run()


@jobs.command("work")
@click.option("--workers", type=click.IntRange(1, 16), default=2, help="Runs at the same time.")
@with_appcontext
def work(workers: int) -> None:
    """Be a worker: make a round each minute, and carry on runs as they come."""
    if not sys.stdin.isatty():
        end_with_supervisor()
    Consumer(
        the_queue().huey,
        workers=workers,
        graceful_signal="TERM",
        shutdown_timeout=GRACE_SECONDS / 2,
        max_delay=2.0,
    ).run()


@jobs.command("once")
@click.argument("name", required=False, type=click.Choice([str(kind) for kind in JOBS]))
@with_appcontext
def once(name: str | None) -> None:
    """Make one round here, as cron may do each minute; with a NAME, today's run of that job."""
    if name is None:
        count = run_or_exit(lambda: make_round(db.engine, the_clock()))
        click.echo(_("办理了 %(n)s 项后台任务。", n=count))
        carry_out_rules(db.engine, the_clock())
        for write_letters in the_queue().before_mail:
            write_letters(db.engine, the_clock())
        send_letters(db.engine, the_clock())
        send_messages(db.engine, the_clock())
        return
    _tell(run_or_exit(lambda: run_once(db.engine, JobKind(name), the_clock())))


@jobs.command("retry")
@click.argument("run_id", type=click.IntRange(1, LARGEST_BIGINT))
@with_appcontext
def again(run_id: int) -> None:
    """Put a failed run back into the queue; it does only what is left."""
    if not retry(db.engine, run_id):
        raise click.UsageError(_("没有这项失败的后台任务：%(id)s", id=run_id))
    the_queue().wake(run_id)


def _tell(run_id: int) -> None:
    """Print the state of a run; exits with 1 when it failed."""
    with scoped_session(db.engine, EVERYTHING) as session:
        found = session.get_one(JobRun, run_id)
        why = labels.word(found.reason) if found.reason else ""
        said = (found.key, labels.word(found.state), f"{found.done}/{found.total or 0}", why)
        click.echo(" ".join(part for part in said if part))
        if found.state is JobState.FAILED:
            sys.exit(1)

"""The Huey queue, which wakes workers at once or each minute.

A task only says "look at this run"; runs and their progress are in our own tables. Losing the queue
only costs a minute.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import Flask, current_app
from huey import Huey, PostgresHuey, SqliteHuey, crontab
from sqlalchemy import Engine, make_url

from admin_app.auth.current_actor import the_clock
from admin_app.jobs import webhook_sender
from admin_app.jobs.mail_sender import send_letters
from admin_app.jobs.rules import carry_out_rules
from admin_app.jobs.runner import CarryOn, carry_runs_with
from admin_app.jobs.schedule import carry_on_run, enlist_due
from config import AppEnv, Config
from models.core.base import db
from models.core.clock import Clock
from models.core.engine import CONNECT_SECONDS
from models.jobs.job_progress import waiting_runs

_LOG = logging.getLogger(__name__)
_NAME = "jobs"
#: Writes the letters that are due; returns how many.
WriteLetters = Callable[[Engine, Clock], int]


def open_queue(database_url: str) -> Huey:
    """The queue beside the database: a file next to SQLite's, tables `huey_*` on PostgreSQL."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        # Its contents need no fsync.
        return SqliteHuey(_NAME, filename=f"{url.database}.jobs", fsync=False, results=False)
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    return PostgresHuey(
        _NAME,
        dsn=plain,
        connect_timeout=CONNECT_SECONDS,
        options="-c lock_timeout=5s -c statement_timeout=30s",
        results=False,
    )


class JobQueue:
    """The queue of one application, opened on first use."""

    def __init__(self, app: Flask, database_url: str, *, has_workers: bool) -> None:
        self._app, self._url, self._has_workers = app, database_url, has_workers
        self._huey: Huey | None = None
        self._tasks: dict[str, Any] = {}
        #: What a round does before mail is sent: it writes letters that are due.
        self.before_mail: Sequence[WriteLetters] = ()

    @property
    def huey(self) -> Huey:
        """The queue with its two tasks. Raises errors of its storage."""
        if self._huey is None:
            self._huey = open_queue(self._url)
            self._add("carry_on", self._huey.task(), self._carry_on)
            self._add("round", self._huey.periodic_task(crontab(minute="*")), self._round)
        return self._huey

    def _add(
        self,
        name: str,
        decorate: Callable[[Callable[..., None]], object],
        task: Callable[..., None],
    ) -> None:
        def in_context(*args: int) -> None:
            with self._app.app_context():
                task(*args)

        in_context.__name__ = in_context.__qualname__ = name
        self._tasks[name] = decorate(in_context)

    def wake(self, run_id: int) -> None:
        """Wake a worker for a run. If the queue fails, the next round picks it up within a minute.

        Without workers, as in practice mode, the run is executed synchronously.
        """
        if not self._has_workers:
            self._carry_on(run_id)
            return
        try:
            self.huey  # noqa: B018  opens it
            self._tasks["carry_on"](run_id)
        except Exception:  # noqa: BLE001  whatever ails the queue, the run is in our tables
            _LOG.exception("run %s waits for the next round", run_id)

    def _carry_on(self, run_id: int) -> None:
        carry_on_run(db.engine, run_id, the_clock())

    def _round(self) -> None:
        """Only wakes workers, so that one long run does not delay others."""
        engine, clock = db.engine, the_clock()
        enlist_due(engine, clock)
        for run_id in waiting_runs(engine, clock.now()):
            self.wake(run_id)
        carry_out_rules(engine, clock)
        for write_letters in self.before_mail:
            write_letters(engine, clock)
        send_letters(engine, clock)
        webhook_sender.send_messages(engine, clock)


def install(
    app: Flask,
    config: Config,
    *,
    before_mail: Sequence[WriteLetters] = (),
    carriers: Mapping[str, CarryOn],
) -> None:
    """Give the program its queue, and say where it may send to; practice has no workers."""
    webhook_sender.install(config)
    carry_runs_with(carriers)
    has_workers = config.app_env is not AppEnv.PRACTICE
    jobs = JobQueue(app, config.database_url, has_workers=has_workers)
    jobs.before_mail = before_mail
    app.extensions["jobs"] = jobs


def the_queue() -> JobQueue:
    """The queue of the running program."""
    queue: JobQueue = current_app.extensions["jobs"]
    return queue

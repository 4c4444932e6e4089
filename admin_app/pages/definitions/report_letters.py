"""Sends reports at their times: each receiver gets what they may see, under their own scope.

A period's sending to a receiver is one action under one key, so two workers at the same time send
it once; what was sent is in the log, and a worker that died is caught up with in the next round.
"""

from __future__ import annotations

import logging
from functools import partial

from flask import current_app
from flask_babel import force_locale
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from actions.core.actor import SYSTEM, Actor, Caller
from actions.core.refusal import Refused
from actions.jobs.send_report import LONGEST_REPORT_LETTER, SEND_REPORT, SendReportInput
from actions.perform import perform
from admin_app.auth.user_lookup import present
from admin_app.grid.errors import BadListError
from admin_app.grid.reporting.cost import MAXIMUM_AT_ONCE, Cost, cost_of
from admin_app.grid.reporting.drawn import Drawn, draw
from admin_app.grid.reporting.measuring import measure
from admin_app.grid.reporting.question import read_question
from admin_app.jobs.mail_sender import mail_server
from admin_app.values import plain
from admin_app.views import GRIDS
from models.core.base import db
from models.core.clock import Clock
from models.core.journal import Door
from models.core.scope import EVERYTHING, bind_scope, scoped_session
from models.core.setting import know_day
from models.definitions.own_words import know_language
from models.definitions.report import SavedReport
from models.users.user import User
from models.values.language import SOURCE_LANGUAGE, Language
from models.workspace.report_mailing import ReportMailing, ReportSending, SendingOutcome

_LOG = logging.getLogger(__name__)

#: Most sendings of one round; the next goes on.
_ROUND = 100
#: Most lines of one letter; a report of more is opened on its page.
MAXIMUM_LETTER_ROWS = 100

#: The mailing, its period, and the user who gets it.
_Sending = tuple[int, str, int]


def send_reports(engine: Engine, clock: Clock) -> int:
    """Write the letters that are due; returns how many sendings were logged."""
    if mail_server() is None:
        return 0
    with scoped_session(engine, EVERYTHING) as session:
        due = _due(session, clock)
    return sum(_send_alone(engine, clock, each) for each in due)


def _send_alone(engine: Engine, clock: Clock, sending: _Sending) -> bool:
    """Send one; one that fails is tried again later, and stops no other."""
    try:
        return _send(engine, clock, *sending)
    except Exception:  # noqa: BLE001  whatever it is, the other letters go on
        _LOG.exception("sending %s failed", sending)
        return False


def _due(session: Session, clock: Clock) -> list[_Sending]:
    found: list[_Sending] = []
    mailings = select(ReportMailing).where(ReportMailing.is_active).order_by(ReportMailing.id)
    for mailing in session.scalars(mailings).all():
        period = mailing.due_period(clock.now())
        if period is None or len(found) >= _ROUND:
            continue
        sent = select(ReportSending.user_id).where(
            ReportSending.mailing_id == mailing.id, ReportSending.period == period
        )
        users = select(User.id).where(mailing.receivers(), User.id.not_in(sent)).order_by(User.id)
        keys = session.scalars(users.limit(_ROUND - len(found)))
        found += [(mailing.id, period, user_id) for user_id in keys]
    return found


def _send(engine: Engine, clock: Clock, mailing_id: int, period: str, user_id: int) -> bool:
    given = _worked_out(engine, clock, mailing_id, period, user_id)
    caller, key = Caller(SYSTEM, Door.JOB, clock), f"report:{mailing_id}:{period}:{user_id}"
    try:
        with scoped_session(engine, EVERYTHING) as session:
            perform(session, SEND_REPORT, [mailing_id], given, caller, key=key)
    except Refused as refused:
        _LOG.warning("sending %s was refused: %s", key, refused)
        return False
    return True


def _worked_out(
    engine: Engine, clock: Clock, mailing_id: int, period: str, user_id: int
) -> SendReportInput:
    """The letter under the receiver's scope, or why there is none."""
    none = partial(SendReportInput, period, user_id)
    with engine.connect() as connection:
        presence = present(connection, user_id)
    if presence is None:
        return none(SendingOutcome.NO_ACCESS)
    with scoped_session(engine, EVERYTHING) as session:
        report_id = session.get_one(ReportMailing, mailing_id).report_id
        language = Language(session.get_one(User, user_id).language or SOURCE_LANGUAGE)
    # A request's context of its own, for names and addresses as pages have them.
    app = current_app._get_current_object()  # noqa: SLF001  the proxy stands for another app later
    with app.app_context(), app.test_request_context(), force_locale(language):
        session = db.session()
        bind_scope(session, presence.actor.scope)
        know_day(session, clock.today())
        know_language(session, language)
        report = session.get(SavedReport, report_id)
        if report is None or not report.is_active or not report.is_seen_by(presence.actor.role):
            return none(SendingOutcome.NO_ACCESS)
        title = report.name_in(language)
        try:
            drawn = _drawn(session, presence.actor, report, title)
        except BadListError:
            return none(SendingOutcome.NO_ACCESS)
        if drawn is None or len(content := _content(drawn)) > LONGEST_REPORT_LETTER:
            return none(SendingOutcome.TOO_LARGE)
        count = min(len(drawn.table.rows), MAXIMUM_LETTER_ROWS)
        return none(SendingOutcome.WRITTEN, title, content, count)


def _drawn(session: Session, actor: Actor, report: SavedReport, title: str) -> Drawn | None:
    """The report; None where it has too many rows to be worked out for a letter."""
    question = read_question(session, GRIDS, actor.role, report.spec)
    if cost_of(session, question) is Cost.LATER:
        return None
    lines = partial(measure, session, most_examined=MAXIMUM_AT_ONCE)
    return draw(session, question, title, MAXIMUM_LETTER_ROWS, lines)


def _content(drawn: Drawn) -> str:
    """The table as lines of text; the first ones, then the totals."""
    table = drawn.table
    kinds = [kind for _heading, kind in table.columns]
    rows = [*table.values()[:MAXIMUM_LETTER_ROWS], *filter(None, [table.total_values])]
    lines = [" | ".join(heading for heading, _kind in table.columns)]
    lines += [
        " | ".join(plain(kind.html(value)) for kind, value in zip(kinds, row, strict=True))
        for row in rows
    ]
    return "\n".join(lines)

"""对账单 (statements) of a unit or of an office's account for a period: page, PDF, CSV."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import ClassVar

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select

from admin_app.auth.current_actor import the_clock
from admin_app.forms.request_errors import BadParameterError
from admin_app.grid.spec import MONEY_EVERYONE, MONEY_STAFF
from admin_app.papers.money import office_name
from admin_app.papers.report import MAXIMUM_REPORT_ROWS, Report
from admin_app.papers.statements import account_report, unit_report
from admin_app.web.page import key_of
from admin_app.web.report_page import MakeReport, ReportPage
from models.core.base import db
from models.offices.office import Office
from models.reports.statement import (
    MAXIMUM_ACCOUNT_LINES,
    AccountStatement,
    account_statement,
    prepaid_of,
    unit_statement,
)
from models.units.unit import Unit
from models.users.user import Role
from models.values.calendar import parse_day

Days = tuple[dt.date, dt.date]


def _of_account(_most: int) -> Report:
    """The account of an office, by default the actor's own."""
    office, days = _office(), _days()
    return account_report(office, days, _account(office, days))


def _of_unit(_most: int) -> Report:
    session, unit, days = db.session(), _unit(), _days()
    lines, is_cut = unit_statement(session, unit.id, *days)
    return unit_report(
        unit, office_name(session, unit.office_code, days[1]), days, lines, is_cut=is_cut
    )


class StatementPage(ReportPage):
    """The statements; a registrant sees its own, an office those in its scope."""

    endpoint = "statement"
    readers = MONEY_EVERYONE
    reports: ClassVar[Mapping[str, MakeReport]] = {"index": _of_account, "unit": _of_unit}

    @expose("/")
    def index(self) -> ResponseReturnValue:
        if current_user.actor.role is Role.UNIT_USER:
            return redirect(url_for(".unit", unit=current_user.actor.unit_id))
        return self._statement("index", _of_account, ("office", _office().code))

    @expose("/unit/")
    def unit(self) -> str:
        return self._statement("unit", _of_unit, ("unit", _unit().id))

    def _statement(self, shown: str, make: MakeReport, kept: tuple[str, object]) -> str:
        """The page; `kept` is what another period of the same statement keeps of the address."""
        first, last = _days()
        return self.render_report(
            "pages/ledger/statement.html",
            make(MAXIMUM_REPORT_ROWS),
            shown=shown,
            first=first,
            last=last,
            kept=[kept],
            maximum=MAXIMUM_ACCOUNT_LINES,
        )


def _office() -> Office:
    """The office of the URL, or the actor's own; 404 if out of scope."""
    if current_user.actor.role not in MONEY_STAFF:
        abort(403)
    code = request.args.get("office") or current_user.actor.office_code
    found = db.session().scalars(select(Office).where(Office.code == code[:6])).one_or_none()
    return found if found is not None else abort(404)


def _unit() -> Unit:
    wanted = select(Unit).where(Unit.id == key_of(request.args.get("unit", "")))
    found = db.session().scalars(wanted).one_or_none()
    return found if found is not None else abort(404)


def _days() -> Days:
    """The requested period, by default this year until today. Raises BadParameterError."""
    today = the_clock().today()
    try:
        first = parse_day(request.args.get("from") or f"{today.year}-01-01")
        last = parse_day(request.args.get("to") or today.isoformat())
    except ValueError as error:
        said = _("请按“年-月-日”填写日期，如 2026-03-15。")
        raise BadParameterError(said, "from", "to") from error
    if first > last:
        raise BadParameterError(_("起始日期不能晚于截止日期。"), "from", "to")
    return first, last


def _account(office: Office, days: Days) -> AccountStatement:
    """The account statement, empty if the office has no account."""
    account = prepaid_of(db.session(), office.code)
    if account is None:
        return AccountStatement(0, (), is_cut=False)
    return account_statement(db.session(), account.id, *days)

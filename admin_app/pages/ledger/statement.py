"""对账单 (statements) of a unit or of an office's account for a period: page, PDF, CSV."""

from __future__ import annotations

import csv
import datetime as dt
import io
import secrets
from collections.abc import Iterator, Sequence

from flask import Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select

from actions.core.action import Reach
from actions.core.export import export_action
from actions.perform import perform
from admin_app.auth.current_actor import caller, the_clock
from admin_app.files.csv_writer import disposition
from admin_app.forms.request_errors import BadParameterError
from admin_app.grid.spec import MONEY_EVERYONE, MONEY_STAFF
from admin_app.labels import word
from admin_app.papers.money import office_name
from admin_app.papers.paper import Paper, pdf_offer, send_pdf
from admin_app.papers.statements import account_paper, amounts, unit_paper
from admin_app.values.formula_guard import guarded
from admin_app.web.page import Page, key_of
from models.billing.order import Order
from models.core.base import Base, db
from models.core.journal import Door
from models.ledger.ledger import Transfer
from models.offices.office import Office
from models.reports.statement import (
    MAXIMUM_ACCOUNT_LINES,
    AccountStatement,
    UnitLine,
    account_statement,
    prepaid_of,
    unit_statement,
)
from models.units.unit import Unit
from models.users.user import Role
from models.values.calendar import instant, parse_day
from models.values.money import plain_yuan

Days = tuple[dt.date, dt.date]


class StatementPage(Page):
    """The statements; a registrant sees its own, an office those in its scope."""

    endpoint = "statement"
    readers = MONEY_EVERYONE

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """The account of an office, by default the actor's own."""
        if current_user.actor.role is Role.UNIT_USER:
            return redirect(url_for(".unit", unit=current_user.actor.unit_id))
        office, days = _office(), _days()
        statement = _account(office, days)
        return self.render(
            "pages/ledger/statement_account.html",
            title=_("账户对账单"),
            office=office,
            first=days[0],
            last=days[1],
            statement=statement,
            maximum=MAXIMUM_ACCOUNT_LINES,
            export_url=url_for(".export", office=office.code, **_period_args(days)),
            **pdf_offer(account_paper(office, days, statement), url_for(".pdf")),
        )

    @expose("/pdf/", methods=("POST",))
    def pdf(self) -> Response:
        office, days = _office(), _days()
        return send_pdf(account_paper(office, days, _account(office, days)), MONEY_STAFF)

    @expose("/unit/")
    def unit(self) -> str:
        unit, days = _unit(), _days()
        lines, is_cut = unit_statement(db.session(), unit.id, *days)
        return self.render(
            "pages/ledger/statement_unit.html",
            title=_("单位对账单"),
            unit=unit,
            first=days[0],
            last=days[1],
            lines=lines,
            is_cut=is_cut,
            maximum=MAXIMUM_ACCOUNT_LINES,
            sums=_sums(lines),
            endpoints=_ENDPOINTS,
            export_url=url_for(".export_unit", unit=unit.id, **_period_args(days)),
            **pdf_offer(_unit_paper(unit, days, lines), url_for(".unit_pdf")),
        )

    @expose("/unit/pdf/", methods=("POST",))
    def unit_pdf(self) -> Response:
        unit, days = _unit(), _days()
        lines, _is_cut = unit_statement(db.session(), unit.id, *days)
        return send_pdf(_unit_paper(unit, days, lines), self.readers)

    @expose("/export/", methods=("POST",))
    def export(self) -> Response:
        office, days = _office(), _days()
        statement = _account(office, days)
        name = f"{_('账户对账单')}-{office.code}-{days[0]}-{days[1]}.csv"
        return _file(Transfer, name, f"office={office.code}", _account_rows(statement))

    @expose("/unit/export/", methods=("POST",))
    def export_unit(self) -> Response:
        unit, days = _unit(), _days()
        lines, _is_cut = unit_statement(db.session(), unit.id, *days)
        name = f"{_('单位对账单')}-{unit.uscc}-{days[0]}-{days[1]}.csv"
        return _file(Order, name, f"unit_id={unit.id}", _unit_rows(lines))


#: The link to the record of a line.
_ENDPOINTS = {
    "owed": "order.details_view",
    "paid": "payment.details_view",
    "reversed": "payment.details_view",
    "invoiced": "invoice.details_view",
}


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


def _period_args(days: Days) -> dict[str, str]:
    return {"from": days[0].isoformat(), "to": days[1].isoformat()}


def _account(office: Office, days: Days) -> AccountStatement:
    """The account statement, empty if the office has no account."""
    account = prepaid_of(db.session(), office.code)
    if account is None:
        return AccountStatement(0, (), is_cut=False)
    return account_statement(db.session(), account.id, *days)


def _unit_paper(unit: Unit, days: Days, lines: Sequence[UnitLine]) -> Paper:
    return unit_paper(unit, office_name(db.session(), unit.office_code, days[1]), days, lines)


def _sums(lines: Sequence[UnitLine]) -> tuple[int, int, int]:
    return (
        sum(line.owed_fen for line in lines),
        sum(line.paid_fen for line in lines),
        sum(line.invoiced_fen for line in lines),
    )


def _account_rows(statement: AccountStatement) -> Iterator[Sequence[str]]:
    yield [_("时间"), _("类别"), _("缴费单号"), _("收入"), _("支出"), _("余额")]
    yield ["", _("期初余额"), "", "", "", plain_yuan(statement.opening_fen)]
    for line in statement.lines:
        amount = plain_yuan(abs(line.amount_fen))
        moved = (amount, "") if line.amount_fen > 0 else ("", amount)
        balance = plain_yuan(line.balance_fen)
        yield [instant(line.at), word(line.kind), line.order_no or "", *moved, balance]
    yield ["", _("期末余额"), "", "", "", plain_yuan(statement.closing_fen)]


def _unit_rows(lines: Sequence[UnitLine]) -> Iterator[Sequence[str]]:
    yield [_("日期"), _("类别"), _("单号"), _("应缴"), _("收费"), _("开票")]
    for line in lines:
        written = (plain_yuan(fen) if fen else "" for fen in amounts(line))
        yield [line.on.isoformat(), word(line.entry), line.number, *written]
    yield ["", _("合计"), "", *map(plain_yuan, _sums(lines))]


def _file(model: type[Base], name: str, asked: str, rows: Iterator[Sequence[str]]) -> Response:
    """The rows as CSV; the export is recorded first."""
    action = export_action(model, dict.fromkeys(MONEY_EVERYONE, Reach.SCOPE))
    given = action.input(file_name=name[:120], selection=f"statement?{asked}", columns="")
    sheet = io.StringIO()
    csv.writer(sheet).writerows([guarded(value) for value in row] for row in rows)
    perform(db.session(), action, (), given, caller(Door.GRID), key=secrets.token_urlsafe(16))
    body = b"\xef\xbb\xbf" + sheet.getvalue().encode()
    answer = Response(body, mimetype="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = disposition(name)
    return answer

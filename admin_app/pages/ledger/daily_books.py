"""历史余额查询: the figures of a past day for month-end checks, and the rows behind them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, ClassVar

from flask import abort, request, url_for
from flask_admin import expose
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from admin_app.auth.current_actor import the_clock
from admin_app.forms.office_lookup import is_code
from admin_app.grid.spec import MONEY_STAFF
from admin_app.labels import word
from admin_app.papers.report import MAXIMUM_REPORT_ROWS, Linked, Report, ReportTable
from admin_app.values import MONEY, NUMBER, STATE, TEXT, ValueKind
from admin_app.web.page import office_names
from admin_app.web.report_page import MakeReport, ReportPage
from models.billing.order import Order, OrderState
from models.core.base import db
from models.core.scope import ScopeLevel, scope_of
from models.domains.domain import Domain, DomainState
from models.ledger.ledger import Transfer
from models.reports.daily_books import (
    MAXIMUM_DAY_CHANGES,
    MAXIMUM_DAY_ROWS,
    Books,
    TooLongAgoError,
    books_as_of,
    first_day,
    rows_as_of,
)
from models.values.calendar import parse_day

#: Kind of figure → the model of its rows and their possible states.
_KINDS: dict[str, tuple[type[Domain | Order], Any]] = {
    "domain": (Domain, DomainState),
    "order": (Order, OrderState),
}


def _books(_most: int) -> Report:
    """The figures of each office at the end of a day: names, orders, and money with stock."""
    session = db.session()
    day, refused = _day(session)
    by_province = scope_of(session).level is ScopeLevel.EVERYTHING
    books: dict[str, Books] = {}
    if refused is None:
        try:
            books = books_as_of(session, day, by_province=by_province)
        except TooLongAgoError:
            refused = _too_long_ago()
    total = Books()
    for each in books.values():
        total.add(each)
    names = office_names(session, list(books))
    lines = [(code, names.get(code, code), each) for code, each in books.items()]
    end = (None, _("合计"), total) if len(lines) > 1 else None
    tables = (
        (_("%(day)s 的域名", day=day), _state_columns(DomainState, NUMBER), _domains),
        (_("%(day)s 的缴费（笔）", day=day), _state_columns(OrderState, NUMBER), _orders),
        (
            _("%(day)s 的款项和发票", day=day),
            [
                *_state_columns(OrderState, MONEY),
                (_("账户余额"), MONEY),
                (_("结存发票（张）"), NUMBER),
            ],
            _money,
        ),
    )
    return Report(
        model=Transfer,
        title=_("历史余额查询"),
        office=current_user.office_name,
        on=day,
        tables=[
            ReportTable(
                caption,
                [(_("编办"), TEXT), *columns],
                [figures(*line, day) for line in lines],
                figures(*end, day) if end else None,
            )
            for caption, columns, figures in tables
        ]
        if refused is None
        else (),
        notes=[refused] if refused else (),
    )


def _rows(most: int) -> Report:
    """The rows behind a figure, with what they are today."""
    session = db.session()
    kind, state, place = _requested_figure()
    model, _states = _KINDS[kind]
    day, refused = _day(session)
    keys: list[int] = []
    if refused is None:
        try:
            keys = rows_as_of(session, model, state, day, place, most)
        except TooLongAgoError:
            refused = _too_long_ago()
    heading = _("%(day)s 为“%(state)s”的记录", day=day, state=word(state))
    columns = [(_("记录"), TEXT), (_("单位或域名"), TEXT), (_("金额"), MONEY)]
    return Report(
        model=model,
        title=heading,
        office=office_names(session, [place]).get(place, place)
        if place
        else current_user.office_name,
        on=day,
        tables=[
            ReportTable(heading, [*columns, (_("现在的状态"), STATE)], _listed(session, kind, keys))
        ]
        if refused is None
        else (),
        notes=[refused] if refused else (),
    )


class AsOfPage(ReportPage):
    """The figures of each office at the end of a day, and the rows behind one of them."""

    endpoint = "as_of"
    readers = MONEY_STAFF
    reports: ClassVar[Mapping[str, MakeReport]] = {"index": _books, "rows": _rows}

    @expose("/")
    def index(self) -> str:
        report = _books(MAXIMUM_REPORT_ROWS)
        return self.render_report(
            "pages/ledger/daily_books.html",
            report,
            shown="index",
            day=report.on,
            today=the_clock().today(),
        )

    @expose("/rows/")
    def rows(self) -> str:
        report = _rows(MAXIMUM_DAY_ROWS + 1)
        return self.render_report(
            "pages/ledger/daily_books_rows.html",
            report,
            shown="rows",
            tables=[table.first_rows(MAXIMUM_DAY_ROWS) for table in report.tables],
            place=report.office if request.args.get("place") else None,
            maximum=MAXIMUM_DAY_ROWS if report.row_count > MAXIMUM_DAY_ROWS else None,
            back_url=url_for(".index", date=report.on.isoformat()),
            list_title=_("历史余额查询"),
        )


def _day(session: Session) -> tuple[dt.date, str | None]:
    """The requested day, by default the end of last month; or why there are no figures for it."""
    today, first = the_clock().today(), first_day(session)
    given = request.args.get("date") or _end_of_last_month(today, first).isoformat()
    try:
        day = parse_day(given)
    except ValueError:
        return today, _("请按“年-月-日”填写日期，如 2026-03-15。")
    if day > today:
        return day, _("%(day)s 还没有到，只能查到今天为止。", day=day)
    if first is None or day < first:
        return day, _("%(day)s 之前没有账：第一笔记录是 %(first)s。", day=day, first=first or today)
    return day, None


def _end_of_last_month(today: dt.date, first: dt.date | None) -> dt.date:
    """The default day; if there are no records yet then, the first day."""
    return max(today.replace(day=1) - dt.timedelta(days=1), first or dt.date.min)


def _too_long_ago() -> str:
    return _(
        "这一天之后状态变动超过 %(n)s 次，不能当页倒算。请选近一些的日期，或由下级编办分别查询。",
        n=f"{MAXIMUM_DAY_CHANGES:,}",
    )


def _requested_figure() -> tuple[str, DomainState | OrderState, str | None]:
    """Kind, state and place of a figure; 404 if invalid."""
    kind, place = request.args.get("kind", ""), request.args.get("place")
    if kind not in _KINDS or request.args.get("state") not in set(_KINDS[kind][1]):
        abort(404)
    if place is not None and not is_code(place):
        abort(404)
    return kind, _KINDS[kind][1](request.args["state"]), place


def _state_columns(
    states: type[DomainState | OrderState], kind: ValueKind
) -> list[tuple[str, ValueKind]]:
    return [(word(state), kind) for state in states]


def _domains(code: str | None, name: str, books: Books, day: dt.date) -> list[object]:
    return [name, *(_figure(books.domains[s], "domain", s, code, day) for s in DomainState)]


def _orders(code: str | None, name: str, books: Books, day: dt.date) -> list[object]:
    return [name, *(_figure(books.orders[s], "order", s, code, day) for s in OrderState)]


def _money(code: str | None, name: str, books: Books, day: dt.date) -> list[object]:
    balance = Linked(books.rest["balance_fen"], _statement_url(code, day))
    amounts = (_figure(books.order_fen[s], "order", s, code, day) for s in OrderState)
    return [name, *amounts, balance, books.rest["sheets"]]


def _figure(
    figure: int, kind: str, state: DomainState | OrderState, code: str | None, day: dt.date
) -> Linked:
    """A figure that leads to its rows, if there are any."""
    url = url_for(".rows", date=day.isoformat(), kind=kind, state=state, place=code)
    return Linked(figure, url if figure else None)


def _statement_url(code: str | None, day: dt.date) -> str | None:
    """The link to the office's statement of the month until that day; None for a province's
    total.
    """
    if code is None or scope_of(db.session()).level is ScopeLevel.EVERYTHING:
        return None
    days = {"from": day.replace(day=1).isoformat(), "to": day.isoformat()}
    return url_for("statement.index", office=code, **days)


def _listed(session: Session, kind: str, keys: list[int]) -> list[list[object]]:
    """The rows with their name, amount and present state."""
    model: Any = _KINDS[kind][0]
    names = joinedload(model.unit) if kind == "domain" else joinedload(model.domain)
    found = session.scalars(
        select(model).where(model.id.in_(keys)).order_by(model.id).options(names)
    )
    return [
        [
            Linked(str(row), url_for(f"{kind}.details_view", id=row.id)),
            row.unit.name if kind == "domain" else row.domain.name_u,
            None if kind == "domain" else row.amount_fen,
            row.state,
        ]
        for row in found
    ]

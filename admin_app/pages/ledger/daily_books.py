"""历史余额查询: the figures of a past day for month-end checks, and the rows behind them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import abort, request, url_for
from flask_admin import expose
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from admin_app.auth.current_actor import the_clock
from admin_app.forms.office_lookup import is_code
from admin_app.grid.spec import MONEY_STAFF
from admin_app.labels import word
from admin_app.values import badge
from admin_app.web.page import Page
from models.billing.order import Order, OrderState
from models.core.base import db
from models.core.scope import ScopeLevel, scope_of
from models.domains.domain import Domain, DomainState
from models.offices.office import Office
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
from models.values.money import format_yuan

#: Kind of figure → the model of its rows and their possible states.
_KINDS: dict[str, tuple[type[Domain | Order], Any]] = {
    "domain": (Domain, DomainState),
    "order": (Order, OrderState),
}


class AsOfPage(Page):
    """The figures of each office at the end of a day, and the rows behind one of them."""

    endpoint = "as_of"
    readers = MONEY_STAFF

    @expose("/")
    def index(self) -> str:
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
        names = _names(session, list(books))
        rows = [_row(code, names.get(code, code), each, day) for code, each in books.items()]
        return self.render(
            "pages/ledger/daily_books.html",
            title=_("历史余额查询"),
            day=day,
            today=the_clock().today(),
            refused=refused,
            domain_states=[word(state) for state in DomainState],
            order_states=[word(state) for state in OrderState],
            rows=rows,
            total=_row(None, _("合计"), total, day) if len(rows) > 1 else None,
        )

    @expose("/rows/")
    def rows(self) -> str:
        session = db.session()
        kind, state, place = _requested_figure()
        model, _states = _KINDS[kind]
        day, refused = _day(session)
        keys: list[int] = []
        if refused is None:
            try:
                keys = rows_as_of(session, model, state, day, place)
            except TooLongAgoError:
                refused = _too_long_ago()
        return self.render(
            "pages/ledger/daily_books_rows.html",
            title=_("历史余额查询"),
            day=day,
            refused=refused,
            state=word(state),
            place=_names(session, [place]).get(place, place) if place else None,
            rows=_listed(session, kind, keys[:MAXIMUM_DAY_ROWS]),
            maximum=MAXIMUM_DAY_ROWS if len(keys) > MAXIMUM_DAY_ROWS else None,
            back_url=url_for(".index", date=day.isoformat()),
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


def _names(session: Session, codes: list[str]) -> dict[str, str]:
    rows = session.execute(select(Office.code, Office.name).where(Office.code.in_(codes)))
    return {code: name for code, name in rows}  # noqa: C416  rows are no pairs to mypy


def _row(code: str | None, name: str, books: Books, day: dt.date) -> dict[str, object]:
    def url(kind: str, state: str) -> str:
        return url_for(".rows", date=day.isoformat(), kind=kind, state=state, place=code)

    return {
        "name": name,
        "domains": [
            (f"{books.domains[state]:,}", url("domain", state) if books.domains[state] else None)
            for state in DomainState
        ],
        "orders": [
            (
                f"{books.orders[state]:,}",
                format_yuan(books.order_fen[state]),
                url("order", state) if books.orders[state] else None,
            )
            for state in OrderState
        ],
        "balance": format_yuan(books.rest["balance_fen"]),
        "balance_url": _statement_url(code, day),
        "sheets": f"{books.rest['sheets']:,}",
    }


def _statement_url(code: str | None, day: dt.date) -> str | None:
    """The link to the office's statement of the month until that day; None for a province's
    total.
    """
    if code is None or scope_of(db.session()).level is ScopeLevel.EVERYTHING:
        return None
    days = {"from": day.replace(day=1).isoformat(), "to": day.isoformat()}
    return url_for("statement.index", office=code, **days)


def _listed(session: Session, kind: str, keys: list[int]) -> list[dict[str, object]]:
    """The rows with their name, amount and present state."""
    model: Any = _KINDS[kind][0]
    names = joinedload(model.unit) if kind == "domain" else joinedload(model.domain)
    found = session.scalars(
        select(model).where(model.id.in_(keys)).order_by(model.id).options(names)
    )
    return [
        {
            "url": url_for(f"{kind}.details_view", id=row.id),
            "name": str(row),
            "about": row.unit.name if kind == "domain" else row.domain.name_u,
            "amount": "" if kind == "domain" else format_yuan(row.amount_fen),
            "now": badge(row.state),
        }
        for row in found
    ]

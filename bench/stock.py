"""The comparison: a stock Flask-Admin over the same rows, written as its documentation shows.

Its names stand in a copy of the table with the indexes a framework makes: key and foreign keys.

Scoped the usual way, by `get_query` and `get_count_query`; the header X-Province or X-Office
stands for the login it does not have. `/static-page` is the least a page can cost here.
"""

from __future__ import annotations

import datetime as dt
import os
import secrets
import uuid

from flask import Flask, request
from flask_admin import Admin
from flask_admin.actions import action
from flask_admin.contrib.sqla import ModelView
from flask_babel import Babel
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, Query, mapped_column, relationship

DATABASE_URL = "BENCH_DATABASE_URL"
STOCK_TABLE = "bench_domain"
_STATIC_PAGE = "<p>" + "x" * 50_000 + "</p>"


class Base(DeclarativeBase):
    """Tables that exist already."""


class Office(Base):
    __tablename__ = "office"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    name: Mapped[str]

    def __str__(self) -> str:
        return self.name


class Unit(Base):
    __tablename__ = "unit"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]

    def __str__(self) -> str:
        return self.name


class Domain(Base):
    __tablename__ = STOCK_TABLE
    id: Mapped[int] = mapped_column(primary_key=True)
    name_u: Mapped[str]
    state: Mapped[str]
    term_years: Mapped[int]
    registered_on: Mapped[dt.date | None]
    expires_on: Mapped[dt.date | None]
    due_on: Mapped[dt.date]
    purpose: Mapped[str | None]
    province_code: Mapped[str]
    city_code: Mapped[str]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    office_code: Mapped[str] = mapped_column(ForeignKey("office.code"))
    unit: Mapped[Unit] = relationship()
    office: Mapped[Office] = relationship()


class Order(Base):
    __tablename__ = "domain_order"
    id: Mapped[int] = mapped_column(primary_key=True)
    order_no: Mapped[str]
    kind: Mapped[str]
    domain_id: Mapped[int]
    unit_id: Mapped[int]
    term_years: Mapped[int]
    base_expires_on: Mapped[dt.date | None]
    unit_price_fen: Mapped[int]
    amount_fen: Mapped[int]
    state: Mapped[str]
    submitted_by: Mapped[str]
    submitted_at: Mapped[dt.datetime]
    row_version: Mapped[int]
    created_at: Mapped[dt.datetime]
    updated_at: Mapped[dt.datetime]
    province_code: Mapped[str]
    city_code: Mapped[str]
    office_code: Mapped[str]


db = SQLAlchemy(model_class=Base)


class DomainView(ModelView):
    """A list as the documentation shows it."""

    can_export = True
    page_size = 50
    can_view_details = True
    column_list = ("name_u", "unit", "office", "state", "registered_on", "expires_on", "term_years")
    column_searchable_list = ("name_u",)
    column_filters = ("state", "due_on")
    column_sortable_list = ("name_u", "state", "registered_on", ("expires_on", "due_on"))
    form_columns = ("name_u", "unit", "purpose")

    def get_query(self) -> Query[Domain]:
        return _scoped(super().get_query())

    def get_count_query(self) -> Query[Domain]:
        return _scoped(super().get_count_query())

    @action("renew", "续费", "续费?")
    def action_renew(self, ids: list[str]) -> None:
        """Orders a year more for each, in a loop."""
        now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
        chosen = self.get_query().filter(Domain.id.in_([int(i) for i in ids]))
        for domain in chosen:
            db.session.add(_renewal(domain, now))
        db.session.commit()


def _renewal(domain: Domain, now: dt.datetime) -> Order:
    return Order(
        order_no=f"B{uuid.uuid4().hex[:19]}",
        kind="renew",
        domain_id=domain.id,
        unit_id=domain.unit_id,
        term_years=1,
        base_expires_on=domain.expires_on,
        unit_price_fen=20_000,
        amount_fen=20_000,
        state="payable",
        submitted_by="stock",
        submitted_at=now,
        row_version=1,
        created_at=now,
        updated_at=now,
        province_code=domain.province_code,
        city_code=domain.city_code,
        office_code=domain.office_code,
    )


def _scoped(query: Query[Domain]) -> Query[Domain]:
    """The rows of whoever asks."""
    if province := request.headers.get("X-Province"):
        query = query.filter(Domain.province_code == province)
    if office := request.headers.get("X-Office"):
        query = query.filter(Domain.office_code == office)
    return query


def create_app() -> Flask:
    """The peer, over the database in BENCH_DATABASE_URL."""
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=secrets.token_hex(), SQLALCHEMY_DATABASE_URI=os.environ[DATABASE_URL]
    )
    db.init_app(app)
    Babel(app)
    app.add_url_rule("/static-page", "static_page", lambda: _STATIC_PAGE)
    with app.app_context():
        Admin(app).add_view(DomainView(Domain, db))
    return app

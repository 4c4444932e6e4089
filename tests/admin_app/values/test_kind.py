"""A kind of value is one class: what it says of a value is what every list, file and API shows."""

from __future__ import annotations

import csv
import io

import pytest
from markupsafe import Markup
from python_calamine import CalamineWorkbook
from sqlalchemy import Column, String
from sqlalchemy.types import TypeDecorator

from admin_app.values import kind as kinds
from admin_app.values import kind_of, registered
from admin_app.values.figures import MONEY, NUMBER, REFERENCE
from admin_app.values.kind import Cell, Schema, Sql, TableColumn, ValueKind, Written
from admin_app.values.named import LedgerAccountKind
from admin_app.values.sql_literal import literal
from admin_app.values.words import STATE
from models.billing.order import Order
from models.ledger.ledger import Account
from models.units.unit import Unit
from tests.admin_app.grid.exporting.test_routes import taken
from tests.support.pages.doors import Doors


class Stars(TypeDecorator[int]):
    """How many stars, by the type of a column."""

    impl = String
    cache_ok = True


class StarsKind(ValueKind):
    """A text shown as the number of its characters, otherwise in each place."""

    width = 7
    number_format = '0"星"'

    def html(self, value: str | None) -> Written:
        return "" if value is None else Markup("<em>{}</em>").format("★" * len(value))

    def cell(self, value: str | None) -> Cell:
        return None if value is None else len(value)

    def sql_text(self, value: Sql, source: TableColumn, dialect: str) -> Sql:
        return literal("stars of ").concat(value)

    def json(self, value: str) -> dict[str, int]:
        return {"stars": len(value)}

    def schema(self, source: TableColumn) -> Schema:
        return {"type": "object"}


ADDRESS = "南大街1号"


@pytest.fixture
def doors_with_stars(doors: Doors, monkeypatch: pytest.MonkeyPatch) -> Doors:
    """A program that knows one kind more, and a unit with a value of it."""
    for known in ("_BY_NAME", "_BY_COLUMN_TYPE"):
        monkeypatch.setattr(kinds, known, dict(getattr(kinds, known)))
    registered(StarsKind(), names=("unit.address",), column_types=(Stars,))
    with doors.world.writing() as session:
        session.get_one(Unit, doors.world.id("unit-a")).address = ADDRESS
    return doors


def test_a_new_kind_is_shown_on_list_and_record_page(doors_with_stars: Doors) -> None:
    clerk = doors_with_stars.clerk("zhuoni")
    record = f"/admin/unit/details/?id={doors_with_stars.world.id('unit-a')}"
    for url in ("/admin/unit/?columns=name,address", record):
        assert "<em>★★★★★</em>" in clerk.get(url).get_data(as_text=True)


def test_a_new_kind_is_written_to_csv(doors_with_stars: Doors) -> None:
    answer = taken(doors_with_stars, "unit", columns="all", format="csv")
    rows = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert f"stars of {ADDRESS}" in {row[rows[0].index("地址")] for row in rows[1:]}


def test_a_new_kind_is_written_to_a_workbook(doors_with_stars: Doors) -> None:
    answer = taken(doors_with_stars, "unit", columns="all", format="xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    headings, *rows = book.get_sheet_by_index(0).to_python()
    assert len(ADDRESS) in {row[headings.index("地址")] for row in rows}


def test_a_new_kind_is_sent_by_the_api_as_its_description_says(doors_with_stars: Doors) -> None:
    clerk = doors_with_stars.clerk("zhuoni")
    rows = clerk.get("/api/unit?columns=address").get_json()["rows"]
    assert {"stars": len(ADDRESS)} in [row["address"] for row in rows]
    row_schema = clerk.get("/api/openapi.json").get_json()["components"]["schemas"]["unit"]
    assert row_schema["properties"]["address"] == {"title": "地址", "type": ["object", "null"]}


def test_a_new_kind_is_found_by_the_type_of_a_column(doors_with_stars: Doors) -> None:
    assert isinstance(kind_of(Column("rating", Stars())), StarsKind)


def test_columns_are_of_a_kind_by_name_then_unit_then_type() -> None:
    order = Order.__table__.c
    assert kind_of(order.state) is STATE
    assert kind_of(order.amount_fen) is MONEY
    assert kind_of(order.unit_id) is REFERENCE
    assert kind_of(order.term_years) is NUMBER
    assert isinstance(kind_of(Account.__table__.c.code), LedgerAccountKind)

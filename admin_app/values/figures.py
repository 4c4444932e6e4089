"""Numbers, keys and amounts of money."""

from __future__ import annotations

from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import Integer, case, func, literal_column

from admin_app.values.kind import Cell, Schema, Sql, TableColumn, ValueKind, Written, registered
from models.invoices.stock_balance import StockBalance
from models.values.money import format_yuan


def stock_in_words(stock: StockBalance) -> str:
    """发票余额: all sheets; the face value is that of the sheets that have one."""
    sheets = ngettext("%(num)s 张", "%(num)s 张", stock.sheets)
    if not stock.faced_sheets:
        return sheets
    face = format_yuan(stock.face_fen)
    if not stock.is_mixed:
        return f"{sheets} / {face}"
    return _(
        "%(sheets)s（定额 %(n)s 张 / %(face)s）",
        sheets=sheets,
        n=f"{stock.faced_sheets:,}",
        face=face,
    )


class NumberKind(ValueKind):
    """A count, with a comma after every thousand."""

    is_figure = True
    width = 10
    number_format: str | None = None

    @property
    def of_foreign_keys(self) -> ValueKind:
        """Keys of other rows, which nobody adds up."""
        return REFERENCE

    def html(self, value: int | None) -> Written:
        """As `1,234`."""
        return "" if value is None else f"{value:,}"

    def cell(self, value: int | None) -> Cell:
        """The number."""
        return value

    def sql_text(self, value: Sql, source: TableColumn, dialect: str) -> Sql:
        """As the database writes it."""
        return value

    def schema(self, source: TableColumn) -> Schema:
        """An integer."""
        return {"type": "integer"}


class KeyKind(ValueKind):
    """A row's own number: a name, never added up."""

    def html(self, value: int) -> Written:
        """The digits."""
        return str(value)

    def sql_text(self, value: Sql, source: TableColumn, dialect: str) -> Sql:
        """As the database writes it."""
        return value

    def schema(self, source: TableColumn) -> Schema:
        """A positive integer."""
        return {"type": "integer", "minimum": 1}


class ReferenceKind(NumberKind):
    """The key of a row of another table: a figure nowhere, a text in a workbook."""

    is_figure = False
    width = ValueKind.width
    number_format = ValueKind.number_format

    def cell(self, value: int | None) -> Cell:
        """The text of the page."""
        return self.html(value)


class MoneyKind(NumberKind):
    """An amount: 分 (fen) wherever it is stored or sent, yuan wherever people read it."""

    width = 14
    number_format = "#,##0.00"

    def html(self, value: int | None) -> Written:
        """As `1,234.50`."""
        return "" if value is None else format_yuan(value)

    def cell(self, value: int | None) -> Cell:
        """Yuan, as a number."""
        return None if value is None else Decimal(value) / 100

    def sql_text(self, value: Sql, source: TableColumn, dialect: str) -> Sql:
        """As `1234.50`."""
        if dialect == "postgresql":
            yuan = value / literal_column("100.0")
            return func.to_char(yuan, literal_column("'FM999999999990.00'"))
        text = func.printf(literal_column("'%d.%02d'"), value / 100, func.abs(value) % 100)
        # SQLite prints an amount that is not there as nought.
        return case((value.is_not(None), text))


class ShareKind(NumberKind):
    """A part of a whole, in hundredths of a per cent (basis points)."""

    number_format = "0.00%"

    def html(self, value: int | None) -> Written:
        """As `12.34%`."""
        if value is None:
            return ""
        whole, rest = divmod(abs(value), 100)
        return f"{'-' if value < 0 else ''}{whole}.{rest:02}%"

    def cell(self, value: int | None) -> Cell:
        """The part, as a number that a workbook shows in per cent."""
        return None if value is None else Decimal(value) / 10_000


NUMBER = registered(NumberKind(), column_types=(Integer,), value_types=(int,))
SHARE = ShareKind()
REFERENCE = ReferenceKind()
registered(KeyKind(), names=("id",))
MONEY = registered(MoneyKind(), unit="fen")

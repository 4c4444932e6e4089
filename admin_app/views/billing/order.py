"""缴费信息 and 待缴费域名: what is owed, charged, remitted, settled (guide 新-005, 续-003)."""

from __future__ import annotations

from dataclasses import replace

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement

from admin_app.grid.filters import ChoiceFilter, DateFilter, FilledFilter, KeyFilter, OfficeFilter
from admin_app.grid.spec import EVERYONE, Column, Derived, Followed, Grid, Group, NamedList
from models.billing.order import Order, OrderState
from models.billing.payment import Payment
from models.invoices.invoice import Invoice
from models.reports.order_payments import invoices_of_order, payments_of_order, sheets_given

_COLUMNS = (
    Column("order_no"),
    Column("domain.name_u", wraps=True),
    Column("unit.name", wraps=True),
    Column("state"),
    Column("kind"),
    Column("term_years"),
    Column("amount_fen"),
    Column("waits_because", wraps=True),
    Column("submitted_at"),
)
#: Here an empty reason is one too: the money has not been sent on yet.
_AWAITING = tuple(
    replace(column, derived=Derived.WAIT) if column.name == "waits_because" else column
    for column in _COLUMNS
)


def _sheets() -> ColumnElement[int | None]:
    return sheets_given(Order.__table__).scalar_subquery()


def _are_charged(_value: str) -> ColumnElement[bool]:
    """Only orders that wait to be remitted are asked about: those an office is exposed with."""
    return Order.state == OrderState.CHARGED


GRID = Grid(
    entity="order",
    model=Order,
    state="state",
    readers=EVERYONE,
    column_list=_COLUMNS,
    details_only_columns=(
        Column("office"),
        Column("unit_price_fen"),
        Column("base_expires_on"),
        Column("submitted_by"),
        Column("charged_at"),
        Column("invoice_count", found=sheets_given),
        Column("settled_at"),
    ),
    column_filters=(
        ChoiceFilter("state"),
        OfficeFilter("office_code"),
        DateFilter("charged_at", past=True, is_rare=True),
        FilledFilter("invoice_count", of=_sheets, among=_are_charged, is_rare=True),
        KeyFilter("unit_id"),
        KeyFilter("domain_id"),
    ),
    lists=(
        NamedList("payable", "state", (OrderState.PAYABLE,), is_work=True, since="submitted_at"),
        NamedList(
            "awaiting_remittance",
            "state",
            (OrderState.CHARGED,),
            _AWAITING,
            is_work=True,
            since="charged_at",
        ),
        NamedList("remitted", "state", (OrderState.REMITTED,)),
        NamedList("settled", "state", (OrderState.SETTLED,)),
    ),
    groups=(Group("state"), Group("office_code")),
    sums=("term_years", "amount_fen"),
    column_sortable_list=("id", "state"),
    column_searchable_list=("order_no", "unit"),
    pasted=("order_no",),
    search_placeholder=_l("单号、单位名称或拼音首字母"),
    followed=(
        Followed(Payment, payments_of_order, ("payment_no", "amount_fen", "state")),
        Followed(Invoice, invoices_of_order, ("number", "amount_fen", "state")),
    ),
)

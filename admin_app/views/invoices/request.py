"""预开发票申请: what offices asked for and how far it has come (guide 新-003, Q2)."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from admin_app.grid.filters import ChoiceFilter, OfficeFilter
from admin_app.grid.spec import MONEY_STAFF, Column, Grid, NamedList, Related
from models.invoices.invoice_request import InvoiceRequest, RequestState

GRID = Grid(
    entity="request",
    model=InvoiceRequest,
    state="state",
    readers=MONEY_STAFF,
    column_list=(
        Column("request_no"),
        Column("office", wraps=True),
        Column("type.name"),
        Column("state"),
        Column("quantity"),
        Column("total_fen"),
        Column("submitted_at"),
    ),
    details_only_columns=(
        Column("unit_amount_fen"),
        Column("address"),
        Column("submitted_by"),
        Column("reviewer"),
        Column("reason"),
        Column("dispatched_at"),
        Column("courier"),
        Column("tracking_no"),
    ),
    column_filters=(ChoiceFilter("state"), OfficeFilter("office_code")),
    lists=(
        NamedList(
            "submitted",
            "state",
            (RequestState.SUBMITTED,),
            is_work=True,
            since="created_at",
        ),
    ),
    start="request_invoices",
    column_sortable_list=("id", "state"),
    column_searchable_list=("request_no",),
    search_placeholder=_l("申请单号"),
    related=(Related("lot", "request_id", ("lot_no", "office", "quantity", "available", "state")),),
)

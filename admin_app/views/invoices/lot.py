"""预开发票管理: lots of invoices, to sign for and to split (guide 新-003, Q3)."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from admin_app.grid.filters import ChoiceFilter, DateFilter, KeyFilter, OfficeFilter
from admin_app.grid.spec import MONEY_STAFF, Column, Followed, Grid, Group, NamedList, Related
from models.invoices.invoice import Invoice
from models.invoices.stock import InvoiceLot, LotState

GRID = Grid(
    entity="lot",
    model=InvoiceLot,
    state="state",
    pane=_l("发票信息"),
    pages=((_l("发票流向"), "pedigree.index"), (_l("库存卡"), "pedigree.card")),
    readers=MONEY_STAFF,
    column_list=(
        Column("lot_no"),
        Column("type.name"),
        Column("office", wraps=True),
        Column("state"),
        Column("number_from"),
        Column("number_to"),
        Column("quantity"),
        Column("on_hand"),
        Column("dispatched_at"),
    ),
    details_only_columns=(
        Column("invoice_code"),
        Column("issued"),
        Column("void"),
        Column("split"),
        Column("returned"),
        Column("cut"),
        Column("lost"),
        Column("document_no"),
        Column("signed_by"),
        Column("signed_at"),
    ),
    column_filters=(
        ChoiceFilter("state"),
        OfficeFilter("office_code"),
        DateFilter("dispatched_at"),
        KeyFilter("parent_id"),
        KeyFilter("request_id"),
    ),
    lists=(
        NamedList(
            "in_transit",
            "state",
            (LotState.IN_TRANSIT,),
            is_work=True,
            since="dispatched_at",
        ),
        NamedList("signed", "state", (LotState.SIGNED,)),
        NamedList("exhausted", "state", (LotState.EXHAUSTED,)),
        NamedList("returned", "state", (LotState.RETURNED,)),
        NamedList("gone", "state", (LotState.LOST, LotState.DESTROYED)),
    ),
    groups=(Group("state"), Group("office_code"), Group("dispatched_at", by_month=True)),
    sums=("quantity", "on_hand", "issued"),
    column_sortable_list=("id", "state"),
    column_searchable_list=("lot_no",),
    search_placeholder=_l("批次号"),
    related=(
        Related("lot", "parent_id", ("lot_no", "office", "quantity", "on_hand", "state")),
        Related("invoice", "lot_id", ("number", "unit.name", "amount_fen", "issued_on", "state")),
    ),
    followed=(Followed(Invoice, "lot_id", ("number", "amount_fen", "state")),),
)

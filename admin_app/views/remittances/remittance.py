"""汇款单列表: the weekly transfers to the registry (guide 新-005, Q5, Q8)."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from admin_app.grid.filters import ChoiceFilter, OfficeFilter, TextFilter
from admin_app.grid.spec import MONEY_STAFF, Column, Followed, Grid, Group, NamedList, Related
from models.remittances.remittance import BankReceipt, Remittance, RemittanceState

GRID = Grid(
    entity="remittance",
    model=Remittance,
    state="state",
    pages=((_l("打印汇款单"), "remittance_paper.index"),),
    readers=MONEY_STAFF,
    column_list=(
        Column("remittance_no"),
        Column("office", wraps=True),
        Column("period_week"),
        Column("state"),
        Column("amount_fen"),
        Column("line_count"),
        Column("bank_ref"),
        Column("remitted_on"),
        Column("received_fen"),
    ),
    details_only_columns=(Column("confirmed_by"), Column("reason"), Column("created_at")),
    column_filters=(
        ChoiceFilter("state"),
        TextFilter("period_week"),
        OfficeFilter("office_code"),
    ),
    lists=(
        NamedList("draft", "state", (RemittanceState.DRAFT,), is_work=True, since="created_at"),
        NamedList(
            "submitted",
            "state",
            (RemittanceState.SUBMITTED,),
            is_work=True,
            since="created_at",
        ),
    ),
    groups=(Group("state"), Group("office_code"), Group("period_week")),
    sums=("amount_fen", "received_fen", "line_count"),
    column_sortable_list=("id", "state", "period_week"),
    column_searchable_list=("remittance_no", "bank_ref", "office"),
    search_placeholder=_l("汇款单号、银行流水号或编办名称"),
    related=(
        Related(
            "remittance_line",
            "remittance_id",
            ("unit", "payment_no", "order_no", "domain", "amount_fen", "is_released"),
        ),
    ),
    followed=(
        Followed(BankReceipt, "remittance_id", ("bank_ref", "amount_fen", "received_on", "answer")),
    ),
)

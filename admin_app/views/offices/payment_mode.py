"""缴费方式设置 (guide 新-002, Q1): 详细信息 and 修改."""

from __future__ import annotations

from actions.core.records.editable import PAYMENT_MODE
from admin_app.grid.spec import EVERYONE, Column, Grid
from models.offices.office import PaymentMode

GRID = Grid(
    entity="payment_mode",
    model=PaymentMode,
    readers=EVERYONE,
    column_list=(
        Column("office", wraps=True),
        Column("collect_mode"),
        Column("payee"),
        Column("bank"),
        Column("bank_account_no"),
        Column("accept_cash"),
        Column("accept_transfer"),
    ),
    details_only_columns=(Column("notice"), Column("updated_at")),
    column_sortable_list=("id",),
    column_default_sort="id",
    form_columns=PAYMENT_MODE.fields,
    can_edit=PAYMENT_MODE.grants,
)

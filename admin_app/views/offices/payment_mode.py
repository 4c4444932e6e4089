"""缴费方式设置 (guide 新-002, Q1): 详细信息 and 修改."""

from __future__ import annotations

from actions.core.action import Reach
from admin_app.grid.spec import EVERYONE, Column, Grid
from models.offices.office import PaymentMode
from models.users.user import Role

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
    form_columns=(
        "collect_mode",
        "payee",
        "bank",
        "bank_account_no",
        "accept_cash",
        "accept_transfer",
        "notice",
    ),
    can_edit={
        Role.REGISTRY_ADMIN: Reach.SCOPE,
        Role.PROVINCE_ADMIN: Reach.OWN,
        Role.CITY_ADMIN: Reach.OWN,
        Role.COUNTY_ADMIN: Reach.OWN,
    },
)

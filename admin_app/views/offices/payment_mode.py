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
    columns=(
        Column("office", wraps=True),
        Column("collect_mode"),
        Column("payee"),
        Column("bank"),
        Column("bank_account_no"),
        Column("accept_cash"),
        Column("accept_transfer"),
    ),
    more=(Column("notice"), Column("updated_at")),
    sorts=("id",),
    default_sort="id",
    editable=(
        "collect_mode",
        "payee",
        "bank",
        "bank_account_no",
        "accept_cash",
        "accept_transfer",
        "notice",
    ),
    editors={
        Role.REGISTRY_ADMIN: Reach.SCOPE,
        Role.PROVINCE_ADMIN: Reach.OWN,
        Role.CITY_ADMIN: Reach.OWN,
        Role.COUNTY_ADMIN: Reach.OWN,
    },
)

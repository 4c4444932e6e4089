"""奖励经费规则: what each province receives, and from which day (guide Q7)."""

from __future__ import annotations

from admin_app.grid.filters import OfficeFilter
from admin_app.grid.spec import MONEY_STAFF, Column, Grid
from models.ledger.award import AwardRule
from models.users.user import Role

GRID = Grid(
    entity="award_rule",
    model=AwardRule,
    readers=MONEY_STAFF - {Role.CASHIER},
    column_list=(
        Column("office", wraps=True),
        Column("rate_bp"),
        Column("valid_from"),
        Column("valid_to"),
    ),
    details_only_columns=(Column("created_at"), Column("updated_at")),
    column_filters=(OfficeFilter("office_code"),),
    start="set_award_rule",
)

"""银行流水: the lines of the registry's bank statements, with their state (Q8)."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from admin_app.grid.filters import ChoiceFilter, DateFilter, KeyFilter, MoneyFilter
from admin_app.grid.spec import Column, Grid, NamedList
from models.remittances.bank_statement import BankLine, BankLineState, BankVerdict
from models.users.user import Role

GRID = Grid(
    entity="bank_line",
    model=BankLine,
    state="state",
    readers=frozenset({Role.REGISTRY_FINANCE, Role.REGISTRY_ADMIN}),
    column_list=(
        Column("bank_ref"),
        Column("received_on"),
        Column("amount_fen"),
        Column("state"),
        Column("payer", wraps=True),
        Column("memo", wraps=True),
        Column("verdict"),
        Column("remittance.remittance_no"),
    ),
    details_only_columns=(
        Column("statement.file_name"),
        Column("row_no"),
        Column("account"),
        Column("credit_ref"),
        Column("direction"),
        Column("direction_said"),
        Column("resolved_by"),
        Column("paid_for_code"),
        Column("reason"),
        Column("created_at"),
    ),
    column_filters=(
        ChoiceFilter("state"),
        ChoiceFilter("verdict"),
        DateFilter("received_on"),
        MoneyFilter("amount_fen"),
        KeyFilter("remittance_id"),
        KeyFilter("statement_id"),
    ),
    lists=(
        NamedList("open", "state", (BankLineState.OPEN,), is_work=True),
        *(NamedList(verdict.value, "verdict", (verdict,)) for verdict in BankVerdict),
        NamedList("matched", "state", (BankLineState.MATCHED,)),
        NamedList("set_aside", "state", (BankLineState.SET_ASIDE,)),
    ),
    column_sortable_list=("id", "state", "verdict"),
    column_searchable_list=("bank_ref", "credit_ref"),
    search_placeholder=_l("银行流水号"),
)

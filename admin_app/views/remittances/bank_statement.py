"""导入记录: which statements of the registry's bank were brought in, by whom (Q8)."""

from __future__ import annotations

from admin_app.grid.spec import Column, Grid, Related
from models.remittances.bank_statement import BankStatement
from models.users.user import Role

GRID = Grid(
    entity="bank_statement",
    model=BankStatement,
    readers=frozenset({Role.REGISTRY_FINANCE, Role.REGISTRY_ADMIN}),
    column_list=(
        Column("file_name", wraps=True),
        Column("line_count"),
        Column("known_count"),
        Column("amount_fen"),
        Column("out_count"),
        Column("out_fen"),
        Column("uploaded_by"),
        Column("at"),
    ),
    details_only_columns=(Column("reversal_count"),),
    related=(Related("bank_line", "statement_id", ("bank_ref", "amount_fen", "verdict", "state")),),
)

"""日志: who did what, when, through which door; each line opens its receipt."""

from __future__ import annotations

from sqlalchemy import FromClause, Select, case, select, type_coerce

from actions.users.sign_in import SIGN_IN, SignInOutcome
from admin_app.grid.filters import ChoiceFilter, DateFilter, OfficeFilter
from admin_app.grid.spec import EVERYONE, Column, Grid
from models.core.base import words
from models.core.journal import JournalEntry, JournalReceipt


def sign_in_outcome(row: FromClause) -> Select[str]:
    """What became of an attempt to sign in at a known login; null for any other run."""
    receipts = JournalReceipt.__table__
    line = receipts.c.outcome["rows"][0]["facts"]["outcome"].as_string()
    told = case((row.c.action == SIGN_IN.key, line), else_=None)
    outcome = type_coerce(told, words(SignInOutcome)).label("outcome")
    return select(outcome).where(receipts.c.id == row.c.id)


GRID = Grid(
    entity="journal",
    model=JournalEntry,
    readers=EVERYONE,
    column_list=(
        Column("id"),
        Column("at"),
        Column("actor_name"),
        Column("action"),
        Column("outcome", found=sign_in_outcome),
        Column("door"),
        Column("office", wraps=True),
    ),
    details_only_columns=(Column("input"), Column("key")),
    column_filters=(
        DateFilter("at"),
        ChoiceFilter("door"),
        OfficeFilter("office_code"),
    ),
    column_sortable_list=("id",),
)

"""日志: who did what, when, through which door; each line opens its receipt."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    String,
    case,
    cast,
    literal,
    or_,
    select,
    type_coerce,
)

from actions.core.actor import SYSTEM
from actions.users.sign_in import SIGN_IN, SignInOutcome
from admin_app.grid.filters import ChoiceFilter, DateFilter, OfficeFilter, TextFilter
from admin_app.grid.filters.filter import FilteredList
from admin_app.grid.spec import EVERYONE, Column, Grid
from models.core.base import words
from models.core.journal import JournalEntry, JournalReceipt
from models.users.user import User


def sign_in_outcome(row: FromClause) -> Select[str]:
    """What became of an attempt to sign in at a known login; null for any other run."""
    receipts = JournalReceipt.__table__
    line = receipts.c.outcome["rows"][0]["facts"]["outcome"].as_string()
    told = case((row.c.action == SIGN_IN.key, line), else_=None)
    outcome = type_coerce(told, words(SignInOutcome)).label("outcome")
    return select(outcome).where(receipts.c.id == row.c.id)


@dataclass(frozen=True)
class ActorFilter(TextFilter):
    """Whose runs: a login or a person's name, as far as the reader sees users; or the system."""

    def where(
        self, listed: FilteredList, value: str, *, is_tested: bool = False
    ) -> ColumnElement[bool]:
        """The entries of everybody who is called so now, found by the index of their keys."""
        named = or_(User.username == value.lower(), User.display_name == value)
        keys = select(literal("user:") + cast(User.id, String)).where(named)
        is_system = (JournalEntry.actor_key == SYSTEM.key) & (JournalEntry.actor_name == value)
        return JournalEntry.actor_key.in_(keys) | is_system


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
        ActorFilter("actor", label="actor_name", of=lambda: JournalEntry.actor_key),
        DateFilter("at"),
        ChoiceFilter("door"),
        OfficeFilter("office_code"),
    ),
    column_sortable_list=("id",),
)

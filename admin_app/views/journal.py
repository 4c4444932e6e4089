"""日志: who did what, when, through which door; each line opens its receipt."""

from __future__ import annotations

from admin_app.grid.spec import EVERYONE, Column, Filter, FilterKind, Grid
from models.journal import JournalEntry

GRID = Grid(
    entity="journal",
    model=JournalEntry,
    readers=EVERYONE,
    columns=(
        Column("id"),
        Column("at"),
        Column("actor_name"),
        Column("action"),
        Column("door"),
        Column("office", wraps=True),
    ),
    more=(Column("input"), Column("key")),
    filters=(
        Filter("at", FilterKind.DATES),
        Filter("door", FilterKind.CHOICE),
        Filter("office_code", FilterKind.OFFICE),
    ),
    sorts=("id",),
)

"""常用查询 (saved views): a list's stored state, and which views a user sees.

A view belongs to its user; when shared, the users of their office or unit see it and may copy it.
It is invisible to anybody else.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ForeignKey, Select, String, UniqueConstraint, and_, or_, select
from sqlalchemy.orm import Mapped, mapped_column, synonym

from models.core.base import Base, Json, Versioned, pk, unique_where
from models.core.scope import Scoped, ancestor_indexes
from models.values.limits import LONGEST_ENTITY

LONGEST_NAME = 40
#: Longest query string of a view.
LONGEST_QUERY = 2000
#: Most views per user and list.
MAXIMUM_VIEWS = 20
#: Most shared views of colleagues on a list, the oldest first.
MAXIMUM_SHARED = 50
#: The version of the names in a state.
STATE_VERSION = 1


class SavedView(Scoped, Versioned, Base):
    """A saved state of a list; shared ones are for the office."""

    __tablename__ = "saved_view"
    __table_args__ = (
        UniqueConstraint("user_id", "entity", "name"),
        unique_where("uq_saved_view_default", "user_id", "entity", where="is_default"),
        *ancestor_indexes(),
    )

    id: Mapped[pk]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    #: The list's name in addresses.
    entity: Mapped[str] = mapped_column(String(LONGEST_ENTITY))
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    #: Filters, sort, columns and size under stable names, with a version.
    state: Mapped[dict[str, Any]] = mapped_column(Json)
    is_shared: Mapped[bool] = mapped_column(default=False)
    is_default: Mapped[bool] = mapped_column(default=False)
    #: The user's unit, when they are a registrant's.
    unit_id: Mapped[int | None]

    registrant_id = synonym("unit_id")

    @property
    def query(self) -> str | None:
        """The list's query string; None when it was saved by an incompatible version."""
        if self.state.get("v") != STATE_VERSION:
            return None
        query = self.state.get("query")
        return query if isinstance(query, str) else None


def state_of(query: str) -> dict[str, object]:
    """The state to save of a list's query string."""
    return {"v": STATE_VERSION, "query": query}


def drop_default(views: Iterable[SavedView], but: SavedView) -> None:
    """Clear the default among a user's views of a list, except `but`."""
    for view in views:
        view.is_default = view.is_default and view is but


def own_views(user_id: int | None, entity: str) -> Select[SavedView]:
    """The user's own views of a list, in the order of their names."""
    wanted = select(SavedView).where(SavedView.user_id == user_id, SavedView.entity == entity)
    return wanted.order_by(SavedView.name, SavedView.id)


def visible_views(user_id: int | None, office_code: str, unit_id: int | None) -> Select[SavedView]:
    """The user's own views and those that people of their office, or of their unit, share."""
    of_his_people = and_(
        SavedView.is_shared,
        SavedView.office_code == office_code,
        SavedView.unit_id.is_(None) if unit_id is None else SavedView.unit_id == unit_id,
    )
    return select(SavedView).where(or_(SavedView.user_id == user_id, of_his_people))

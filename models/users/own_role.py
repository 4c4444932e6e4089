"""自定义角色: a built-in role narrowed by the registry or a province, to be given to logins.

It may do a part of what its base may do, and perhaps only in its own office. It never may more:
what the base may not do, no list of actions opens, and logins are managed by built-in roles alone,
since who opens logins could give others what they do not have.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.core.base import Base, Json, Versioned, pk, words
from models.core.ended import ended_when
from models.core.scope import SetFromAbove, ancestor_indexes
from models.definitions.own_words import OwnWords
from models.users.user import Role

#: Most roles in use that one office defines.
MAXIMUM_ROLES = 30


class OwnRole(SetFromAbove, OwnWords, Versioned, Base):
    """The definition of one role."""

    __tablename__ = "own_role"
    __table_args__ = (UniqueConstraint("office_code", "name_zh"), *ancestor_indexes())

    id: Mapped[pk]
    #: The built-in role it narrows.
    base: Mapped[Role] = mapped_column(words(Role))
    #: The keys of the actions that it leaves to the base.
    work: Mapped[list[Any]] = mapped_column(Json, default=list)
    #: Sees and handles the rows of its own office only, none of offices below.
    is_own_office: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True, info=ended_when(value=False))

    def __str__(self) -> str:
        return self.name_zh

"""Notifications to users, and the record of exported and imported files."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, synonym

from models.core.base import Base, Json, UtcDateTime, pk, words
from models.core.scope import Scoped, ancestor_indexes


class Notification(Scoped, Base):
    """A notice to one user."""

    __tablename__ = "notification"
    __table_args__ = (Index(None, "user_id", "read_at", "id"), *ancestor_indexes())

    id: Mapped[pk]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    #: A value of `models.workspace.notify.Topic`, with the facts of its message.
    kind: Mapped[str] = mapped_column(String(40))
    facts: Mapped[dict[str, Any]] = mapped_column(Json)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    read_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    #: The user's unit, when they are a registrant's.
    unit_id: Mapped[int | None]

    registrant_id = synonym("unit_id")


class FileDirection(StrEnum):
    """Export or import."""

    EXPORT = "export"
    IMPORT = "import"


class FileRecord(Scoped, Base):
    """A record of each export and import: who, rows, filters and digest."""

    __tablename__ = "file_record"
    __table_args__ = (*ancestor_indexes(),)

    id: Mapped[pk]
    direction: Mapped[FileDirection] = mapped_column(words(FileDirection))
    entity: Mapped[str] = mapped_column(String(40))
    file_name: Mapped[str] = mapped_column(String(120))
    #: The list's state: filters, scope of rows, columns.
    selection: Mapped[dict[str, Any]] = mapped_column(Json)
    row_count: Mapped[int | None]
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    #: The registrant, if one exported it.
    unit_id: Mapped[int | None]

    registrant_id = synonym("unit_id")

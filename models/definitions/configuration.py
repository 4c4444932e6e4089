"""配置副本 (copy of the configuration): everything one office defined, as one text, at one time.

A copy is written once and never changed: nightly, by hand, or from a file that was uploaded. The
format of the text is that of docs/adr/0012-configuration-is-one-file.md.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Final

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.core.base import Base, UtcDateTime, pk, words
from models.core.scope import Scoped, ancestor_indexes
from models.core.text_type import TextType, text_of_type

#: Longest text, in characters, and the largest file, in bytes.
LONGEST_CONFIGURATION: Final = 4_000_000
LONGEST_COPY_NAME: Final = 80
#: Days for which a copy is kept; what held when they began is kept, too.
COPY_KEPT_DAYS: Final = 400


class CopyOrigin(StrEnum):
    """How a copy came to be."""

    NIGHTLY = "nightly"
    BY_HAND = "by_hand"
    UPLOADED = "uploaded"


class ConfigurationCopy(Scoped, Base):
    """One copy, or one uploaded file."""

    __tablename__ = "configuration"
    __table_args__ = (*ancestor_indexes("taken_at"),)

    id: Mapped[pk]
    taken_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    origin: Mapped[CopyOrigin] = mapped_column(words(CopyOrigin))
    #: What the uploader or keeper calls it.
    name: Mapped[str] = mapped_column(String(LONGEST_COPY_NAME), info=text_of_type(TextType.WORDS))
    #: How many definitions it has.
    item_count: Mapped[int]
    #: Of the text in UTF-8.
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[str] = mapped_column(Text, deferred=True)
    by: Mapped[str] = mapped_column(String(60))

    def __str__(self) -> str:
        return self.name

"""行政区划: the divisions of GB/T 2260, reference data everyone reads.

A changed code is retired with a reference to its successor and never reused.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.core.base import Base, division_code, pk, words
from models.core.scope import Reference, Unscoped


class DivisionLevel(StrEnum):
    """The three levels that have offices."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"


class Division(Reference, Base):
    """One division, present or retired."""

    __tablename__ = "division"
    __unscoped__ = Unscoped("a public standard, the same for everyone")
    __table_args__ = (CheckConstraint("length(code) = 6", name="code_length"),)

    id: Mapped[pk]
    code: Mapped[division_code] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(String(60))
    level: Mapped[DivisionLevel] = mapped_column(words(DivisionLevel))
    parent_code: Mapped[division_code | None] = mapped_column(ForeignKey("division.code"))
    valid_from: Mapped[dt.date | None]
    valid_to: Mapped[dt.date | None]
    successor_code: Mapped[division_code | None]

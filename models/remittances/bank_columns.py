"""Stored column mappings of bank statements, by account and headings."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.core.base import Base, Json, Versioned, pk
from models.core.scope import Codes, Scoped, ancestor_indexes


class BankColumns(Scoped, Versioned, Base):
    """The column mapping for files of one account with the same headings."""

    __tablename__ = "bank_columns"
    __table_args__ = (UniqueConstraint("account", "headings"), *ancestor_indexes())

    id: Mapped[pk]
    #: In the form of models.remittances.bank_identity; empty when the files do not contain it.
    account: Mapped[str] = mapped_column(String(40))
    #: SHA-256 of the headings in their order.
    headings: Mapped[str] = mapped_column(String(64))
    #: {field: index of its column, from 0}.
    columns: Mapped[dict[str, Any]] = mapped_column(Json)
    kept_by: Mapped[str] = mapped_column(String(60))

    def __str__(self) -> str:
        return self.account or self.headings[:8]


def headings_digest(headings: Sequence[str]) -> str:
    """SHA-256 of the headings in their order."""
    return hashlib.sha256("\x1f".join(headings).encode()).hexdigest()


def write_places(columns: Mapping[str, int]) -> str:
    """The column of each field as text: 'credit=3,received_on=0'."""
    return ",".join(f"{name}={place}" for name, place in sorted(columns.items()))


def read_places(text: str) -> dict[str, int]:
    """The inverse of `write_places`; invalid parts are ignored."""
    parts = (part.partition("=") for part in text.split(","))
    return {name: int(place) for name, _, place in parts if place.isascii() and place.isdecimal()}


def kept_columns(session: Session, account: str, headings: str) -> BankColumns | None:
    """The stored columns for files of the account with these headings."""
    return session.scalars(
        select(BankColumns).where(BankColumns.account == account, BankColumns.headings == headings)
    ).one_or_none()


def keep_columns(
    session: Session, kept: BankColumns, columns: Mapping[str, int], owner: Codes
) -> None:
    """Store the columns for the account and headings, replacing earlier ones."""
    found = kept_columns(session, kept.account, kept.headings)
    if found is None:
        kept.columns = dict(columns)
        kept.belong_to(owner)
        session.add(kept)
        return
    found.columns, found.kept_by = dict(columns), kept.kept_by

"""The declarative base of every table: constraint names, column types, row versions.

The only module that imports Flask-SQLAlchemy. Models inherit from `Base`; `db` gives the web app
its session and shares the metadata, so a plain `Session(engine)` works everywhere else.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, TypeAlias

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    Enum,
    Index,
    Integer,
    MetaData,
    Row,
    Select,
    String,
    Table,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[dt.datetime]):
    """An instant: aware UTC in Python, `timestamptz` on PostgreSQL, naive UTC text on SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Refuse naive datetimes: an instant without an offset is a bug, not a value."""
        if value is None:
            return None
        assert value.tzinfo is not None, "instants carry an offset"
        utc = value.astimezone(dt.UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(
        self, value: dt.datetime | None, dialect: Dialect
    ) -> dt.datetime | None:
        """Return UTC, whatever time zone the server uses."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


#: SQLite autoincrements INTEGER only; PostgreSQL needs eight bytes.
Key = BigInteger().with_variant(Integer, "sqlite")
Json = JSON().with_variant(JSONB, "postgresql")

pk = Annotated[int, mapped_column(Key, primary_key=True)]
#: GB/T 2260: six digits, nested by prefix. Compared as bytes on both engines.
division_code = Annotated[str, mapped_column(String(6))]


#: A row, and a statement, of columns that are chosen when the program runs.
ChosenRow: TypeAlias = Row[*tuple[object, ...]]
ChosenSelect: TypeAlias = Select[*tuple[object, ...]]


class Base(DeclarativeBase):
    """Every table of the system."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar = {
        dt.datetime: UtcDateTime,
        dict[str, Any]: Json,
        list[Any]: Json,
        int: BigInteger,
        str: String(255),
    }
    if TYPE_CHECKING:
        # Every table has one; each model says it for itself, so that columns keep their order.
        id: Mapped[int]
        __table__: ClassVar[Table]


class Versioned:
    """Optimistic locking: saving a stale page is refused instead of overwriting the newer row."""

    #: 1 when inserted, plus 1 at each UPDATE; forms carry it, UPDATEs compare it.
    row_version: Mapped[int] = mapped_column(Integer, nullable=False)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, nullable=False)
    updated_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, nullable=False)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, object]:  # noqa: N805  SQLAlchemy hands the class in
        return {"version_id_col": cls.row_version}


def words(enum: type[StrEnum], check: str | None = None) -> Enum:
    """A text column that holds only the values of `enum`, enforced by a CHECK.

    `check` names it where a table has several columns of the same enum.
    """
    return Enum(
        enum,
        native_enum=False,
        create_constraint=True,
        values_callable=lambda members: [member.value for member in members],
        length=24,
        name=check or enum.__name__.lower(),
    )


def unique_where(name: str, *columns: str, where: str) -> Index:
    """A partial unique index over the rows that meet `where`, for both engines."""
    clause = text(where)
    return Index(name, *columns, unique=True, postgresql_where=clause, sqlite_where=clause)


db = SQLAlchemy(metadata=Base.metadata)

"""The search index: rows are found by two Chinese characters or by pinyin initials.

A searchable row keeps one normalised `search_text`; its bigrams are in a side table that changes
only when the text does (PostgreSQL: a text[] under GIN; SQLite: FTS5). A bigram index finds
candidates and a LIKE on `search_text` makes the answer exact.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pypinyin import Style, lazy_pinyin
from sqlalchemy import ColumnElement, Text, and_, event, false, text, true
from sqlalchemy import inspect as inspect_mapping
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, UOWTransaction, mapped_column

from models.values.typed_text import folded

#: The shortest search: fewer characters match too many rows.
MINIMUM_CHARACTERS = 2
#: Longer search words are cut off; no name is longer.
MAXIMUM_CHARACTERS = 64

_PARTS = re.compile(r"\W+|_")


class Searchable:
    """Mixin of rows found by words; `search_parts` names them."""

    if TYPE_CHECKING:
        __tablename__: str
        id: Mapped[int]

    #: Lower-case NFKC words of the row, one space between; kept by the flush listener.
    search_text: Mapped[str] = mapped_column(Text, nullable=False, default="")

    def search_parts(self) -> Iterable[str | None]:
        """The words by which people look for this row."""
        raise NotImplementedError


def normalise(words: str) -> str:
    """Text as indexed and searched: NFKC, lower case, only letters, digits and spaces."""
    return _spelt(words)[:MAXIMUM_CHARACTERS]


def _spelt(words: str) -> str:
    # Lower-casing denormalises a few letters, so normalise again.
    plain = folded(folded(words).lower())
    return " ".join(part for part in _PARTS.split(plain) if part)


def is_too_short(words: str) -> bool:
    """Whether the words contain no bigram to search by."""
    return not any(len(part) >= MINIMUM_CHARACTERS for part in normalise(words).split())


@lru_cache(maxsize=65536)
def initials(name: str) -> str:
    """The first letters of a Chinese name's pinyin: 卓尼县教育局 → znxjyj."""
    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER, errors=lambda _: ""))


def grams(words: str) -> list[str]:
    """The distinct bigrams of each part, in order of first appearance."""
    parts = words.split()
    return list(dict.fromkeys(p[i : i + 2] for p in parts for i in range(len(p) - 1)))


def search_text_of(parts: Iterable[str | None]) -> str:
    """The indexed words of a row: its parts and, for Chinese ones, their initials."""
    spoken = [folded(part) for part in parts if part]
    spelt = (_spelt(part) for part in spoken)
    return " ".join(dict.fromkeys([*spelt, *(letters for p in spoken if (letters := initials(p)))]))


def gram_table(model: type[Searchable]) -> str:
    """The side table of a searchable model."""
    return f"{model.__tablename__}_gram"


def contains(model: type[Searchable], words: str) -> ColumnElement[bool]:
    """The exact test on the row itself: it contains every part of the words."""
    column: InstrumentedAttribute[str] = model.search_text
    parts = normalise(words).split()
    tests = (column.contains(part, autoescape=True) for part in parts)
    return and_(true() if parts else false(), *tests)


def dialect_of(session: Session) -> str:
    """The name of the session's database engine: sqlite or postgresql."""
    return session.get_bind().dialect.name


def candidates_sql(
    model: type[Searchable], words: str, dialect: str
) -> tuple[str, dict[str, object]]:
    """SQL, and its parameters, of the ids whose bigrams include all of the words'.

    Words without a bigram match nothing: single characters are in too many names.
    """
    wanted = grams(normalise(words))
    table = gram_table(model)
    if not wanted:
        return "SELECT 0 WHERE 1 = 0", {}
    if dialect == "sqlite":
        match = " AND ".join(f'"{gram}"' for gram in wanted)
        return f"SELECT rowid FROM {table} WHERE {table} MATCH :grams", {"grams": match}  # noqa: S608
    return f"SELECT id FROM {table} WHERE grams @> CAST(:grams AS text[])", {"grams": wanted}  # noqa: S608


def candidates(model: type[Searchable], words: str, dialect: str) -> ColumnElement[bool]:
    """`id IN (rows whose bigrams include all of the words')`, served by the index."""
    sql, parameters = candidates_sql(model, words, dialect)
    return model.id.in_(text(sql).bindparams(**parameters))


@event.listens_for(Session, "before_flush")
def _keep_text(session: Session, _context: UOWTransaction, _instances: object) -> None:
    for row in (*session.new, *session.dirty):
        if (
            isinstance(row, Searchable)
            and (words := search_text_of(row.search_parts())) != row.search_text
        ):
            row.search_text = words


@event.listens_for(Session, "after_flush")
def _keep_grams(session: Session, _context: UOWTransaction) -> None:
    changed: dict[type[Any], list[Any]] = {}
    for row in (*session.new, *session.dirty):
        if isinstance(row, Searchable) and inspect_mapping(row).attrs.search_text.history.added:
            changed.setdefault(type(row), []).append(row)
    for model, rows in changed.items():
        write_grams(session, model, [(row.id, row.search_text) for row in rows])


def write_grams(
    session: Session, model: type[Searchable], words: Iterable[tuple[int, str]]
) -> None:
    """Replace the bigrams of rows (id, search_text)."""
    connection = session.connection()
    rows = [{"id": key, "grams": grams(spoken)} for key, spoken in words]
    if connection.dialect.name == "sqlite":
        rows = [{**row, "grams": " ".join(row["grams"])} for row in rows]  # type: ignore[arg-type]
    for statement in _WRITE_GRAMS[connection.dialect.name]:
        connection.execute(text(statement.format(table=gram_table(model))), rows)


#: FTS5 has no upsert: the old words go first.
_WRITE_GRAMS = {
    "sqlite": (
        "DELETE FROM {table} WHERE rowid = :id",
        "INSERT INTO {table} (rowid, grams) VALUES (:id, :grams)",
    ),
    "postgresql": (
        (
            "INSERT INTO {table} (id, grams) VALUES (:id, :grams)"
            " ON CONFLICT (id) DO UPDATE SET grams = excluded.grams"
        ),
    ),
}

"""The words by which rows are found in fields of one's own that may be searched.

A line stands for each place at which a word of a value begins, so that whatever is contained is a
beginning: one index answers on both engines, exactly, and within the fields that a reader sees.
The words of the row itself stay apart (`search_index`): they are read by every role.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    ForeignKey,
    FromClause,
    Index,
    Select,
    String,
    Table,
    and_,
    bindparam,
    exists,
    select,
)

from models.core.base import Base, Key
from models.core.search_index import MAXIMUM_CHARACTERS, normalise, search_text_of

#: After every text that begins with another one.
_LAST: Final = "\U0010ffff"

OWN_SEARCH: Final = Table(
    "own_search",
    Base.metadata,
    Column("field_id", Key, ForeignKey("own_field.id", ondelete="RESTRICT"), primary_key=True),
    Column("row_id", Key, primary_key=True, autoincrement=False),
    # Compared as bytes on both engines, whatever the collation of the database.
    Column(
        "words",
        String(MAXIMUM_CHARACTERS).with_variant(
            String(MAXIMUM_CHARACTERS, collation="C"), "postgresql"
        ),
        primary_key=True,
    ),
    Index("ix_own_search_words", "field_id", "words", "row_id"),
)


def words_within(text: str) -> Iterator[str]:
    """What a value is found by: its words and their initials, from each of their characters on."""
    for part in dict.fromkeys(search_text_of([text]).split()):
        for start in range(len(part)):
            yield part[start : start + MAXIMUM_CHARACTERS]


def search_lines(field_id: int, row_id: int, text: str) -> list[dict[str, object]]:
    """The lines of one value."""
    words = dict.fromkeys(words_within(text))
    return [{"field_id": field_id, "row_id": row_id, "words": each} for each in words]


def write_search(
    connection: Connection, gone: Sequence[dict[str, object]], lines: Sequence[dict[str, object]]
) -> None:
    """Delete the lines of (field `of`, `row`) pairs, and add others."""
    line = OWN_SEARCH.c
    if gone:
        which = (line.field_id == bindparam("of")) & (line.row_id == bindparam("row"))
        connection.execute(OWN_SEARCH.delete().where(which), gone)
    if lines:
        connection.execute(OWN_SEARCH.insert(), lines)


def rows_with_words(fields: Iterable[int], words: str) -> Select[int]:
    """`select(row_id)` of the rows whose values contain each of the words, not yet scoped.

    There must be one: what is too short was refused.
    """
    longest, *others = sorted(normalise(words).split(), key=len, reverse=True)
    fields = list(fields)
    found = select(OWN_SEARCH.c.row_id).where(_begins(OWN_SEARCH, fields, longest))
    return found.where(*(_also(fields, part, OWN_SEARCH.c.row_id) for part in others))


def has_words(fields: Iterable[int], words: str, row_id: ColumnElement[int]) -> ColumnElement[bool]:
    """The same of one row: to test rows that are read in order."""
    fields = list(fields)
    return and_(*(_also(fields, part, row_id) for part in normalise(words).split()))


def _also(fields: list[int], part: str, row_id: ColumnElement[int]) -> ColumnElement[bool]:
    line = OWN_SEARCH.alias()
    return exists().where(line.c.row_id == row_id, _begins(line, fields, part))


def _begins(line: FromClause, fields: list[int], part: str) -> ColumnElement[bool]:
    begun = (line.c.words >= part) & (line.c.words < part + _LAST)
    return line.c.field_id.in_(fields) & begun

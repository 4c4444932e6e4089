"""Keys that look the same are equal: checked in Python, because SQL compares code points.

Keys are stored in canonical form (models/core/text_type.py); this reports rows older than that
rule. A person must resolve two rows whose keys look alike; nothing is merged automatically.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Column, Connection, column, select, table

from models.core.base import Base
from models.core.text_type import TextType, kept_form, text_type_of
from models.values.typed_text import seen

#: Text types used as keys or for look-ups; of names only those of units.
_KEYS = frozenset({TextType.CODE, TextType.USCC, TextType.DOCUMENT_NO, TextType.LOGIN})
#: Values per statement.
_PART = 500


@dataclass(frozen=True, slots=True)
class Alike:
    """Rows of a column whose keys look the same, or a row whose key has invisible characters."""

    column: str
    kept: str
    #: (id, stored key) of each, by id.
    rows: tuple[tuple[int, str], ...]

    def __str__(self) -> str:
        said = ", ".join(f"#{key} {stored!r}" for key, stored in self.rows)
        return f"{self.column} {self.kept}: {said}"


def key_columns() -> list[tuple[str, str, TextType]]:
    """(table, column, kind) of every column that holds keys, in alphabetical order."""
    columns = (c for one in Base.metadata.sorted_tables for c in one.columns)
    return sorted((c.table.name, c.name, kind) for c in columns if (kind := _key_kind(c)))


def _key_kind(found: Column[object]) -> TextType | None:
    kind = text_type_of(found)
    is_unit_name = (found.table.name, found.name) == ("unit", "name")
    return kind if kind in _KEYS or is_unit_name else None


def alike_in(
    connection: Connection, table_name: str, column_name: str, kind: TextType
) -> Iterator[Alike]:
    """Keys of a column that look alike but differ, and keys with invisible characters."""
    rows = table(table_name, column("id"), column(column_name))
    key = rows.c[column_name]
    asked = select(rows.c.id, key).where(key.is_not(None)).order_by(rows.c.id)
    odd: dict[str, list[tuple[int, str]]] = {}
    # Set per statement: a connection option would persist.
    every = connection.execute(asked, execution_options={"stream_results": True})
    for row_id, stored in every:
        if (kept := kept_form(kind, stored)) != stored:
            odd.setdefault(kept, []).append((row_id, stored))
    forms = sorted(odd)
    for start in range(0, len(forms), _PART):
        plain = asked.where(key.in_(forms[start : start + _PART]))
        for row_id, stored in connection.execute(plain):
            odd[stored].append((row_id, stored))
    for kept in forms:
        found = sorted(odd[kept])
        if _is_told(found):
            yield Alike(f"{table_name}.{column_name}", kept, tuple(found))


def _is_told(found: Sequence[tuple[int, str]]) -> bool:
    stored = {text for _row_id, text in found}
    return len(stored) > 1 or any(seen(text) != text for text in stored)


def alike_rows(connection: Connection) -> Iterator[Alike]:
    """Every breach of the rule, column by column."""
    for table_name, column_name, kind in key_columns():
        yield from alike_in(connection, table_name, column_name, kind)


def count_alike(connection: Connection) -> dict[str, int]:
    """Per key column, how many rows look like another but differ."""
    return {
        f"keys alike {table_name}.{column_name}": sum(
            len(found.rows) for found in alike_in(connection, table_name, column_name, kind)
        )
        for table_name, column_name, kind in key_columns()
    }

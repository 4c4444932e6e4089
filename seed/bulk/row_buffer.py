"""Rows of the bulk load waiting to be written, the keys they get, and the numbers they carry."""

from __future__ import annotations

import datetime as dt
from collections import Counter as Tally
from collections import defaultdict
from itertools import count
from typing import Any, Final

from models.values.document_number import NumberKind, make_number
from seed.bulk.row_types import TABLES, DomainRow, UnitRow
from seed.bulk.writer import Store

#: Rows of this many domains are written at a time.
DOMAINS_AT_ONCE: Final = 20_000


class Shelf:
    """Collects rows and hands them to the store in the order in which they name each other."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._rows: dict[type[Any], list[tuple[Any, ...]]] = defaultdict(list)
        self._keys: dict[type[Any], Any] = defaultdict(lambda: count(1))
        self._counted: Tally[tuple[NumberKind, str, int]] = Tally()
        self.written: Tally[str] = Tally()

    def key(self, kind: type[object]) -> int:
        """The next key of a table: the load begins on empty ones."""
        key: int = next(self._keys[kind])
        return key

    def put(self, *rows: tuple[object, ...]) -> None:
        """Adds rows, each to the table of its type."""
        for row in rows:
            self._rows[type(row)].append(row)

    def number(self, kind: NumberKind, office_code: str, on: dt.date) -> str:
        """The next number of a kind that an office draws on a day."""
        counter = (kind, office_code, on.year)
        self._counted[counter] += 1
        return make_number(kind, office_code, on, self._counted[counter])

    @property
    def is_full(self) -> bool:
        """Whether it is time to write."""
        return len(self._rows[DomainRow]) >= DOMAINS_AT_ONCE

    def write(self) -> None:
        """Writes what has been put and empties the shelf."""
        for kind, table in TABLES.items():
            rows = self._rows.pop(kind, [])
            if not rows:
                continue
            self._store.write(table, kind._fields, rows)
            self.written[table] += len(rows)
            if kind in {UnitRow, DomainRow}:
                self._store.write_grams(table, ((row[0], row[-1]) for row in rows))

    def write_counters(self) -> None:
        """Leaves the counters of the offices where the numbers end."""
        columns = ("kind", "office_code", "year", "value")
        rows = [
            (kind.value, office, year, drawn)
            for (kind, office, year), drawn in self._counted.items()
        ]
        self._store.write("counter", columns, rows)


def instant(day: dt.date) -> str:
    """Ten in the morning in Shanghai of a day, in the form both engines read."""
    return f"{day.isoformat()} 02:00:00.000000"

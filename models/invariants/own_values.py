"""Fields of one's own: every value has a definition of its table and is of its kind, and the index
says what the rows say. Checked in Python, since SQL does not know the kinds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, select

from models.core.base import Base
from models.core.own_search import OWN_SEARCH, words_within
from models.core.own_values import OWN_VALUE, FieldValue, HasOwnValues, order_keys
from models.definitions.field_spec import FieldSpec, spec_from
from models.definitions.own_field import FieldKind, OwnField
from models.offices.office import REGISTRY_CODE

#: A line of the index: field, row, value, province of a registry's field, whether it is unique.
Line = tuple[int, int, str, str | None, bool]
#: A line of the words: field, row, words.
SearchLine = tuple[int, int, str]
_JSON_OF: Mapping[FieldKind, type[Any]] = {
    FieldKind.WHOLE: int,
    FieldKind.DECIMAL: int,
    FieldKind.CHOICES: list,
}
_TIMES = frozenset({FieldKind.DATE, FieldKind.DATE_TIME})


def count_own_values(connection: Connection) -> int:
    """Values that no definition explains, and lines of the index that differ from the rows."""
    table: Any = OwnField.__table__
    # Words do not matter here: one that the list lost is still of its kind.
    fields = {
        row["id"]: spec_from({**row, "choices": None})
        for row in connection.execute(select(table)).mappings()
    }
    wrong, expected, words = 0, set[Line](), set[SearchLine]()
    for name, row_id, province, values in _rows(connection):
        for key, stored in values.items():
            spec = fields.get(int(key))
            if spec is None or spec.entity != name or not _is_of_kind(spec, stored):
                wrong += 1
                continue
            code = province if spec.office_code == REGISTRY_CODE else None
            keys = order_keys(stored)
            expected |= {(spec.id, row_id, key, code, spec.is_unique) for key in keys}
            if spec.is_searchable:
                words |= {(spec.id, row_id, w) for key in keys for w in words_within(key)}
    found = {tuple(line) for line in connection.execute(select(OWN_VALUE))}
    searched = {tuple(line) for line in connection.execute(select(OWN_SEARCH))}
    return wrong + len(found ^ expected) + len(searched ^ words)


def _rows(connection: Connection) -> Iterator[tuple[str, int, str, dict[str, FieldValue]]]:
    """(table, id, province, values) of every row that has values."""
    for mapper in Base.registry.mappers:
        if issubclass(mapper.class_, HasOwnValues):
            table: Any = mapper.local_table
            wanted = select(table.c.id, table.c.province_code, table.c.own_values)
            for row_id, province, values in connection.execute(wanted):
                if values:
                    yield table.name, row_id, province, values


def _is_of_kind(spec: FieldSpec, stored: object) -> bool:
    """Whether JSON is a value of the kind; a word that the list lost still is."""
    if type(stored) is not _JSON_OF.get(spec.kind, str) or stored in ("", []):
        return False
    return spec.kind not in _TIMES or not isinstance(spec.value_of(stored), str)

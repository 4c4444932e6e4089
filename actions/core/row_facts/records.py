"""What a row of a new entity is to a clerk until somebody says it better."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from actions.core.action import RowFacts
from actions.core.context import Context
from actions.core.row_facts.names import OfficeRow, office_names


class Record(OfficeRow, Protocol):
    """A row of one office."""

    @property
    def id(self) -> int: ...


def record_facts(ctx: Context, rows: Sequence[Record]) -> RowFacts:
    """The office, the state and the last change; `scaffold action` starts with these."""
    offices = office_names(ctx, rows)
    return {
        row.id: {
            "office": offices.get(row.office_code),
            "state": getattr(row, "state", None),
            "updated_at": getattr(row, "updated_at", None),
        }
        for row in rows
    }

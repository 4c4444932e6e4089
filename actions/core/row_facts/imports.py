"""What a row of an uploaded sheet is to a clerk: the unit and the name about to be registered."""

from __future__ import annotations

from collections.abc import Sequence

from actions.core.action import RowFacts
from actions.core.context import Context
from models.imports.sheet import ImportField, ImportRow

#: Fact → the column of the sheet, as it was typed there.
_TYPED = {
    "unit": ImportField.NAME,
    "uscc": ImportField.USCC,
    "domain": ImportField.DOMAIN,
    "years": ImportField.YEARS,
    "contact_name": ImportField.CONTACT_NAME,
    "contact_phone": ImportField.CONTACT_PHONE,
    "office": ImportField.OFFICE,
}


def import_row_facts(ctx: Context, rows: Sequence[ImportRow]) -> RowFacts:
    return {row.id: {"number": row.number, **_typed(row)} for row in rows}


def changed_row_facts(ctx: Context, rows: Sequence[ImportRow]) -> RowFacts:
    """Where the row stands in the file; its differences are shown by the preview."""
    return {
        row.id: {"number": row.number, "unit": row.cells.get(ImportField.NAME) or None}
        for row in rows
    }


def _typed(row: ImportRow) -> dict[str, str | None]:
    """The cells as typed, without the one that is the row's name already."""
    cells = {name: row.cells.get(column) or None for name, column in _TYPED.items()}
    return {name: None if said == row.name else said for name, said in cells.items()}

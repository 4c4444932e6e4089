"""Parses a sheet of reserved names into the lines of `reserve_names`.

Headings are those of the list's exports, in every language, so an export can be edited and imported
again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from functools import cache

from flask_babel import force_locale
from flask_babel import gettext as _

from actions.core.input_parsing import parse_input
from actions.core.refusal import Refused
from actions.domains.reserve_names import ReservedLine
from admin_app.files.sheet_reader import Sheet
from admin_app.labels import column_label, field_label, sentence, word
from models.registration.reserved_name import ReservedKind, ReservedName
from models.values.language import Language

_FIELDS = tuple(field.name for field in fields(ReservedLine))
#: Required headings.
_NEEDED = ("name", "reason", "document_no")
_TABLE = ReservedName.__tablename__


@cache
def _headings() -> dict[str, str]:
    """Heading → field, in all languages."""
    known: dict[str, str] = {}
    for language in Language:
        with force_locale(language):
            known |= {column_label(_TABLE, name): name for name in _FIELDS}
    return known


@cache
def _kinds() -> dict[str, str]:
    found: dict[str, str] = {}
    for language in Language:
        with force_locale(language):
            found |= {word(kind): kind.value for kind in ReservedKind}
    return found


def template() -> list[str]:
    """The headings of the sheet, in its order."""
    return [column_label(_TABLE, name) for name in _FIELDS]


def read_lines(sheet: Sheet) -> tuple[list[ReservedLine], list[str]]:
    """The lines of a sheet, and a message for each faulty row."""
    known = [_headings().get(heading.rstrip("*＊ ")) for heading in sheet.headings]
    missing = [column_label(_TABLE, name) for name in _NEEDED if name not in known]
    if missing:
        return [], [_("第一行没有找到这些栏目：%(headings)s。", headings="、".join(missing))]
    lines: list[ReservedLine] = []
    faults: list[str] = []
    for row in sheet.rows:
        cells = {
            name: _kinds().get(cell, cell)
            for name, cell in zip(known, row.cells, strict=False)
            if name and cell
        }
        try:
            lines.append(parse_input(ReservedLine, cells))
        except Refused as refused:
            faults += [_fault_message(row.number, name, why) for name, why in _row_faults(refused)]
    return lines, faults


def _row_faults(refused: Refused) -> Iterator[tuple[str, str]]:
    for name, refusal in refused.inputs.items():
        label = field_label("reserve_names", f"names.{name}")
        yield label, sentence(refusal.code, refusal.facts)


def _fault_message(number: int, label: str, why: str) -> str:
    return _("第 %(number)s 行“%(label)s”：%(why)s", number=number, label=label, why=why)

"""Parses a sheet of changed divisions (GB/T 2260).

The ministry publishes the changes of a year: new, renamed, merged, moved and abolished divisions.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from actions.core.action import param
from actions.core.input_parsing import parse_input
from actions.core.refusal import Refused
from admin_app.files.sheet_reader import Sheet
from admin_app.labels import sentence, word
from models.core.text_type import TextType
from models.offices.division_change import DivisionChangeKind
from models.values.language import Language

#: Most lines of one sheet: a year's changes of the whole country are fewer.
MAXIMUM_DIVISION_LINES = 200


@dataclass(frozen=True, slots=True)
class DivisionLine:
    """One change: the code of the division as it was, and what it became."""

    kind: DivisionChangeKind = param()
    code: str = param(text=TextType.CODE, maximum_length=6)
    document_no: str = param(text=TextType.DOCUMENT_NO, maximum_length=60)
    division_name: str | None = param(text=TextType.NAME, default=None, maximum_length=60)
    office_name: str | None = param(text=TextType.NAME, default=None, maximum_length=60)
    #: The office above, by its code, of a new or a moved division.
    parent_code: str | None = param(text=TextType.CODE, default=None, maximum_length=6)
    #: The new code of a moved division; the code of the one that a merged division went to.
    to_code: str | None = param(text=TextType.CODE, default=None, maximum_length=6)
    on: dt.date | None = param(default=None)


#: Field → heading.
HEADINGS: Mapping[str, object] = {
    "kind": _l("变更种类"),
    "code": _l("原代码"),
    "division_name": _l("区划名称"),
    "office_name": _l("编办名称"),
    "parent_code": _l("上级代码"),
    "to_code": _l("新代码或者并入代码"),
    "on": _l("生效日期"),
    "document_no": _l("批准文号"),
}
#: Kind → the fields it needs besides those that every line needs.
_NEEDED: Mapping[DivisionChangeKind, tuple[str, ...]] = {
    DivisionChangeKind.NEW: ("division_name", "office_name", "parent_code"),
    DivisionChangeKind.RENAMED: ("office_name",),
    DivisionChangeKind.MERGED: ("to_code",),
    DivisionChangeKind.RECODED: ("office_name", "parent_code", "to_code"),
    DivisionChangeKind.ABOLISHED: (),
}


def template() -> list[str]:
    """The headings of the sheet, in its order."""
    return [str(heading) for heading in HEADINGS.values()]


@cache
def _known() -> tuple[dict[str, str], dict[str, str]]:
    """Heading → field, and word → kind, in all languages."""
    headings: dict[str, str] = {}
    kinds: dict[str, str] = {}
    for language in Language:
        with force_locale(language):
            headings |= {str(heading): name for name, heading in HEADINGS.items()}
            kinds |= {word(kind): kind.value for kind in DivisionChangeKind}
    return headings, kinds


def read_lines(sheet: Sheet) -> tuple[list[DivisionLine], list[str]]:
    """The lines of a sheet, and a message for each faulty row."""
    headings, kinds = _known()
    named = [headings.get(heading.rstrip("*＊ ")) for heading in sheet.headings]
    missing = [str(HEADINGS[name]) for name in ("kind", "code", "document_no") if name not in named]
    if missing:
        return [], [_("第一行没有找到这些栏目：%(headings)s。", headings="、".join(missing))]
    if len(sheet.rows) > MAXIMUM_DIVISION_LINES:
        return [], [_("一次最多 %(n)s 行，请分次上传。", n=MAXIMUM_DIVISION_LINES)]
    cells = (
        {
            name: kinds.get(cell, cell) if name == "kind" else cell
            for name, cell in zip(named, row.cells, strict=False)
            if name and cell
        }
        for row in sheet.rows
    )
    return read_cells(cells, [row.number for row in sheet.rows])


def read_cells(
    rows: Iterator[Mapping[str, object]] | Sequence[Mapping[str, object]], numbers: Sequence[int]
) -> tuple[list[DivisionLine], list[str]]:
    """The lines in these cells by the names of fields, and a message for each faulty row."""
    lines: list[DivisionLine] = []
    faults: list[str] = []
    for number, row in zip(numbers, rows, strict=True):
        try:
            line = parse_input(DivisionLine, row)
        except Refused as refused:
            for name, why in refused.inputs.items():
                said = sentence(why.code, why.facts)
                faults.append(_fault(number, str(HEADINGS.get(name, name)), said))
            continue
        absent = [name for name in _NEEDED[line.kind] if not getattr(line, name)]
        faults += [_fault(number, str(HEADINGS[name]), _("必须填写。")) for name in absent]
        if not absent:
            lines.append(line)
    return lines, faults


def _fault(number: int, label: str, why: str) -> str:
    return _("第 %(number)s 行“%(label)s”：%(why)s", number=number, label=label, why=why)


def cells_of(line: DivisionLine) -> dict[str, str]:
    """The line by the names of its fields, as it would be typed."""
    found = {field.name: getattr(line, field.name) for field in fields(line)}
    return {name: str(value) for name, value in found.items() if value is not None}

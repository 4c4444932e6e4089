"""批量导入 (bulk import) files: maps headings to fields and words to codes; templates; result
files.

Headings of the template and of our own exports are recognised, in every language, so an exported
list can be imported again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from functools import cache

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.imports.stage_sheet import BroughtRow
from admin_app.files.sheet_reader import Sheet
from admin_app.files.xlsx_writer import Leaf
from admin_app.labels import column_label, word
from admin_app.values import LONG_TEXT, TEXT
from admin_app.values.import_errors import fault_said
from models.domains.domain import DomainState, NameBasis
from models.imports.sheet import (
    FIELDS_OF,
    NEEDED,
    ImportField,
    ImportKind,
    ImportRow,
    ImportRowState,
    ImportSheet,
)
from models.units.unit import UnitType
from models.values.language import Language

#: Fields whose heading in exports differs from the template: (table, column).
_EXPORTED: dict[ImportKind, dict[tuple[str, str], ImportField]] = {
    ImportKind.UNITS: {
        ("unit", "name"): ImportField.NAME,
        ("unit", "office_code"): ImportField.OFFICE,
    },
    ImportKind.DOMAINS: {
        ("domain", "unit_id"): ImportField.NAME,
        ("domain", "office_code"): ImportField.OFFICE,
        ("domain", "name_u"): ImportField.DOMAIN,
        ("domain", "name_basis"): ImportField.BASIS,
        ("domain", "term_years"): ImportField.YEARS,
        ("domain", "purpose"): ImportField.PURPOSE,
        ("domain", "name_reason"): ImportField.NAME_REASON,
        ("domain", "state"): ImportField.DOMAIN_STATE,
    },
}
#: Fields with a fixed set of values.
_WORDS: dict[ImportField, type[StrEnum]] = {
    ImportField.UNIT_TYPE: UnitType,
    ImportField.BASIS: NameBasis,
    ImportField.DOMAIN_STATE: DomainState,
}


@cache
def _headings(kind: ImportKind) -> dict[str, ImportField]:
    """Heading → field, in all languages."""
    known: dict[str, ImportField] = {}
    for language in Language:
        with force_locale(language):
            for (table, column), field in _EXPORTED[kind].items():
                known[column_label(table, column)] = field
            known |= {word(field): field for field in FIELDS_OF[kind]}
    return known


@cache
def _codes(field: ImportField) -> dict[str, str]:
    """Label → value of an enum field, in all languages."""
    codes: dict[str, str] = {}
    for language in Language:
        with force_locale(language):
            if field is ImportField.ADMINISTRATIVE_FUNCTION:
                codes |= {_("是"): "yes", _("否"): "no"}
            elif field in _WORDS:
                codes |= {word(member): member.value for member in _WORDS[field]}
    return codes


def needed_headings(kind: ImportKind) -> list[str]:
    """The headings that a sheet of the kind must have."""
    return [word(field) for field in FIELDS_OF[kind] if field in NEEDED[kind]]


def fields_of(kind: ImportKind, sheet: Sheet) -> list[ImportField | None]:
    """The field of each column; None if unknown."""
    known = _headings(kind)
    return [known.get(heading.rstrip("*＊ ")) for heading in sheet.headings]


def brought_rows(fields: Sequence[ImportField | None], sheet: Sheet) -> Iterator[BroughtRow]:
    """The sheet's rows for staging, without the template's example."""
    for row in sheet.rows:
        cells = {
            field.value: _code(field, cell)
            for field, cell in zip(fields, row.cells, strict=False)
            if field is not None and cell
        }
        if cells and cells.get(ImportField.USCC) != EXAMPLE_USCC:
            yield BroughtRow(row.number, row.cells, cells)


def _code(field: ImportField, cell: str) -> str:
    return _codes(field).get(cell, cell)


#: The template's example; its check character is wrong, so it belongs to nobody.
EXAMPLE_USCC = "110000000000000000"


def _example(field: ImportField) -> str:
    examples = {
        ImportField.NAME: _("某某县教育局"),
        ImportField.USCC: EXAMPLE_USCC,
        ImportField.DOMAIN: _("某某县教育局.政务"),
        ImportField.YEARS: "2",
        ImportField.BASIS: word(NameBasis.FULL_NAME),
        ImportField.UNIT_TYPE: word(UnitType.ORGAN),
        ImportField.ADMINISTRATIVE_FUNCTION: _("否"),
        ImportField.CONTACT_NAME: _("张三"),
        ImportField.CONTACT_PHONE: "0931-8400000",
    }
    return examples.get(field, "")


def template_leaves(kind: ImportKind) -> list[Leaf]:
    """The template with an example row, and a sheet of remarks."""
    needed = NEEDED[kind] | {ImportField.USCC}
    fields = FIELDS_OF[kind]
    marked = [(f"{word(f)}{'*' if f in needed else ''}", TEXT) for f in fields]
    return [
        Leaf(_("填写"), marked, [[_example(field) for field in fields]]),
        Leaf(
            _("填写说明"),
            [(_("栏目"), TEXT), (_("怎样填写"), LONG_TEXT)],
            [(word(field), _remark(field)) for field in fields],
        ),
    ]


def _remark(field: ImportField) -> str:
    words = _WORDS.get(field)
    if words is not None:
        return _("填写：%(words)s。", words="、".join(word(member) for member in words))
    remarks = {
        ImportField.NAME: _("必填。与单位证照上的全称一致。"),
        ImportField.USCC: _("18 位，逐位核对。整列请设为文本格式，否则 Excel 会改掉末尾几位。"),
        ImportField.DOMAIN: _("必填。带后缀填写，如“某某县教育局.政务”。单位不存在的会一并登记。"),
        ImportField.YEARS: _("不填为 2 年。建议 2 年以上。"),
        ImportField.OFFICE: _("编办名称或 6 位代码；不填为本编办。"),
        ImportField.DIVISION: _("6 位代码；不填为编办所在区划。"),
        ImportField.ADMINISTRATIVE_FUNCTION: _("填写：是、否。只有事业单位需要填写。"),
        ImportField.INVOICE_TITLE: _("不填为单位名称。"),
        ImportField.TAXPAYER_NO: _("不填为统一社会信用代码。"),
    }
    return remarks.get(field, _("可以不填。"))


def returned_leaf(session: Session, sheet: ImportSheet) -> Leaf:
    """The uploaded sheet with the outcome and reason of each row."""
    rows = session.scalars(
        select(ImportRow).where(ImportRow.sheet_id == sheet.id).order_by(ImportRow.number)
    )
    width = len(sheet.headings)
    added = (_("导入结果"), _("原因"))
    headings = [*((str(h), TEXT) for h in sheet.headings), *((a, TEXT) for a in added)]
    return Leaf(_("导入结果"), headings, _returned(rows, width))


def _returned(rows: Iterable[ImportRow], width: int) -> Iterator[list[str]]:
    for row in rows:
        said = "" if row.state is ImportRowState.ACCEPTED else fault_said(row.fault)
        cells = [str(cell) for cell in row.raw[:width]]
        yield [*cells, *[""] * (width - len(cells)), word(row.state), said]

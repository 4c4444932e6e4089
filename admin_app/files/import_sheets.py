"""批量导入 (bulk import) files: rows for staging, words to codes; templates; result files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cache, lru_cache

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.core.records.own_cells import BETWEEN
from actions.imports.stage_sheet import BroughtRow
from admin_app.files.import_headings import HeadedSheet, Own, choices_of
from admin_app.files.sheet_reader import SheetRow
from admin_app.files.xlsx_writer import Leaf
from admin_app.labels import own_label, word
from admin_app.values import LONG_TEXT, TEXT, kind_of, plain
from admin_app.values.import_errors import (
    FIELD_WORDS,
    TRUTHS,
    differences_said,
    fault_said,
)
from models.definitions.field_spec import FieldSpec
from models.definitions.own_field import CHOSEN, FieldKind
from models.domains.domain import NameBasis
from models.imports.difference import Difference
from models.imports.sheet import (
    FIELDS_OF,
    NEEDED,
    ImportField,
    ImportKind,
    ImportRow,
    ImportRowState,
    ImportSheet,
)
from models.remittances.bank_identity import text_key
from models.units.unit import UnitType
from models.values.language import Language


@cache
def _codes(field: ImportField) -> dict[str, str]:
    """Label → value of an enum field, in all languages, without width and blanks."""
    codes: dict[str, str] = {}
    for language in Language:
        with force_locale(language):
            if field in TRUTHS:
                codes |= {text_key(_("是")): "yes", text_key(_("否")): "no"}
            elif field in FIELD_WORDS:
                words = FIELD_WORDS[field]
                codes |= {text_key(word(member)): member.value for member in words}
    return codes


def brought_rows(
    sheet: HeadedSheet, fixed: Mapping[int, tuple[Difference, ...]], own: Own = ()
) -> Iterator[BroughtRow]:
    """The sheet's rows for staging, without the template's example.

    `fixed` has the differences in columns that only an export has, by row number.
    """
    specs = {spec.journal_name: spec for spec in own}
    for row in sheet.rows:
        cells = _cells(sheet, row, specs)
        if any(cells.values()) and cells.get(ImportField.USCC) != EXAMPLE_USCC:
            yield BroughtRow(row.number, row.cells, cells, fixed.get(row.number, ()))


def cell_at(row: SheetRow, place: int) -> str:
    """The cell of a row at a place; empty beyond its end."""
    return row.cells[place] if place < len(row.cells) else ""


def record_number(sheet: HeadedSheet, row: SheetRow) -> str:
    """The record number in a row; empty if it has none."""
    places = [c.place for c in sheet.columns if c.field is ImportField.RECORD_ID]
    return cell_at(row, places[0]).strip() if places else ""


def _cells(sheet: HeadedSheet, row: SheetRow, own: Mapping[str, FieldSpec]) -> dict[str, str]:
    """The cells of a row by field; empty ones only where the row has a record number."""
    has_number = bool(record_number(sheet, row))
    found: dict[str, str] = {}
    for column in sheet.columns:
        cell = cell_at(row, column.place)
        if column.field is not None and (cell or has_number):
            found[column.field.value] = _code(column.field, cell, own)
    return found


def _code(field: StrEnum, cell: str, own: Mapping[str, FieldSpec]) -> str:
    if isinstance(field, ImportField):
        return _codes(field).get(text_key(cell), cell)
    spec = own[field.value]
    if spec.kind is FieldKind.CHOICES:
        return _several(_own_codes(spec), cell)
    return _own_codes(spec).get(text_key(cell), cell)


@lru_cache(maxsize=512)
def _own_codes(spec: FieldSpec) -> dict[str, str]:
    """Label → code of the words of a field that an office defined; empty for other kinds."""
    if spec.kind not in {FieldKind.YES_NO, *CHOSEN}:
        return {}
    codes: dict[str, str] = {}
    for language in Language:
        with force_locale(language):
            codes |= {text_key(word(member)): member.value for member in spec.words}
    return {text_key(code): code for code in codes.values()} | codes


def _several(codes: Mapping[str, str], cell: str) -> str:
    """The codes of several words, however they are parted; the cell where one is unknown."""
    rest, found = text_key(cell).strip(_PARTED_BY), list[str]()
    while rest:
        key = max((key for key in codes if rest.startswith(key)), key=len, default="")
        if not key:
            return cell
        found.append(codes[key])
        rest = rest[len(key) :].lstrip(_PARTED_BY)
    return BETWEEN.join(found)


#: What people put between several words of one cell.
_PARTED_BY = ",，、;； "


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


def needed_fields(kind: ImportKind) -> list[StrEnum]:
    """The fields that a sheet of the kind must have."""
    return [field for field in choices_of(kind) if field in NEEDED[kind]]


def template_leaves(kind: ImportKind, own: Own, today: dt.date) -> list[Leaf]:
    """The template with an example row, and a sheet of remarks; needed columns have a star."""
    needed = NEEDED[kind] | {ImportField.USCC}
    fields = FIELDS_OF[kind]
    marked = [(f"{word(f)}{'*' if f in needed else ''}", TEXT) for f in fields]
    marked += [(f"{own_label(s)}{'*' if s.is_required_on(today) else ''}", TEXT) for s in own]
    examples = [*map(_example, fields), *map(_own_example, own)]
    remarks = [(word(field), _remark(field)) for field in fields]
    remarks += [(own_label(spec), _own_remark(spec, today)) for spec in own]
    return [
        Leaf(_("填写"), marked, [examples]),
        Leaf(_("填写说明"), [(_("栏目"), TEXT), (_("怎样填写"), LONG_TEXT)], remarks),
    ]


def _own_example(spec: FieldSpec) -> str:
    """The value that a form for a new row begins with."""
    if spec.default_value is None:
        return ""
    return plain(kind_of(spec.column).html(spec.parse(spec.default_value)))


def _own_remark(spec: FieldSpec, today: dt.date) -> str:
    said = [_("必填。") if spec.is_required_on(today) else _("可以不填。")]
    if spec.kind in {FieldKind.YES_NO, *CHOSEN}:
        said.append(_("填写：%(words)s。", words="、".join(word(each) for each in spec.words)))
    if spec.kind is FieldKind.CHOICES:
        said.append(_("可以填几项，用顿号隔开。"))
    return "\n".join([*said, spec.help_text or ""]).rstrip()


def _remark(field: ImportField) -> str:
    words = FIELD_WORDS.get(field)
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
        said = "；".join(_reasons(row))
        cells = [str(cell) for cell in row.raw[:width]]
        yield [*cells, *[""] * (width - len(cells)), word(row.state), said]


def _reasons(row: ImportRow) -> Iterator[str]:
    """Why a row was not taken, and how it differs from its record."""
    if row.state is not ImportRowState.ACCEPTED and row.fault:
        yield fault_said(row.fault)
    yield from differences_said(row.differences)

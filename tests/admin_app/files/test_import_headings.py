"""Headings of sheets as offices write them: found below titles, and understood or asked about."""

from __future__ import annotations

import pytest
from flask import Flask

from admin_app.files.import_headings import HeadedSheet, headed
from admin_app.files.sheet_reader import SheetRow, Worksheet
from models.imports.sheet import ImportField, ImportKind

Merged = tuple[tuple[int, int, int, int], ...]


def read(
    app: Flask,
    *rows: tuple[str, ...],
    kind: ImportKind = ImportKind.DOMAINS,
    merged: Merged = (),
    remembered: dict[str, ImportField | None] | None = None,
) -> HeadedSheet:
    numbered = tuple(SheetRow(number, row) for number, row in enumerate(rows, start=1))
    with app.test_request_context():
        found = headed(kind, Worksheet("表", numbered, merged=merged), remembered or {}, {})
    assert found is not None
    return found


def fields(sheet: HeadedSheet) -> list[ImportField | None]:
    return [column.field for column in sheet.columns]


@pytest.mark.parametrize(
    "heading",
    [
        "单位名称",
        "单 位 名 称",
        "单位名称*",
        "单位名称（全称）",
        "单位\n名称",
        "单位名称：",
        "\u3000单位名称",
    ],
)
def test_heading_of_the_template_is_certain_however_it_is_spaced(
    sqlite_app: Flask, heading: str
) -> None:
    sheet = read(sqlite_app, (heading, "域名（中文）"), ("卓尼县水务局", "卓尼县水务局.政务"))
    assert fields(sheet) == [ImportField.NAME, ImportField.DOMAIN]
    assert sheet.is_certain


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("信用代码", ImportField.USCC),
        ("单位全称", ImportField.NAME),
        ("中文域名", ImportField.DOMAIN),
        ("联系方式", ImportField.CONTACT_PHONE),
        ("电子邮件", ImportField.CONTACT_EMAIL),
        ("注册年限", ImportField.YEARS),
    ],
)
def test_other_usual_word_is_suggested_and_asked_about(
    sqlite_app: Flask, heading: str, field: ImportField
) -> None:
    sheet = read(sqlite_app, (heading, "用途"), ("甲", "乙"))
    assert fields(sheet)[0] is field
    assert not sheet.is_certain


def test_heading_that_the_office_mapped_before_is_certain(sqlite_app: Flask) -> None:
    remembered = {"对象": ImportField.NAME, "备注": None}
    sheet = read(
        sqlite_app, ("对象", "域名", "备注"), ("甲", "甲.政务", "无"), remembered=remembered
    )
    assert fields(sheet) == [ImportField.NAME, ImportField.DOMAIN, None]
    assert sheet.is_certain


def test_headings_are_found_below_a_title_and_notes(sqlite_app: Flask) -> None:
    sheet = read(
        sqlite_app,
        ("卓尼县新增域名批量导入信息表",),
        ("填表单位：卓尼县委编办", "", "2026年11月"),
        ("序号", "单位名称", "信用代码", "域名"),
        ("1", "卓尼县水务局", "11", "卓尼县水务局.政务"),
    )
    assert sheet.number == 3
    assert fields(sheet) == [None, ImportField.NAME, ImportField.USCC, ImportField.DOMAIN]
    assert [row.number for row in sheet.rows] == [4]


def test_headings_that_are_printed_again_on_each_page_are_no_rows(sqlite_app: Flask) -> None:
    heading = ("单位名称", "域名")
    sheet = read(sqlite_app, heading, ("甲", "甲.政务"), heading, ("乙", "乙.政务"))
    assert [row.number for row in sheet.rows] == [2, 4]


def test_merged_cell_fills_each_row_that_it_covers(sqlite_app: Flask) -> None:
    sheet = read(
        sqlite_app,
        ("单位名称", "域名"),
        ("卓尼县水务局", "卓尼县水务局.政务"),
        ("", "卓尼水务局.政务"),
        ("卓尼县教育局", "卓尼县教育局.政务"),
        merged=((2, 0, 3, 0),),
    )
    names = [row.cells[0] for row in sheet.rows]
    assert names == ["卓尼县水务局", "卓尼县水务局", "卓尼县教育局"]


def test_field_is_given_to_one_column_only(sqlite_app: Flask) -> None:
    sheet = read(sqlite_app, ("电话", "联系电话", "单位名称", "域名"), ("1", "2", "甲", "甲.政务"))
    assert fields(sheet)[:2] == [None, ImportField.CONTACT_PHONE]
    assert not sheet.is_certain

"""Sheets as offices have them: what is not understood is asked, and how a file was read is said."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from sqlalchemy import select

from models.imports.sheet import ImportRow, ImportRowState
from models.units.unit import Unit
from tests.admin_app.files.test_sheet_reader import repacked
from tests.admin_app.pages.workspace.test_imports import (
    as_csv,
    returned,
    sheet_id,
    states,
    upload,
    uscc,
)
from tests.support.pages.clerk import Clerk
from tests.support.world.cast import World

DATA = Path(__file__).parents[3] / "data" / "sheets"
OWN_HEADINGS = ("对象全称", "信用代码", "中文域名", "备注")


def workbook(leaves: dict[str, Sequence[Sequence[Any]]], write: Callable[[Any], None]) -> bytes:
    """A workbook with these worksheets; `write` adds to the first."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    for title, rows in leaves.items():
        sheet = book.add_worksheet(title)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    write(book)
    book.close()
    return content.getvalue()


def nothing(_book: Any) -> None:
    """Adds nothing."""


def own_sheet(number: int = 1) -> bytes:
    rows = [(f"卓尼县第{number}局", uscc("11"), f"卓尼县第{number}局.政务", "急")]
    return as_csv(OWN_HEADINGS, *rows)


def filled_in(answer: Any) -> dict[str, str]:
    """What the page of columns would send as it stands."""
    page = answer.get_data(as_text=True)
    page = page[page.index('action="/admin/imports/columns/"') :]
    form = dict(re.findall(r'<input [^>]*name="([^"]+)"[^>]*value="([^"]*)"', page))
    for name, options in re.findall(r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', page):
        chosen = re.findall(r'value="(\w*)" selected|<option selected>([^<]*)', options)
        form[name] = "".join(chosen[0]) if chosen else ""
    return {name: value for name, value in form.items() if name != "csrf_token"}


def mapped(clerk: Clerk, answer: Any, chosen: dict[int, str]) -> Any:
    """Sends the page of columns with some of them chosen otherwise."""
    form = {**filled_in(answer), **{f"column-{at}": name for at, name in chosen.items()}}
    return clerk.post("/admin/imports/columns/", {**form, "map": "1"})


def remarks(clerk: Clerk, key: int) -> str:
    return clerk.get(f"/admin/imports/sheet/?id={key}").get_data(as_text=True)


class TestMapping:
    def test_other_headings_are_asked_about_once_for_each_office(
        self, clerk: Callable[[str], Clerk], world: World
    ) -> None:
        zhuoni = clerk("zhuoni")
        asked = upload(zhuoni, "domains", own_sheet())
        assert asked.status_code == 422
        page = asked.get_data(as_text=True)
        assert "没有找到这些栏目：单位名称" in page
        suggested = re.findall(r'<option value="(\w+)" selected>', page)
        assert suggested == ["uscc", "domain"]
        key = sheet_id(mapped(zhuoni, asked, {0: "unit_name"}))
        assert states(world, key) == [ImportRowState.STAGED]
        assert "没有导入这些栏目：备注" in remarks(zhuoni, key)
        assert "“信用代码”按“统一社会信用代码”导入" in remarks(zhuoni, key)
        again = sheet_id(upload(zhuoni, "domains", own_sheet(2)))
        assert states(world, again) == [ImportRowState.STAGED]
        assert upload(clerk("lintan"), "domains", own_sheet(3)).status_code == 422

    def test_field_chosen_for_two_columns_is_refused_in_words(
        self, sqlite_clerk: Callable[[str], Clerk]
    ) -> None:
        zhuoni = sqlite_clerk("zhuoni")
        asked = upload(zhuoni, "domains", own_sheet())
        answer = mapped(zhuoni, asked, {0: "unit_name", 3: "unit_name"})
        assert answer.status_code == 422
        assert "有两列都对应“单位名称”" in answer.get_data(as_text=True)

    def test_form_of_another_user_s_file_is_not_read(
        self, sqlite_clerk: Callable[[str], Clerk]
    ) -> None:
        asked = upload(sqlite_clerk("zhuoni"), "domains", own_sheet())
        answer = mapped(sqlite_clerk("lintan"), asked, {0: "unit_name"})
        assert answer.status_code == 422
        assert "对象全称" not in answer.get_data(as_text=True)


class TestRealSheets:
    def test_title_merged_cells_hidden_rows_and_columns_are_read_and_said(
        self, sqlite_clerk: Callable[[str], Clerk], sqlite_world: World
    ) -> None:
        code = uscc("11")
        rows: list[tuple[str, ...]] = [
            ("卓尼县域名申请表",),
            ("单 位 名 称", "统一社会信用代码", "域名（中文）", "年限"),
            ("卓尼县水务局", code, "卓尼县水务局.政务", "２"),
            ("", "", "卓尼水务局.政务", "２年"),
        ]

        def write(book: Any) -> None:
            sheet = book.worksheets()[0]
            sheet.merge_range(0, 0, 0, 3, rows[0][0])
            sheet.merge_range(2, 0, 3, 0, rows[2][0])
            sheet.merge_range(2, 1, 3, 1, code)
            sheet.set_row(3, options={"hidden": True})
            sheet.set_column(2, 3, options={"hidden": True})
            sheet.write_formula(6, 0, "=A1&A2", None, "")

        content = workbook({"申请": rows}, write)
        zhuoni = sqlite_clerk("zhuoni")
        key = sheet_id(upload(zhuoni, "domains", content, "申请表.xlsx"))
        assert states(sqlite_world, key) == [ImportRowState.STAGED] * 2, returned(zhuoni, key)
        page = remarks(zhuoni, key)
        assert "表头在第 2 行" in page
        assert "合并单元格的内容已填入" in page
        assert "有 1 行在文件中被隐藏或筛选掉，也一并读入了：第 4 行" in page
        assert "有 2 列在文件中被隐藏，也一并读入了：域名（中文）、年限" in page

    def test_worksheet_with_the_headings_is_read_and_the_others_are_named(
        self, sqlite_clerk: Callable[[str], Clerk], sqlite_world: World
    ) -> None:
        leaves = {
            "封面": [("卓尼县委编办",)],
            "名单": [("单位名称", "域名"), ("卓尼县教育局", "卓尼县教育.政务")],
        }
        zhuoni = sqlite_clerk("zhuoni")
        key = sheet_id(upload(zhuoni, "domains", workbook(leaves, nothing), "名单.xlsx"))
        assert len(states(sqlite_world, key)) == 1
        assert "读取的是工作表“名单”，没有读取：封面" in remarks(zhuoni, key)

    def test_one_of_several_worksheets_with_headings_is_chosen_by_the_user(
        self, sqlite_clerk: Callable[[str], Clerk], sqlite_world: World
    ) -> None:
        leaves = {
            "一季度": [("单位名称", "域名"), ("卓尼县教育局", "卓尼一.政务")],
            "二季度": [("单位名称", "域名"), ("卓尼县教育局", "卓尼教育二.政务")],
        }
        zhuoni = sqlite_clerk("zhuoni")
        asked = upload(zhuoni, "domains", workbook(leaves, nothing), "名单.xlsx")
        assert asked.status_code == 200
        other = zhuoni.post(
            "/admin/imports/columns/", {**filled_in(asked), "tab": "二季度", "again": "1"}
        )
        assert "卓尼教育二.政务" in other.get_data(as_text=True)
        key = sheet_id(mapped(zhuoni, other, {}))
        assert returned(zhuoni, key)[1][1] == "卓尼教育二.政务"

    @pytest.mark.parametrize("mark", [",", ";", "\t"])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
    def test_csv_is_read_in_each_encoding_and_with_each_separator(
        self,
        sqlite_clerk: Callable[[str], Clerk],
        sqlite_world: World,
        mark: str,
        encoding: str,
    ) -> None:
        text = f"单位名称{mark}域名\r\n卓尼县教育局{mark}卓尼县教育.政务\r\n"
        key = sheet_id(upload(sqlite_clerk("zhuoni"), "domains", text.encode(encoding)))
        assert len(states(sqlite_world, key)) == 1

    def test_name_that_is_stored_otherwise_than_typed_is_shown_with_both_forms(
        self, sqlite_clerk: Callable[[str], Clerk], sqlite_world: World
    ) -> None:
        rows = [("单位名称", "统一社会信用代码"), ("卓尼县\u3000水务 局", uscc("11"))]
        zhuoni = sqlite_clerk("zhuoni")
        key = sheet_id(upload(zhuoni, "units", as_csv(*rows)))
        assert "→ 卓尼县水务局（录入时整理）" in returned(zhuoni, key)[1][-1]


def libre_office(name: str, values: dict[str, str] | None = None) -> bytes:
    """A file that LibreOffice wrote, with some of its shared strings replaced."""
    content = (DATA / name).read_bytes()

    def put_in(part: bytes) -> bytes:
        for mark, value in (values or {}).items():
            part = part.replace(f">{mark}<".encode(), f">{value}<".encode())
        return part

    return repacked(content, "xl/sharedStrings.xml", put_in) if values else content


class TestLibreOffice:
    @pytest.mark.parametrize("form", ["xlsx", "xls"])
    def test_application_saved_by_libre_office_is_read_row_by_row(
        self, clerk: Callable[[str], Clerk], world: World, form: str
    ) -> None:
        zhuoni = clerk("zhuoni")
        key = sheet_id(upload(zhuoni, "domains", libre_office(f"application.{form}"), f"a.{form}"))
        assert states(world, key) == [ImportRowState.STAGED] * 3, returned(zhuoni, key)
        with world.session() as session:
            rows = select(ImportRow).where(ImportRow.sheet_id == key).order_by(ImportRow.number)
            cells = [row.cells for row in session.scalars(rows)]
        assert [each["unit_name"] for each in cells] == [
            "卓尼县水务局",
            "卓尼县水务局",
            "卓尼县第三幼儿园",
        ]
        assert [each["domain"] for each in cells] == [
            "卓尼县水务局.政务",
            "卓尼水务局.政务",
            "卓尼县第三幼儿园.公益",
        ]
        assert cells[0]["contact_phone"] == "13893600001"
        assert ("第 6 行" in remarks(zhuoni, key)) is (form == "xlsx")

    def test_exported_unit_saved_by_libre_office_comes_back_with_its_differences(
        self, clerk: Callable[[str], Clerk], world: World
    ) -> None:
        zhuoni = clerk("zhuoni")
        with world.session() as session:
            unit = session.get_one(Unit, world.id("unit-a"))
        values = {
            "@name": unit.name,
            "@uscc": unit.uscc,
            "@id": str(unit.id),
            "@version": str(unit.row_version),
        }
        content = libre_office("units.xlsx", values)
        key = sheet_id(upload(zhuoni, "units", content, "units.xlsx"))
        assert states(world, key) == [ImportRowState.CHANGED], returned(zhuoni, key)
        with world.session() as session:
            row = session.scalars(select(ImportRow).where(ImportRow.sheet_id == key)).one()
        assert [each["field"] for each in row.differences or ()] == [
            "contact_name",
            "contact_phone",
        ]

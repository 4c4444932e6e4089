"""Sheets people bring: what a clerk typed comes out as text; hostile files get a sentence."""

import csv
import datetime as dt
import io
import time
import zipfile
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.core.refusal import Refused
from admin_app import labels
from admin_app.files.sheet_reader import (
    MAXIMUM_BYTES,
    MAXIMUM_CELL_LENGTH,
    MAXIMUM_SHEET_COLUMNS,
    Sheet,
    read_sheet,
)
from admin_app.files.workbook_reader import number_text, text_of
from admin_app.labels.imports import SheetFault
from admin_app.values.formula_guard import guarded
from models.values.limits import MAXIMUM_SHEET_ROWS
from models.values.lost_digits import has_lost_digits
from tests.support.texts.look_alikes import EXPONENTS

USCC = "11620000013896104X"
ALL_DIGITS = "116200000138961045"


def book(rows: Iterable[Sequence[Any]], write: Callable[[Any, Any], None] | None = None) -> bytes:
    """A workbook with the rows on its first sheet."""
    content = io.BytesIO()
    made = xlsxwriter.Workbook(content, {"in_memory": True})
    sheet = made.add_worksheet("导入")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    if write is not None:
        write(made, sheet)
    made.close()
    return content.getvalue()


def read(content: bytes, name: str = "名单.xlsx") -> Sheet:
    return read_sheet(io.BytesIO(content), name)


def refused(content: bytes, name: str = "名单.xlsx") -> SheetFault:
    with pytest.raises(Refused) as caught:
        read(content, name)
    refusal = caught.value.first
    said = labels.SENTENCES[refusal.code] % dict(refusal.facts)  # type: ignore[operator]
    assert "%(" not in said
    return SheetFault(refusal.code)


def cells(sheet: Sheet) -> list[tuple[str, ...]]:
    return [row.cells for row in sheet.rows]


def repacked(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one member rewritten."""
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for member in source.namelist():
            kept = source.read(member)
            target.writestr(member, change(kept) if member == name else kept)
    return result.getvalue()


class TestText:
    def test_sheet_reader_text_is_read_as_utf_8_with_and_without_its_mark(self) -> None:
        for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
            sheet = read(
                "单位名称,联系人\r\n甘肃省卫生健康委员会,张三\r\n".encode(encoding), "a.csv"
            )
            assert sheet.headings == ("单位名称", "联系人")
            assert cells(sheet) == [("甘肃省卫生健康委员会", "张三")]

    def test_sheet_reader_text_may_be_parted_by_tabs_or_semicolons(self) -> None:
        for mark in "\t;":
            assert read(f"甲{mark}乙\n1{mark}2,3".encode(), "a.csv").headings == ("甲", "乙")

    @pytest.mark.parametrize("mark", ",;\t")
    def test_sheet_reader_text_is_parted_as_most_of_its_lines_are(self, mark: str) -> None:
        titles = "明细，2026年；第1页\n账号:1,户名;某\n" if mark != "," else "明细;第1页;共2页\n"
        rows = [("日期", "金额", "户名"), ("20261105", '"1,234.50"', "甲"), ("20261106", "4", "乙")]
        text = titles + "".join(f"{mark.join(row)}\n" for row in rows)
        assert cells(read(text.encode(), "a.csv"))[-1] == ("20261106", "4", "乙")

    @pytest.mark.parametrize("told", ["sep=;", '"sep=;"', "SEP=;\r"])
    def test_sheet_reader_text_is_parted_as_its_first_line_says(self, told: str) -> None:
        sheet = read(f"{told}\n甲;乙,丙\n1;2,3\n".encode(), "a.csv")
        assert (sheet.headings, sheet.rows[0].number) == (("甲", "乙,丙"), 3)

    def test_sheet_reader_text_keeps_the_numbers_of_rows_and_drops_blank_ones(self) -> None:
        sheet = read('甲,乙\n,\n\n"一\n二",三,\n'.encode(), "a.csv")
        assert [(row.number, row.cells) for row in sheet.rows] == [(4, ("一\n二", "三"))]

    def test_sheet_reader_text_loses_the_quote_our_own_files_put_before_formulas(self) -> None:
        assert cells(read("甲\n'=1+1\n'甲\n".encode(), "a.csv")) == [("=1+1",), ("'甲",)]

    @pytest.mark.parametrize(
        "cell", ["'00012012", '"=""00012012"""', "=“00012012”", "\t00012012", "＝＂00012012＂"]
    )
    def test_sheet_reader_text_loses_what_keeps_a_sheet_from_making_figures_of_codes(
        self, cell: str
    ) -> None:
        assert cells(read(f"码;乙\n{cell};1\n".encode(), "a.csv")) == [("00012012", "1")]

    @pytest.mark.parametrize("figure", EXPONENTS)
    def test_sheet_reader_text_never_gives_a_figure_digits_that_were_lost(
        self, figure: str
    ) -> None:
        quoted = figure.replace('"', '""')
        ((cell,),) = cells(read(f'码;\n"{quoted}";\n'.encode(), "a.csv"))
        assert cell.rstrip("?").isdecimal()
        assert has_lost_digits(cell)

    def test_sheet_reader_text_of_a_number_saved_with_an_exponent_shows_what_is_lost(self) -> None:
        assert cells(read("码\n1.1620000013896E+17\n".encode(), "a.csv")) == [
            ("116200000138960???",)
        ]

    @given(st.lists(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=9)))
    def test_written_by_us_is_read_as_it_was(self, texts: list[str]) -> None:
        file = io.StringIO()
        csv.writer(file).writerows([["甲"], *([guarded(text)] for text in texts)])
        assert cells(read(file.getvalue().encode("utf-8-sig"), "a.csv")) == [(t,) for t in texts]

    def test_whose_quote_never_closes_is_refused_with_its_row(self) -> None:
        assert refused('甲,乙\n1,2\n"3,4\n5,6'.encode(), "a.csv") is SheetFault.QUOTE_OPEN

    def test_in_no_known_encoding_is_refused(self) -> None:
        assert refused(b"\x81\xff\xff,1\n", "a.csv") is SheetFault.ENCODING

    @pytest.mark.parametrize("content", [b"\0\1\2", b"<html><table>", b" <?xml version='1.0'?>"])
    def test_sheet_reader_text_that_is_none_is_refused(self, content: bytes) -> None:
        assert refused(content, "a.csv") is SheetFault.WRONG_TYPE
        assert refused(content, "a.xls") is SheetFault.WRONG_TYPE


class TestWorkbook:
    def test_workbook_gives_what_a_clerk_would_have_typed(self) -> None:
        def write(made: Any, sheet: Any) -> None:
            day = made.add_format({"num_format": "yyyy-mm-dd"})
            moment = made.add_format({"num_format": "yyyy-mm-dd hh:mm"})
            sheet.write_datetime(2, 0, dt.date(2026, 11, 24), day)
            sheet.write_datetime(2, 1, dt.datetime(2026, 11, 24, 9, 30), moment)
            sheet.write_formula(2, 2, "=1+1", None, 2)

        sheet = read(book([["甲"], [USCC, ALL_DIGITS, 400, 0.1, 200.50, True]], write))
        assert cells(sheet) == [
            (USCC, ALL_DIGITS, "400", "0.1", "200.5", "TRUE"),
            ("2026-11-24", "2026-11-24 09:30", "2"),
        ]

    def test_workbook_says_that_digits_of_a_code_typed_as_a_number_are_lost(self) -> None:
        assert cells(read(book([["码"], [int(ALL_DIGITS)]]))) == [("116200000138961???",)]

    def test_workbook_keeps_the_numbers_of_rows_below_blank_ones(self) -> None:
        sheet = read(book([[], ["甲", "乙"], [], ["", "丙"]]))
        assert sheet.headings == ("甲", "乙")
        assert [(row.number, row.cells) for row in sheet.rows] == [(4, ("", "丙"))]

    def test_workbook_is_known_by_its_content_not_by_its_name(self) -> None:
        assert read(book([["甲"], ["乙"]]), "a.csv").headings == ("甲",)
        assert read(b"a,b\n1,2", "a.xlsx").headings == ("a", "b")

    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1), min_size=1))
    def test_workbook_keeps_every_text_as_our_files_write_it(self, texts: list[str]) -> None:
        def write(made: Any, sheet: Any) -> None:
            for number, text in enumerate(texts, start=1):
                sheet.write_string(number, 0, guarded(text))

        assert cells(read(book([["甲"]], write))) == [(text,) for text in texts]


class TestNumbers:
    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (0.0, "0"),
            (-400.0, "-400"),
            (0.1 + 0.2, "0.3"),
            (1e15, "100000000000000?"),
            (123456789012345.0, "123456789012345"),
            (0.00000012, "0.00000012"),
        ],
    )
    def test_numbers_are_written_in_digits(self, value: float, text: str) -> None:
        assert number_text(value) == text

    def test_and_moments_say_no_more_than_they_know(self) -> None:
        assert text_of(dt.datetime(2026, 1, 2)) == "2026-01-02"
        assert text_of(dt.datetime(2026, 1, 2, 3, 4, 5)) == "2026-01-02 03:04:05"
        assert text_of(dt.time(9, 5)) == "09:05"


FAR_CELL = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
ENTITIES = (
    b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
)
LAUGHING_ROW = b'<row r="2"><c r="A2" t="inlineStr"><is><t>&b;&c;</t></is></c></row>'


def far_cell(content: bytes) -> bytes:
    return content.replace(
        b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    )


def bomb(size: int, *, lies: bool = False) -> bytes:
    """A workbook whose first sheet unpacks to `size` bytes."""
    grown = repacked(
        book([["甲"]]),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"</sheetData>", b" " * size + b"</sheetData>"),
    )
    if not lies:
        return grown
    with zipfile.ZipFile(io.BytesIO(grown)) as source:
        true_size = source.getinfo("xl/worksheets/sheet1.xml").file_size
    return grown.replace(true_size.to_bytes(4, "little"), (900).to_bytes(4, "little"))


class TestHostileFiles:
    def test_an_empty_file_is_refused(self) -> None:
        assert refused(b"", "a.csv") is SheetFault.EMPTY
        assert refused(b",,\n\n", "a.csv") is SheetFault.EMPTY
        assert refused(book([])) is SheetFault.EMPTY

    @pytest.mark.parametrize("name", ["a.exe", "a", "a.xlsm", "../../passwd", "a.csv\0.exe", "NUL"])
    def test_a_file_named_as_another_kind_is_refused(self, name: str) -> None:
        assert refused(b"a,b\n1,2", name) is SheetFault.WRONG_TYPE

    def test_a_file_past_the_limits_is_refused(self) -> None:
        assert refused(b"x" * (MAXIMUM_BYTES + 1), "a.csv") is SheetFault.TOO_BIG
        rows = "甲\n" + "1\n" * MAXIMUM_SHEET_ROWS
        assert len(read(rows.encode(), "a.csv").rows) == MAXIMUM_SHEET_ROWS
        assert refused(f"{rows}1\n".encode(), "a.csv") is SheetFault.TOO_MANY_ROWS
        assert refused(book([["甲"]] * (MAXIMUM_SHEET_ROWS + 2))) is SheetFault.TOO_MANY_ROWS
        wide = ["甲"] * (MAXIMUM_SHEET_COLUMNS + 1)
        assert refused(",".join(wide).encode(), "a.csv") is SheetFault.TOO_MANY_COLUMNS
        assert refused(book([wide])) is SheetFault.TOO_MANY_COLUMNS
        long = "长" * (MAXIMUM_CELL_LENGTH + 1)
        assert refused(long.encode(), "a.csv") is SheetFault.CELL_TOO_LONG
        assert refused(b'"' + b"x" * 200_000 + b'"', "a.csv") is SheetFault.QUOTE_OPEN

    def test_hostile_files_that_burst_are_weighed_before_they_are_opened(self) -> None:
        began = time.monotonic()
        assert refused(bomb(200 * 1024 * 1024)) is SheetFault.BURSTS
        assert refused(bomb(20 * 1024 * 1024)) is SheetFault.BURSTS
        assert time.monotonic() - began < 20

    def test_a_package_that_lies_about_its_size_is_refused(self) -> None:
        assert refused(bomb(60 * 1024 * 1024, lies=True)) is SheetFault.BROKEN

    def test_hostile_files_with_one_cell_at_the_far_end(self) -> None:
        began = time.monotonic()
        content = repacked(book([["甲"]]), "xl/worksheets/sheet1.xml", far_cell)
        assert refused(content) is SheetFault.BROKEN
        assert time.monotonic() - began < 20

    def test_entities_that_grow_are_refused(self) -> None:
        def laugh(xml: bytes) -> bytes:
            opened = xml.replace(b"?>", b"?>" + ENTITIES, 1)
            return opened.replace(b"</sheetData>", LAUGHING_ROW + b"</sheetData>")

        content = repacked(book([["甲"]]), "xl/worksheets/sheet1.xml", laugh)
        try:
            assert "root:" not in str(cells(read(content)))
        except Refused as error:
            assert error.first.code is SheetFault.BROKEN

    def test_a_package_of_another_kind_is_refused(self) -> None:
        other = io.BytesIO()
        with zipfile.ZipFile(other, "w") as package:
            package.writestr("word/document.xml", "<a/>")
        assert refused(other.getvalue()) is SheetFault.WRONG_TYPE

    def test_hostile_files_that_are_cut_off_or_scrambled(self) -> None:
        whole = book([["甲", "乙"], [1, 2]])
        assert refused(whole[:-200]) is SheetFault.BROKEN
        assert refused(b"PK\x03\x04" + b"x" * 300) is SheetFault.BROKEN
        assert refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000) is SheetFault.BROKEN
        assert refused(repacked(whole, "xl/workbook.xml", lambda _xml: b"<a")) is SheetFault.BROKEN

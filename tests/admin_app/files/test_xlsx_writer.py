"""Workbooks that leave: the rows of the CSV, values in their kinds, written down, read again."""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select

from actions.domains.renew import RENEW, RenewInput
from admin_app.files import xlsx_writer
from admin_app.files.sheet_reader import Sheet, read_sheet
from admin_app.files.xlsx_writer import Leaf, write_book
from admin_app.values import TEXT
from admin_app.views import GRIDS
from models.core.text_type import TextType, kept_form
from models.domains.domain import Domain
from models.imports.sheet import ImportRow, ImportRowState
from models.units.unit import Unit
from models.users.user import Role
from models.workspace.notification import FileRecord
from tests.admin_app.grid.exporting.test_routes import taken
from tests.admin_app.pages.workspace.test_imports import sheet_id, states, upload
from tests.support.pages.doors import Doors
from tests.support.world.cast import TODAY, World


def opened(answer: Any, form: str) -> Sheet:
    assert answer.status_code == 200
    return read_sheet(io.BytesIO(answer.data), f"a.{form}")


def cells_of(sheet: Sheet) -> list[list[str]]:
    """The cells, amounts without the zeros that only one of the two forms writes."""
    return sorted([_plain(cell) for cell in row.cells] for row in sheet.rows)


def _plain(cell: str) -> str:
    is_amount = "." in cell and cell.replace(".", "", 1).isdecimal()
    return cell.rstrip("0").rstrip(".") if is_amount else cell


def _reader(entity: str) -> str:
    """A city, or the registry where the list is its own."""
    return "gannan" if Role.CITY_ADMIN in GRIDS[entity].readers else "conac"


class TestEveryList:
    @pytest.mark.parametrize("entity", sorted(set(GRIDS) - {"journal"}))
    def test_every_list_holds_in_both_forms_the_same_rows(
        self, peopled: Doors, entity: str
    ) -> None:
        username = "unit-a" if entity == "red_page" else _reader(entity)
        in_book, in_text = (
            opened(taken(peopled, entity, username, columns="all", format=form), form)
            for form in ("xlsx", "csv")
        )
        assert in_book.headings == in_text.headings
        if entity != "file_record":
            assert cells_of(in_book) == cells_of(in_text)

    def test_every_list_is_narrowed_like_the_page(self, sqlite_doors: Doors) -> None:
        answer = taken(sqlite_doors, "domain", query="list=history", format="xlsx")
        assert [row.cells[0] for row in opened(answer, "xlsx").rows] == ["教育.政务"]

    def test_every_list_shows_nothing_of_others(self, sqlite_doors: Doors) -> None:
        answer = taken(sqlite_doors, "unit", "zhuoni", scope="all", format="xlsx")
        assert {row.cells[0][:3] for row in opened(answer, "xlsx").rows} == {"卓尼县"}


class TestBook:
    def test_book_bears_the_list_s_name_and_is_written_down(self, doors: Doors) -> None:
        answer = taken(doors, "domain", format="xlsx")
        header = answer.headers["Content-Disposition"]
        assert f"filename*=UTF-8''{quote('域名查询')}-{TODAY}.xlsx" in header
        assert answer.mimetype == xlsx_writer.CONTENT_TYPE
        with doors.world.session() as session:
            record = session.scalars(select(FileRecord)).one()
            assert (record.file_name, record.entity) == (f"域名查询-{TODAY}.xlsx", "domain")

    def test_book_keeps_amounts_as_numbers_dates_as_dates_and_codes_as_texts(
        self, sqlite_doors: Doors
    ) -> None:
        def first_row(entity: str) -> dict[str, Any]:
            answer = taken(sqlite_doors, entity, columns="all", format="xlsx")
            book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
            headings, *rows = book.get_sheet_by_index(0).to_python()
            # Each column by the first of its cells that holds something.
            return {
                h: next(filter(None, cells), "") for h, *cells in zip(headings, *rows, strict=True)
            }

        order, unit, domain = (first_row(entity) for entity in ("order", "unit", "domain"))
        assert isinstance(order["应缴金额"], float)
        assert order["应缴金额"] % 200 == 0
        assert isinstance(unit["统一社会信用代码"], str)
        assert len(unit["统一社会信用代码"]) == 18
        assert domain["到期时间"].year >= 2026

    def test_book_runs_no_formula_and_makes_no_link(self) -> None:
        cells = ["=1+1", "http://example.cn", "+86", "0012", "\x00\x08甲", "长" * 40_000]
        with write_book([Leaf("甲", [("乙", TEXT)], [[cell] for cell in cells])]) as file:
            book = CalamineWorkbook.from_filelike(io.BytesIO(file.read()))
        kept = [row[0] for row in book.get_sheet_by_index(0).to_python()[1:]]
        assert kept == [*cells[:4], "甲", "长" * 32_767]

    def test_book_past_its_limit_is_refused_and_nobody_took_it(
        self, sqlite_doors: Doors, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(xlsx_writer, "MAXIMUM_WORKBOOK_ROWS", 3)
        answer = taken(sqlite_doors, "domain", format="xlsx")
        assert answer.status_code == 422
        assert "3" in answer.get_data(as_text=True)
        with sqlite_doors.world.session() as session:
            assert session.scalars(select(FileRecord)).first() is None

    def test_book_of_a_form_there_is_not_is_refused(self, sqlite_doors: Doors) -> None:
        assert taken(sqlite_doors, "domain", format="pdf").status_code == 400


class TestThereAndBack:
    """What was exported can be brought again: every row exists, nothing changes."""

    @pytest.mark.parametrize("form", ["csv", "xlsx"])
    @pytest.mark.parametrize(("entity", "kind"), [("unit", "units"), ("domain", "domains")])
    @pytest.mark.parametrize("columns", ["shown", "all"])
    def test_every_row_is_known(
        self, sqlite_doors: Doors, entity: str, kind: str, form: str, columns: str
    ) -> None:
        world, gannan = sqlite_doors.world, sqlite_doors.clerk("gannan")
        before = totals(world)
        answer = taken(sqlite_doors, entity, "gannan", columns=columns, format=form)
        key = sheet_id(upload(gannan, kind, answer.data, f"a.{form}"))
        found = states(world, key)
        assert len(found) > 3
        assert set(found) == {ImportRowState.KNOWN}
        assert totals(world) == before

    @pytest.mark.parametrize("form", ["csv", "xlsx"])
    def test_texts_that_look_guarded_come_back_equal(self, doors: Doors, form: str) -> None:
        texts = {
            "name": "=1+1",
            "short_name": "'12",
            "contact_name": '="00012012"',
            "invoice_title": "＋甲",
            "address": "''甲",
        }
        with doors.world.writing() as session:
            unit = session.get_one(Unit, doors.world.id("unit-a"))
            for name, text in texts.items():
                setattr(unit, name, text)
        sheet = opened(taken(doors, "unit", columns="all", format=form), form)
        found = [row.cells for row in sheet.rows if row.cells[0] == "=1+1"]
        assert len(found) == 1
        assert set(texts.values()) <= set(found[0])

    @settings(
        max_examples=12,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(
        contact=st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=40),
        form=st.sampled_from(["csv", "xlsx"]),
    )
    def test_whatever_a_unit_s_cells_hold(
        self, sqlite_doors: Doors, contact: str, form: str
    ) -> None:
        world = sqlite_doors.world
        # Every door keeps a name in this form.
        contact = kept_form(TextType.PERSON, contact)
        with world.writing() as session:
            session.get_one(Unit, world.id("unit-a")).contact_name = contact
        answer = taken(sqlite_doors, "unit", "zhuoni", format=form)
        key = sheet_id(upload(sqlite_doors.clerk("zhuoni"), "units", answer.data, f"a.{form}"))
        assert set(states(world, key)) == {ImportRowState.KNOWN}
        with world.session() as session:
            row = session.scalars(
                select(ImportRow).where(ImportRow.sheet_id == key, ImportRow.name == "卓尼县教育局")
            ).one()
            assert row.cells["contact_name"] == contact


def totals(world: World) -> tuple[int, ...]:
    with world.session() as session:
        return tuple(
            session.scalar(select(func.count()).select_from(model)) or 0 for model in (Unit, Domain)
        )


class TestReceipt:
    def test_receipt_is_a_workbook_too(self, sqlite_doors: Doors) -> None:
        world = sqlite_doors.world
        done = world.perform(RENEW, "zhuoni", [world.id("a-due")], RenewInput(2))
        url = f"/admin/receipt/export/?id={done.entry_id}&form="
        zhuoni = sqlite_doors.clerk("zhuoni")
        answer = zhuoni.get(f"{url}xlsx")
        assert quote(f"{done.receipt_no}.xlsx") in answer.headers["Content-Disposition"]
        assert opened(answer, "xlsx").rows[0].cells[0] == "卓尼县教育局.政务"
        assert zhuoni.get(f"{url}pdf").status_code == 404

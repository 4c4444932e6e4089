"""Files: what the page says, in Chinese, harmless in a sheet, and written down before it leaves."""

from __future__ import annotations

import csv
import io
import re
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import String, select
from werkzeug.test import TestResponse

from admin_app.files.csv_writer import disposition, file_name
from admin_app.grid.planning.selection import Selection
from admin_app.labels import week_in_words, word
from admin_app.values.formula_guard import guarded
from admin_app.views import GRIDS
from models.core.base import db
from models.core.journal import JournalEntry
from models.units.unit import Unit
from models.values.expiry import Phase
from models.values.typed_text import FORMULA_STARTS
from models.workspace.notification import FileRecord
from tests.conftest import Databases, open_engine
from tests.support.pages.doors import Doors
from tests.support.pages.programs import MovableClock, opened
from tests.support.pages.readers import sample
from tests.support.world.cast import TODAY, World
from tests.support.world.neighbours import neighbours

PAYLOAD = "cmd|' /C calc'!A0"


def taken(
    doors: Doors,
    entity: str,
    username: str = "zhuoni",
    *,
    query: str = "",
    columns: str = "shown",
    **more: Any,
) -> TestResponse:
    """A file of a list, as its form sends for it."""
    with doors.app.app_context():
        token = Selection(entity, doors.world.actor(username).key, query=query).sign()
    form = {"scope": "filtered", "selection": token, "columns": columns, **more}
    return doors.clerk(username).post(f"/admin/{entity}/export/", form)


def sheet(answer: TestResponse) -> list[list[str]]:
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))


def cells_of_page(page: str) -> list[list[str]]:
    """The cells of the table on a list's page, as text."""
    body = page.partition("<tbody>")[2].partition("</table>")[0]
    rows = [re.split(r"<t[hd][^>]*>", row)[2:] for row in re.split(r"<tr[^>]*>", body)[1:]]
    return [[re.sub(r"<[^>]+>|\n", "", cell).strip() for cell in row] for row in rows]


_SEVERAL = ("unit", "domain", "order", "lot", "office", "user")
#: Columns in which each cast is numbered on from the one before.
_NUMBERED = {"缴费单号", "统一社会信用代码"}


def _unnumbered(answer: TestResponse) -> list[list[str]]:
    lines = sheet(answer)
    kept = [number for number, head in enumerate(lines[0]) if head not in _NUMBERED]
    return sorted([line[number] for number in kept] for line in lines)


class TestFile:
    def test_file_opens_in_a_sheet_as_chinese(self, doors: Doors) -> None:
        answer = taken(doors, "domain")
        assert answer.get_data().startswith(b"\xef\xbb\xbf")
        assert answer.mimetype == "text/csv"
        assert sheet(answer)[0][:2] == ["域名", "注册单位"]

    def test_file_bears_the_list_s_name_and_the_day(self, doors: Doors) -> None:
        header = taken(doors, "domain", query="list=history").headers["Content-Disposition"]
        assert f"filename*=UTF-8''{quote('域名历史查询')}-{TODAY}.csv" in header
        assert header.isascii()

    @pytest.mark.parametrize("entity", sample(GRIDS, {"domain", "payment"}))
    def test_file_says_what_the_page_says(self, peopled: Doors, entity: str) -> None:
        """Cell by cell; but figures lose their commas in a file, and weeks their words."""
        lines = sheet(taken(peopled, entity, "conac", query="sort=id"))[1:]
        # A file of the journal is itself a line of it, so the page is read after the file.
        page = peopled.clerk("conac").get(f"/admin/{entity}/?size=200&sort=id")
        shown = cells_of_page(page.get_data(as_text=True))
        width = len(GRIDS[entity].column_list)
        # What the day makes of a date is said by the page alone.
        phases = "|".join(rf"\s{word(phase)}$" for phase in Phase)
        plain = [[re.sub(rf"[¥,]|{phases}", "", cell) for cell in row[:width]] for row in shown]
        with peopled.app.test_request_context():
            said = [
                [week_in_words(re.sub(r"[¥,]", "", cell)) for cell in row[:width]] for row in lines
            ]
        assert sorted(plain) == sorted(said)

    @pytest.mark.parametrize(
        "query", ["due_on_from=next_90_days", 'where={"due_on":{"is":"next_90_days"}}']
    )
    def test_file_counts_relative_days_as_the_list_does(self, doors: Doors, query: str) -> None:
        names = {line[0] for line in sheet(taken(doors, "domain", query=query))[1:]}
        listed = doors.clerk("zhuoni").get(f"/api/domain?size=200&{query}").get_json()["rows"]
        assert names == {row["name_u"] for row in listed} != set()

    def test_file_is_the_same_on_both_engines(
        self, sqlite_databases: Databases, postgres_databases: Databases
    ) -> None:
        told = []
        for databases in (sqlite_databases, postgres_databases):
            engine = open_engine(databases.world())
            for program in opened(engine, MovableClock()):
                doors = Doors(program, World(engine, dict(databases.ids)))
                told.append(
                    [_unnumbered(taken(doors, e, "gansu", columns="all")) for e in _SEVERAL]
                )
            databases.give_back(engine)
        assert told[0] == told[1]

    test_file_is_the_same_on_both_engines = pytest.mark.postgres(
        test_file_is_the_same_on_both_engines
    )


class TestRows:
    def test_a_file_has_the_rows_of_its_list(self, doors: Doors) -> None:
        lines = sheet(taken(doors, "domain", query="list=registered&search=柳林"))
        assert {line[0] for line in lines[1:]} == {"卓尼县柳林小学.公益", "柳林小学.公益"}

    def test_a_file_has_the_ticked_rows_alone(self, doors: Doors) -> None:
        ids = [doors.world.id(name) for name in ("a-due", "b-due")]
        lines = sheet(taken(doors, "domain", scope="ticked", ids=ids))
        assert len(lines) == 3

    def test_rows_are_all_whatever_is_filtered(self, doors: Doors) -> None:
        every = neighbours(doors.world, GRIDS["domain"], "zhuoni")
        lines = sheet(taken(doors, "domain", query="state=registered", scope="all"))
        assert len(lines) == 1 + len(every.listed)
        apart = sheet(taken(doors, "domain", query="list=history&search=没有", scope="all"))
        assert len(apart) == 1 + len(every.own) - len(every.listed)

    def test_a_file_may_have_no_row(self, doors: Doors) -> None:
        assert len(sheet(taken(doors, "domain", query="search=没有这样的"))) == 1

    def test_ticked_must_be_some(self, sqlite_doors: Doors) -> None:
        assert taken(sqlite_doors, "domain", scope="ticked").status_code == 422

    @pytest.mark.parametrize(
        "form",
        [{"scope": "ticked", "ids": ["x"]}, {"selection": "forged"}, {"scope": "nonsense"}],
    )
    def test_rows_of_a_forged_form_stay_inside(
        self, sqlite_doors: Doors, form: dict[str, Any]
    ) -> None:
        answer = taken(sqlite_doors, "domain", **form)
        assert answer.status_code in {200, 400, 409}
        assert "蓝田" not in answer.get_data(as_text=True)


class TestColumns:
    def test_columns_are_those_shown_or_all(self, doors: Doors) -> None:
        grid = GRIDS["unit"]
        shown, every = (sheet(taken(doors, "unit", "gansu", columns=c)) for c in ("shown", "all"))
        # By the last two, a file that was changed finds its records when it comes back.
        assert shown[0][-2:] == every[0][-2:] == ["记录编号", "版本"]
        assert len(shown[0]) == len(grid.column_list) + 2
        assert len(every[0]) == len(grid.column_details_list) + 2
        assert "纳税人识别号" in every[0]

    @pytest.mark.parametrize("entity", sample(GRIDS, {"domain", "payment"}))
    def test_columns_hold_no_secret(self, peopled: Doors, entity: str) -> None:
        text = taken(peopled, entity, "conac", columns="all").get_data(as_text=True)
        assert "argon2" not in text


class TestFormulas:
    @pytest.mark.parametrize("start", list(FORMULA_STARTS))
    def test_formulas_are_put_out_in_every_text_column(self, doors: Doors, start: str) -> None:
        grid = GRIDS["unit"]
        names = [
            column.name
            for column in grid.table.c
            if type(column.type) is String
            and column.name not in {"uscc", "division_code"}
            and not column.name.endswith("_code")
        ]
        with doors.world.writing() as session:
            unit = session.get_one(Unit, doors.world.id("unit-a"))
            for name in names:
                setattr(unit, name, f"{start}{PAYLOAD}"[: grid.table.c[name].type.length])
        lines = sheet(taken(doors, "unit", query="sort=id", columns="all"))
        (line,) = [line for line in lines if PAYLOAD[:8] in line[0]]
        dangerous = [cell for cell in line if cell[:1] in FORMULA_STARTS and cell]
        assert dangerous == []
        assert line[0] == f"'{start}{PAYLOAD}"

    def test_formulas_leave_figures_alone(self, doors: Doors) -> None:
        lines = sheet(taken(doors, "order", query="sort=id"))
        amounts = [line[6] for line in lines[1:]]
        assert amounts
        assert all(re.fullmatch(r"\d+\.\d\d", amount) for amount in amounts)

    @pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "＝1", "－1"])
    def test_formulas_are_put_out_by_hand_too(self, text: str) -> None:
        assert guarded(text) == f"'{text}"

    @pytest.mark.parametrize("text", ["", "教育局", "1=1", "a@b.cn", "0941-1"])
    def test_formulas_leave_plain_text_alone(self, text: str) -> None:
        assert guarded(text) == text


class TestTrace:
    def test_trace_is_left_before_a_row_goes_out(self, doors: Doors) -> None:
        written = sheet(taken(doors, "domain", query="list=registered&sort=due_on", columns="all"))
        with doors.world.session("zhuoni") as session:
            record = session.scalars(select(FileRecord)).one()
            entry = session.scalars(
                select(JournalEntry).where(JournalEntry.action == "export_domain")
            ).one()
        assert record.by == "卓尼管理员"
        assert record.entity == "domain"
        assert "list=registered" in record.selection["list"]
        assert "hold_reason" in record.selection["columns"]
        assert entry.input["file_name"] == record.file_name
        assert entry.input["row_count"] == record.row_count == len(written) - 1 > 0

    def test_each_download_leaves_a_trace(self, doors: Doors) -> None:
        for _ in range(3):
            taken(doors, "domain")
        with doors.world.session("zhuoni") as session:
            assert len(session.scalars(select(FileRecord)).all()) == 3

    def test_trace_is_a_registrant_s_own(self, doors: Doors) -> None:
        taken(doors, "domain", "unit-a")
        for username, seen in (("unit-a", 1), ("unit-b", 0), ("zhuoni", 1), ("lintan", 0)):
            with doors.world.session(username) as session:
                assert len(session.scalars(select(FileRecord)).all()) == seen, username


class TestConnections:
    def test_connections_are_given_back_after_each_file(self, doors: Doors) -> None:
        """The request's session ends before the file is read; its own must end with it."""
        for _ in range(3):
            taken(doors, "domain")
        with doors.app.app_context():
            pool: Any = db.engine.pool
            assert pool.checkedout() == 0

    def test_connections_are_given_back_when_nobody_reads_on(self, doors: Doors) -> None:
        with doors.app.app_context():
            token = Selection("domain", doors.world.actor("zhuoni").key, query="").sign()
        clerk = doors.clerk("zhuoni")
        form = {"csrf_token": clerk.token, "scope": "all", "selection": token}
        answer = clerk.client.post("/admin/domain/export/", data=form)
        next(answer.iter_encoded())
        answer.close()
        with doors.app.app_context():
            pool: Any = db.engine.pool
            assert pool.checkedout() == 0


class TestNames:
    def test_names_of_files_are_written_for_every_browser(self) -> None:
        assert disposition("域名 1.csv") == (
            "attachment; filename=\"export.csv\"; filename*=UTF-8''%E5%9F%9F%E5%90%8D%201.csv"
        )

    def test_names_of_files_end_no_header(self) -> None:
        assert "\r" not in disposition('a"\r\nX: 1.csv')

    def test_names_of_files_bear_the_day(self) -> None:
        assert file_name("域名", TODAY) == "域名-2026-06-10.csv"


class TestFormerNames:
    def test_former_names_are_the_names_alone_as_on_the_page(self, doors: Doors) -> None:
        with doors.world.writing() as session:
            unit = session.get_one(Unit, doors.world.id("unit-a"))
            unit.former_names = [
                {"name": "卓尼县文教局", "until": "2019-03-01", "document_no": "1"},
                {"name": "=卓尼县教委", "until": "2001-03-01", "document_no": "2"},
            ]
        headings, *rows = sheet(taken(doors, "unit", columns="all"))
        place = headings.index("曾用名")
        told = {row[0]: row[place] for row in rows}
        assert told["卓尼县教育局"] == "卓尼县文教局、=卓尼县教委"
        assert told["卓尼县柳林小学"] == ""

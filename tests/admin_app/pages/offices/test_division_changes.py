"""The registry works through a sheet of changed divisions, each line an act of its own."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Sequence

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from models.core.journal import JournalEntry
from models.offices.office import Office, OfficeStatus
from tests.support.pages.papers import SignIn
from tests.support.world.cast import World

PAGE = "/admin/division_changes/"
HEADINGS = (
    "变更种类",
    "原代码",
    "区划名称",
    "编办名称",
    "上级代码",
    "新代码或者并入代码",
    "生效日期",
    "批准文号",
)
DOCUMENT = "民发〔2026〕9号"
OFFICE = "机构编制委员会办公室"
NEW = ("新设", "623099", "新城县", f"新城县{OFFICE}", "623000", "", "", DOCUMENT)
TAKEN = ("新设", "623021", "新城县", f"新城县{OFFICE}", "623000", "", "", DOCUMENT)
RENAMED = ("更名", "623021", "临潭新县", f"临潭新县{OFFICE}", "", "", "", DOCUMENT)
MERGED = ("并入", "623022", "", "", "", "623021", "", DOCUMENT)
MISSING = ("撤销", "629999", "", "", "", "", "", DOCUMENT)


def send(
    clerk: SignIn, rows: Sequence[Sequence[str]], headings: Sequence[str] = HEADINGS
) -> TestResponse:
    text = io.StringIO()
    csv.writer(text).writerows([headings, *rows])
    file = (io.BytesIO(text.getvalue().encode("utf-8-sig")), "区划.csv")
    return clerk("conac").post(PAGE, data={"file": file})


def states(page: str) -> list[str]:
    """What is said of each line."""
    return re.findall(r'<span class="tone-\w+">([^<]+)</span>', page)


def again(clerk: SignIn, page: str, **more: str) -> str:
    kept = html.unescape(re.findall(r'name="lines" value="([^"]*)"', page)[0])
    return clerk("conac").post(PAGE, data={"lines": kept, **more}).get_data(as_text=True)


class TestASheet:
    def test_each_line_says_what_stands_in_its_way_and_leads_to_its_plan(
        self, world: World, clerk: SignIn
    ) -> None:
        page = send(clerk, [NEW, RENAMED, MERGED, MISSING, TAKEN]).get_data(as_text=True)
        said = states(page)
        assert said[0] == "可以直接办理"
        assert said[1] == "可以直接办理"
        assert said[2] in {"不能办理", "需要逐项确认"}
        assert said[3:] == ["不能办理", "不能办理"]
        assert "代码 623021 属于" in page
        assert "没有这个代码的编办" in page
        (plan,) = re.findall(r'href="(/admin/office/action/[^"]*merge_office[^"]*)"', page)
        filled = clerk("conac").get(html.unescape(plan)).get_data(as_text=True)
        assert 'value="民发〔2026〕9号"' in filled
        with world.session() as session:
            assert session.scalar(select(Office).where(Office.code == "623099")) is None

    def test_lines_without_a_question_are_done_once_and_seen_as_done(
        self, world: World, clerk: SignIn
    ) -> None:
        page = send(clerk, [NEW, RENAMED, MISSING]).get_data(as_text=True)
        done = again(clerk, page, do="1")
        assert "办成 2 行。" in done
        assert states(done) == ["已办成", "已办成", "不能办理"]
        assert "办成 0 行。" in again(clerk, done, do="1")
        with world.session() as session:
            made = session.scalars(select(Office).where(Office.code == "623099")).one()
            assert (made.name, made.status) == (NEW[3], OfficeStatus.ACTIVE)
            renamed = session.scalars(select(Office).where(Office.code == "623021")).one()
            assert renamed.name == RENAMED[3]
            keys = session.scalars(
                select(JournalEntry.action).where(JournalEntry.key.like("division:%"))
            )
            assert sorted(keys) == ["create_office", "rename_office"]

    def test_a_line_is_done_only_when_its_own_office_has_followed(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        moved = ("改代码", "623021", "", NEW[3], "623000", "623099", "", DOCUMENT)
        page = send(sqlite_clerk, [NEW, RENAMED]).get_data(as_text=True)
        again(sqlite_clerk, page, do="1")
        other = (*RENAMED[:2], "又一县", *RENAMED[3:])
        said = states(send(sqlite_clerk, [moved, other]).get_data(as_text=True))
        assert "已办成" not in said

    def test_a_file_that_cannot_be_read_says_which_row_and_why(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        answer = send(sqlite_clerk, [("消失", *NEW[1:]), ("并入", "623022", *[""] * 5, "文")])
        assert answer.status_code == 422
        assert "第 2 行“变更种类”" in answer.text
        assert "第 3 行“新代码或者并入代码”：必须填写。" in answer.text
        headless = send(sqlite_clerk, [NEW], ["甲", *HEADINGS[1:]])
        assert headless.status_code == 422
        assert "变更种类" in headless.text

    @pytest.mark.parametrize("kept", ["", "x", "[]", "[" * 9000, "[1]", '[{"kind": {}}]'])
    def test_what_is_sent_again_is_judged_anew(self, sqlite_clerk: SignIn, kept: str) -> None:
        answer = sqlite_clerk("conac").post(PAGE, data={"lines": kept, "do": "1"})
        assert answer.status_code == 422
        assert 'id="file-error"' in answer.text

    def test_the_template_has_the_headings_that_are_read(self, sqlite_clerk: SignIn) -> None:
        answer = sqlite_clerk("conac").get(f"{PAGE}template/")
        assert answer.get_data().decode("utf-8-sig").strip().split(",") == list(HEADINGS)

    @pytest.mark.parametrize("who", ["gansu", "zhuoni", "conac-finance", "unit-a"])
    def test_nobody_but_the_administrator_of_the_registry_meets_it(
        self, sqlite_clerk: SignIn, who: str
    ) -> None:
        assert sqlite_clerk(who).get(PAGE).status_code == 403
        assert sqlite_clerk(who).post(PAGE, data={"lines": "[]"}).status_code == 403

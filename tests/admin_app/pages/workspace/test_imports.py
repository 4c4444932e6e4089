"""批量导入 at the page: upload, verdicts, the good rows accepted, the sheet back with reasons."""

from __future__ import annotations

import csv
import io
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from admin_app.files.import_sheets import EXAMPLE_USCC
from admin_app.files.sheet_reader import read_sheet
from models.domains.domain import Domain, DomainState
from models.imports.sheet import ImportRow, ImportRowState
from models.registration.unit_registration import read_uscc
from models.units.unit import Unit, UnitState
from models.values.uscc import UsccFault
from models.workspace.notification import Notification
from models.workspace.notify import Topic
from tests.admin_app.files.test_sheet_reader import book
from tests.support.pages.clerk import Clerk
from tests.support.pages.doors import carried
from tests.support.world.cast import World
from tests.support.world.factories import credit_code, serial

DOMAIN_HEADINGS = ("单位名称*", "统一社会信用代码*", "域名*", "年限", "联系人", "联系电话")
UNIT_HEADINGS = ("单位名称", "统一社会信用代码", "单位类型", "同级编办", "联系人")


def uscc(kind: str) -> str:
    """A sound credit code of nobody yet."""
    return credit_code(kind, "623022", f"MB{serial():06d}")


def as_csv(*rows: tuple[str, ...]) -> bytes:
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue().encode("utf-8-sig")


def upload(clerk: Clerk, kind: str, content: bytes, name: str = "名单.csv", key: str = "") -> Any:
    page = clerk.get("/admin/imports/").get_data(as_text=True)
    key = key or re.findall(r'name="key" value="([^"]+)"', page)[0]
    form = {"kind": kind, "key": key, "file": (io.BytesIO(content), name)}
    return clerk.post("/admin/imports/upload/", form, content_type="multipart/form-data")


def sheet_id(answer: Any) -> int:
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return int(answer.location.rpartition("=")[2])


def states(world: World, key: int) -> list[ImportRowState]:
    with world.session() as session:
        rows = select(ImportRow.state).where(ImportRow.sheet_id == key).order_by(ImportRow.number)
        return list(session.scalars(rows))


def accept_all(clerk: Clerk, key: int) -> Any:
    """Presses 导入所有可导入的行, and confirms the plan."""
    page = clerk.get(f"/admin/imports/sheet/?id={key}")
    selection = re.findall(r'name="selection" value="([^"]+)"', page.get_data(as_text=True))[0]
    url = "/admin/import_row/action/?action=accept_rows"
    planned = clerk.post(url, {"selection": selection, "key": ""})
    assert planned.status_code == 200
    return clerk.post(url, {**carried(planned), "confirm": "1"})


def returned(clerk: Clerk, key: int, form: str = "csv") -> list[tuple[str, ...]]:
    answer = clerk.get(f"/admin/imports/returned/?id={key}&form={form}")
    assert answer.status_code == 200
    sheet = read_sheet(io.BytesIO(answer.data), f"a.{form}")
    return [sheet.headings, *(row.cells for row in sheet.rows)]


def count(world: World, model: type[Any]) -> int:
    with world.session() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def mixed() -> bytes:
    return as_csv(
        DOMAIN_HEADINGS,
        ("卓尼县教育局", "", "卓尼教育局.政务", "2", "", ""),
        ("卓尼县水务局", uscc("11"), "卓尼县水务局.政务", "3年", "=张三", "0941-3621234"),
        ("卓尼县教育局", "", "卓尼县教育局.政务", "2", "", ""),
        ("卓尼县教育局", "", "坏 名.政务", "2", "", ""),
        ("卓尼县粮食局", "11620000013896104X", "卓尼县粮食局.政务", "2", "", ""),
        ("卓尼县教育局", "", "卓尼教育局.政务", "2", "", ""),
    )


class TestSheetOfNames:
    def test_sheet_of_names_is_judged_row_by_row_and_its_good_rows_are_taken(
        self, clerk: Callable[[str], Clerk], world: World
    ) -> None:
        zhuoni = clerk("zhuoni")
        key = sheet_id(upload(zhuoni, "domains", mixed()))
        before = (count(world, Unit), count(world, Domain))
        staged, refused, known = (
            ImportRowState.STAGED,
            ImportRowState.REFUSED,
            ImportRowState.KNOWN,
        )
        assert states(world, key) == [staged, staged, known, refused, refused, refused]
        answer = accept_all(zhuoni, key)
        assert answer.status_code == 303
        assert (count(world, Unit), count(world, Domain)) == (before[0] + 1, before[1] + 2)
        assert states(world, key)[:2] == [ImportRowState.ACCEPTED] * 2
        with world.session() as session:
            unit = session.scalars(select(Unit).where(Unit.name == "卓尼县水务局")).one()
            domain = session.scalars(select(Domain).where(Domain.unit_id == unit.id)).one()
            assert (unit.state, unit.contact_name) == (UnitState.ACTIVE, "=张三")
            assert (domain.state, domain.term_years) == (DomainState.SUBMITTED, 3)
            assert domain.submitted_by == world.actor("zhuoni").key
            assert (unit.office_code, domain.office_code) == ("623022", "623022")

    def test_sheet_of_names_tells_the_office_s_admins_when_no_row_waits_any_more(
        self, clerk: Callable[[str], Clerk], world: World
    ) -> None:
        zhuoni = clerk("zhuoni")
        key = sheet_id(upload(zhuoni, "domains", mixed()))
        accept_all(zhuoni, key)
        with world.session() as session:
            wanted = select(Notification).where(Notification.kind == Topic.IMPORT_FINISHED)
            (notice,) = session.scalars(wanted)
        assert notice.user_id == world.id("user:zhuoni")
        assert notice.facts == {"done": 2, "refused": 3, "sheet_id": key}
        page = zhuoni.get("/admin/notice/").get_data(as_text=True)
        assert "成功 2 条，未导入 3 条" in page
        (url,) = re.findall(r'href="([^"]*sheet_id=[^"]*)"', page)
        assert "卓尼县水务局" in zhuoni.get(url).get_data(as_text=True)

    @pytest.mark.parametrize("form", ["csv", "xlsx"])
    def test_sheet_of_names_comes_back_with_a_reason_beside_each_row(
        self, sqlite_clerk: Callable[[str], Clerk], form: str
    ) -> None:
        zhuoni = sqlite_clerk("zhuoni")
        key = sheet_id(upload(zhuoni, "domains", mixed()))
        headings, *rows = returned(zhuoni, key, form)
        assert headings == (*DOMAIN_HEADINGS, "导入结果", "原因")
        assert rows[0][6:] == ("可导入",)
        assert rows[1][4] == "=张三"
        assert "已经导入" in rows[2][7]
        assert "名称“坏 名.政务”" in rows[3][7]
        assert "校验位" in rows[4][7]
        assert "与第 2 行重复" in rows[5][7]

    def test_brought_again_doubles_nothing(
        self, clerk: Callable[[str], Clerk], world: World
    ) -> None:
        zhuoni, content = clerk("zhuoni"), mixed()
        accept_all(zhuoni, sheet_id(upload(zhuoni, "domains", content)))
        before = (count(world, Unit), count(world, Domain))
        again = sheet_id(upload(zhuoni, "domains", content))
        known, refused = ImportRowState.KNOWN, ImportRowState.REFUSED
        assert states(world, again) == [known, known, known, refused, refused, known]
        assert "导入所有可导入的行" not in zhuoni.get(f"/admin/imports/sheet/?id={again}").text
        assert (count(world, Unit), count(world, Domain)) == before

    def test_sent_twice_by_one_form_is_kept_once(
        self, sqlite_clerk: Callable[[str], Clerk], sqlite_world: World
    ) -> None:
        zhuoni = sqlite_clerk("zhuoni")
        first, second = (upload(zhuoni, "domains", mixed(), key="once") for _ in range(2))
        assert sheet_id(first) == sheet_id(second)

    def test_two_units_of_one_sheet_do_not_share_a_variant(
        self, sqlite_clerk: Callable[[str], Clerk], sqlite_world: World
    ) -> None:
        rows = (
            ("卓尼县水务局", uscc("11"), "卓尼县水务局.政务", "2", "", ""),
            ("卓尼县水利局", uscc("11"), "卓尼縣水務局.政务", "2", "", ""),
        )
        key = sheet_id(upload(sqlite_clerk("zhuoni"), "domains", as_csv(DOMAIN_HEADINGS, *rows)))
        assert states(sqlite_world, key) == [ImportRowState.STAGED, ImportRowState.REFUSED]

    def test_sheet_of_names_nothing_of_other_offices(
        self, sqlite_clerk: Callable[[str], Clerk], sqlite_world: World
    ) -> None:
        rows = (
            ("临潭县教育局", "", "临潭县教育局新.政务", "2", "", ""),
            ("卓尼县教育局", "", "蓝田县教育局.政务", "2", "", ""),
        )
        zhuoni = sqlite_clerk("zhuoni")
        key = sheet_id(upload(zhuoni, "domains", as_csv(DOMAIN_HEADINGS, *rows)))
        _headings, first, second = returned(zhuoni, key)
        assert "没有找到名为“临潭县教育局”的单位" in first[7]
        assert "已被报送或注册" in second[7]

    def test_sheet_of_names_of_three_hundred_rows_is_quick_and_asks_little(
        self, sqlite_clerk: Callable[[str], Clerk], sqlite_world: World
    ) -> None:
        rows = [
            (f"卓尼县第{n}局", uscc("11"), f"卓尼县第{n}局.政务", "2", "", "") for n in range(300)
        ]
        zhuoni, began = sqlite_clerk("zhuoni"), time.monotonic()
        key = sheet_id(upload(zhuoni, "domains", as_csv(DOMAIN_HEADINGS, *rows)))
        assert states(sqlite_world, key) == [ImportRowState.STAGED] * 300
        assert accept_all(zhuoni, key).status_code == 303
        assert states(sqlite_world, key) == [ImportRowState.ACCEPTED] * 300
        assert time.monotonic() - began < 30


class TestSheetOfUnits:
    def test_sheet_of_units_enters_units_of_offices_below(
        self, clerk: Callable[[str], Clerk], world: World
    ) -> None:
        rows = (
            UNIT_HEADINGS,
            ("卓尼县审计局", uscc("11"), "", "623022", "李四"),
            ("临潭县第一中学", uscc("12"), "事业单位", "", "王五"),
            ("某协会", uscc("51"), "", "", ""),
            ("无此编办的单位", uscc("11"), "", "蓝田县", ""),
        )
        gannan = clerk("gannan")
        key = sheet_id(upload(gannan, "units", book(rows), "单位.xlsx"))
        kept = returned(gannan, key)
        assert states(world, key)[:2] == [ImportRowState.STAGED] * 2
        assert "单位类型" in kept[3][6]
        assert "没有找到编办“蓝田县”" in kept[4][6]
        assert accept_all(gannan, key).status_code == 303
        with world.session() as session:
            unit = session.scalars(select(Unit).where(Unit.name == "卓尼县审计局")).one()
            assert (unit.office_code, unit.state) == ("623022", UnitState.ACTIVE)

    def test_sheet_of_units_that_names_another_unit_s_code_is_refused(
        self, sqlite_clerk: Callable[[str], Clerk], sqlite_world: World
    ) -> None:
        with sqlite_world.session() as session:
            code = session.get_one(Unit, sqlite_world.id("unit-a")).uscc
            foreign = session.get_one(Unit, sqlite_world.id("unit-s")).uscc
        rows = (
            UNIT_HEADINGS,
            ("卓尼县教育局", code, "", "", ""),
            ("卓尼县文教局", code, "", "", ""),
            ("卓尼县借码局", foreign, "", "", ""),
        )
        zhuoni = sqlite_clerk("zhuoni")
        key = sheet_id(upload(zhuoni, "units", as_csv(*rows)))
        kept = returned(zhuoni, key)
        assert "已经登记，不再重复导入" in kept[1][6]
        assert "与填写的“卓尼县文教局”不符" in kept[2][6]
        assert "已经登记过" in kept[3][6]
        assert "蓝田" not in "".join(kept[3])


class TestFiles:
    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"", "表格里没有内容"),
            (b"PK\x03\x04", "文件已损坏"),
            (as_csv(("甲", "乙"), ("1", "2")), "没有找到这些栏目：单位名称、统一社会信用代码"),
            (as_csv(UNIT_HEADINGS), "没有填写内容"),
        ],
    )
    def test_files_that_are_not_read_are_answered_in_words(
        self, sqlite_clerk: Callable[[str], Clerk], content: bytes, said: str
    ) -> None:
        answer = upload(sqlite_clerk("zhuoni"), "units", content)
        assert answer.status_code == 422
        assert said in answer.get_data(as_text=True)

    @pytest.mark.parametrize("username", ["zhuoni-cashier", "zhuoni-viewer", "unit-a"])
    def test_files_come_from_offices_alone(
        self, sqlite_clerk: Callable[[str], Clerk], username: str
    ) -> None:
        assert sqlite_clerk(username).get("/admin/imports/").status_code == 403

    @pytest.mark.parametrize("form", ["csv", "xlsx"])
    @pytest.mark.parametrize("kind", ["units", "domains"])
    def test_files_to_fill_in_are_there_and_their_example_is_no_row(
        self,
        sqlite_clerk: Callable[[str], Clerk],
        kind: str,
        form: str,
    ) -> None:
        zhuoni = sqlite_clerk("zhuoni")
        answer = zhuoni.get(f"/admin/imports/template/?kind={kind}&form={form}")
        assert f".{form}" in answer.headers["Content-Disposition"]
        assert upload(zhuoni, kind, answer.data, f"模板.{form}").status_code == 422
        assert read_uscc(EXAMPLE_USCC) is UsccFault.CHECK_CHARACTER


class TestScope:
    def test_scope_hides_the_sheets_of_others(
        self, sqlite_app: Flask, sqlite_clerk: Callable[[str], Clerk]
    ) -> None:
        key = sheet_id(upload(sqlite_clerk("zhuoni"), "domains", mixed()))
        stranger, above = sqlite_clerk("lintan"), sqlite_clerk("gannan")
        for door in ("sheet/", "returned/"):
            url = f"/admin/imports/{door}?form=csv&id="
            assert stranger.get(f"{url}{key}").status_code == 404
            assert stranger.get(f"{url}999999").status_code == 404
            assert above.get(f"{url}{key}").status_code == 200
        assert "水务" not in stranger.get("/admin/import_row/").get_data(as_text=True)

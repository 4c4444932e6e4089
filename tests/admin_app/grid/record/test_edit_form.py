"""Forms of one record: they save what they show, once, to whoever saw it last."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import select

from admin_app.grid.spec import Grid
from admin_app.views import GRIDS
from models.core.journal import JournalEntry
from models.offices.office import MailingAddress, Office, PaymentMode
from models.units.unit import Unit
from models.users.user import Role
from tests.support.database.database_digest import digest
from tests.support.database.journal import run_count
from tests.support.pages.doors import Doors, told
from tests.support.pages.readers import sample
from tests.support.texts.hostile_text import POOL

ADDRESS = {
    "recipient": "马文书",
    "phone": "0941-3621234",
    "region": "甘肃省甘南州卓尼县",
    "detail": "柳林镇上街1号",
    "postcode": "747600",
}


def row(doors: Doors, model: Any, row_id: int) -> dict[str, Any]:
    """Every column of a row."""
    with doors.world.session() as session:
        table = model.__table__
        found = session.execute(
            select(table).where(table.c.id == row_id),
            execution_options={"scope_applied_by_hand": True},
        ).one()
        return dict(found._mapping)


def typed(doors: Doors, url: str, username: str = "zhuoni") -> dict[str, Any]:
    """What the form holds as it opens."""
    page = doors.clerk(username).get(url).get_data(as_text=True)
    form = page.partition("<main")[2]
    found = dict(
        re.findall(r'<(?:input|textarea|select)[^>]*name="(\w+)"[^>]*value="([^"]*)"', form)
    )
    return {name: value for name, value in found.items() if name != "csrf_token"}


@pytest.fixture
def url(doors: Doors) -> str:
    return f"/admin/unit/edit/?id={doors.world.id('unit-a')}"


class TestEditing:
    def test_editing_saves_and_leads_to_the_record(self, doors: Doors, url: str) -> None:
        form = {**typed(doors, url), "contact_name": "新联系人"}
        answer = doors.clerk("zhuoni").post(url, form)
        assert answer.status_code == 303
        page = told(doors.clerk("zhuoni").get(answer.location))
        assert "新联系人" in page
        assert "修改注册单位" in page

    def test_editing_keeps_what_was_not_touched(self, doors: Doors, url: str) -> None:
        before = row(doors, Unit, doors.world.id("unit-a"))
        doors.clerk("zhuoni").post(url, typed(doors, url))
        after = row(doors, Unit, doors.world.id("unit-a"))
        assert after == before

    def test_editing_is_written_down_with_old_and_new(self, doors: Doors, url: str) -> None:
        doors.clerk("zhuoni").post(url, {**typed(doors, url), "short_name": "县教育局"})
        page = doors.clerk("zhuoni").get(f"/admin/unit/details/?id={doors.world.id('unit-a')}")
        assert "<ins>县教育局</ins>" in page.get_data(as_text=True)

    def test_editing_of_a_stale_form_shows_both_versions(self, doors: Doors, url: str) -> None:
        mine, theirs = typed(doors, url), typed(doors, url, "gannan")
        doors.clerk("gannan").post(url, {**theirs, "contact_name": "甲"})
        between = digest(doors.world.engine)
        answer = doors.clerk("zhuoni").post(url, {**mine, "contact_name": "乙"})
        assert answer.status_code == 409
        text = told(answer)
        assert "联系人 乙 甲" in text
        assert digest(doors.world.engine) == between
        again = re.search(r'name="row_version"[^>]*value="(\d+)"', answer.get_data(as_text=True))
        assert again is not None
        final = doors.clerk("zhuoni").post(
            url, {**mine, "contact_name": "乙", "row_version": again[1]}
        )
        assert final.status_code == 303
        assert row(doors, Unit, doors.world.id("unit-a"))["contact_name"] == "乙"

    def test_editing_of_a_stale_form_speaks_words(self, doors: Doors) -> None:
        with doors.world.session() as session:
            mode_id = session.scalars(
                select(PaymentMode.id).where(PaymentMode.office_code == "623022")
            ).first()
        if mode_id is None:
            with doors.world.writing() as session:
                office = session.get_one(Office, doors.world.id("office-zhuoni"))
                mode = PaymentMode(office_id=office.id)
                mode.belong_to(office)
                session.add(mode)
                session.flush()
                mode_id = mode.id
        url = f"/admin/payment_mode/edit/?id={mode_id}"
        form = {"row_version": "1", "collect_mode": "office_agent", "accept_cash": "y"}
        assert doors.clerk("zhuoni").post(url, form).status_code == 303
        other = {"row_version": "1", "collect_mode": "fiscal_unified"}
        answer = doors.clerk("zhuoni").post(url, other)
        assert answer.status_code == 409
        text = told(answer).partition("两处修改的差别")[2].partition("取消")[0]
        assert "财政统一支付 编办代收" in text
        assert "fiscal_unified" not in text

    @pytest.mark.parametrize("version", ["0", "-1", "999", "x", "", "1e3"])
    def test_editing_of_a_made_up_version_saves_nothing(
        self, sqlite_doors: Doors, version: str
    ) -> None:
        url = f"/admin/unit/edit/?id={sqlite_doors.world.id('unit-a')}"
        clerk = sqlite_doors.clerk("zhuoni")
        before = digest(sqlite_doors.world.engine)
        answer = clerk.post(url, {"row_version": version, "contact_name": "夺"})
        assert answer.status_code in {409, 422}
        assert digest(sqlite_doors.world.engine) == before

    def test_sent_twice_saves_once(self, doors: Doors, url: str) -> None:
        form = {**typed(doors, url), "contact_name": "双击"}
        first, second = (doors.clerk("zhuoni").post(url, form) for _ in range(2))
        assert (first.status_code, second.status_code) == (303, 303)
        with doors.world.session() as session:
            entries = session.scalars(
                select(JournalEntry.id).where(JournalEntry.action == "edit_unit")
            ).all()
        assert len(entries) == 1

    @pytest.mark.parametrize("text", sample(POOL, POOL[-3:]), ids=ascii)
    def test_editing_keeps_hostile_text_as_text(self, sqlite_doors: Doors, text: str) -> None:
        url = f"/admin/unit/edit/?id={sqlite_doors.world.id('unit-a')}"
        form = {**typed(sqlite_doors, url), "address": text.encode("utf-8", "ignore").decode()}
        answer = sqlite_doors.clerk("zhuoni").post(url, form)
        # NUL can be kept by no database of ours: the form is refused before it is read.
        assert answer.status_code in ({400} if "\x00" in text else {303, 422})
        page = sqlite_doors.clerk("zhuoni").get(
            f"/admin/unit/details/?id={sqlite_doors.world.id('unit-a')}"
        )
        assert page.status_code == 200
        assert "<script>" not in page.get_data(as_text=True).partition("<main")[2]


def everything_of(grid: Grid) -> dict[str, str]:
    """A value for each column of the table, whatever the form shows; and some old friends."""
    taken = dict.fromkeys(("id", "row_version", "office_id", "unit_id"), "1")
    columns = {column.name: "999999" for column in grid.table.c}
    return {**columns, "role": "registry_admin", "state": "active", "is_admin": "1", **taken}


class TestMassAssignment:
    @pytest.mark.parametrize(
        ("entity", "username", "name"),
        [
            ("unit", "zhuoni", "unit-a"),
            ("unit", "unit-a", "unit-a"),
            ("domain", "zhuoni", "a-due"),
            ("office", "gannan", "office-zhuoni"),
        ],
    )
    def test_mass_assignment_changes_nothing_outside_the_form(
        self, doors: Doors, entity: str, username: str, name: str
    ) -> None:
        grid, key = GRIDS[entity], doors.world.id(name)
        url = f"/admin/{entity}/edit/?id={key}"
        kept = {c.name for c in grid.table.c} - set(grid.form_columns)
        kept -= {"row_version", "updated_at", "search_text"}
        before = row(doors, grid.model, key)
        forged = {**everything_of(grid), **typed(doors, url, username), "row_version": "1"}
        forged |= dict.fromkeys(kept - {"row_version"}, "999999")
        doors.clerk(username).post(url, forged)
        after = row(doors, grid.model, key)
        assert {k: after[k] for k in kept} == {k: before[k] for k in kept}

    def test_mass_assignment_gives_a_new_row_no_other_owner(self, doors: Doors) -> None:
        forged = {**everything_of(GRIDS["mailing_address"]), **ADDRESS}
        forged["office_id"] = str(doors.world.id("office-lantian"))
        forged["office_code"] = "610122"
        answer = doors.clerk("zhuoni").post("/admin/mailing_address/new/", forged)
        assert answer.status_code == 303
        key = int(answer.location.partition("id=")[2])
        made = row(doors, MailingAddress, key)
        assert made["office_id"] == doors.world.id("office-zhuoni")
        assert (made["province_code"], made["city_code"], made["office_code"]) == (
            "620000",
            "623000",
            "623022",
        )

    def test_sent_twice_is_one_address(self, doors: Doors) -> None:
        clerk = doors.clerk("zhuoni")
        form = {**typed(doors, "/admin/mailing_address/new/"), **ADDRESS}
        first, second = (clerk.post("/admin/mailing_address/new/", form) for _ in range(2))
        assert first.location == second.location


class TestRoles:
    def test_roles_that_only_look_are_refused(self, sqlite_doors: Doors) -> None:
        url = f"/admin/unit/edit/?id={sqlite_doors.world.id('unit-a')}"
        for username in ("zhuoni-viewer", "zhuoni-cashier", "conac-finance"):
            clerk = sqlite_doors.clerk(username)
            before = digest(sqlite_doors.world.engine)
            assert clerk.get(url).status_code == 403
            assert clerk.post(url, {"row_version": "1"}).status_code == 403
            assert digest(sqlite_doors.world.engine) == before

    def test_roles_reach_as_far_as_the_view_says(self, sqlite_doors: Doors) -> None:
        """A county edits its own office; its province's stays as it is."""
        own = f"/admin/office/edit/?id={sqlite_doors.world.id('office-zhuoni')}"
        form = {**typed(sqlite_doors, own), "phone": "0941-1"}
        assert sqlite_doors.clerk("zhuoni").post(own, form).status_code == 303
        above = f"/admin/office/edit/?id={sqlite_doors.world.id('office-gansu')}"
        assert sqlite_doors.clerk("zhuoni").get(above).status_code == 404

    def test_above_may_not_edit_an_address(self, sqlite_doors: Doors) -> None:
        answer = sqlite_doors.clerk("zhuoni").post("/admin/mailing_address/new/", ADDRESS)
        key = answer.location.partition("id=")[2]
        url = f"/admin/mailing_address/edit/?id={key}"
        before = digest(sqlite_doors.world.engine)
        clerk = sqlite_doors.clerk("gansu")
        after_sign_in = digest(sqlite_doors.world.engine)
        refused = clerk.post(url, {**ADDRESS, "row_version": "1"})
        assert refused.status_code == 422
        assert "属于其他编办" in told(refused)
        assert before != after_sign_in == digest(sqlite_doors.world.engine)

    @pytest.mark.parametrize("role", [Role.VIEWER, Role.SYSTEM])
    def test_roles_of_lookers_edit_nothing_anywhere(self, role: Role) -> None:
        assert all(role not in {*grid.can_edit, *grid.can_create} for grid in GRIDS.values())


class TestCreating:
    def test_creating_says_what_must_be_filled(self, doors: Doors) -> None:
        clerk = doors.clerk("zhuoni")
        before = digest(doors.world.engine)
        answer = clerk.post("/admin/mailing_address/new/", {"recipient": "马"})
        assert answer.status_code == 422
        assert told(answer).count("必须填写") >= 3
        assert digest(doors.world.engine) == before

    def test_creating_refuses_what_is_too_long(self, doors: Doors) -> None:
        form = {**ADDRESS, "recipient": "马" * 500}
        answer = doors.clerk("zhuoni").post("/admin/mailing_address/new/", form)
        assert answer.status_code == 422
        assert "个字符" in told(answer)

    def test_creating_refuses_a_second_default_in_words(self, doors: Doors) -> None:
        form = {**ADDRESS, "is_default": "y"}
        clerk = doors.clerk("zhuoni")
        assert clerk.post("/admin/mailing_address/new/", form).status_code == 303
        answer = clerk.post("/admin/mailing_address/new/", form)
        assert answer.status_code == 422
        assert "已经有默认地址" in told(answer)


class TestWhatASaveSays:
    def test_a_save_names_the_fields_that_changed(self, doors: Doors, url: str) -> None:
        clerk = doors.clerk("zhuoni")
        answer = clerk.post(url, {**typed(doors, url), "contact_name": "新联系人"})
        assert "已保存，修改了：联系人。" in told(clerk.get(answer.location))

    def test_a_save_without_a_change_says_so(self, doors: Doors, url: str) -> None:
        clerk, form = doors.clerk("zhuoni"), typed(doors, url)
        before = run_count(doors.world)
        answer = clerk.post(url, form)
        assert "没有改动" in told(clerk.get(answer.location))
        assert run_count(doors.world) == before

    def test_a_form_sent_twice_says_that_it_is_saved(self, doors: Doors, url: str) -> None:
        clerk, form = doors.clerk("zhuoni"), {**typed(doors, url), "contact_name": "双击"}
        for _ in range(2):
            answer = clerk.post(url, form)
        assert "已保存" in told(clerk.get(answer.location))

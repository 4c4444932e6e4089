"""新用户注册 at the browser: choose the office, fill in, be confirmed by it, sign in."""

from __future__ import annotations

import re

from actions.core.action import Nothing
from actions.units.confirm import CONFIRM_UNIT
from models.units.unit import Unit, UnitState
from tests.admin_app.pages.workspace.test_imports import uscc
from tests.browser.conftest import Doors, SignIn
from tests.support.world.cast import World

PASSWORD = "Lapis-lantern-42"


class TestEnrolling:
    def test_a_body_enters_itself_and_its_office_finds_it(
        self, address: str, doors: Doors, sign_in: SignIn, sqlite_world: World
    ) -> None:
        code, visitor = uscc("11"), doors.open(address)
        visitor.page.goto("/login")
        visitor.page.get_by_role("link", name="新用户注册").click()
        for below in ("甘肃", "甘南"):
            visitor.page.get_by_role("link", name=re.compile(f"{below}.*的下级编办")).click()
        visitor.page.get_by_role("link", name=re.compile("选择卓尼县")).click()
        visitor.choose("单位类型", "党政机关")
        visitor.fill("单位名称", "卓尼县气象局")
        visitor.fill("统一社会信用代码", code)
        visitor.fill("联系人", "李四")
        visitor.fill("联系电话", "0941-3620000")
        visitor.fill("密码", PASSWORD)
        visitor.fill("再次输入密码", "something else 42")
        visitor.press("提交注册")
        visitor.sees("两次输入的")
        for label in ("密码", "再次输入密码"):
            visitor.fill(label, PASSWORD)
        visitor.press("提交注册")
        visitor.sees_title("已提交")

        zhuoni = sign_in("zhuoni")
        zhuoni.follow("待确认单位")
        zhuoni.sees("卓尼县气象局")
        with sqlite_world.session() as session:
            (unit_id,) = (u.id for u in session.query(Unit) if u.state is UnitState.PENDING)
        sqlite_world.perform(CONFIRM_UNIT, "zhuoni", [unit_id], Nothing())
        sign_in(code.lower(), PASSWORD)

"""日志: whose runs, and who signed in."""

from __future__ import annotations

import pytest

from actions.domains.renew import RENEW, RenewInput
from tests.support.pages.clerk import Clerk
from tests.support.pages.doors import Doors, told


@pytest.mark.parametrize("name", ["zhuoni-cashier", "ZhuoNi-Cashier", "卓尼出纳"])
def test_the_journal_is_narrowed_to_one_person_by_login_or_name(doors: Doors, name: str) -> None:
    world = doors.world
    world.perform(RENEW, "zhuoni-cashier", [world.id("a-due")], RenewInput(2))
    world.perform(RENEW, "zhuoni", [world.id("b-due")], RenewInput(1))
    page = told(doors.clerk("zhuoni").get("/admin/journal/", query_string={"actor": name}))
    assert "续费" in page
    assert "卓尼出纳" in page
    assert "没有符合条件" not in page


def test_a_person_of_another_office_is_not_found(doors: Doors) -> None:
    world = doors.world
    world.perform(RENEW, "lintan", [world.id("c-due")], RenewInput(2))
    page = told(doors.clerk("zhuoni").get("/admin/journal/?actor=lintan"))
    assert "没有符合条件" in page


def test_a_sign_in_stands_with_its_person_and_what_became_of_it(sqlite_doors: Doors) -> None:
    Clerk(sqlite_doors.app.test_client()).sign_in("zhuoni-cashier", "wrong-secret-word")
    page = told(sqlite_doors.clerk("zhuoni").get("/admin/journal/?actor=zhuoni-cashier"))
    assert "卓尼出纳" in page
    assert "密码" in page
